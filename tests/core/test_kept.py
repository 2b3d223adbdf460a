"""What many pages share is kept while it is true: for one generation, and until the next change by itself."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from articles.models import Section
from core import kept
from tests.cast import edit, publish, section, story

pytestmark = pytest.mark.django_db(transaction=True)


def now():
    return dt.datetime.now(dt.UTC)


def counted(instant, key="x"):
    """Whether the value had to be made."""
    made = []
    kept.at(instant).get(key, lambda: made.append(1) or "value")
    return bool(made)


def test_two_pages_of_one_moment_share_what_was_made_once():
    assert counted(now())
    assert not counted(now())


def test_a_page_asks_for_the_generation_once():
    instant = now()
    kept.at(instant)
    with CaptureQueriesContext(connection) as queries:
        for key in range(10):
            counted(instant, key)
    assert len(queries) == 0


def test_what_is_public_changes_and_nothing_is_kept_from_before():
    assert counted(now())
    section("War")
    assert counted(now())


def test_nothing_is_kept_over_the_hour_at_which_a_story_begins_by_itself():
    begins = now() + dt.timedelta(hours=1)
    publish(at=now(), live_from=begins)
    assert counted(now())
    assert not counted(begins - dt.timedelta(seconds=1))
    assert counted(begins)


def test_a_page_as_it_was_shares_nothing_with_those_of_now():
    yesterday = now() - dt.timedelta(days=1)
    assert counted(now())
    assert counted(yesterday)
    assert not counted(now())


def test_what_a_transaction_sees_is_not_kept():
    with transaction.atomic():
        assert counted(now())
        assert counted(now())


def test_the_number_of_values_is_bounded(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    instant = now()
    assert [counted(instant, key) for key in "abc"] == [True] * 3
    assert [counted(instant, key) for key in "abc"] == [False, False, True]


def test_a_part_of_a_page_is_printed_once_for_each_thing_that_shapes_it():
    part = Template("{% load keeping %}{% kept at part who %}<b>{{ who }}{{ said }}</b>{% endkept %}")
    assert part.render(Context({"at": now(), "who": "<i>", "said": 1})) == "<b>&lt;i&gt;1</b>"
    assert part.render(Context({"at": now(), "who": "<i>", "said": 2})) == "<b>&lt;i&gt;1</b>"
    assert part.render(Context({"at": now(), "who": "b", "said": 3})) == "<b>b3</b>"
    assert part.render(Context({"who": "b", "said": 4})) == "<b>b4</b>"


def test_an_article_made_anew_shows_the_change_in_what_others_share(client):
    first = story("First")
    address = publish(story("Second", related=[first]), at=now()).get_absolute_url()
    publish(first, at=now())
    assert client.get(address).content.decode().count("First") == 2  # among the related ones, and in the trail
    publish(edit(first, headline="Changed"), at=now(), change="minor")
    page = client.get(address).content.decode()
    assert page.count("Changed") == 2
    assert "First" not in page
    Section.objects.update(name="Renamed")
    assert "Renamed" in client.get(address).content.decode()


def test_the_second_article_of_a_moment_costs_seven_queries_at_most(client):
    addresses = [publish(story(f"Story {n}"), at=now()).get_absolute_url() for n in range(2)]
    client.get(addresses[0])
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses[1])
    assert len(queries) <= 7
