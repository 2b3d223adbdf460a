"""
The story so far: of a running story that an article belongs to, how it began and what came since.

A running story is a topic that says so of itself (Topic.is_thread). So membership is an editor's choice in the story's
form, frozen with each edition like any topic; and its page, its feeds, its addresses and its merging are the topic's.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .discovery import FIRST, FIRST_MERGED, MERGED, NEAR, TOPIC, Company, Mention
from .models import Edition, Topic

WHOLE = 8  # as many are all told
LATEST = 6  # of more: the first, this many of the newest, and the article itself


@dataclass(frozen=True)
class Step:
    """`is_here`: the article that is being read. `after_gap`: others lie between this one and the one before it."""

    uid: uuid.UUID
    is_here: bool
    after_gap: bool
    edition: Edition | None = None


@dataclass(frozen=True)
class Thread:
    topic: Topic
    steps: list[Step]

    def with_editions(self, here: Edition, live: Mapping[uuid.UUID, Edition]) -> "Thread":
        """With what is live at each step; what isn't any more is left out."""
        steps = [
            Step(step.uid, step.is_here, step.after_gap, edition)
            for step in self.steps
            if (edition := here if step.is_here else live.get(step.uid))
        ]
        return Thread(self.topic, steps)


def of(edition: Edition, lists: Company) -> list[Thread]:
    """
    The running stories that `edition` is filed under, where they have more than it, each told in order of time.

    `lists`: its company, from discovery.company().
    """
    here = Mention(edition.first_live_at, edition.article_id or 0, edition.article.uid, edition.section_id)
    threads = []
    for topic in edition.subjects:
        if topic.is_thread:
            own, merged = lists[(TOPIC, topic.pk)], lists[(MERGED, topic.pk)]
            oldest = [*lists[(FIRST, topic.pk)], *lists[(FIRST_MERGED, topic.pk)]]
            newest = sorted({*own, *merged}, reverse=True)[:NEAR]
            steps = _steps(here, newest, oldest, is_whole=max(len(own), len(merged)) < NEAR)
            if len(steps) > 1:
                threads.append(Thread(topic, steps))
    return threads


def _steps(here: Mention, newest: Sequence[Mention], oldest: Sequence[Mention], *, is_whole: bool) -> list[Step]:
    """`newest`, newest first: all that is known; `is_whole`: there are no others."""
    is_whole = is_whole and len(newest) < NEAR
    known = _in_time([*newest, here])
    told = known
    if not is_whole or len(known) > WHOLE:
        told = _in_time([min([*oldest, here]), *known[-LATEST:], here])
    steps: list[Step] = []
    for row, before in zip(told, [None, *told], strict=False):
        between = [other for other in known if before and before < other < row]
        # What lies before the oldest of those known isn't.
        unknown = not is_whole and before is not None and before < newest[-1] and row != told[0]
        steps.append(Step(row.uid, row.uid == here.uid, bool(between) or unknown))
    return steps


def _in_time(rows: Iterable[Mention]) -> list[Mention]:
    """Each story once, the oldest first."""
    return sorted({row.uid: row for row in rows}.values())
