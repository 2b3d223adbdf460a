"""Everything that happened to a story, on one page for editors and in one file for a court."""

import json

import pytest
from django.urls import reverse

from articles.digests import chain, content_digest, link_digest
from articles.erasure import erase
from articles.models import Edition, Report
from desk import audit, closing, preview_links, publishing, reports
from desk.models import Story
from tests.cast import DAY, HOUR, MEMBERS, NOON, edit, person, publish, story

from .hands import change_url, signed_in, words

pytestmark = pytest.mark.django_db


def fresh(made):
    return Story.objects.get(pk=made.pk)


@pytest.fixture
def made():
    made = story("Bridges", slug="bridges", body="<p>Three.</p>")
    publish(made, at=NOON - DAY)
    first = Edition.objects.get()
    report = Report.objects.create(article=first.article, edition=first, text="There are four!", at=NOON - 3 * HOUR)
    changed = edit(made, at=NOON - 2 * HOUR, body="<p>Four.</p>")
    publish(changed, at=NOON - 2 * HOUR, change="correction", correction="We had said three.", report=report)
    first.refresh_from_db()
    closing.close(first, by=person("ed"), at=NOON - HOUR, reason="Settlement")
    chain(NOON)
    erase(first, by=person("clara"), at=NOON, reason="Court order 7")
    publishing.withdraw(fresh(made), by=person("paula"), at=NOON + HOUR, reason="All of it was wrong.")
    publishing.vanish(fresh(made), by=person("paula"), at=NOON + 2 * HOUR, reason="Court order 8")
    return fresh(made)


def test_the_trail_has_everything_in_order(made):
    trail = audit.trail(made)
    assert [event.at for event in trail] == sorted(event.at for event in trail)
    told = [(event.kind, event.edition, event.why) for event in trail if event.kind != "move"]
    assert told == [
        ("edition", 1, ""),
        ("report", 1, "There are four!"),
        ("edition", 2, ""),
        ("correction", 2, "We had said three."),
        ("answer", None, ""),
        ("closure", 1, "Settlement"),
        ("erasure", 1, "Court order 7"),
        ("withdrawal", None, "All of it was wrong."),
        ("vanishing", None, "Court order 8"),
    ]
    moves = [event.facts["act"] for event in trail if event.kind == "move"]
    assert moves == ["publish", "edit", "publish", "withdraw", "vanish"]
    assert {*audit.WORDS} >= {event.kind for event in trail} - {"move"}


def test_preview_links_and_overrides_are_in_it():
    made = story("To be shown", standfirst="Soon.")
    link = preview_links.make(made, "A lawyer", 3, by=person("ed"), at=NOON - HOUR)
    preview_links.opened(link, NOON)
    preview_links.revoke(link, by=person("ed"), at=NOON + HOUR)
    kept = [event for event in audit.document(made, by=person("ed"), at=NOON)["events"] if "recipient" in event]
    assert [(event["kind"], event["recipient"]) for event in kept] == [("link", "A lawyer"), ("revocation", "A lawyer")]
    assert kept[0]["opens"] == 1
    assert link.token not in audit.spelt(made, by=person("ed"), at=NOON)


def log_url(made):
    return reverse("admin:desk_story_log", args=[made.pk])


def test_it_is_for_editors(made):
    for who in MEMBERS:
        response = signed_in(who).get(log_url(made))
        if who in ("ed", "paula", "clara"):
            assert "Court order 8" in words(response)
        else:
            assert response.status_code in (302, 403, 404), who
            assert "Court order" not in response.content.decode()
    assert log_url(made) in signed_in("ed").get(change_url(made)).content.decode()
    assert log_url(made) not in signed_in("rita").get(change_url(made)).content.decode()


def test_not_even_for_editors_where_the_story_is_for_named_people(made):
    Story.objects.filter(pk=made.pk).update(is_restricted=True)
    assert signed_in("ed").get(log_url(made)).status_code == 404


def test_the_file_for_a_court_can_be_checked_without_us(made):
    response = signed_in("ed").get(log_url(made), {"format": "json"})
    assert response["Content-Disposition"] == f'attachment; filename="story-{made.uid}.json"'
    assert "no-store" in response["Cache-Control"]
    told = json.loads(response.content)
    assert told["exported_by"] == "ed"
    assert [event["kind"] for event in told["events"]] == [event.kind for event in audit.trail(made)]
    first, second = told["editions"]
    assert (first["erased"], first["content"]["body"], first["chain"]["salt"]) == (True, "", "")
    assert second["content"]["body"] == "<p>Four.</p>"
    link = second["chain"]
    edition = Edition.objects.with_rows().get(number=2)
    assert link["content"] == content_digest(edition, link["salt"], link["form"])
    assert link["digest"] == link_digest(link["previous"], link["content"])


def test_it_is_only_read(made):
    assert signed_in("ed").post(log_url(made)).status_code == 405


def test_a_draft_has_a_trail_too():
    made = story()
    assert reports.of_story(made).count() == 0
    assert audit.trail(made) == []
    assert audit.document(made, by=person("ed"), at=NOON)["editions"] == []
