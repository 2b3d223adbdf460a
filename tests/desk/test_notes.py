"""Notes between colleagues, and who is told of what."""

import pytest
from django.core import mail

from desk import notes, notices, workflow
from desk.models import Note, Notice
from desk.workflow import Refused, Status
from tests.cast import NOON, author, person, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def colleagues():
    for name in ("rita", "ed", "stas"):
        person(name)


def test_a_mention_tells_the_mentioned_on_the_desk_and_by_mail(django_capture_on_commit_callbacks):
    made = story("Bridge")
    with django_capture_on_commit_callbacks(execute=True):
        notes.write(made, "@ed, who says ten? And @rita knows.", by=person("rita"), at=NOON)
    assert [notice.kind for notice in notices.unread(person("ed"))] == ["mentioned"]
    assert not notices.unread(person("rita")).exists()  # not of what she wrote herself
    [letter] = mail.outbox
    assert letter.to == ["ed@example.org"]
    assert "Bridge" in letter.subject
    assert "who says ten?" in letter.body
    assert "/admin/desk/story/" in letter.body


def test_a_mail_about_a_story_for_named_people_says_nothing_of_it(django_capture_on_commit_callbacks):
    made = story("The source", is_restricted=True)
    made.named_people.add(person("ed"))
    with django_capture_on_commit_callbacks(execute=True):
        notes.write(made, "@ed meet her at nine", by=person("rita"), at=NOON)
    [letter] = mail.outbox
    assert "source" not in letter.subject + letter.body
    assert "nine" not in letter.subject + letter.body


@pytest.mark.parametrize(
    ("text", "words"), [("@nobody look", "called"), ("@stas look", "may not read"), ("  ", "first")]
)
def test_what_cannot_be_noted_is_refused_in_words(text, words):
    made = story()
    with pytest.raises(Refused, match=words):
        notes.write(made, text, by=person("rita"), at=NOON) if person("stas") else None
    assert not Note.objects.exists()


def test_an_address_of_a_mailbox_is_no_mention():
    note = notes.write(story(), "Write to office@ed.example", by=person("rita"), at=NOON)
    assert not note.mentions.exists()


def test_answers_hang_below_the_first_note_and_are_resolved_with_it():
    made = story()
    first = notes.write(made, "Who says so?", by=person("ed"), at=NOON)
    answer = notes.write(made, "The ministry.", by=person("rita"), at=NOON, parent=first)
    deeper = notes.write(made, "When?", by=person("ed"), at=NOON, parent=answer)
    assert deeper.parent == first
    notes.resolve(first, by=person("rita"), at=NOON)
    assert not Note.objects.get(pk=first.pk).is_open
    notes.reopen(first, by=person("ed"))
    assert Note.objects.get(pk=first.pk).is_open
    with pytest.raises(Refused):
        notes.resolve(answer, by=person("ed"), at=NOON)


def test_nobody_writes_or_settles_notes_on_what_they_may_not_read():
    made = story(begun_by=person("robert"))
    first = notes.write(made, "Note", by=person("ed"), at=NOON)
    for act in (
        lambda: notes.write(made, "Hello", by=person("rita"), at=NOON),
        lambda: notes.resolve(first, by=person("rita"), at=NOON),
        lambda: notes.write(story(), "Hello", by=person("ed"), at=NOON, parent=first),
    ):
        with pytest.raises(Refused):
            act()


def test_a_return_tells_its_writer_and_why():
    made = story(begun_by=person("rita"), status=Status.IN_REVIEW)
    workflow.move(made, "return", by=person("ed"), at=NOON, reason="Who says so?")
    [notice] = notices.unread(person("rita"))
    assert (notice.kind, notice.text, notice.by_name) == ("returned", "Who says so?", "Ed")
    notices.read(person("rita"), made, NOON)
    assert not notices.unread(person("rita")).exists()


def test_a_notice_of_a_story_that_one_may_no_longer_read_is_not_shown():
    made = story(begun_by=person("rita"))
    notes.write(made, "@ed look", by=person("rita"), at=NOON)
    made.is_restricted = True
    made.save()
    assert Notice.objects.filter(person=person("ed")).exists()
    assert not notices.unread(person("ed")).exists()


def test_a_newsroom_may_rule_that_nobody_approves_their_own_story(settings):
    settings.NEWSROOM_APPROVE_OWN = False
    own = story(begun_by=person("ed"), status=Status.IN_REVIEW)
    bylined = story(status=Status.IN_REVIEW, by=[author(account=person("ed"))])
    alias = author(merged_into=author(account=person("clara")))
    by_another_name = story(status=Status.IN_REVIEW, by=[alias])
    assert "approve" not in {one.act for one in workflow.available(by_another_name, person("clara"), NOON)}
    assigned = story(status=Status.IN_REVIEW, assigned_to=person("ed"))
    for made in (own, bylined, assigned):
        assert "approve" not in {one.act for one in workflow.available(made, person("ed"), NOON)}
        with pytest.raises(Refused, match="their own"):
            workflow.move(made, "approve", by=person("ed"), at=NOON)
        workflow.move(made, "approve", by=person("paula"), at=NOON)
