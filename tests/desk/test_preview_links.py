"""A preview for somebody without an account: one address, for one person, until it ends."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk import preview_links, workflow
from desk.models import PreviewLink, Story
from tests.cast import DAY, SECOND, person, story
from tests.desk.hands import change_url, signed_in, told, words

pytestmark = pytest.mark.django_db


def url(made):
    return reverse("admin:desk_story_links", args=[made.pk])


def make(made, by="rita", at=None, days=3):
    return preview_links.make(made, "Lena Lawyer", days, by=person(by), at=at or timezone.now())


def test_a_link_is_made_beside_the_story_and_opens_it_for_somebody_without_an_account():
    made, rita = story("Not out yet", body="<p>Still secret.</p>"), signed_in("rita")
    said = told(rita, rita.post(url(made), {"do": "make", "recipient": "Lena Lawyer", "days": "3"}))
    link = PreviewLink.objects.get()
    assert link.address in said and link.address in rita.get(change_url(made)).content.decode()
    answer = Client().get(link.get_absolute_url())
    page = words(answer)
    assert "Still secret." in page and "Unpublished" in page and "shown to Lena Lawyer alone" in page
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"] and answer["Referrer-Policy"] == "no-referrer"
    assert "/admin/" not in answer.content.decode() and not answer.cookies
    link.refresh_from_db()
    assert link.opens == 1 and link.last_opened_at
    assert "opened once" in words(rita.get(change_url(made)))


def test_a_link_ends_with_its_time_and_when_it_is_revoked():
    made, now = story(), timezone.now()
    old, revoked = make(made, at=now - 3 * DAY - SECOND), make(made)
    signed_in("rita").post(url(made), {"do": f"revoke:{revoked.pk}"})
    for link in (old, revoked):
        assert Client().get(link.get_absolute_url()).status_code == 404
    assert Client().get("/preview/guessed/").status_code == 404
    assert PreviewLink.objects.filter(opens=0).count() == 2


def test_a_link_shows_nothing_that_its_maker_may_no_longer_read():
    made = story(begun_by=person("ed"), assigned_to=person("rita"))
    link = make(made)
    assert Client().get(link.get_absolute_url()).status_code == 200
    Story.objects.filter(pk=made.pk).update(assigned_to=None)
    assert Client().get(link.get_absolute_url()).status_code == 404
    Story.objects.filter(pk=made.pk).update(assigned_to=person("rita"))
    person("rita").groups.clear()
    assert Client().get(link.get_absolute_url()).status_code == 404


def test_a_link_of_a_spiked_story_opens_nothing():
    made = story()
    link = make(made)
    workflow.move(made, "spike", by=person("ed"), at=timezone.now())
    assert Client().get(link.get_absolute_url()).status_code == 404


def test_a_link_needs_a_name_and_an_end():
    made, rita = story(), signed_in("rita")
    answer = rita.post(url(made), {"do": "make", "recipient": " ", "days": "3"})
    assert answer.status_code == 422 and "Say for whom" in words(answer)
    answer = rita.post(url(made), {"do": "make", "recipient": "Lena", "days": "4000"})
    assert (
        answer.status_code == 422
        and "Choose for how long" in words(answer)
        and 'value="Lena"' in (answer.content.decode())
    )
    assert not PreviewLink.objects.exists()


def test_only_who_may_read_the_story_makes_revokes_and_sees_its_links():
    made = story(is_restricted=True, embargo_until=timezone.now() + DAY)
    link = make(made)
    for who in ("ed", "paula", "clara", "stas", "phil", "nora"):
        client = signed_in(who)
        for answer in (
            client.get(url(made)),
            client.post(url(made), {"do": "make", "recipient": "Me", "days": "3"}),
            client.post(url(made), {"do": f"revoke:{link.pk}"}),
        ):
            assert answer.status_code in (302, 403, 404), who
            assert link.token not in answer.content.decode()
    link.refresh_from_db()
    assert link.revoked_at is None and PreviewLink.objects.count() == 1
    assert Client().get(link.get_absolute_url()).status_code == 200


def test_a_link_of_another_story_is_not_revoked_through_ones_own():
    mine, theirs = story(), story(begun_by=person("ed"))
    link = make(theirs, by="ed")
    assert signed_in("rita").post(url(mine), {"do": f"revoke:{link.pk}"}).status_code == 404
    assert Client().get(link.get_absolute_url()).status_code == 200


def test_nothing_is_sent_to_a_link():
    link = make(story())
    assert Client().post(link.get_absolute_url()).status_code == 405
    assert Client().head(link.get_absolute_url()).status_code == 200
    link.refresh_from_db()
    assert link.opens == 0  # who looks ahead at a link has not opened it
