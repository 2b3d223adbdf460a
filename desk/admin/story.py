"""The story form: it saves text; status moves by the buttons beside it, through desk.workflow."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import readership
from articles.reading import count_words, minutes

from .. import acts, autosave, checks, choosers, notices, planning, reports, workflow
from ..editor import POLICY
from ..forms import StoryForm
from ..models import Story
from ..request import colleague, instant, may_edit, reader_of
from ..views.acts import act_on_story
from ..views.audit import log
from ..views.beat import beat, forget, leave
from ..views.blocks import find as find_block
from ..views.blocks import take_picture
from ..views.embargo import embargo
from ..views.fix import fix
from ..views.notes import notes_of
from ..views.notes import shown as notes_shown
from ..views.preview import preview
from ..views.preview_links import links_of
from ..views.preview_links import shown as links_shown
from ..views.queue import next_in_queue
from ..views.reports import report
from ..views.saves import difference, restore, timeline
from ..wording import state_words, when
from .bylines import BylineInline
from .readonly import StoryReading
from .saving import Saving
from .story_list import StoryList
from .unsaved import Unsaved


@admin.register(Story)
class StoryAdmin(Saving, Unsaved, StoryReading, StoryList, admin.ModelAdmin):
    form = StoryForm
    inlines = [BylineInline]
    change_form_template = "desk/story.html"
    object_history_template = "desk/history.html"
    view_on_site = False

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("desk.change_story")
        return may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Nobody: a story that isn't wanted is spiked, and its log stays."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Story | None:
        """For a save, the row is held until it is done: nobody else's save or move comes between look and write."""
        holds = connection.in_atomic_block and connection.features.has_select_for_update
        stories = Story.objects.select_for_update() if holds else Story.objects.all()
        return stories.for_reading(object_id, colleague(request))

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Story | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return self.reading_fieldsets
        kept = "loaded_version" if obj else "begun_as"
        sheets: list[Any] = [
            (None, {"fields": ["headline", "standfirst", "body", kept], "classes": ["desk-text"]}),
            (_("Place"), {"fields": ["section", "kind", "topics", "language"]}),
            (
                _("Picture"),
                {
                    "fields": [
                        "lead_photo",
                        "lead_caption",
                        "lead_photographer",
                        "lead_agency",
                        "lead_distributor",
                        "lead_alt",
                    ],
                    "description": _thumbnail(obj),
                },
            ),
            (
                _("Video"),
                {
                    "fields": ["video_address", "video_seconds", "video_captions"],
                    "classes": [] if obj and obj.kind == Story.Kind.VIDEO else ["collapse"],
                },
            ),
            (_("Beside it"), {"fields": ["related", "slug"]}),
            (_("Assignment"), {"fields": ["assigned_to", "due_at", "planned_words"], "classes": ["collapse"]}),
        ]
        if self._may_restrict(request, obj):
            sheets.append((_("Who may see it"), {"fields": ["is_restricted", "named_people"], "classes": ["collapse"]}))
        return sheets

    def _may_restrict(self, request: HttpRequest, obj: Story | None) -> bool:
        known: dict[Any, bool] = request.__dict__.setdefault("_may_restrict", {})
        key = obj and (obj.pk, obj.version)
        if key not in known:
            known[key] = planning.may_restrict(colleague(request), obj)
        return known[key]

    def get_form(self, request: HttpRequest, obj: Story | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, form=self.plain_form, **kwargs)
        made: Any = super().get_form(request, obj, change, **kwargs)
        made.request = request
        return made

    def get_inlines(self, request: HttpRequest, obj: Story | None) -> Any:
        return [] if obj and not self.has_change_permission(request, obj) else self.inlines

    @method_decorator(csp_replace(POLICY))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        at = instant(request)
        story = Story.objects.get(pk=obj.pk) if obj else None  # as stored, whatever the form has typed into it
        words = count_words(story.body) if story else 0
        context |= {
            "title": _("New story") if add else "",
            "subtitle": None,
            "story": story,
            "may_edit": add or self.has_change_permission(request, story),
            "words": words,
            "reading_minutes": minutes(words),
            "is_unsaved": bool(context["errors"]),
        }
        kept = autosave.offered(colleague(request), story)
        if context["may_edit"] and kept and request.method == "GET":
            context |= {"kept": kept, "kept_is_older": story is not None and kept.version != story.version}
        if story:
            public = story.public_state(at)
            status, readers = state_words(story, public, at)
            context |= {
                "status": status,
                "readers": readers,
                "public": public,
                "reads": readership.of_article(public.last.article_id, at) if public.last else None,
                "buttons": acts.buttons(story, colleague(request), at),
                "returned": _returned(story),
                "reports": reports.waiting(story),
                "problems": checks.problems(story, at, reader_of(request)),
                "may_fix": bool(public.live)
                and workflow.may(colleague(request), story, "fix")
                and story.status != "spiked",
                "embargo": when(story.embargo_until, at) if story.embargo_until and checks.embargo(story, at) else "",
                "may_embargo": context["may_edit"]
                and (story.embargo_until is None or request.user.has_perm("desk.publish_story")),
                **notes_shown(story, colleague(request)),
                **links_shown(story, colleague(request), at),
            }
            if request.method == "GET":
                notices.read(colleague(request), story, at)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Pages beside the form

    def get_urls(self) -> list[URLPattern]:
        wrap: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("choose/<slug:what>/", wrap(choosers.choose), name="desk_choose"),
            path("blocks/take-picture/", wrap(take_picture), name="desk_block_picture"),
            path("blocks/<slug:what>/", wrap(find_block), name="desk_block"),
            path("<int:pk>/preview/", wrap(preview), name="desk_story_preview"),
            path("<int:pk>/act/<slug:act>/", wrap(act_on_story), name="desk_story_act"),
            path("<int:pk>/embargo/", wrap(embargo), name="desk_story_embargo"),
            path("<int:pk>/fix/", wrap(fix), name="desk_story_fix"),
            path("<int:pk>/links/", wrap(links_of), name="desk_story_links"),
            path("next/", wrap(next_in_queue), name="desk_story_next"),
            path("<int:pk>/notes/", wrap(notes_of), name="desk_story_notes"),
            path("beat/", wrap(beat), name="desk_story_beat_new"),
            path("forget/", wrap(forget), name="desk_story_forget_new"),
            path("<int:pk>/beat/", wrap(beat), name="desk_story_beat"),
            path("<int:pk>/leave/", wrap(leave), name="desk_story_leave"),
            path("<int:pk>/forget/", wrap(forget), name="desk_story_forget"),
            path("<int:pk>/merge/", wrap(self.merge_view), name="desk_story_merge"),
            path("<int:pk>/saves/<int:version>/", wrap(difference), name="desk_story_difference"),
            path("<int:pk>/saves/<int:version>/restore/", wrap(restore), name="desk_story_restore"),
            path("<int:pk>/log/", wrap(log), name="desk_story_log"),
            path("<int:pk>/reports/<int:report_pk>/", wrap(report), name="desk_story_report"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Saves and the log of desk.workflow, which know every door, instead of the admin's own."""
        story = self.get_object(request, object_id)
        shown = {"timeline": timeline(story) if story else [], "story": story}
        return super().history_view(request, object_id, {**shown, **(extra_context or {})})


def _thumbnail(story: Story | None) -> SafeString:
    """The lead picture, small; the script fills it when another is chosen."""
    source = choosers.photo_facts(story.lead_photo)["thumbnail"] if story and story.lead_photo else ""
    return format_html(
        '<div class="desk-thumbnail" data-thumbnail{}><img src="{}" alt="" width="192" height="192"></div>',
        "" if source else SafeString(" hidden"),
        source,
    )


def _returned(story: Story) -> Any:
    """The move that sent the story back to its writer, while it is still with them."""
    if story.status != Story.Status.DRAFT:
        return None
    last = story.moves.exclude(act="edit").last()
    return last if last and last.act == "return" else None
