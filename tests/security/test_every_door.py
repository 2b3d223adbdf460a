"""
Every address of the desk: what only looks changes nothing, nor does what is sent from elsewhere, no cache keeps
anything of it, and who isn't inside sees none of it.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import Section
from desk.accounts import second_factor
from desk.models import Story
from tests.cast import person, root

from .doors import CANARY, addresses, changed, everything, furnish

pytestmark = pytest.mark.django_db

# What a form of some page would send: said in an address, it must do as little.
SAID = {
    "post": "yes",
    "begin": "1",
    "action": "delete_selected",
    "_selected_action": "1",
    "_save": "1",
    "_continue": "1",
    "headline": "Sent from elsewhere",
    "name": "Sent from elsewhere",
    "reason": "Sent from elsewhere",
    "text": "Sent from elsewhere",
    "confirm": "1",
    "version": "1",
    "password": "correct horse battery",
    "code": "123456",
}


@pytest.fixture
def client():
    return furnish()


@pytest.fixture
def doors(client):
    found = addresses()
    empty = [name for name, there in found.items() if not there]
    assert not empty, f"tests/security/doors.py has nothing that {empty} could show"
    return found


def test_looking_changes_nothing_whatever_the_address_says(client, doors):
    before = everything()
    seen = 0
    for there in doors.values():
        for address in there:
            for answer in (client.get(address), client.get(address, SAID)):
                assert answer.status_code < 500, address
                seen += answer.status_code == 200
    assert changed(before) == set()
    assert client.get(reverse("admin:index")).status_code == 200, "still signed in"
    assert seen > 200


def test_what_is_sent_without_our_token_changes_nothing(client, doors):
    before = everything()
    elsewhere = {"X-CSRFToken": "a" * 32, "Origin": "https://evil.example"}
    for name, there in doors.items():
        for address in there:
            answer = client.post(address, SAID)
            assert answer.status_code in (403, 405), (name, address, answer.status_code)
        for options in (
            {"data": "{}", "content_type": "application/json"},
            {"data": SAID, "headers": elsewhere},
            {"data": SAID, "headers": {"X-HTTP-Method-Override": "GET"}},
        ):
            assert client.post(there[0], **options).status_code in (403, 405), (name, options)
        for method in ("put", "delete"):
            assert getattr(client, method)(there[0], SAID).status_code in (403, 405), (method, name)
    assert changed(before) == set()
    assert client.get(reverse("admin:index")).status_code == 200, "still signed in"


def test_with_our_token_it_does(client):
    """Or the test above would show nothing."""
    before = everything()
    rita = person("rita")
    client.get(reverse("admin:auth_user_reset_second_factor", args=[rita.pk]))
    token = client.cookies["csrftoken"].value
    client.post(
        reverse("admin:auth_user_reset_second_factor", args=[rita.pk]), {"csrfmiddlewaretoken": token, "post": "yes"}
    )
    assert second_factor.device_of(rita) is None
    assert "otp_totp.TOTPDevice" in changed(before)


def test_our_token_sent_by_another_sites_page_is_refused(client):
    section = Section.objects.get(slug="empty")
    address = reverse("admin:articles_section_delete", args=[section.pk])
    client.get(address)
    sent = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "post": "yes"}
    assert client.post(address, sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post(address, sent, headers={"Origin": "null"}).status_code == 403
    assert Section.objects.filter(pk=section.pk).exists()
    assert client.post(address, sent, headers={"Origin": "http://testserver"}).status_code == 302
    assert not Section.objects.filter(pk=section.pk).exists()


def test_no_cache_keeps_a_page_and_the_editors_policy_is_where_the_editor_is_and_nowhere_else(client, doors):
    loose = set()
    for name, there in doors.items():
        for address in there:
            answer = client.get(address)
            kept, policy = answer.get("Cache-Control", ""), answer["Content-Security-Policy"]
            assert "no-store" in kept, (address, kept)
            assert "unsafe-eval" not in policy
            if "unsafe-inline" in policy:
                loose.add(name)
            else:
                assert answer.streaming or b"ckeditor.js" not in answer.content, address
    assert loose == {
        "desk_story_add", "desk_story_change", "desk_story_fix", "articles_page_add", "articles_page_change",
    }  # fmt: skip


def strangers():
    """Browsers that are near the door, and not inside."""
    nobody = Client()
    reader = Client()
    visitor = person("vera")
    type(visitor).objects.filter(pk=visitor.pk).update(is_staff=False)
    reader.force_login(visitor)
    halfway = Client()  # the password of an account with a device, and no code
    halfway.post(reverse("admin:login"), {"username": "rita", "password": "correct horse battery"})
    before_the_device = Client()
    before_the_device.force_login(person("rita"))
    must_enrol = Client()
    must_enrol.force_login(root())
    return {
        "nobody": nobody,
        "a reader": reader,
        "halfway": halfway,
        "a session from before the device": before_the_device,
        "who has to turn it on first": must_enrol,
    }


def test_who_is_not_inside_sees_nothing_and_does_nothing(doors, settings):
    browsers = strangers()
    settings.NEWSROOM_SECOND_FACTOR = "publishers"
    before = everything()
    headlines = [*Story.objects.values_list("headline", flat=True), CANARY]
    for who, browser in browsers.items():
        for name, there in doors.items():
            if name == "logout" or (who.startswith("who has to") and "/account/" in there[0]):
                continue
            for address in there:
                for answer in (browser.get(address), browser.post(address, SAID)):
                    page = answer.content.decode()
                    assert not [words for words in headlines if words in page], (who, address)
                    assert answer.status_code < 500, (who, address)
                    if answer.status_code == 200:
                        assert name in {
                            "login", "login_code", "jsi18n", "admin_password_reset", "password_reset_done",
                            "password_reset_confirm", "password_reset_complete",
                        }, (who, address)  # fmt: skip
    # The door's own lines, and tasks for links that were asked for, are all there is to see of it.
    assert changed(before) <= {
        "accounts.SignIn",
        "axes.AccessAttempt",
        "otp_totp.TOTPDevice",
        "otp_static.StaticDevice",
    }
    assert set(TOTPDevice.objects.values_list("user__username", flat=True)) == {"rita"}
