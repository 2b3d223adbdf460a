"""The list of stories: its columns, filters and actions. The number of queries doesn't grow with the rows."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Edition

from .. import acts, checks, queues, search, workflow
from ..models import Story, StoryByline, StoryQuerySet
from ..models.public_state import LABELS, PublicState
from ..request import colleague, instant
from ..wording import public_words, when

# What stands where there is nothing; on a phone it takes no room.
NONE = SafeString('<span class="desk-none">–</span>')


class StoryChangeList(ChangeList):
    """Knows what readers see of each story on the page, asked once for all."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Story]:
        stories = super().get_queryset(request, exclude_parameters)
        return stories.defer("body", "index__words").prefetch_related(
            Prefetch("bylines", StoryByline.objects.select_related("author"))
        )

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        stories = list(self.result_list)
        states = PublicState.of_stories([story.uid for story in stories], instant(request))
        for story in stories:
            story.public, story.seen_at = states[story.uid], instant(request)
        self.result_list = stories


class PublicFilter(admin.SimpleListFilter):
    """The readers' axis."""

    title = gettext_lazy("readers")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story] | None:
        at = instant(request)
        own = Edition.objects.filter(article__uid=OuterRef("uid"))
        live, waiting, seen = Exists(own.live(at)), Exists(own.waiting(at)), Exists(own.seen(at))
        match self.value():
            case "live":
                return queryset.filter(live)
            case "scheduled":
                return queryset.filter(waiting)
            case "withdrawn":
                return queryset.filter(seen & ~live & ~waiting)
            case "never":
                return queryset.filter(~seen & ~waiting)
        return None


