"""What the article page shows, of a live edition or, on the desk, of one that was composed and not saved."""

import datetime as dt
from typing import Any

from django.urls import reverse

from core.paging import after
from core.readers import absolute

from . import blocks, discovery, drawing, structured, threads
from .loading import corrections_of
from .models import Correction, Edition

TRAIL = discovery.TRAIL - 2  # one may be left out, and one says that it goes on


def page_of(edition: Edition, at: dt.datetime) -> dict[str, Any]:
    """
    The context of articles/article.html; `edition` has its lists.

    Five queries: its company, the stories that it names or its company brings, the pictures in its text, its
    corrections, the generation. The first two only where nobody asked for them in this generation.
    """
    address = edition.get_absolute_url()
    lists = discovery.company(edition, at)
    head = [row.uid for row in lists[(discovery.EVERY, 0)]]
    so_far = threads.of(edition, lists)
    told = {*edition.related_uids, *blocks.cards(edition.pieces), *(step.uid for one in so_far for step in one.steps)}
    more = discovery.more(edition, lists, besides=told, below=head)
    things = drawing.gather([edition], at, also=[*edition.related_uids, *head, *more, *told])
    feed, feed_next_url = trail(edition, [things.cards[uid] for uid in head if uid in things.cards])
    amends = corrections(edition, at)
    return {
        "edition": edition,
        "article": edition.article,
        "text": drawing.draw(edition, things),
        "related": related(edition, at, things),
        "more": [things.cards[uid] for uid in more if uid in things.cards],
        "threads": [one.with_editions(edition, things.cards) for one in so_far],
        "corrections": amends,
        "feed": feed,
        "feed_next_url": feed_next_url,
        "feed_without": edition.article_id if edition.article.uid in head[:TRAIL] else 0,
        "structured": structured.of_article(edition, amends),
        "share": edition.lead.share if edition.lead else None,
        "share_alt": edition.lead_alt,
        "page_title": edition.headline,
        "description": edition.standfirst,
        "canonical": absolute(address),
        "text_only_url": f"{address}text/",
        "report_url": f"{address}report/",
        # An update or a correction is what moves this time: without one there is nothing to compare but slips.
        "history_url": f"{address}v/" if edition.updated_at else "",
    }


def corrections(edition: Edition, at: dt.datetime) -> list[Correction]:
    """What readers know to have been wrong with the article, newest first; one query."""
    return corrections_of(edition.article_id, at)


def related(edition: Edition, at: dt.datetime, things: drawing.Things | None = None) -> list[Edition]:
    """
    The stories that `edition` points to after its text, in its order: those that are live, and have no card in it.

    No query where `things` has them.
    """
    things = things or drawing.gather([], at, also=edition.related_uids)
    elsewhere = {edition.article.uid, *blocks.cards(edition.pieces)}
    return [things.cards[uid] for uid in edition.related_uids if uid in things.cards and uid not in elsewhere]


def trail(edition: Edition, head: list[Edition]) -> tuple[list[Edition], str]:
    """The head of the News Feed without this article, and the address where the feed goes on ("" at its end)."""
    others = [other for other in head if other.article_id != edition.article_id]
    shown = others[:TRAIL]
    return shown, f"{reverse('news_feed')}?before={after(shown[-1])}" if len(others) > TRAIL else ""
