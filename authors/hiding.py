"""
Hiding a person: from the same instant on no reader is told who they are, in nothing that was ever published.

Names are frozen in editions and stay: the newsroom's word takes their place when a page is read (Author.is_hidden,
which EditionByline asks). The profile and all merged into it go together; their portraits are pulled from the library.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from authors.models import Author, Hiding
from core import public_changed
from photos import library
from photos.models import Photo
from photos.tasks import order_renditions


@transaction.atomic
def hide(author: Author, *, by: User, at: dt.datetime, reason: str = "") -> Hiding:
    """Hide the person whom `author` stands for; raises ValidationError, in words."""
    if not by.is_active or not by.has_perm("authors.hide_author"):
        raise ValidationError(_("You may not hide a person."))
    public_changed()
    person = _person(author)
    if person.hidden_at:
        raise ValidationError(_("%(name)s is hidden already.") % {"name": person.name})
    profiles = Author.objects.filter(pk__in=person.profiles)
    portraits = Photo.objects.showable().filter(pk__in=profiles.exclude(portrait=None).values("portrait"))
    pulled = list(portraits)
    for photo in pulled:
        library.pull(photo, _("Whom it shows is hidden."), at)
    profiles.update(hidden_at=at)
    _tell_photographer(_taken_by(person), hides=True)
    return _log(person, Hiding.Act.HIDE, by, at, reason, [photo.pk for photo in pulled])


@transaction.atomic
def show(author: Author, *, by: User, at: dt.datetime, reason: str = "") -> Hiding:
    """Take it back: everything is as it was. Raises ValidationError, in words."""
    if not by.is_active or not by.has_perm("authors.show_author"):
        raise ValidationError(_("Only chief editors show a hidden person again."))
    public_changed()
    person = _person(author)
    if not person.hidden_at:
        raise ValidationError(_("%(name)s is not hidden.") % {"name": person.name})
    Author.objects.filter(pk__in=person.profiles).update(hidden_at=None)
    last = person.hidings.filter(act=Hiding.Act.HIDE).last()
    for photo in Photo.objects.filter(pk__in=last.pulled if last else []).exclude(pulled_at=None):
        library.put_back(photo)
    _tell_photographer(_taken_by(person), hides=False)
    return _log(person, Hiding.Act.SHOW, by, at, reason, [])


def progress(author: Author) -> tuple[int, int]:
    """Of how many pictures by this person the files are made anew, without the name or with it; and of how many."""
    taken = Photo.objects.showable().filter(pk__in=_taken_by(author.person))
    return taken.exclude(ready_at=None).count(), taken.count()


def is_by_somebody_hidden(photo: Photo) -> bool:
    """Whether the photographer named is a hidden person; one query."""
    names = {_plain(name) for name in Author.objects.exclude(hidden_at=None).values_list("name", flat=True)}
    return bool(photo.photographer) and _plain(photo.photographer) in names


def _taken_by(person: Author) -> list[int]:
    """Pictures credited to any name that this person has, or was printed under, in the library or in an edition."""
    bylines: Any = Author._meta.get_field("edition_bylines").related_model
    editions: Any = Author._meta.get_field("bylined_editions").related_model
    names = {*Author.objects.filter(pk__in=person.profiles).values_list("name", flat=True)}
    names |= {*bylines.objects.filter(author__in=person.profiles).values_list("name", flat=True).distinct()}
    wanted = {_plain(name) for name in names} - {""}
    # Compared here, since not every database folds the letters of every script.
    in_library = Photo.objects.exclude(photographer="").values_list("pk", "photographer")
    in_editions = editions.objects.exclude(lead_photo=None).values_list("lead_photo", "lead_photographer")
    return sorted({pk for rows in (in_library, in_editions) for pk, name in rows.iterator() if _plain(name) in wanted})


def _tell_photographer(keys: list[int], *, hides: bool) -> None:
    """Their files are made anew by the worker; their addresses change at once, so that none has the name meanwhile."""
    Photo.objects.filter(pk__in=keys).update(hides_photographer=hides, ready_at=None)
    for photo in Photo.objects.showable().filter(pk__in=keys):
        order_renditions(photo)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _person(author: Author) -> Author:
    found: Author = Author.objects.select_related("merged_into").get(pk=author.pk)
    return Author.objects.get(pk=found.person.pk)


def _log(person: Author, act: Hiding.Act, by: User, at: dt.datetime, reason: str, pulled: list[int]) -> Hiding:
    name = by.get_full_name() or by.get_username()
    return Hiding.objects.create(author=person, act=act, at=at, by=by, by_name=name, reason=reason, pulled=pulled)
