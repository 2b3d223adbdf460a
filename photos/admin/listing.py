"""The library as a grid: what it is narrowed by, and what stands under each picture."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from photos import uses
from photos.models import Photo, rights_problems

NO_CREDIT = Q(photographer="", agency="", distributor="", pulled_at=None)
# As many names as one looks through; the search box finds the others.
AGENCIES_OFFERED = 15


class _ChoiceFilter(admin.SimpleListFilter):
    CHOICES: ClassVar[dict[str, Any]] = {}

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [*self.CHOICES.items()]


class StateFilter(_ChoiceFilter):
    """What a photo editor goes looking for."""

    title = gettext_lazy("state")
    parameter_name = "state"
    CHOICES: ClassVar = {
        "no-alt": gettext_lazy("No description (alt)"),
        "no-credit": gettext_lazy("No credit"),
        "twice": gettext_lazy("Here twice"),
        "pulled": gettext_lazy("Pulled"),
    }

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Photo]) -> models.QuerySet[Photo]:
        match self.value():
            case "no-alt":
                return queryset.filter(alt="", pulled_at=None)
            case "no-credit":
                return queryset.filter(NO_CREDIT)
            case "twice":
                # Of those that this person sees: what others added may be none of their business.
                seen: Any = Photo.objects.visible_to(request.user)
                return queryset.filter(digest__in=_several(seen).values("digest"))
            case "pulled":
                return queryset.filter(pulled_at__isnull=False)
        return queryset


class UseFilter(_ChoiceFilter):
    title = gettext_lazy("use")
    parameter_name = "use"
    CHOICES: ClassVar = {"unused": gettext_lazy("Unused"), "used": gettext_lazy("Used")}

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Photo]) -> models.QuerySet[Photo]:
        viewer = uses.Viewer(request.user, request.at)  # type: ignore[attr-defined]
        match self.value():
            case "unused":
                return uses.unused(queryset, viewer)
            case "used":
                return uses.used(queryset, viewer)
        return queryset


class RightsFilter(_ChoiceFilter):
    title = gettext_lazy("rights")
    parameter_name = "rights"
    CHOICES: ClassVar = {
        "ending": gettext_lazy("End within 14 days"),
        "over": gettext_lazy("Have ended"),
        "dated": gettext_lazy("End some day"),
    }

    def queryset(self, request: Any, queryset: Any) -> models.QuerySet[Photo]:
        match self.value():
            case "ending":
                return queryset.ending(request.at).usable(request.at)
            case "over":
                return queryset.showable().exclude(pk__in=Photo.objects.usable(request.at).values("pk"))
            case "dated":
                return queryset.exclude(rights_end=None)
        return queryset


class AgencyFilter(admin.SimpleListFilter):
    """The agencies and distributors that most pictures are from."""

    title = gettext_lazy("agency")
    parameter_name = "agency"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        seen = model_admin.get_queryset(request).order_by()
        found: dict[str, int] = {}
        for column in ("agency", "distributor"):
            rows = seen.exclude(**{column: ""}).values_list(column).annotate(count=Count("pk")).order_by("-count")
            for name, count in rows[:AGENCIES_OFFERED]:
                found[name] = found.get(name, 0) + count
        names = sorted(found, key=lambda name: -found[name])[:AGENCIES_OFFERED]
        return [(name, name) for name in sorted(names, key=str.casefold)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Photo]) -> models.QuerySet[Photo]:
        name = self.value()
        return queryset.filter(Q(agency=name) | Q(distributor=name)) if name else queryset


class Library(ChangeList):
    """Knows of each picture on the page how often it stands somewhere, how often its file is here, and its rights."""

    def get_results(self, request: HttpRequest) -> None:
        at = request.at  # type: ignore[attr-defined]
        super().get_results(request)
        photos = list(self.result_list)
        counts = uses.counts([photo.pk for photo in photos], request.user, at)
        seen = self.model_admin.get_queryset(request).filter(digest__in={photo.digest for photo in photos})
        copies = dict(_several(seen).values_list("digest", "count"))
        for photo in photos:
            photo.use_count, photo.copies = counts[photo.pk], copies.get(photo.digest, 1)
            photo.rights_note, photo.is_over = " ".join(rights_problems(photo, at)), photo.rights_over(at)
        self.result_list = photos


def _several(photos: Any) -> Any:
    """The digests that more than one of `photos` has, with their count."""
    return photos.order_by().values("digest").annotate(count=Count("pk")).filter(count__gt=1)
