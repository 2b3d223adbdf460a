"""What every test may lean on: quick settings, a data directory of its own, and Chromium where there is one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests import gate

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)

# What is drawn, pasted and decoded, whichever database is below: .ci/run tries it on one of them.
ONCE = (
    "browser/test_accessible.py",
    "browser/test_blocks.py",
    "browser/test_every_template.py",
    "browser/test_gallery.py",
    "browser/test_paste.py",
    "browser/test_profiles_accessible.py",
    "browser/test_xss.py",
    "photos/test_hostile.py",
    "readers/test_extractors.py",
    "readers/test_valid_html.py",
)

# Playwright runs an event loop in the thread of the test, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.MIDDLEWARE = ["tests.gate.Gate", *settings.MIDDLEWARE]
    # By the signal that override_settings sends, since the tasks have looked at the setting by now.
    override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}).enable()


def pytest_report_header(config: pytest.Config) -> list[str]:
    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    browser = CHROMIUM or "none found, so browser tests are skipped"
    return [f"database: {database}", f"Chromium: {browser}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line("No Chromium was found: the browser tests did not run.", yellow=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """
    On SQLite a file, as in life: threads get connections of their own, and one waits for the other.
    On PostgreSQL no pool, whose idle connections would keep the test database from being dropped.
    """
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        database["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
    else:
        database["OPTIONS"].pop("pool", None)


@pytest.fixture(autouse=True)
def media(settings: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The directory of pictures, empty and this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test's database counts its generations, and numbers its people, from the beginning."""
    from django.core.cache import cache

    from core import kept

    kept.forget()
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium found")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser context of its own, at 1280 × 900. A script error on it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Whatever opens a browser is a browser test, and sees what other threads see: committed rows.

    A browser, and servers in processes of their own, get a second try: a machine that is busy with something else can
    make them late. The summary counts and names those that needed it.
    """
    for item in items:
        if item.nodeid.partition("::")[0].endswith(ONCE):
            item.add_marker(pytest.mark.once)
        if {"browser", "serve"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.flaky(reruns=1))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("django_db"):
                item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(autouse=True)
def frozen_rows_make_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test empties the tables at its end, which SQLite's guards over published rows would refuse."""
    marker = request.node.get_closest_marker("django_db")
    transactional = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & {
        *request.fixturenames
    }
    if transactional:
        request.getfixturevalue("transactional_db")
    gate.open_()
    yield
    if transactional:
        from articles import triggers

        gate.shut()
        triggers.lift()
