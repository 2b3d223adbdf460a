"""What becomes of a valid story form: what it saves, what it tells, and where it leads."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import Address, Article
from authors.models import Author
from core.clock import to_local

from .. import acts, autosave, history, notices, planning, workflow
from ..models import Notice, Story, StoryByline, StoryRelated, StoryTopic
from ..request import colleague, instant
from ..typed import begun_before


class BegunAlready(Exception):
    """The form of a new story was sent a second time: by a double click, or since the first answer was lost."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self.story = story


class Saving(admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                # Two sendings of one form at one moment: the other's story is stored by now, and is found.
                if object_id or "begun_as" not in request.POST:
                    raise
                return super().changeform_view(request, object_id, form_url, extra_context)
        except BegunAlready as again:
            autosave.drop(colleague(request), None)
            messages.info(request, _("You sent this twice. The story is begun, once, and here it is."))
            return self._way_on(request, again.story)

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        """Nothing yet: whether the text changed is known with its rows, and save_related() has both."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        story, at, user = form.instance, instant(request), colleague(request)
        rows_changed = any(formset.has_changed() for formset in formsets)
        changed = form.changed_data or rows_changed
        form.story_was_changed = bool(changed) or not change
        if not form.story_was_changed:
            return
        text_changed = not change or rows_changed or planning.touches_text(form.changed_data)
        if change:
            workflow.edited(story, by=user, at=at, text=text_changed)
        else:
            if before := begun_before(user, form, formsets):
                raise BegunAlready(before)
            story.begun_by, story.created_at, story.saved_at = user, at, at
            story.uid = _free(form.cleaned_data.get("begun_as"), story.uid)
        story.save()
        for formset in formsets:
            formset.save()
        _file(story, form)
        if not change:
            _sign(story, user)
            workflow.begun(story, by=user, at=at)
        if "named_people" in form.changed_data:
            story.named_people.set(form.cleaned_data["named_people"])
        if planning.keep_in_sight(story, user):
            messages.info(request, _("You are named too: else you would not see the story any more."))
        if text_changed:
            history.record(story, by=user, at=at)
        if "assigned_to" in form.changed_data:
            notices.tell(story.assigned_to, story, Notice.Kind.ASSIGNED, by=user, at=at)
        autosave.drop(user, story if change else None)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        if form.story_was_changed:
            return super().construct_change_message(request, form, formsets, add)
        return []  # the formsets weren't saved, and can't say what is new in them

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None

    def response_add(self, request: HttpRequest, obj: Story, post_url_continue: str | None = None) -> HttpResponse:
        return self._go_on(request, obj, _("The story is begun."))

    def response_change(self, request: HttpRequest, obj: Story) -> HttpResponse:
        if obj.saved_at == instant(request):
            return self._go_on(request, obj, _("Saved."))
        goes_on = "_act" in request.POST or "_preview" in request.POST
        return self._go_on(request, obj, "" if goes_on else _("Nothing had changed, so nothing was saved."))

    def _go_on(self, request: HttpRequest, story: Story, said: str) -> HttpResponse:
        """After a save: the act, where it asks nothing, and on."""
        act = request.POST.get("_act", "")
        if said:
            messages.success(request, said)
            _warn_of_address(request, story)
        if act in acts.ACTS and act not in acts.FORMS and "_preview" not in request.POST:
            try:
                done = acts.perform(story, act, by=colleague(request), at=instant(request))
                messages.success(request, done)
            except workflow.Refused as refused:
                for message in refused.messages:
                    messages.error(request, message)
        return self._way_on(request, story)

    def _way_on(self, request: HttpRequest, story: Story) -> HttpResponse:
        """To the page that the button leads to: the preview, what an act asks, or else the form."""
        act = request.POST.get("_act", "")
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:desk_story_preview", args=[story.pk]))
        if act in acts.FORMS:
            return HttpResponseRedirect(reverse("admin:desk_story_act", args=[story.pk, act]))
        return HttpResponseRedirect(reverse("admin:desk_story_change", args=[story.pk]))


def _free(asked: uuid.UUID | None, own: uuid.UUID) -> uuid.UUID:
    """The uid that the form went out with, or a new one where that is taken."""
    if asked is None or any(model.objects.filter(uid=asked).exists() for model in (Story, Article)):
        return own
    return asked


def _file(story: Story, form: Any) -> None:
    """Store the topics and related stories that the form has, where they differ."""
    if "topics" in form.changed_data:
        chosen = form.cleaned_data["topics"]
        story.filings.exclude(topic__in=chosen).delete()
        there = set(story.filings.values_list("topic_id", flat=True))
        new = [topic for topic in chosen if topic.pk not in there]
        StoryTopic.objects.bulk_create(StoryTopic(story=story, topic=topic) for topic in new)
    if "related" in form.changed_data:
        uids = [other.uid for other in form.cleaned_data["related"]]
        # What points at an article without a story (an import) was not in the form, and stays.
        known = set(Story.objects.filter(uid__in=form.loaded_related).values_list("uid", flat=True))
        uids += [uid for uid in form.loaded_related if uid not in known and uid not in uids]
        story.relations.all().delete()
        StoryRelated.objects.bulk_create(
            StoryRelated(story=story, uid=uid, position=position) for position, uid in enumerate(uids)
        )


def _sign(story: Story, user: User) -> None:
    """Put a reporter's own name to a story begun without a byline."""
    if story.bylines.exists() or user.has_perm("desk.read_all_stories"):
        return
    if author := Author.objects.filter(account=user, is_active=True).first():
        StoryByline.objects.create(story=story, author=author)


def _warn_of_address(request: HttpRequest, story: Story) -> None:
    """A chosen address that is taken today stops publication today: better known now than then."""
    at = instant(request)
    if not story.slug or story.article:
        return
    if Address.objects.filter(date=to_local(at).date(), slug=story.slug).exists():
        words = _("The address “{}” is taken by another article of today. Choose another before publishing.")
        messages.warning(request, format_html(words, story.slug))
