"""Who may read and save a story, stated twice: by a query for lists, and of one story that is loaded already."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Topic
from desk import history
from desk.models import Story
from tests.cast import author, person, root, story, topic

pytestmark = pytest.mark.django_db

EVERYBODY = ("rita", "rosa", "ed", "paula", "clara", "stas", "phil", "nora")


def everybody():
    gone = person("gone")
    gone.is_active = False
    gone.save()
    return [*map(person, EVERYBODY), person("gone"), root(), AnonymousUser()]


def of_every_sort():
    rosa = person("rosa")
    made = [story("Rita’s"), story("Assigned", assigned_to=rosa), story("Bylined", by=[author(account=rosa)])]
    named = story("For named people", is_restricted=True)
    named.named_people.add(person("paula"))
    return [*made, named, story("For Rita alone", is_restricted=True), story("Spiked", status=Story.Status.SPIKED)]


def test_a_loaded_story_and_the_query_agree_on_who_may_read_it():
    for made in of_every_sort():
        for user in everybody():
            listed = Story.objects.visible_to(user).filter(pk=made.pk).exists()
            assert made.may_be_read_by(user) is listed, (made, user)
            assert (Story.objects.for_reading(made.pk, user) == made) is listed, (made, user)


def test_a_loaded_story_and_the_query_agree_on_who_may_save_it():
    for made in of_every_sort():
        for user in everybody():
            listed = Story.objects.editable_by(user).filter(pk=made.pk).exists()
            assert made.may_be_edited_by(user) is listed, (made, user)


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "9" * 30, "12345678"])
def test_no_story_has_a_key_that_is_none(key):
    assert Story.objects.for_reading(key, root()) is None


def test_a_copy_with_its_rows_read_knows_what_the_tables_hold_and_asks_no_more():
    made = story(by=[author("A"), author("B")], topics=[topic("Energy"), topic("Courts")], related=[story("Other")])
    before = made.snapshot()
    stored = made.as_stored()
    with CaptureQueriesContext(connection) as asked:
        assert stored.snapshot() == before
        assert stored.byline() == "A and B"
    assert not asked.captured_queries
    # It is a copy: the story itself goes on asking its tables.
    made.filings.all().delete()
    assert made.filed_under == [] and len(stored.filed_under) == 2


def test_a_save_keeps_the_rows_as_they_are_in_the_tables_and_not_as_somebody_had_them_loaded():
    made = Story.objects.prefetch_related("filings").get(pk=story(topics=[topic("Energy")]).pk)
    made.filings.all().delete()
    made.filings.create(topic=Topic.objects.create(name="Courts", slug="courts"))
    save = history.record(made, by=person("rita"), at=timezone.now())
    assert history.snapshot_of(save)["topics"] == [Topic.objects.get(name="Courts").pk]
