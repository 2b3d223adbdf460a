"""Pages of the admin that merge rows into one and take them apart again; core/aliases.py has the rule."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST = 50  # rows merged at once


class MergingPages(admin.ModelAdmin):
    """
    For a model of aliases. Its admin gives the functions and the words, the template
    `admin/APP/MODEL/merge.html` what merging means for it.
    """

    merging: Any  # a module with merge(row, into) and separate(row), which return the row that is shown
    merge_form: type[forms.Form]  # takes `rows`, asks `into`
    merge_parameter: str
    # Of the whole page, of nothing chosen, and of the log of the row that is shown: "%(name)s was merged into this."
    merge_title: Any
    merge_nothing: Any
    merge_logged: Any
    separate_logged: Any

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def get_urls(self) -> list[URLPattern]:
        wrap: Any = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name=self._name("merge")),
            path("<int:pk>/separate/", wrap(self.separate_view), name=self._name("separate")),
            *super().get_urls(),
        ]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _to(self, page: str, *args: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._name(page)}", args=args))

    @admin.action(description=gettext_lazy("Merge into…"), permissions=["merge"])
    def merge_into(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST])
        address = reverse(f"admin:{self._name('merge')}")
        return HttpResponseRedirect(f"{address}?{self.merge_parameter}={keys}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Asks which row stays, says what will happen, and merges once that was read and confirmed."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        asked = request.GET.get(self.merge_parameter, "").split(",")
        keys = [key for key in asked if key.isdecimal() and len(key) < 19][:MOST]
        rows = list(self.model._default_manager.filter(pk__in=keys).select_related("merged_into").order_by("name"))
        if not rows:
            messages.error(request, self.merge_nothing)
            return self._to("changelist")
        form: Any = self.merge_form(request.POST or None, rows=rows)  # type: ignore[call-arg]
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into and "confirm" in request.POST:
            try:
                return self._merge(request, rows, into)
            except ValidationError as refused:
                form.add_error("into", refused)
                into = None
        context = {
            **self.admin_site.each_context(request),
            "title": self.merge_title,
            "opts": self.opts,
            "rows": rows,
            "into": into,
            "form": form,
            "listed": reverse(f"admin:{self._name('changelist')}"),
        }
        return render(request, f"admin/{self.opts.app_label}/{self.opts.model_name}/merge.html", context)

    @transaction.atomic
    def _merge(self, request: HttpRequest, rows: list[Any], into: Any) -> HttpResponse:
        for row in rows:
            shown = self.merging.merge(row, into)
            self.log_change(request, row, _("Merged into %(name)s.") % {"name": shown.name})
            self.log_change(request, shown, self.merge_logged % {"name": row.name})
        names = ", ".join(row.name for row in rows)
        messages.success(request, _("Merged into %(name)s: %(names)s.") % {"name": into.name, "names": names})
        return self._to("change", into.pk)

    def separate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        row: Any = get_object_or_404(self.model, pk=pk)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    shown = self.merging.separate(row)
                    self.log_change(request, row, _("Separated from %(name)s.") % {"name": shown.name})
                    self.log_change(request, shown, self.separate_logged % {"name": row.name})
            except ValidationError as refused:
                messages.error(request, refused.messages[0])
            else:
                messages.success(request, _("%(name)s has a page of its own again.") % {"name": row.name})
        return self._to("change", pk)
