"""A forgotten password: a link by mail, and nobody learns who works here."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast

pytestmark = pytest.mark.django_db
ASK = reverse("admin_password_reset")


def test_the_door_offers_it(client):
    page = client.get(reverse("admin:login")).content.decode()
    assert f'href="{ASK}"' in page


@pytest.mark.parametrize("address", ["rita@example.org", "RITA@example.org", "stranger@example.org"])
def test_everybody_is_answered_alike(client, address):
    cast.person("rita")
    answer = client.post(ASK, {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, reverse("password_reset_done"))
    assert "If that is the address of somebody who works here" in client.get(answer["Location"]).content.decode()
    assert len(mail.outbox) == ("stranger" not in address)


def test_the_page_itself_looks_nobody_up(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    cast.person("rita")
    asked = []
    for address in ("rita@example.org", "stranger@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(ASK, {"email": address})
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert not mail.outbox


def test_who_has_left_and_who_is_no_staff_gets_nothing(client):
    User.objects.filter(pk=cast.person("rita").pk).update(is_active=False)
    User.objects.filter(pk=cast.person("rob").pk).update(is_staff=False)
    for name in ("rita", "rob"):
        client.post(ASK, {"email": f"{name}@example.org"})
    assert not mail.outbox


def test_asking_again_and_again_fills_no_mailbox(client):
    cast.person("rita")
    for _time in range(5):
        client.post(ASK, {"email": "rita@example.org"})
    assert len(mail.outbox) == 1


def test_a_new_password_ends_other_sessions_and_the_lockout():
    rita = cast.person("rita")
    elsewhere = Client()
    elsewhere.force_login(rita)
    visitor = Client()
    for _time in range(6):
        visitor.post(reverse("admin:login"), {"username": "rita", "password": "guess"})
    visitor.post(ASK, {"email": rita.email})
    link = next(word for word in mail.outbox[0].body.split() if "/admin/password/" in word)
    there = visitor.get("/" + link.split("/", 3)[3], follow=True).redirect_chain[-1][0]
    visitor.post(there, {"new_password1": "a long enough pass", "new_password2": "a long enough pass"})
    assert elsewhere.get(reverse("admin:index")).status_code == 302
    signed = visitor.post(reverse("admin:login"), {"username": "rita", "password": "a long enough pass"})
    assert signed.status_code == 302


@pytest.mark.parametrize("uid", ["MQ", "x", "99999999999999999999", "%00", "MjIyMjIyMjIyMjIyMjIyMjIyMjIy"])
def test_a_forged_link_is_answered_in_words(client, uid):
    answer = client.get(f"/admin/password/{uid}/abc-def/")
    assert answer.status_code == 200
    assert "This link has been used" in answer.content.decode()


def test_the_pages_are_not_kept_and_not_indexed(client):
    answer = client.get("/admin/password/MQ/abc-def/")
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
