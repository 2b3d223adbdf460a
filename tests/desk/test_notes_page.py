"""Notes as a person leaves them: beside the story, with and without a script."""

import pytest
from django.urls import reverse

from desk import notes
from desk.models import Note, Notice
from tests.cast import NOON, person, story
from tests.desk.hands import change_url, signed_in, told, words

pytestmark = pytest.mark.django_db


def url(made):
    return reverse("admin:desk_story_notes", args=[made.pk])


def test_a_note_is_left_answered_resolved_and_opened_again():
    made, rita, ed = story(), signed_in("rita"), signed_in("ed")
    assert "No notes yet" in words(rita.get(change_url(made)))
    assert told(ed, ed.post(url(made), {"do": "write", "text": "Who says ten?"})) == "Noted."
    note = Note.objects.get()
    assert "Who says ten?" in words(rita.get(change_url(made)))
    rita.post(url(made), {"do": f"answer:{note.pk}", f"answer-{note.pk}": "The mayor."})
    assert note.answers.get().text == "The mayor."
    rita.post(url(made), {"do": f"resolve:{note.pk}"})
    assert not Note.objects.get(pk=note.pk).is_open
    assert "resolved" in words(ed.get(change_url(made)))
    ed.post(url(made), {"do": f"reopen:{note.pk}"})
    assert Note.objects.get(pk=note.pk).is_open


def test_what_is_refused_comes_back_with_the_words_typed():
    made, rita = story(), signed_in("rita")
    answer = rita.post(url(made), {"do": "write", "text": "@nobody-here look"})
    assert answer.status_code == 422
    assert "Nobody here is called" in words(answer) and "@nobody-here look" in answer.content.decode()
    assert not Note.objects.exists()


def test_a_script_gets_the_list_alone():
    made, rita = story(), signed_in("rita")
    answer = rita.post(url(made), {"do": "write", "text": "Short.", "part": "1"})
    assert answer.status_code == 200 and "Short." in words(answer) and b"<html" not in answer.content


def test_opening_the_story_is_having_read_what_one_was_told_of_it():
    person("ed")
    made = story()
    notes.write(made, "@ed look", by=person("rita"), at=NOON)
    signed_in("rita").get(change_url(made))
    assert Notice.objects.get().read_at is None
    signed_in("ed").get(change_url(made))
    assert Notice.objects.get().read_at is not None


def test_nobody_reads_or_leaves_notes_on_a_story_they_may_not_read():
    made = story(begun_by=person("ed"), is_restricted=True)
    note = notes.write(made, "Canary", by=person("ed"), at=NOON)
    for who in ("rita", "paula", "clara", "stas", "phil", "nora"):
        client = signed_in(who)
        for answer in (client.get(url(made)), client.post(url(made), {"do": f"resolve:{note.pk}"})):
            assert answer.status_code in (302, 403, 404) and "Canary" not in answer.content.decode(), who
    assert Note.objects.get().is_open


def test_a_note_of_another_story_is_not_reached_through_ones_own():
    mine, theirs = story(), story(begun_by=person("ed"))
    note = notes.write(theirs, "Canary", by=person("ed"), at=NOON)
    assert signed_in("rita").post(url(mine), {"do": f"resolve:{note.pk}"}).status_code == 404
    assert Note.objects.get().is_open


def test_only_who_may_read_the_story_is_offered_for_a_mention():
    for who in ("ed", "paula", "stas", "robert"):
        person(who)
    made = story()
    assert {one.username for one in notes.readers(made)} == {"rita", "ed", "paula"}
    made.is_restricted = True
    made.save()
    made.named_people.add(person("robert"))
    assert {one.username for one in notes.readers(made)} == {"rita", "robert"}
