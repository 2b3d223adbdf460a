"""What readers get at which instant."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction

from articles.models import Address, Article, Edition
from tests.cast import DAY, HOUR, NOON, SECOND, publish, section, story

pytestmark = pytest.mark.django_db


def raw_edition(article=None, *, live_from=NOON, live_until=None, number=1, **fields):
    """An edition put in the table past the desk, to see what the table itself refuses."""
    article = article or Article.objects.create()
    address, _ = Address.objects.get_or_create(article=article, date=dt.date(2026, 3, 10), slug=f"raw-{article.pk}")
    values = {
        "first_live_at": live_from,
        "headline": "Raw",
        "slug": address.slug,
        "section": section(),
        **fields,
    }
    return Edition.objects.create(
        article=article, address=address, number=number, live_from=live_from, live_until=live_until, **values
    )


INTERVALS = {
    "open": (NOON, None),
    "closed": (NOON, NOON + HOUR),
    "empty": (NOON, NOON),
    "over": (NOON - DAY, NOON - HOUR),
    "ahead": (NOON + DAY, None),
    "ahead and cancelled": (NOON + DAY, NOON + DAY),
}
INSTANTS = [
    NOON + offset
    for offset in (-2 * DAY, -HOUR - SECOND, -HOUR, -SECOND, 0 * SECOND, SECOND, HOUR - SECOND, HOUR, DAY, DAY + SECOND)
]


@pytest.mark.parametrize("name", INTERVALS)
def test_the_database_and_python_agree_on_what_is_live(name, subtests):
    live_from, live_until = INTERVALS[name]
    edition = raw_edition(live_from=live_from, live_until=live_until)
    for at in INSTANTS:
        with subtests.test(at=at):
            expected = live_from <= at and (live_until is None or at < live_until)
            assert Edition.objects.live(at).filter(pk=edition.pk).exists() is expected
            assert edition.is_live(at) is expected


def test_a_story_appears_at_its_time_and_not_before():
    publish(at=NOON - DAY, live_from=NOON)
    assert not Edition.objects.live(NOON - SECOND).exists()
    assert Edition.objects.live(NOON).exists()


OVERLAPS = {
    "two open": ((NOON, None), (NOON + HOUR, None)),
    "the second begins inside the first": ((NOON, NOON + DAY), (NOON + HOUR, NOON + 2 * DAY)),
    "the second holds the first": ((NOON, NOON + HOUR), (NOON - HOUR, NOON + DAY)),
    "the second lies in the first": ((NOON, NOON + DAY), (NOON + HOUR, NOON + 2 * HOUR)),
    "the same twice": ((NOON, NOON + HOUR), (NOON, NOON + HOUR)),
    "open from before": ((NOON, NOON + HOUR), (NOON - HOUR, None)),
    "a microsecond": ((NOON, NOON + HOUR), (NOON + HOUR - dt.timedelta(microseconds=1), None)),
}


@pytest.mark.parametrize("name", OVERLAPS)
def test_editions_of_one_article_never_overlap(name):
    first, second = OVERLAPS[name]
    article = raw_edition(live_from=first[0], live_until=first[1], first_live_at=NOON - DAY).article
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_edition(article, live_from=second[0], live_until=second[1], first_live_at=NOON - DAY, number=2)


def test_editions_that_touch_or_are_empty_do_not_overlap():
    article = raw_edition(live_until=NOON + HOUR).article
    raw_edition(article, live_from=NOON + HOUR, first_live_at=NOON, number=2)
    raw_edition(article, live_from=NOON + SECOND, live_until=NOON + SECOND, first_live_at=NOON, number=3)
    raw_edition(live_until=NOON + HOUR)  # another article's interval is its own affair


def test_an_edition_cannot_be_stretched_over_its_neighbour():
    first = raw_edition(live_until=NOON + HOUR)
    raw_edition(first.article, live_from=NOON + HOUR, live_until=NOON + DAY, first_live_at=NOON, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=first.pk).update(live_until=NOON + 2 * HOUR)


NONSENSE = {
    "an end before the beginning": {"live_until": NOON - SECOND},
    "a first publication after the beginning": {"first_live_at": NOON + SECOND},
    "an update before the first publication": {"updated_at": NOON - SECOND},
    "no headline": {"headline": ""},
    "no address": {"slug": ""},
    "no section": {"section": None},
    "number nought": {"number": 0},
    "no reading time": {"reading_minutes": 0},
}


@pytest.mark.parametrize("name", NONSENSE)
def test_the_table_refuses_nonsense(name):
    with pytest.raises(DatabaseError), transaction.atomic():
        raw_edition(**NONSENSE[name])


def test_no_readers_model_leads_to_the_desk():
    readers = [
        model
        for label in ("core", "photos", "authors", "articles", "feeds")
        for model in apps.get_app_config(label).get_models()
    ]
    assert len(readers) > 8
    for model in readers:
        leads = [
            relation for relation in model._meta.related_objects if relation.related_model._meta.app_label == "desk"
        ]
        assert [str(relation) for relation in leads] == [], model


def test_relations_from_the_desk_downwards_cannot_be_walked_backwards():
    desk = apps.get_app_config("desk")
    for model in desk.get_models():
        for field in model._meta.get_fields():
            remote = getattr(field, "remote_field", None)
            if (
                field.concrete
                and remote
                and remote.model._meta.app_label in {"core", "photos", "authors", "articles", "feeds"}
            ):
                assert remote.related_name == "+", f"{model.__name__}.{field.name}"


def test_an_edition_reads_as_the_story_it_was_made_of():
    made = story(body="<p>One <b>two</b></p>", standfirst="Words")
    edition = Edition.objects.with_rows().get(pk=publish(made).pk)
    made.refresh_from_db()
    composed, working = edition.snapshot(), made.snapshot()
    for row in composed["bylines"]:  # as printed that day; the desk follows the profile
        row.update(name="", title="")
    assert composed == working
