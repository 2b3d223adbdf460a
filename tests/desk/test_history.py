"""Every save is kept whole, told apart from the one before, and can be gone back to."""

import pytest
from django.db import transaction

from articles.differences import ADDED, REMOVED
from desk import history, workflow
from desk.models import Save, Story, StoryByline
from desk.naming import Reader
from desk.workflow import Refused, Status
from tests.cast import HOUR, NOON, author, person, publish, section, story, topic

pytestmark = pytest.mark.django_db


def as_ed():
    return Reader(person("ed"), NOON)


def save(made, *, by="ed", at=NOON, **changes):
    """Save `changes` over `made` as the form does, with its row of history."""
    made = Story.objects.get(pk=made.pk)
    with transaction.atomic():
        workflow.edited(made, by=person(by), at=at)
        for name, value in changes.items():
            setattr(made, name, value)
        made.save()
        return history.record(made, by=person(by), at=at)


def test_a_save_keeps_columns_bylines_topics_and_related_stories():
    other = story()
    made = story("Head", topics=[topic()], related=[other])
    kept = history.snapshot_of(save(made, body="<p>New</p>"))
    assert kept == Story.objects.get(pk=made.pk).snapshot()
    assert kept["body"] == "<p>New</p>"
    assert len(kept["bylines"]) == len(kept["topics"]) == len(kept["related"]) == 1


def test_who_changed_a_number_last_tuesday_is_in_the_difference_of_two_saves():
    made = story(body="<p>Ten people died.</p><p>Trains stand.</p>")
    first = save(made, by="rita")
    second = save(made, by="ed", at=NOON + HOUR, body="<p>Twelve people died.</p><p>Trains stand.</p>")
    [change] = history.changes(history.snapshot_of(first), history.snapshot_of(second), as_ed())
    [block] = [block for block in change.blocks if block.changed]
    assert [(s.kind, s.text.strip()) for s in block.segments[:2]] == [(REMOVED, "Ten"), (ADDED, "Twelve")]
    assert second.by_name == "Ed"


def test_differences_read_as_words_and_not_as_keys():
    made = story("Old head", section=section("War"), topics=[topic("Energy")])
    first = save(made)
    StoryByline.objects.create(story=made, author=author("Olha Other"), position=1)
    second = save(made, headline="New head", section=section("Culture"), kind="opinion")
    found = {change.label: change for change in history.changes(*map(history.snapshot_of, (first, second)), as_ed())}
    assert {*found} == {"Kind", "Headline", "Section", "Byline"}
    text = {
        label: "".join(s.text for s in change.segments if s.kind == ADDED).strip() for label, change in found.items()
    }
    assert text["Section"] == "Culture"
    assert text["Kind"] == "Opinion"
    assert "Olha Other (Words)" in text["Byline"]


def test_restoring_makes_a_new_save_and_loses_none():
    made = story("First", topics=[topic("Energy")])
    first = save(made)
    made.filings.all().delete()
    save(made, headline="Second", body="<p>Other</p>")
    restored = history.restore(first, by=person("ed"), at=NOON + HOUR)
    assert restored.headline == "First"
    assert [one.name for one in Story.objects.get(pk=made.pk).filed_under] == ["Energy"]
    assert [row.restored_from for row in made.saves.all()] == [None, None, first]
    assert Save.objects.filter(snapshot__contains="Second").exists()
    assert history.changes(history.snapshot_of(first), history.snapshot_of(made.saves.last()), as_ed()) == []


def test_restoring_over_a_published_text_makes_a_draft_and_shows_readers_nothing():
    made = story("First")
    first = save(made)
    save(made, headline="Second")
    edition = publish(Story.objects.get(pk=made.pk))
    restored = history.restore(first, by=person("ed"), at=NOON + HOUR)
    assert restored.status == Status.DRAFT
    assert made.public_state(NOON + HOUR).live == edition
    assert restored.slug == edition.slug


def test_a_reporter_does_not_restore_what_isnt_theirs():
    made = story(begun_by=person("robert"))
    with pytest.raises(Refused):
        history.restore(save(made), by=person("rita"), at=NOON)


def test_what_is_gone_since_is_left_out_of_a_restored_text():
    made = story(topics=[topic("Passing")], section=section("Closed"))
    first = save(made)
    made.filings.all().delete()
    save(made, section=section("War"))
    topic("Passing").delete()
    section("Closed").delete()
    restored = history.restore(first, by=person("ed"), at=NOON)
    assert restored.section is None
    assert restored.filed_under == []


def test_the_history_outlives_the_account():
    made = story()
    save(made, by="robert")
    person("robert").delete()
    assert [(row.by, row.by_name) for row in made.saves.all()] == [(None, "Robert")]


def test_the_base_of_a_merge_is_the_save_that_the_form_was_loaded_from():
    made = story("One")
    first = save(made)
    save(made, headline="Two")
    assert history.base_for(made, first.version)["headline"] == "One"
    assert history.base_for(made, 99)["headline"] == "Two"
    assert history.base_for(made, 0) is None
