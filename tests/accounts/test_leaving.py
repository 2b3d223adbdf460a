"""Somebody is let go: the account is off and every session ended, the byline stays; and they can come back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from authors.models import Author
from desk.accounts.models import Session
from tests import cast

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def view(name, user):
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def signed_in(name):
    client = Client()
    client.force_login(cast.root() if name == "root" else cast.person(name))
    return client


def can_sign_in(password=PASSWORD):
    typed = {"username": "rita", "password": password}
    return Client().post(reverse("admin:login"), typed).status_code == 302


def test_letting_somebody_go_ends_every_session_and_keeps_the_byline(client):
    rita = cast.person("rita")
    author = cast.author("Rita Reporter", slug="rita", account=rita)
    edition = cast.publish(cast.story(by=[author]))
    assert can_sign_in()
    phone, desk = signed_in("rita"), signed_in("rita")
    bystander = signed_in("rob")
    chief = signed_in("clara")
    assert "every open session ends" in chief.get(view("let_go", rita)).content.decode()
    done = chief.post(view("let_go", rita), {"former": "on"}, follow=True)
    assert "3 open sessions were ended" in done.content.decode()
    for browser in (phone, desk):
        assert browser.get(reverse("admin:index")).status_code == 302
    assert bystander.get(reverse("admin:index")).status_code == 200
    assert Session.objects.count() == 2
    assert not can_sign_in()
    assert LogEntry.objects.filter(object_id=str(rita.pk), user__username="clara").exists()
    assert not Author.objects.get(pk=author.pk).is_active
    assert "Rita Reporter" in client.get(edition.get_absolute_url()).content.decode()
    assert client.get("/author/rita/").status_code == 200
    assert "Rita Reporter" not in client.get("/authors/").content.decode()


def test_a_session_kept_by_somebody_does_not_come_back_with_the_account():
    rita = cast.person("rita")
    browser = signed_in("rita")
    kept = Session.objects.get()
    signed_in("clara").post(view("let_go", rita))
    kept.save(force_insert=True)  # restored from a backup, say
    signed_in("clara").post(view("take_back", rita))
    assert User.objects.get(pk=rita.pk).is_active
    assert browser.get(reverse("admin:index")).status_code == 302
    assert not can_sign_in()


def test_links_from_before_stop_working_and_coming_back_brings_a_new_one():
    rita = cast.person("rita")
    chief = signed_in("clara")
    chief.post(view("link", rita))
    chief.post(view("let_go", rita))
    chief.post(view("link", rita))  # a link for an account that is off is not sent
    Client().post(reverse("admin_password_reset"), {"email": rita.email})
    assert len(mail.outbox) == 1
    old = "/" + next(line for line in mail.outbox[0].body.split() if "/admin/password/" in line).split("/", 3)[3]
    assert "has been used" in Client().get(old, follow=True).content.decode()
    chief.post(view("take_back", rita))
    assert len(mail.outbox) == 2
    assert "has been used" in Client().get(old, follow=True).content.decode()
    new = "/" + next(line for line in mail.outbox[1].body.split() if "/admin/password/" in line).split("/", 3)[3]
    assert "Choose your password" in Client().get(new, follow=True).content.decode()


def test_a_profile_stays_on_the_masthead_when_that_was_wished(client):
    rita = cast.person("rita")
    author = cast.author("Rita Reporter", account=rita)
    signed_in("clara").post(view("let_go", rita), {})
    assert Author.objects.get(pk=author.pk).is_active
    assert Author.objects.get(pk=author.pk).account == rita


def test_the_last_superuser_stays():
    root = cast.root()
    second = User.objects.create(username="second", is_staff=True, is_superuser=True)
    signed_in("root").post(view("let_go", second))
    assert not User.objects.get(pk=second.pk).is_active
    assert signed_in("root").post(view("let_go", root)).status_code == 403


def test_accounts_are_not_deleted():
    rita = cast.person("rita")
    rita_at_work = signed_in("rita")
    rita_at_work.get(reverse("admin:index"))
    for name in ("clara", "root"):
        client = signed_in(name)
        assert client.post(view("delete", rita), {"post": "yes"}).status_code == 403
        client.post(
            reverse("admin:auth_user_changelist"),
            {"action": "delete_selected", "_selected_action": [rita.pk], "post": "yes"},
        )
    assert User.objects.filter(pk=rita.pk).exists()
