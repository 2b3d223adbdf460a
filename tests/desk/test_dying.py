"""The connection to PostgreSQL dies at each step of opening a story and saving it: always words, never half a save."""

import contextlib
import os
import socket
from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from django.db import connection

from desk.history import snapshot_of
from desk.models import Story
from tests.cast import story
from tests.desk.hands import change_url, opened, signed_in, words

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could die"),
]


@contextlib.contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, at: int, *, unheard: bool = False) -> Iterator[list[Any]]:
    """
    A new connection that breaks at its step `at`, before it is sent; `unheard`: once it is done, and nobody is told.

    A step is what psycopg sends and waits for: a query, a commit, the end of a cursor. Yields those that were begun.
    """
    steps: list[Any] = []
    wait = psycopg.Connection.wait

    def breaking(self: psycopg.Connection, step: Any, *args: Any, **kwargs: Any) -> Any:
        steps.append(step)
        if len(steps) == at and unheard:
            wait(self, step, *args, **kwargs)
            self.close()
            raise psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly")
        if len(steps) == at:
            with socket.socket(fileno=os.dup(self.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)
        return wait(self, step, *args, **kwargs)

    connection.close()
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "wait", breaking)
        yield steps
    connection.close()


def in_words(response: Any) -> bool:
    return response.status_code == 503 and "does not answer" in words(response)


def test_opening_a_story_is_refused_in_words_at_whatever_step(monkeypatch):
    """Also at those that end the lists of choices: Django hands on what closing a cursor raises as the driver's own."""
    made, rita = story(), signed_in("rita")
    rita.raise_request_exception = False
    opened(rita, made)  # "last seen" is noted with the first page: the steps are the same ones from here on
    for at in count(1):
        with dying(monkeypatch, at) as steps:
            page = rita.get(change_url(made))
        if len(steps) < at:
            break
        assert in_words(page), (at, steps[at - 1])
    assert page.status_code == 200
    assert any("_close_gen" in repr(step) for step in steps), "no cursor is closed any more: nothing was tried"


@pytest.mark.parametrize("unheard", [False, True])
def test_a_save_is_kept_or_refused_in_words_at_whatever_step(monkeypatch, unheard):
    """A save that was stored while its answer got lost can't be told from one that was not: the words claim neither."""
    rita, found = signed_in("rita"), set()
    rita.raise_request_exception = False
    made = story()
    sent = opened(rita, made)
    for at in count(1):
        text = f"<p>As of step {at}.</p>"
        with dying(monkeypatch, at, unheard=unheard) as steps:
            response = rita.post(change_url(made), sent | {"body": text})
        is_saved = is_whole(made, text)
        if len(steps) < at:
            break
        found.add((response.status_code, is_saved))
        assert in_words(response) or (response.status_code == 302 and is_saved), (at, steps[at - 1])
        if response.status_code == 503:
            assert "This may not have been saved. Check before you send it again" in words(response)
            assert text in words(response)
        if is_saved:
            rita.post(change_url(made), sent | {"body": text})
            assert made.saves.count() == 1, "sent again it is a second save"
            made = story()
            sent = opened(rita, made)
    assert response.status_code == 302 and is_saved
    assert (503, False) in found and ((503, True) in found) == unheard


def is_whole(made: Story, text: str) -> bool:
    """Whether a save of `text` is all there; where it is not, nothing of it may be."""
    now, saves = Story.objects.get(pk=made.pk), [snapshot_of(save)["body"] for save in made.saves.all()]
    assert saves == ([text] if now.body == text else []), "half a save"
    return now.body == text
