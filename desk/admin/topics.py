"""Topics on the desk, and the pages that merge them and take them apart; articles/merging.py does it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import merging
from articles.models import Edition, EditionQuerySet, EditionTopic, Topic

from ..models import Story, StoryQuerySet, StoryTopic
from .taxonomy import FiledUnder

MOST = 50  # topics merged at once


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    STATES: ClassVar[dict[str, tuple[Any, dict[str, Any]]]] = {
        "threads": (gettext_lazy("Running stories"), {"is_thread": True, "merged_into": None}),
        "merged": (gettext_lazy("Merged"), {"merged_into__isnull": False}),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in self.STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> QuerySet[Topic]:
        chosen = self.STATES.get(self.value() or "")
        return queryset.filter(**chosen[1]) if chosen else queryset


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        queryset=Topic.objects.none(),
        label=gettext_lazy("Into"),
        empty_label=gettext_lazy("Choose the topic that stays"),
    )

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Topic.objects.subjects().exclude(pk__in=[topic.pk for topic in topics])
        field.label_from_instance = lambda topic: f"{topic.name} – /topic/{topic.slug}/"


@admin.register(Topic)
class TopicAdmin(FiledUnder):
    list_display = ("name", "page", "description", "state")
    list_filter = (StateFilter,)
    list_select_related = ("merged_into",)
    fields = ("name", "slug", "description", "is_thread")
    actions = ("merge_into",)
    change_form_template = "admin/articles/topic/change_form.html"

    @admin.display(description=gettext_lazy("page"), ordering="slug")
    def page(self, topic: Topic) -> SafeString:
        return format_html('<a href="{}">/topic/{}/</a>', topic.get_absolute_url(), topic.slug)

    @admin.display(description=gettext_lazy("state"))
    def state(self, topic: Topic) -> str:
        if topic.merged_into_id:
            return _("Merged into %(name)s") % {"name": topic.merged_into}
        return _("Running story") if topic.is_thread else "–"

    def uses(self, rows: list[Any]) -> tuple[StoryQuerySet, EditionQuerySet]:
        filed, printed = StoryTopic.objects.filter(topic__in=rows), EditionTopic.objects.filter(topic__in=rows)
        return (
            Story.objects.filter(pk__in=filed.values("story")),
            Edition.objects.filter(pk__in=printed.values("edition")),
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        names, counts, missing, protected = super().get_deleted_objects(objs, request)
        if merged := Topic.objects.filter(merged_into__in=list(objs)).count():
            words = ngettext("%(count)s topic merged into it", "%(count)s topics merged into it", merged)
            protected.append(words % {"count": merged})
        return names, counts, missing, protected

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A merged topic is shown to nobody, so nobody edits it."""
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_topic")

    # Merging

    def get_urls(self) -> list[URLPattern]:
        wrap: Any = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name="articles_topic_merge"),
            path("<int:pk>/separate/", wrap(self.separate_view), name="articles_topic_separate"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Merge into…"), permissions=["merge"])
    def merge_into(self, request: HttpRequest, queryset: QuerySet[Topic]) -> HttpResponse:
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST])
        return HttpResponseRedirect(f"{reverse('admin:articles_topic_merge')}?topics={keys}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Asks which topic stays, says what will happen, and merges once that was read and confirmed."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        keys = [key for key in request.GET.get("topics", "").split(",") if key.isdecimal() and len(key) < 19][:MOST]
        topics = list(Topic.objects.filter(pk__in=keys).select_related("merged_into"))
        if not topics:
            messages.error(request, _("Choose what is to be merged."))
            return HttpResponseRedirect(reverse("admin:articles_topic_changelist"))
        form = MergeForm(request.POST or None, topics=topics)
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into and "confirm" in request.POST:
            try:
                return self._merge(request, topics, into)
            except ValidationError as refused:
                form.add_error("into", refused)
                into = None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge topics"),
            "opts": self.opts,
            "topics": topics,
            "into": into,
            "form": form,
        }
        return render(request, "admin/articles/topic/merge.html", context)

    @transaction.atomic
    def _merge(self, request: HttpRequest, topics: list[Topic], into: Topic) -> HttpResponse:
        for topic in topics:
            subject = merging.merge(topic, into)
            self.log_change(request, topic, _("Merged into %(name)s.") % {"name": subject.name})
            self.log_change(request, subject, _("%(name)s was merged into this topic.") % {"name": topic.name})
        names = ", ".join(topic.name for topic in topics)
        messages.success(request, _("Merged into %(name)s: %(names)s.") % {"name": into.name, "names": names})
        return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[into.pk]))

    def separate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        topic = get_object_or_404(Topic, pk=pk)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    subject = merging.separate(topic)
                    names = {"name": topic.name, "other": subject.name}
                    self.log_change(request, topic, _("Separated from %(other)s.") % names)
                    self.log_change(request, subject, _("%(name)s was separated from this topic.") % names)
            except ValidationError as refused:
                messages.error(request, refused.messages[0])
            else:
                messages.success(request, _("%(name)s has a page of its own again.") % names)
        return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[pk]))
