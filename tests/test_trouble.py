"""A full disk and a database that is away are answered in words, and what was typed at the desk comes back."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from lxml import html

from desk.models import Story
from newsroom import trouble
from tests.cast import story
from tests.desk.hands import change_url, opened, signed_in, words

TYPED = "Two hours of work that nobody wants to type again."


def failing(error: BaseException):
    def fail(*args, **kwargs):
        raise error

    return fail


def wrapped(inner: Exception) -> Exception:
    """As Django hands on what a database's driver raised."""
    outer = OperationalError(str(inner))
    outer.__cause__ = inner
    return outer


def full() -> Exception:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return wrapped(error)


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), trouble.FULL),
        (OSError(errno.EDQUOT, "Quota"), trouble.FULL),
        (full(), trouble.FULL),
        (wrapped(psycopg.errors.DiskFull("could not extend file")), trouble.FULL),
        (wrapped(psycopg.OperationalError("the connection is lost")), trouble.AWAY),
        (wrapped(sqlite3.OperationalError("database is locked")), trouble.AWAY),
        (connection.Database.OperationalError("closing a cursor"), trouble.AWAY),
        (OSError(errno.ENOENT, "No such file"), ""),
        (ValueError("ours"), ""),
        (None, ""),
    ],
)
def test_which_trouble_it_is(error, found):
    assert trouble.of(error) == found


@pytest.mark.django_db
class TestAnswersInWords:
    @pytest.fixture
    def quiet(self) -> Client:
        return Client(raise_request_exception=False)

    @pytest.mark.parametrize(
        ("error", "heading"), [(full(), "The disk is full"), (OperationalError("gone"), "does not answer")]
    )
    def test_a_save_that_could_not_be_stored_gives_back_what_was_typed(self, monkeypatch, error, heading):
        made = story()
        rita = signed_in("rita")
        rita.raise_request_exception = False
        sent = opened(rita, made) | {"body": f"<p>{TYPED}</p>"}
        with monkeypatch.context() as patch:
            patch.setattr("desk.history.record", failing(error))
            patch.setattr(Story, "save", failing(error))
            response = rita.post(change_url(made), sent)
        assert response.status_code == 503
        assert heading in words(response) and TYPED in words(response)
        assert response["Cache-Control"] == "no-store, private"
        assert int(response["Retry-After"]) > 0
        assert TYPED not in Story.objects.get(pk=made.pk).body
        assert rita.post(change_url(made), sent).status_code == 302

    def test_readers_are_not_told_whose_disk_it_is(self, quiet, monkeypatch):
        monkeypatch.setattr("feeds.views.compose", failing(full()))
        response = quiet.get("/")
        assert response.status_code == 503
        assert "disk" not in words(response).lower()
        assert len(html.fromstring(response.content.decode()).xpath("//h1")) == 1
        assert not response.cookies

    def test_a_password_is_not_given_back(self, quiet, monkeypatch):
        monkeypatch.setattr("django.contrib.auth.authenticate", failing(full()))
        monkeypatch.setattr("django.contrib.auth.forms.authenticate", failing(full()))
        password = "correct horse battery staple, and forty letters more"
        response = quiet.post("/admin/login/", {"username": "rita", "password": password})
        assert response.status_code == 503
        assert password not in words(response)

    def test_a_fault_of_our_own_stays_one(self, quiet, monkeypatch):
        monkeypatch.setattr("feeds.views.compose", failing(ValueError("ours")))
        assert quiet.get("/").status_code == 500
