"""Several people at once, each on a connection of their own: one wins, the others are told, nothing is half done."""

import threading

import pytest
from django.db import connection

from articles.models import Edition
from desk import publishing, workflow
from desk.models import Move, Story
from desk.workflow import Refused
from tests.cast import HOUR, NOON, edit, person, publish, story

pytestmark = pytest.mark.django_db(transaction=True)


def race(made, *doors):
    """Run each of `doors` with a copy of `made` of its own, all at once; returns what the losers were told."""
    told, barrier = [], threading.Barrier(len(doors))

    def run(door, copy):
        try:
            barrier.wait()
            door(copy)
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[door, Story.objects.get(pk=made.pk)]) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_four_publishers_at_once_exactly_one_publishes():
    made, paula = story(), person("paula")
    told = race(made, *[lambda copy: publishing.publish(copy, by=paula, at=NOON)] * 4)
    assert len(told) == 3
    assert all("Someone else" in words for words in told)
    assert Edition.objects.count() == 1
    assert Move.objects.filter(act="publish").count() == 1


def test_of_an_approval_and_a_return_at_once_one_stands():
    made, ed = story(), person("ed")
    workflow.move(made, "submit", by=ed, at=NOON)
    told = race(
        made,
        lambda copy: workflow.move(copy, "approve", by=ed, at=NOON),
        lambda copy: workflow.move(copy, "return", by=ed, at=NOON, reason="Not yet"),
    )
    assert len(told) == 1
    assert Move.objects.exclude(act="submit").count() == 1


def test_a_withdrawal_and_a_new_edition_at_once_leave_one_truth():
    made, paula = story(), person("paula")
    publish(made)
    made = edit(made, headline="New words")
    later = NOON + HOUR
    told = race(
        made,
        lambda copy: publishing.publish(copy, by=paula, at=later, change="minor"),
        lambda copy: publishing.withdraw(copy, by=paula, at=later, reason="Wrong"),
    )
    assert len(told) == 1
    live = Edition.objects.live(later)
    withdrawn = Move.objects.filter(act="withdraw").exists()
    assert live.exists() is not withdrawn


def test_two_stories_that_want_one_address_do_not_both_get_it():
    first, second = story(slug="same"), story(slug="same")
    paula = person("paula")
    told, barrier = [], threading.Barrier(2)

    def run(made):
        try:
            barrier.wait()
            publishing.publish(made, by=paula, at=NOON)
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[made]) for made in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "address" in told[0]
    assert Edition.objects.count() == 1
