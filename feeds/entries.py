"""
What a feed says, whatever format says it: a channel and its entries, made of stories, corrections and removals.

An entry's id is made of the story's own uid and of nothing that changes with an edit: see articles/identity.py.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.drawing import Things
from articles.identity import tag
from articles.models import Correction, Edition, EditionByline, Withdrawal
from core.paging import Turned
from core.readers import absolute

from . import content


@dataclass(frozen=True)
class Person:
    """Somebody in a byline: the name as printed, and the page about them, which hidden people have none of."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """A JPEG at the head of a story, with the credit that was printed with it."""

    url: str
    width: int
    height: int
    credit: str


@dataclass(frozen=True)
class Entry:
    """
    One item. Addresses are absolute; `summary` is plain text, `content` HTML or empty; `updated` never lies before
    `published`. `is_removal`: it says only that what had this id is gone.
    """

    id: str
    title: str
    url: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    authors: Sequence[Person] = ()
    categories: Sequence[str] = ()
    content: str = ""
    picture: Picture | None = None
    language: str = ""
    is_removal: bool = False


@dataclass(frozen=True)
class Channel:
    """
    A feed, or a page of one, newest entries first. `home` is the address of the page that it is the feed of, `url` its
    own, `next_url` that of its next page or "", `first_url` that of the first where this is another.
    """

    title: str
    home: str
    description: str
    entries: Sequence[Entry]
    url: str = ""
    next_url: str = ""
    first_url: str = ""

    def of_page(self, page: Turned, first: str) -> "Channel":
        """The same as one page of several; `first` is the path of the first."""
        return replace(
            self,
            url=absolute(page.path),
            next_url=absolute(page.next_url) if page.next_url else "",
            first_url="" if page.is_first else absolute(first),
        )

    @property
    def updated(self) -> dt.datetime:
        """When anything in it changed last; of an empty one the beginning of time, so that it stays the same."""
        return max((entry.updated for entry in self.entries), default=dt.datetime.fromtimestamp(0, dt.UTC))


def of_edition(edition: Edition, things: Things | None = None) -> Entry:
    """A live story, its text only where there are `things` for it; `edition` is loaded with_cards()."""
    return Entry(
        id=tag(edition.article.uid),
        title=edition.headline,
        url=absolute(edition.get_absolute_url()),
        summary=edition.standfirst,
        published=edition.first_live_at,
        updated=edition.updated_at or edition.first_live_at,
        authors=_people(edition),
        categories=[edition.section.name] if edition.section else [],
        content=content.of_edition(edition, things),
        picture=_picture(edition),
        language=edition.language,
    )


def _people(edition: Edition) -> list[Person]:
    """Each once: two hidden people have one name."""
    rows = {row.printed_name: row for row in reversed(cast("list[EditionByline]", edition.writers))}
    people = [
        Person(name, "" if row.is_hidden else absolute(row.author.get_absolute_url())) for name, row in rows.items()
    ]
    return people[::-1]


def _picture(edition: Edition) -> Picture | None:
    lead = edition.lead
    if lead is None:
        return None
    file = lead.fallback
    return Picture(absolute(lead.src), file.width, file.height, edition.lead_credit)


def of_withdrawal(withdrawal: Withdrawal, last: Edition) -> Entry:
    """That a story was withdrawn, in the place of the story: whoever keeps the old item gets this over it."""
    if withdrawal.shows_headline:
        title = _("Withdrawn: %(headline)s") % {"headline": last.headline}
        url = absolute(last.get_absolute_url())
    else:
        # An address says what the headline said.
        title, url = _("A story was withdrawn"), absolute(reverse("front"))
    return Entry(
        id=tag(last.article.uid),
        title=title,
        url=url,
        summary=_("We have withdrawn this story. The reason: %(reason)s") % {"reason": withdrawal.reason},
        published=last.first_live_at,
        updated=withdrawal.withdrawn_at,
        is_removal=True,
    )


def of_correction(correction: Correction, live: Edition) -> Entry:
    """A correction, with the place on its article's page; `live` is what readers have of the article."""
    return Entry(
        id=correction_id(correction),
        title=f"{correction.label}: {live.headline}",
        url=f"{absolute(live.get_absolute_url())}#correction-{correction.pk}",
        summary=correction.text,
        published=correction.published_at,
        updated=correction.published_at,
        categories=[correction.label],
    )


def of_correction_withdrawn(correction: Correction, withdrawal: Withdrawal) -> Entry:
    """That a correction left the list with its story; it says nothing of either."""
    return Entry(
        id=correction_id(correction),
        title=_("%(kind)s: the story was withdrawn") % {"kind": correction.label},
        url=absolute(reverse("corrections")),
        summary=_("We have withdrawn this story. The reason: %(reason)s") % {"reason": withdrawal.reason},
        published=correction.published_at,
        updated=withdrawal.withdrawn_at,
        categories=[correction.label],
        is_removal=True,
    )


def correction_id(correction: Correction) -> str:
    return tag(uuid.uuid5(correction.article.uid, f"correction {correction.pk}"))
