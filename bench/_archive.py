"""Years of published stories, as rows: editions and what hangs on them, without the desk's side and its history."""

import datetime as dt
import random
import uuid
from typing import Any

BATCH = 2_000
# The 22nd: of this month and this year, a small newsroom and a large one have stories on the same days.
NOW = dt.datetime(2026, 1, 22, 12, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=28)
SECTIONS, TOPICS, AUTHORS = 8, 12, 12
BODY = 12 * ("<p>" + "The council met behind closed doors, and by noon the city knew. " * 4 + "</p>")


def furnish() -> None:
    from django.contrib.auth.models import User

    from articles.models import Page, Section, Topic
    from authors.models import Author

    User.objects.create(username="bench")
    for number in range(SECTIONS):
        Section.objects.create(name=f"Section {number}", slug=f"section-{number}", position=number)
    for number in range(TOPICS):
        Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
    for number in range(AUTHORS):
        Author.objects.create(name=f"Author {number}", slug=f"author-{number}", biography="Reports. " * 30)
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=slug, body=BODY)


def uid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + 1)


def went_out(number: int) -> dt.datetime:
    """Story 0 is the newest; those below 0 are still to come."""
    return NOW - STEP * (number + 1)


def fill(oldest: int) -> None:
    """The stories from `oldest` down to 0, and 20 that are scheduled, in the order in which they went out."""
    for start in range(oldest - 1, -21, -BATCH):
        store(range(start, max(start - BATCH, -21), -1))


def store(numbers: range) -> None:
    """One in seven was rewritten since, half of them for a mistake; one in 97 withdrawn; one in three points on."""
    from django.db import transaction

    from articles.models import (
        Address,
        Article,
        Correction,
        Edition,
        EditionByline,
        EditionRelated,
        EditionTopic,
        Withdrawal,
    )  # fmt: skip
    from core.html import gate

    body = gate(BODY)
    kinds = Edition.Kind.values
    rows: dict[Any, list[Any]] = {model: [] for model in rows_of_stories()}
    for number in numbers:
        chance = random.Random(number)
        begins = went_out(number)
        article = Article(uid=uid(number + 100))
        address = Address(article=article, date=begins.date(), slug=f"story-{number + 100}")
        ends = [begins + dt.timedelta(minutes=20)] if number % 7 == 0 else []
        last = begins + dt.timedelta(minutes=25) if number % 97 == 1 else None
        people = chance.sample(range(1, AUTHORS + 1), chance.choice((1, 1, 2)))
        topics = chance.sample(range(1, TOPICS + 1), chance.choice((1, 1, 2, 3)))
        section, kind = chance.randint(1, SECTIONS), chance.choice(kinds)
        for place, (live_from, live_until) in enumerate(zip([begins, *ends], [*ends, last], strict=True), start=1):
            edition = Edition(
                article=article,
                address=address,
                number=place,
                live_from=live_from,
                live_until=live_until,
                first_live_at=begins,
                headline=f"Story {number} of the bench, with a headline of a usual length",
                standfirst="What it says in one sentence, as the cards on every list print it.",
                slug=address.slug,
                body=body,
                kind=kind,
                section_id=section,
                words=600,
                reading_minutes=3,
            )
            rows[Edition].append(edition)
            rows[EditionByline] += [
                EditionByline(edition=edition, author_id=key, position=n, name=f"Author {key}", first_live_at=begins)
                for n, key in enumerate(people)
            ]
            rows[EditionTopic] += [EditionTopic(edition=edition, topic_id=key, first_live_at=begins) for key in topics]
            if number % 3 == 0:
                rows[EditionRelated].append(EditionRelated(edition=edition, uid=uid(number + 101)))
        rows[Article].append(article)
        rows[Address].append(address)
        if number % 14 == 0:
            before, after = rows[Edition][-2:]
            rows[Correction].append(
                Correction(
                    article=article,
                    kind="correction",
                    text="An earlier version gave another number. It is four.",
                    edition_before=before,
                    edition_after=after,
                    published_at=after.live_from,
                    written_by_id=1,
                    approved_by_id=1,
                )
            )
        if last:
            rows[Withdrawal].append(Withdrawal(article=article, withdrawn_at=last, reason="Bench."))
    with transaction.atomic():
        for model, made in rows.items():
            model.objects.bulk_create(made)


def rows_of_stories() -> list[Any]:
    """The models whose rows store() makes, each after those that it points to."""
    from articles import models

    names = "Article Address Edition EditionByline EditionTopic EditionRelated Correction Withdrawal"
    return [getattr(models, name) for name in names.split()]


def multiply(stories: int, times: int) -> None:
    """
    Have each of the `stories` that there are `times` times, the copies in years before: on SQLite, by the database.

    For a million editions Django's rows would take the better part of an hour.
    """
    from django.db import connection, models, transaction

    made = rows_of_stories()
    with connection.cursor() as cursor:
        # A file that nobody else reads, and that is thrown away where this fails.
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -1000000")
    with connection.cursor() as cursor, transaction.atomic():
        last = {model: model.objects.order_by("-pk").values_list("pk", flat=True)[0] for model in made}
        for copy in range(1, times):
            earlier = f"'-{copy * ((STEP * (stories + 100)).days + 1)} days'"

            def copied(field: Any, copy: int = copy, earlier: str = earlier) -> str:
                owner = field.remote_field.model if field.remote_field else field.model if field.primary_key else None
                if owner in last:
                    return f"{field.column} + {copy * last[owner]}"
                match field:
                    case models.DateTimeField():
                        return f"datetime({field.column}, {earlier})"
                    case models.DateField():
                        return f"date({field.column}, {earlier})"
                    case models.UUIDField(unique=True):
                        return "lower(hex(randomblob(16)))"
                return str(field.column)

            for model in made:
                fields = model._meta.concrete_fields
                columns, values = ", ".join(f.column for f in fields), ", ".join(copied(f) for f in fields)
                table = model._meta.db_table
                cursor.execute(
                    f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id <= {last[model]}"
                )