class VisibleOnly(admin.RelatedFieldListFilter):
    """Offers what some story that one may read has, asked of an index row by row: few choices, many stories."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        has = Story.objects.visible_to(request.user).filter(**{field.name: OuterRef("pk")})
        return [(row.pk, str(row)) for row in field.related_model._default_manager.filter(Exists(has))]


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("needs", _("Needs me")),
            ("mine", _("Mine")),
            ("assigned", _("Assigned to me")),
            ("nobody", _("Assigned to nobody")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story] | None:
        match self.value():
            case "needs":
                return queryset.filter(pk__in=queues.needing(colleague(request)).values("pk"))
            case "mine":
                return queryset.filter(pk__in=Story.objects.mine(request.user).values("pk"))
            case "assigned":
                return queryset.filter(assigned_to=request.user.pk)
            case "nobody":
                return queryset.filter(assigned_to=None)
        return None


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("overdue", _("Overdue")), ("soon", _("In the next three days")), ("planned", _("With a date"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story] | None:
        user, at = colleague(request), instant(request)
        match self.value():
            case "overdue":
                return queryset.filter(pk__in=queues.overdue(user, at).values("pk"))
            case "soon":
                return queryset.filter(pk__in=queues.due(user, at).values("pk"))
            case "planned":
                return queryset.filter(pk__in=queues.planned(user).values("pk"))
        return None


def _action(act: str, words: Any) -> Callable[[Any, HttpRequest, QuerySet[Story]], None]:
    """A list action that does `act` with each story through the same door as its button."""

    @admin.action(description=words)
    def action(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done = 0
        for story in queryset.order_by("pk"):
            try:
                acts.perform(story, act, by=colleague(request), at=instant(request))
                done += 1
            except workflow.Refused as refused:
                messages.error(request, format_html("<b>{}</b>: {}", story.headline, " ".join(refused.messages)))
        if done:
            messages.success(
                request,
                ngettext("%(act)s: %(count)s story.", "%(act)s: %(count)s stories.", done)
                % {"act": acts.verb(act), "count": done},
            )

    action.__name__ = f"{act}_stories"
    return action


# Acts that ask nothing of a story which readers have not seen; publish says so itself of one that they have.
ACTIONS = {
    "submit": gettext_lazy("Send for review"),
    "approve": gettext_lazy("Approve"),
    "publish": gettext_lazy("Publish now"),
    "lead": gettext_lazy("Lead the front page"),
    "spike": gettext_lazy("Spike"),
    "restore": gettext_lazy("Restore"),
}


class StoryList(admin.ModelAdmin):
    list_display = (
        "headline_shown",
        "status_shown",
        "readers_shown",
        "section",
        "byline_shown",
        "assigned_shown",
        "due_shown",
        "words_shown",
        "problems_shown",
        "saved_shown",
    )
    list_display_links = ("headline_shown",)
    list_filter = (
        MineFilter,
        "status",
        PublicFilter,
        DueFilter,
        ("section", VisibleOnly),
        "kind",
        ("assigned_to", VisibleOnly),
    )
    list_select_related = ("section", "assigned_to", "index")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ("headline",)  # get_search_results() says what is searched
    search_help_text = gettext_lazy("Headline, standfirst, names in the byline, topics, or a public address")
    actions = [_action(act, words) for act, words in ACTIONS.items()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return Story.objects.visible_to(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Story], search_term: str
    ) -> tuple[QuerySet[Story], bool]:
        return search.matching(cast(StoryQuerySet, queryset), search_term), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those that this person's rights allow with some story."""
        user = request.user
        permissions = {act: workflow.TRANSITIONS[act].permission for act in ACTIONS if act in workflow.TRANSITIONS}
        permissions["lead"] = "desk.pick_lead"
        allowed = {f"{act}_stories" for act, permission in permissions.items() if user.has_perm(permission)}
        return {name: action for name, action in super().get_actions(request).items() if name in allowed}

    # Columns

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def headline_shown(self, story: Story) -> str:
        return story.headline

    @admin.display(description=gettext_lazy("desk"), ordering="status")
    def status_shown(self, story: Any) -> SafeString:
        scheduled = story.status == Story.Status.PUBLISHED and story.public.waiting and not story.public.live
        name = "scheduled" if scheduled else story.status
        label = _("Scheduled") if scheduled else story.get_status_display()
        return format_html('<span class="desk-mark desk-mark--{}">{}</span>', name, label)

    @admin.display(description=gettext_lazy("readers"))
    def readers_shown(self, story: Any) -> SafeString:
        return format_html(
            '<span class="desk-readers desk-readers--{}">{}</span>',
            story.public.name,
            public_words(story.public, story.seen_at),
        )

    @admin.display(description=gettext_lazy("byline"))
    def byline_shown(self, story: Story) -> SafeString | str:
        return story.byline() or NONE

    @admin.display(description=gettext_lazy("assigned to"), ordering="assigned_to__first_name")
    def assigned_shown(self, story: Story) -> SafeString | str:
        person = story.assigned_to
        return (person.get_full_name() or person.get_username()) if person else NONE

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due_shown(self, story: Any) -> SafeString | str:
        if story.due_at is None:
            return NONE
        is_late = story.due_at < story.seen_at and story.status in queues.UNFINISHED and story.public.name == "never"
        return format_html(
            '<time datetime="{}"{}>{}{}</time>',
            story.due_at.isoformat(),
            SafeString(' class="desk-late"') if is_late else "",
            when(story.due_at, story.seen_at),
            f" · {_('overdue')}" if is_late else "",
        )

    @admin.display(description=gettext_lazy("words"), ordering="index__length")
    def words_shown(self, story: Any) -> str:
        length = number_format(story.index.length) if hasattr(story, "index") else "–"
        return f"{length} / {number_format(story.planned_words)}" if story.planned_words else length

    @admin.display(description=gettext_lazy("checks"))
    def problems_shown(self, story: Any) -> SafeString | str:
        """What the checks found at the last save, but the embargo by the clock; publishing asks them all again."""
        found = {*(story.index.problems if hasattr(story, "index") else ())} & {*checks.MARKS} - {"embargo"}
        found |= {problem.code for problem in checks.embargo(story, story.seen_at)}
        codes = sorted(found, key=lambda code: (code not in checks.STOPS, list(checks.MARKS).index(code)))
        return (
            format_html_join(
                " ",
                '<span class="desk-problem{}">{}</span>',
                ((" desk-problem--stop" if code in checks.STOPS else "", checks.MARKS[code]) for code in codes),
            )
            or NONE
        )

    @admin.display(description=gettext_lazy("saved"), ordering="saved_at")
    def saved_shown(self, story: Any) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>', story.saved_at.isoformat(), when(story.saved_at, story.seen_at)
        )
