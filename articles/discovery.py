"""
What else there is to read: stories of the same matter, the story so far, the topics that are written about most.

Chosen from what a topic or a section has newest, which is asked for once in a generation and shared by all articles of
that topic or section: so an article page seldom asks for more than the cards, and those in one query with the others.
"""

import datetime as dt
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from core import kept

from .models import Edition, EditionQuerySet, EditionTopic, Topic

TRAIL = 12  # newest of all stories
MORE = 4  # stories of the same matter
NEAR = 24  # newest stories of a topic or a section that are looked at
MUCH_USED = 12  # topics
AMONG = 500  # newest stories, among which they are counted

# The newest of all stories, of a section, of a topic, of those merged into a topic; the oldest of a topic, of those.
EVERY, SECTION, TOPIC, MERGED = "every", "section", "topic", "merged"
FIRST, FIRST_MERGED = "first", "first merged"
Group = tuple[str, int]


class Mention(NamedTuple):
    """A live story, by what it is chosen by. In order of time, which is that of these columns."""

    first_live_at: dt.datetime
    article_id: int
    uid: uuid.UUID
    section_id: int | None


Company = Mapping[Group, Sequence[Mention]]


def company(edition: Edition, at: dt.datetime) -> Company:
    """All that more(), threads.of() and the trail of `edition` choose from; one query for what nobody asked for yet."""
    topics = dict.fromkeys(key for topic in edition.filed_under for key in (topic.subject.pk, topic.pk))
    groups = [(EVERY, 0), *((TOPIC, key) for key in topics)]
    threads = [topic.pk for topic in edition.subjects if topic.is_thread]
    groups += [(kind, key) for key in threads for kind in (MERGED, FIRST, FIRST_MERGED)]
    return mentions([*groups, (SECTION, edition.section_id)] if edition.section_id else groups, at)


def mentions(groups: Sequence[Group], at: dt.datetime) -> Company:
    """The stories of each group, newest first. One query for those not asked for yet, however many."""
    known = kept.at(at)
    unknown = [group for group in groups if ("mentions", group) not in known.values]
    found = _ask(unknown, at) if unknown else {}
    for group in unknown:
        known.get(("mentions", group), partial(found.__getitem__, group))
    # From here where there was no room to keep them.
    return {group: found[group] if group in found else known.values[("mentions", group)] for group in groups}


def _ask(groups: Sequence[Group], at: dt.datetime) -> dict[Group, tuple[Mention, ...]]:
    parts: list[str] = []
    parameters: list[Any] = []
    for number, group in enumerate(groups):
        columns = _stories(group, at).values("id", "article_id", "section_id", "first_live_at", uid=F("article__uid"))
        sql, own = columns.query.sql_with_params()
        # Each within its own SELECT: SQLite takes no LIMIT in a part of a UNION, and so reads each off its index.
        parts.append(f"SELECT {number} AS place, part_{number}.* FROM ({sql}) AS part_{number}")  # noqa: S608
        parameters += own
    found: dict[Group, list[Mention]] = {group: [] for group in groups}
    row: Any  # an Edition with the two columns that it hasn't
    for row in Edition.objects.raw(" UNION ALL ".join(parts), parameters):
        one = Mention(row.first_live_at, row.article_id, uuid.UUID(str(row.uid)), row.section_id)
        found[groups[row.place]].append(one)
    return {group: tuple(sorted(rows, reverse=True)) for group, rows in found.items()}


def _stories(group: Group, at: dt.datetime) -> EditionQuerySet:
    kind, key = group
    if kind == EVERY:
        return Edition.objects.live(at).latest_first()[:TRAIL]
    if kind == SECTION:
        return Edition.objects.live(at).filter(section=key).latest_first()[:NEAR]
    # Apart, because the one is read off its index, and the other, which is mostly nothing, is sorted.
    merged = Topic.objects.filter(merged_into=key).values("pk")
    topics = {"filings__topic__in": merged} if kind in (MERGED, FIRST_MERGED) else {"filings__topic": key}
    of_topic: EditionQuerySet = Edition.objects.filter(**topics).live(at).latest_first("filings")
    return of_topic.reverse()[:1] if kind in (FIRST, FIRST_MERGED) else of_topic[:NEAR]


def more(
    edition: Edition,
    lists: Mapping[Group, Sequence[Mention]],
    *,
    besides: Iterable[uuid.UUID],
    below: Iterable[uuid.UUID],
) -> list[uuid.UUID]:
    """
    Stories of the same matter, the nearest first: by topics that they share, by section, by time. `lists`: its company.

    A shared topic counts two, the section one, and time takes one for each tenfold of days between them. `besides` are
    on the page already; what the News Feed `below` has is not told again for its section's sake alone.
    """
    apart, feed = {edition.article.uid, *besides}, {*below}
    subjects = {key: topic.subject.pk for topic in edition.filed_under for key in (topic.pk, topic.subject.pk)}
    shared: dict[Mention, set[int]] = {}
    for (kind, key), rows in lists.items():
        if kind in (TOPIC, SECTION):
            for row in rows:
                shared.setdefault(row, set()).update({subjects[key]} if kind == TOPIC else ())
    chosen = []
    for row, topics in shared.items():
        days = abs(row.first_live_at - edition.first_live_at) / dt.timedelta(days=1)
        nearness = 2 * len(topics) + (row.section_id == edition.section_id) - math.log10(1 + days)
        if row.uid not in apart and (topics or (row.uid not in feed and nearness > 0)):
            chosen.append((round(nearness, 1), row))
    return [row.uid for _nearness, row in sorted(chosen, reverse=True)[:MORE]]


def much_used(at: dt.datetime) -> list[Topic]:
    """The topics of most of the newest 500 live stories, most used first; two queries in a generation."""

    def find() -> list[Topic]:
        newest = Edition.objects.live(at).latest_first()[:AMONG].values("pk")
        counted = (
            EditionTopic.objects.filter(edition__in=newest)
            .values(subject=Coalesce("topic__merged_into", "topic"))
            .annotate(number=Count("edition", distinct=True))
            .order_by("-number", "subject")[:MUCH_USED]
        )
        keys = [row["subject"] for row in counted]
        topics = Topic.objects.in_bulk(keys)
        return [topics[key] for key in keys]

    return kept.at(at).get("much used topics", find)
