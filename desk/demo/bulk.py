"""
Published stories by the thousand, to see how the newsroom does with years of them.

They don't go through the doors one by one, which would take hours: rows are written in batches, as the doors would have
written them, but for the saves behind them. A test ties the two: the edition of each is what desk.publishing would
compose of its story.
"""

import datetime as dt
import functools
import gc
import random
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import (
    Address,
    Article,
    Content,
    Edition,
    EditionByline,
    EditionRelated,
    EditionTopic,
    Section,
    Topic,
)
from articles.models.content import content_columns
from articles.reading import count_words, minutes
from articles.search import index
from authors.models import Author
from core.clock import to_local
from core.html import CleanHTML
from core.slugs import slug_for
from desk import search
from desk.models import Move, Story, StoryByline, StoryIndex, StoryRelated, StoryTopic
from photos.models import Photo, place

from . import bulk_texts, marks, people

BATCH = 2_000
YEARS = 8
# The demo's own stories are of the last weeks; these lie behind them.
NEWEST = dt.timedelta(days=30)
KINDS = [Content.Kind.NEWS] * 15 + [kind for kind in Content.Kind if kind != Content.Kind.NEWS]


class Cast(typing.NamedTuple):
    """What the stories are made with. `photos` may be empty."""

    authors: Sequence[Author]
    sections: Sequence[Section]
    topics: Sequence[Topic]
    photos: Sequence[Photo]
    publisher: User


def cast() -> Cast:
    """The demo's people and parts, which have to be there."""

    def of(model: typing.Any, key: str) -> list[typing.Any]:
        return list(model.objects.filter(slug__in=[row["slug"] for row in people.data()[key]]).order_by("slug"))

    return Cast(
        authors=of(Author, "authors"),
        sections=of(Section, "sections"),
        topics=of(Topic, "topics"),
        photos=list(Photo.objects.showable().order_by("pk")[:16]),
        publisher=User.objects.get(username="publisher"),
    )


class Text(typing.NamedTuple):
    body: CleanHTML
    words: int


