"""
Taking an edition's words out of the record, where a law asks for it: the one way in which a frozen row changes.

A frozen record of it comes first, which is what the database's guards look for; then the edition's words, its names as
printed and the salt of its digest are blanked. Its number, its dates and the digest itself stay, and say that there was
something and when.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from .models import Address, Digest, Edition, EditionByline, EditionPicture, Erasure
from .search import index as search_index
from .triggers import ERASABLE

# What stands for the words that a constraint wants.
HEADLINE, SLUG = "[erased]", "erased"


class NotErased(Exception):
    """Why nothing was erased, in words."""


def erase(edition: Edition, *, by: User, at: dt.datetime, reason: str) -> Erasure:
    """
    Blank the words of `edition` for good; raises NotErased.

    What the desk keeps of the story (the working copy and its saves) is not touched.
    """
    if not by.is_active or not by.has_perm("articles.erase_edition"):
        raise NotErased(_("This account may not erase what was published."))
    if not reason.strip():
        raise NotErased(_("Name the order or law that asks for it."))
    if edition.is_live(at) or edition.live_from > at:
        raise NotErased(_("Readers have this edition, or will: withdraw it first, or publish another in its place."))
    if Erasure.objects.filter(edition=edition).exists():
        raise NotErased(_("This edition was erased already."))
    with transaction.atomic():
        search_index.forget(edition)  # by its words, so while they are there
        erasure = Erasure.objects.create(edition=edition, erased_at=at, reason=reason, by=by)
        _key, words = ERASABLE["articles_edition"]
        blank: dict[str, Any] = {
            **dict.fromkeys(words, ""),
            "headline": HEADLINE,
            "slug": SLUG,
            "lead_photo_id": None,
            "pieces": [],
        }
        # Past the model's own refusal, by a plain queryset; the guard in the database lets these columns through.
        models.QuerySet(Edition).filter(pk=edition.pk).update(**blank)
        models.QuerySet(EditionByline).filter(edition=edition).update(name="", title="")
        models.QuerySet(EditionPicture).filter(edition=edition).update(photo=None)
        models.QuerySet(Digest).filter(edition=edition).update(salt="")
        _rename(edition.address)
    return erasure


def _rename(address: Address) -> None:
    """An address is words too. It goes where no edition uses it that still has some."""
    if not Edition.objects.filter(address=address, erasure=None).exists():
        Address.objects.filter(pk=address.pk).update(slug=f"{SLUG}-{address.pk}")
