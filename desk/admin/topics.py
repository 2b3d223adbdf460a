"""Topics on the desk, and what the pages for merging them say; articles/merging.py does it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import merging
from articles.models import Edition, EditionQuerySet, EditionTopic, Topic
from core.merging_pages import MergingPages

from ..models import Story, StoryQuerySet, StoryTopic
from .taxonomy import FiledUnder


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

    def __init__(self, *args: Any, rows: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Topic.objects.subjects().exclude(pk__in=[topic.pk for topic in rows])
        field.label_from_instance = lambda topic: f"{topic.name} – /topic/{topic.slug}/"


@admin.register(Topic)
class TopicAdmin(MergingPages, FiledUnder):
    merging = merging
    merge_form = MergeForm
    merge_parameter = "topics"
    merge_title = gettext_lazy("Merge topics")
    merge_nothing = gettext_lazy("Choose what is to be merged.")
    merge_logged = gettext_lazy("%(name)s was merged into this topic.")
    separate_logged = gettext_lazy("%(name)s was separated from this topic.")
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
