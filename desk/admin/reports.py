"""Readers' reports: the list of all that one may see. Each is dealt with on its own page, beside the story."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Report

from .. import reports
from ..models import Story
from ..request import colleague
from ..wording import when
from .articles import ReadOnlyAdmin


class Waiting(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext_lazy("Waiting")), ("done", gettext_lazy("Dealt with"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        match self.value():
            case "open":
                return queryset.filter(handled_at=None)
            case "done":
                return queryset.exclude(handled_at=None)
        return queryset


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("words", "headline", "received", "dealt_with")
    list_filter = (Waiting,)
    list_select_related = ("edition", "article", "handled_by")
    ordering = ("-at", "-pk")
    fields = ("text", "contact", "received", "story", "edition", "dealt_with", "correction")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        user = colleague(request)
        if not user.is_active or not user.has_perm("desk.view_story"):
            return False
        return obj is None or reports.visible_to(user).filter(pk=obj.pk).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        seen = reports.visible_to(colleague(request))
        return super().get_queryset(request).filter(pk__in=seen.values("pk")).select_related("edition", "handled_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        report = super().get_object(request, object_id, from_field)
        if report:
            visible = Story.objects.visible_to(colleague(request))
            report.on_the_desk = visible.filter(uid=report.article.uid).first()
        return report

    @admin.display(description=gettext_lazy("what is wrong"))
    def words(self, report: Report) -> str:
        return Truncator(report.text).chars(100)

    @admin.display(description=gettext_lazy("story"))
    def headline(self, report: Report) -> str:
        return report.edition.headline

    @admin.display(description=gettext_lazy("story"))
    def story(self, report: Any) -> SafeString | str:
        if report.on_the_desk is None:
            return report.edition.headline
        address = reverse("admin:desk_story_report", args=[report.on_the_desk.pk, report.pk])
        return format_html('<a href="{}">{}</a>', address, report.on_the_desk.headline)

    @admin.display(description=gettext_lazy("received"), ordering="at")
    def received(self, report: Report) -> str:
        return when(report.at)

    @admin.display(description=gettext_lazy("dealt with"))
    def dealt_with(self, report: Report) -> str:
        if report.handled_at is None or report.handled_by is None:
            return _("waiting")
        by = report.handled_by.get_full_name() or report.handled_by.get_username()
        if report.correction_id:
            return _("a correction was published, by %(name)s") % {"name": by}
        return _("no correction needed, said %(name)s") % {"name": by}
