"""A reader who visits at an instant of the test's choosing: NOON unless it says otherwise."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOON


class Reader(Client):
    """A browser without cookies. `reader.at` is what the site's clock shows."""

    at: dt.datetime = NOON

    def get(self, path: str, *args: Any, at: dt.datetime | None = None, **kwargs: Any) -> Any:  # type: ignore[override]
        if at is not None:
            self.at = at
        return super().get(path, *args, **kwargs)

    def text(self, path: str, **kwargs: Any) -> str:
        response = self.get(path, **kwargs)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader(raise_request_exception=False, SERVER_NAME="localhost")
    monkeypatch.setattr("core.middleware.timezone", SimpleNamespace(now=lambda: reader.at.replace()))
    return reader