def load(how_many: int, *, cast: Cast, at: dt.datetime, progress: Callable[[int], object]) -> None:
    """Add that many stories, oldest first, a batch a transaction; `progress` hears how many are there."""
    texts = {ukrainian: _texts(ukrainian) for ukrainian in (False, True)}
    before = _how_many_there_are()
    newest = at - NEWEST
    step = dt.timedelta(days=365 * YEARS) / how_many
    for start in range(0, how_many, BATCH):
        numbers = range(start, min(start + BATCH, how_many))
        with _no_garbage_collection():
            batch = _Batch(cast, texts)
            for number in numbers:
                batch.add(before + number, newest - step * (how_many - number - 1))
            batch.store()
        progress(numbers.stop)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """It looks through every row of the batch again and again, and none of them is garbage: a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def name(number: int) -> str:
    return f"bulk {number}"


def _how_many_there_are() -> int:
    """How many of the numbered stories there are: they are without a gap, so by halving."""
    high = 1
    while Story.objects.filter(uid=marks.uid(name(high - 1))).exists():
        high *= 2
    low = high // 2
    while low < high:
        middle = (low + high) // 2
        if Story.objects.filter(uid=marks.uid(name(middle))).exists():
            low = middle + 1
        else:
            high = middle
    return low


def _texts(ukrainian: bool) -> list[Text]:
    return [Text(body, count_words(body)) for body in bulk_texts.bodies(ukrainian=ukrainian)]


@functools.lru_cache(maxsize=256)
def _keys_of(body: str) -> list[str]:
    """The bodies are few, and each is in many stories."""
    return index.body_keys(body)


class _Batch:
    """Rows of some stories, in memory until they are stored together."""

    def __init__(self, cast: Cast, texts: dict[bool, list[Text]]) -> None:
        self.cast, self.texts = cast, texts
        self.rows: dict[type, list[typing.Any]] = {
            model: []
            for model in (
                Article, Address, Edition, EditionByline, EditionTopic, EditionRelated,
                Story, StoryByline, StoryTopic, StoryRelated, StoryIndex, Move,
            )
        }  # fmt: skip

    def add(self, number: int, published_at: dt.datetime) -> None:
        chance = random.Random(number)  # noqa: S311  -- the same story for the same number
        ukrainian = chance.random() < 0.12
        headline = bulk_texts.headline(chance, ukrainian=ukrainian)
        text = chance.choice(self.texts[ukrainian])
        story = Story(
            uid=marks.uid(name(number)),
            kind=chance.choice(KINDS),
            headline=headline,
            standfirst=bulk_texts.standfirst(chance, ukrainian=ukrainian),
            # The number keeps two of one day apart.
            slug=f"{slug_for(headline)[:100]}-{number}",
            body=text.body,
            section_id=chance.choice(self.cast.sections).pk,
            language="uk" if ukrainian else "en",
            status=Story.Status.PUBLISHED,
            created_at=published_at - dt.timedelta(hours=chance.randint(2, 30)),
            saved_at=published_at - dt.timedelta(minutes=chance.randint(1, 90)),
            version=2,
        )
        if self.cast.photos and chance.random() < 0.6:
            place(story, chance.choice(self.cast.photos))
        article = Article(uid=story.uid)
        address = Address(article=article, date=to_local(published_at).date(), slug=story.slug)
        edition = Edition(
            **{column: getattr(story, column) for column in content_columns()},
            article=article,
            address=address,
            number=1,
            live_from=published_at,
            first_live_at=published_at,
            words=text.words,
            reading_minutes=minutes(text.words),
        )
        self._keep(article, address, story, edition)
        self._rows_below(chance, number, story, edition)
        self._log(story, edition)

    def store(self) -> None:
        with transaction.atomic():
            # In this order each row finds the key of the one it hangs on.
            for model, rows in self.rows.items():
                model._default_manager.bulk_create(rows)  # type: ignore[attr-defined]
            index.index(self.rows[Edition], _keys_of)

    def _rows_below(self, chance: random.Random, number: int, story: Story, edition: Edition) -> None:
        first_live_at = edition.first_live_at
        authors = chance.sample(self.cast.authors, chance.choice((1, 1, 1, 2)))
        topics = chance.sample(self.cast.topics, chance.choice((1, 1, 2, 3)))
        words = search.words_in(story, [author.name for author in authors], [topic.name for topic in topics])
        self._keep(StoryIndex(story=story, words=words, length=edition.words))
        edition.credits = [
            EditionByline(
                edition=edition,
                author_id=author.pk,
                position=position,
                name=author.name,
                title=author.title,
                first_live_at=first_live_at,
            )
            for position, author in enumerate(authors)
        ]
        self._keep(*edition.credits)
        self._keep(
            *(StoryByline(story=story, author_id=row.author_id, position=row.position) for row in edition.credits)
        )
        for topic in topics:
            self._keep(
                StoryTopic(story=story, topic_id=topic.pk),
                EditionTopic(edition=edition, topic_id=topic.pk, first_live_at=first_live_at),
            )
        if number and chance.random() < 0.3:
            uid = marks.uid(name(chance.randrange(number)))
            self._keep(StoryRelated(story=story, uid=uid), EditionRelated(edition=edition, uid=uid))

    def _log(self, story: Story, edition: Edition) -> None:
        publisher = self.cast.publisher
        self._keep(
            Move(
                story=story,
                act="publish",
                from_status=Story.Status.APPROVED,
                to_status=Story.Status.PUBLISHED,
                by_id=publisher.pk,
                by_name=publisher.get_full_name(),
                at=edition.live_from,
                edition_number=1,
                live_from=edition.live_from,
            )
        )

    def _keep(self, *rows: typing.Any) -> None:
        for row in rows:
            self.rows[type(row)].append(row)
