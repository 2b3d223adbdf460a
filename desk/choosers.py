"""
Fields that search while one types: people, topics, stories, pictures.

Each asks choose(), which answers only what the person may see; Django's own autocomplete is closed to whoever may not
view the model's admin, and would show a reporter nothing but their own profile. A form takes nothing that its chooser
would not have offered, or that was chosen already.
"""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, get_select2_language
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import Topic
from authors.models import Author
from core.finding import containing
from photos.models import COPIED, Photo
from photos.showing import square

from .models import Story
from .naming import unnamed


def authors(user: User, words: str) -> QuerySet[Author]:
    return Author.objects.people().filter(containing(words, "name"), is_active=True).order_by("name")


def topics(user: User, words: str) -> QuerySet[Topic]:
    found: QuerySet[Topic] = Topic.objects.subjects().filter(containing(words, "name"))
    return found


def stories(user: User, words: str) -> QuerySet[Story]:
    """Newest first; spiked ones are not pointed to."""
    return (
        Story.objects.visible_to(user)
        .filter(containing(words, "headline"))
        .exclude(status=Story.Status.SPIKED)
        .defer("body")
    )


def photos(user: User, words: str) -> QuerySet[Photo]:
    if not user.has_perm("photos.view_photo"):
        return Photo.objects.none()
    return Photo.objects.usable(timezone.now()).matching(words)


def photo_facts(photo: Photo) -> dict[str, Any]:
    """What the form shows of a picture that was just chosen: its thumbnail, and the words it brings."""
    small = square(photo, "")
    return {
        "thumbnail": small.src if small else "",
        "words": {column: getattr(photo, source) for column, source in COPIED.items()},
    }


@dataclasses.dataclass(frozen=True)
class Chooser:
    rows: Callable[[User, str], QuerySet[Any]]
    key: str = "pk"
    facts: Callable[[Any], dict[str, Any]] = lambda row: {}


CHOOSERS = {
    "authors": Chooser(authors),
    "topics": Chooser(topics),
    "stories": Chooser(stories, key="uid"),
    "photos": Chooser(photos, facts=photo_facts),
}


def choose(request: HttpRequest, what: str) -> JsonResponse:
    """Answers select2: rows of `what` that fit the words typed (?term=), a page at a time."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("desk.view_story"):
        raise PermissionDenied
    if what not in CHOOSERS:
        raise Http404
    chooser = CHOOSERS[what]
    page = Paginator(chooser.rows(user, request.GET.get("term", "")), 20).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "results": [{"id": str(getattr(row, chooser.key)), "text": str(row), **chooser.facts(row)} for row in page],
            "pagination": {"more": page.has_next()},
        }
    )


class _ChooserMixin(AutocompleteMixin):
    def __init__(self, what: str, attrs: dict[str, Any] | None = None) -> None:
        self.what = what
        self.choices: Any = ()
        self.attrs = dict(attrs or {})
        self.i18n_name = get_select2_language()

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            **base_attrs,
            **(extra_attrs or {}),
            "data-ajax--delay": 200,
            "data-ajax--type": "GET",
            "data-ajax--url": reverse("admin:desk_choose", args=[self.what]),
            "data-theme": "admin-autocomplete",
            "data-allow-clear": "false" if getattr(self, "is_required", False) else "true",
            "data-placeholder": "",
            "data-width": "100%",
            "lang": self.i18n_name,
            "class": "admin-autocomplete",
        }

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        """Only what is chosen, in the order in which it was: the rest is asked for."""
        multiple = self.allow_multiple_selected  # type: ignore[attr-defined]
        options = [] if multiple else [self.create_option(name, "", "", not value, 0)]  # type: ignore[attr-defined]
        field = self.choices.field
        wanted = [one for one in value if one]
        try:
            rows = {str(field.prepare_value(row)): row for row in field.chosen(wanted)}
        except (ValueError, forms.ValidationError):
            rows = {}
        for one in wanted:
            if one in rows:
                label = field.label_from_instance(rows[one])
                options.append(self.create_option(name, one, label, True, len(options)))  # type: ignore[attr-defined]
        return [(None, options, 0)]


class ChooseOne(_ChooserMixin, forms.Select):
    pass


class ChooseSome(_ChooserMixin, forms.SelectMultiple):
    pass


class _ChosenMixin:
    def chosen(self, values: Iterable[str]) -> QuerySet[Model]:
        key = self.to_field_name or "pk"  # type: ignore[attr-defined]
        return self.queryset.filter(**{f"{key}__in": list(values)})  # type: ignore[attr-defined]


GONE = gettext_lazy("What was chosen here no longer exists. Choose again.")


class ChoiceOfOne(_ChosenMixin, forms.ModelChoiceField):
    """One row of a chooser."""

    def __init__(self, what: str, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, widget=ChooseOne(what), error_messages={"invalid_choice": GONE}, **kwargs)


class ChoiceOfSome(_ChosenMixin, forms.ModelMultipleChoiceField):
    """Rows of a chooser: clean() gives a list in the order in which they were sent."""

    def __init__(self, what: str, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, widget=ChooseSome(what), error_messages={"invalid_choice": GONE}, **kwargs)

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]
        found = {str(self.prepare_value(row)): row for row in super().clean(value)}
        return [found[one] for one in dict.fromkeys(map(str, value or ())) if one in found]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(self.prepare_value(one)) for one in initial or ()] != list(map(str, data or ()))


def hidden_label(shown: set[Any]) -> Callable[[Story], str]:
    """Names for stories in a chooser: not those which the person may not read."""
    return lambda story: story.headline if story.pk in shown else unnamed()
