"""The desk's pages for merging profiles and taking them apart; authors/merging.py does it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors import merging
from authors.admin.forms import MergeForm
from authors.models import Author


class MergingMixin(admin.ModelAdmin):
    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("authors.change_author")

    def get_urls(self) -> list[URLPattern]:
        wrap: Any = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name="authors_author_merge"),
            path("<int:pk>/separate/", wrap(self.separate_view), name="authors_author_separate"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Merge into…"), permissions=["merge"])
    def merge_into(self, request: HttpRequest, queryset: QuerySet[Author]) -> HttpResponse:
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:50])
        return HttpResponseRedirect(f"{reverse('admin:authors_author_merge')}?profiles={keys}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Asks which profile stays, says what will happen, and merges once that was read and confirmed."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        keys = [key for key in request.GET.get("profiles", "").split(",") if key.isdecimal() and len(key) < 19][:50]
        profiles = list(Author.objects.filter(pk__in=keys).select_related("merged_into", "portrait").order_by("name"))
        if not profiles:
            messages.error(request, _("Choose who is to be merged."))
            return HttpResponseRedirect(reverse("admin:authors_author_changelist"))
        form = MergeForm(request.POST or None, profiles=profiles)
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into and "confirm" in request.POST:
            try:
                return self._merge(request, profiles, into)
            except ValidationError as refused:
                form.add_error("into", refused)
                into = None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge profiles"),
            "opts": self.opts,
            "profiles": profiles,
            "into": into,
            "form": form,
        }
        return render(request, "admin/authors/author/merge.html", context)

    @transaction.atomic
    def _merge(self, request: HttpRequest, profiles: list[Author], into: Author) -> HttpResponse:
        for profile in profiles:
            person = merging.merge(profile, into)
            self.log_change(request, profile, _("Merged into %(name)s.") % {"name": person.name})
            self.log_change(request, person, _("%(name)s was merged into this profile.") % {"name": profile.name})
        names = ", ".join(profile.name for profile in profiles)
        messages.success(request, _("Merged into %(name)s: %(names)s.") % {"name": into.name, "names": names})
        return HttpResponseRedirect(reverse("admin:authors_author_change", args=[into.pk]))

    def separate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        profile = get_object_or_404(Author, pk=pk)
        if request.method == "POST":
            try:
                person = merging.separate(profile)
            except ValidationError as refused:
                messages.error(request, refused.messages[0])
            else:
                name = {"name": profile.name}
                self.log_change(request, profile, _("Separated from %(name)s.") % {"name": person.name})
                self.log_change(request, person, _("%(name)s was separated from this profile.") % name)
                messages.success(request, _("%(name)s has a page of its own again.") % {"name": profile.name})
        return HttpResponseRedirect(reverse("admin:authors_author_change", args=[pk]))
