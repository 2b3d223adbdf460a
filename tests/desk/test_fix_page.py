"""The page on which the live text is fixed: its form, its refusals, and the choice where a later text disagrees."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, Edition
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, edit, person, publish, story
from tests.desk.hands import change_url, errors, fields_of, signed_in, told, words

pytestmark = pytest.mark.django_db


def url(made):
    return reverse("admin:desk_story_fix", args=[made.pk])


def live_story(body="<p>A typpo.</p>\n\n<p>Second.</p>", **fields):
    made = story("Head", body=body, **fields)
    publish(made, at=timezone.now() - HOUR)
    return Story.objects.get(pk=made.pk)


def send(client, made, **changes):
    return client.post(url(made), fields_of(client.get(url(made)), "fix_form") | changes)


def live():
    return Edition.objects.live(timezone.now()).get()


def test_a_typo_is_fixed_for_readers_and_in_the_working_copy():
    made, paula = live_story(), signed_in("paula")
    assert "Fix the live text" in words(paula.get(change_url(made)))
    said = told(paula, send(paula, made, body="<p>A typo.</p>\n\n<p>Second.</p>", change="minor"))
    assert "Readers have it now" in said
    assert "A typo." in live().body and "A typo." in Story.objects.get(pk=made.pk).body


def test_a_correction_asks_for_its_record_and_leaves_it():
    made, paula = live_story(), signed_in("paula")
    answer = send(paula, made, headline="Right", change="correction", correction="")
    assert "Tell readers what was wrong" in errors(answer) and "Right" in answer.content.decode()
    send(paula, made, headline="Right", change="correction", correction="It said Head.")
    first = Correction.objects.get()
    assert first.text == "It said Head." and live().headline == "Right"
    # Somebody else wrote the words, and they answer a correction that was wrong itself.
    asked = {"change": "correction", "correction": "It is Left.", "answers": first.pk, "written_by": person("rita").pk}
    send(paula, made, headline="Left", **asked)
    second = Correction.objects.exclude(pk=first.pk).get()
    assert (second.answers, second.written_by, second.approved_by) == (first, person("rita"), person("paula"))


def test_without_a_change_and_without_its_kind_nothing_happens():
    made, paula = live_story(), signed_in("paula")
    assert "Nothing was changed" in errors(send(paula, made, change="minor"))
    assert "Say what kind of change it is." in errors(send(paula, made, headline="Other"))
    assert Edition.objects.count() == 1


def test_a_conflict_with_what_waits_is_shown_now_and_the_typed_text_is_kept():
    made, paula = live_story(), signed_in("paula")
    later = edit(made, at=timezone.now(), body="<p>A typpo, and more.</p>\n\n<p>Second.</p>")
    publish(later, at=timezone.now(), live_from=timezone.now() + DAY, change="update")
    page = send(paula, made, body="<p>A typo.</p>\n\n<p>Second.</p>", change="minor")
    assert "Nothing is published yet" in words(page)
    assert "typpo" in live().body
    sent = fields_of(page, "choices_form")
    assert sent["body"] == "<p>A typo.</p>\n\n<p>Second.</p>"
    keys = [name for name in page.content.decode().split('"') if name.startswith("choice:")]
    assert {key.split("/")[0] for key in keys} == {"choice:story", "choice:waiting"}
    assert "A typo." in paula.post(url(made), sent | {"_edit": "1"}).content.decode()
    said = told(paula, paula.post(url(made), sent | dict.fromkeys(keys, "yours")))
    assert "Fixed." in said and "A typo." in live().body
    waiting = Edition.objects.waiting(timezone.now()).exclude(live_until__isnull=False).get()
    assert "A typo." in waiting.body


def test_a_fix_is_not_written_over_another():
    made, paula, clara = live_story(), signed_in("paula"), signed_in("clara")
    opened = fields_of(paula.get(url(made)), "fix_form")
    send(clara, made, headline="Clara's", change="minor")
    answer = paula.post(url(made), opened | {"headline": "Paula's", "change": "minor"})
    assert "another version" in errors(answer) and "Paula&#x27;s" in answer.content.decode()
    assert live().headline == "Clara's"


def test_an_edition_of_now_that_was_withdrawn_leaves_nothing_to_fix():
    made, paula = live_story(), signed_in("paula")
    publishing.withdraw(made, by=person("paula"), at=timezone.now(), reason="Wrong.")
    assert "do not have this story" in told(paula, paula.get(url(made)))


@pytest.mark.parametrize("who", ["rita", "ed", "stas", "phil", "nora"])
def test_only_publishers_fix_the_live_text(who):
    made, client = live_story(), signed_in(who)
    for answer in (client.get(url(made)), client.post(url(made), {"headline": "Mine", "change": "minor"})):
        assert answer.status_code in (302, 403, 404)
    assert live().headline == "Head"
    if who in ("rita", "ed"):
        assert "Fix the live text" not in words(client.get(change_url(made)))
