"""The lists that readers page through: what each is called, where it lives and which stories are on it."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Edition, EditionQuerySet, Section, Topic


@dataclass(frozen=True)
class Listing:
    """
    A list of live stories, the same for a page and for a feed.

    `via` names the rows that chose the stories, for EditionQuerySet.latest_first(); `word` stands above the heading.
    """

    heading: str
    url: str
    editions: EditionQuerySet
    via: str = ""
    description: str = ""
    word: str = ""

    def newest(self, number: int) -> EditionQuerySet:
        return self.editions.latest_first(self.via)[:number]


def everything(at: dt.datetime) -> Listing:
    return Listing(heading=_("News Feed"), url=reverse("news_feed"), editions=Edition.objects.live(at))


def of_section(section: Section, at: dt.datetime) -> Listing:
    return Listing(
        heading=section.name,
        url=section.get_absolute_url(),
        editions=Edition.objects.live(at).filter(section=section),
        description=section.description,
    )


def of_topic(topic: Topic, at: dt.datetime) -> Listing:
    return Listing(
        heading=topic.name,
        url=topic.get_absolute_url(),
        editions=Edition.objects.filed_in(topic.keys).live(at),
        via="filings",
        description=topic.description,
        word=_("The story so far") if topic.is_thread else _("Topic"),
    )


def of_kind(kind: Edition.Kind, at: dt.datetime) -> Listing:
    return Listing(
        heading=str(kind.label),
        url=reverse("kind", args=[kind.value]),
        editions=Edition.objects.live(at).filter(kind=kind),
    )
