"""The front page: a lead, two seconds, the pulse of the News Feed, opinion, what is read most, each section's block."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from articles import readership, standing
from articles.models import Edition, EditionQuerySet, Lead, Section
from core import kept

SECONDS = 2
PULSE = 12
OPINION = 4
BLOCK = 4
MOST_READ, FEWEST = 5, 3  # fewer make no list


def compose(at: dt.datetime) -> dict[str, Any]:
    """The context of feeds/front.html, in seven queries whatever the number of sections and stories."""
    lead_pk = _picked(at)
    newest = list(_keys(Edition.objects.live(at).latest_first(), PULSE))
    if not newest:
        return {"lead": None, "sections": list(standing.sections())}
    lead_pk = lead_pk or newest[0]
    second_pks = [pk for pk in newest if pk != lead_pk][:SECONDS]
    top = [lead_pk, *second_pks]
    opinion_pks = list(
        _keys(Edition.objects.live(at).filter(kind=Edition.Kind.OPINION).exclude(pk__in=top).latest_first(), OPINION)
    )
    sections = _with_newest(Edition.objects.live(at).exclude(pk__in=top + opinion_pks))
    wanted = {*newest, *top, *opinion_pks, *(pk for section in sections for pk in _block(section))}
    ranked = readership.ranked(at)
    editions = list(Edition.objects.live(at).filter(Q(pk__in=wanted) | Q(article__in=ranked)).with_cards())
    shown = {edition.pk: edition for edition in editions}
    filled = [section for section in sections if _block(section)]
    return {
        "lead": shown[lead_pk],
        "seconds": [shown[pk] for pk in second_pks],
        "pulse": [shown[pk] for pk in newest],
        "opinion": [shown[pk] for pk in opinion_pks],
        "most_read": _most_read(ranked, editions),
        "blocks": [
            {
                "section": section,
                "editions": [shown[pk] for pk in _block(section)],
                "face": "list" if number % 2 else "large",
            }
            for number, section in enumerate(filled)
        ],
        # The same rows for whatever else names the sections, so that it doesn't ask again.
        "sections": kept.at(at).get(standing.SECTIONS, lambda: sections),
        "standing": standing.pages(sections),
    }


def _picked(at: dt.datetime) -> int | None:
    """The live edition of the newest pick that still stands; None where the newest story leads."""
    live = Edition.objects.live(at).filter(article=OuterRef("article"))
    pick = (
        Lead.objects.filter(Q(article=None) | Exists(live), picked_at__lte=at)
        .annotate(edition=Subquery(live.values("pk")[:1]))
        .order_by("-picked_at", "-pk")
        .first()
    )
    return pick.edition if pick else None


def _most_read(ranked: list[int], live: list[Edition]) -> list[Edition]:
    """The first of the ranking that are live; none where that is too few to be a list."""
    by_article = {edition.article_id: edition for edition in live}
    found = [by_article[article] for article in ranked if article in by_article][:MOST_READ]
    return found if len(found) >= FEWEST else []


def _with_newest(editions: EditionQuerySet) -> list[Section]:
    """All sections in their order, each with the keys of its newest of `editions` as newest_0, newest_1, …"""
    own = editions.filter(section=OuterRef("pk")).latest_first()
    newest = {f"newest_{place}": Subquery(_keys(own, place + 1, place)) for place in range(BLOCK)}
    return list(standing.sections().annotate(**newest))


def _block(section: Section) -> list[int]:
    keys = [getattr(section, f"newest_{place}") for place in range(BLOCK)]
    return [key for key in keys if key is not None]


def _keys(editions: EditionQuerySet, end: int, start: int = 0) -> QuerySet[Edition, Any]:
    return editions.values_list("pk", flat=True)[start:end]
