"""Readers report an error: without a cookie, without a script, and only from our own page."""

import pytest

from articles import reports
from articles.models import Knock, Report
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, NOON, edit, person, publish, story

from .pages import tree

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://localhost:8000", "HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = "http://localhost:8000"


@pytest.fixture
def path():
    return publish(story("Bridges", slug="bridges"), at=NOON - HOUR).get_absolute_url() + "report/"


def send(reader, path, text="It is four.", headers=OURS, **fields):
    return reader.post(path, {"text": text, "contact": "", "website": "", **fields}, **headers)


def test_the_story_leads_to_the_form_and_the_form_needs_no_cookie(reader, path):
    story_page = tree(reader.get(path.removesuffix("report/")))
    assert path in story_page.xpath("//article//a/@href")
    response = reader.get(path)
    form = tree(response)
    assert form.xpath("//main//form/@action") == [path]
    assert form.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not response.cookies
    assert "csrf" not in response.content.decode()
    for field in form.xpath("//main//form//textarea | //main//form//input"):
        assert form.xpath(f"//label[@for='{field.get('id')}']")


def test_what_a_reader_sends_is_kept_with_the_edition_they_read(reader, path):
    response = send(reader, path, contact="vera@example.org")
    assert (response.status_code, response["Location"]) == (302, f"{path}thanks/")
    report = Report.objects.get()
    assert (report.text, report.contact, report.at) == ("It is four.", "vera@example.org", NOON)
    assert report.edition.get_absolute_url() in path
    assert report.handled_at is None
    page = reader.get(response["Location"])
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert not page.cookies
    assert tree(page).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_nothing_public_changes_by_it(reader, path):
    from core.models import current

    before = current()
    send(reader, path)
    assert current() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://localhost:8000.evil.example"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "http://localhost:8000", "HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
    ids=str,
)
def test_what_was_not_sent_from_our_page_is_refused(reader, path, headers):
    assert send(reader, path, headers=headers).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"HTTP_ORIGIN": "http://localhost"}, {"HTTP_SEC_FETCH_SITE": "same-origin"}], ids=str
)
def test_a_browser_that_sends_one_of_the_two_is_believed(reader, path, headers):
    assert send(reader, path, headers=headers).status_code == 302


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "Tell us what is wrong"),
        ("   \n ", "Tell us what is wrong"),
        ("x" * 2001, "2000"),
        ("It is \x07 four", "invisible control character (U+0007) after “It is”"),
        ("It is \x00 four", "invisible control character"),
        ("It is \x1b[31mfour", "control character"),
    ],
    ids=["empty", "space", "long", "bell", "null", "escape"],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_kept_in_it(reader, path, text, words):
    response = send(reader, path, text, contact="me@example.org")
    assert (response.status_code, response["Cache-Control"]) == (422, "no-store")
    assert not Report.objects.exists()
    page = tree(response)
    assert words in page.xpath("string(//div[@id='error-text'])")
    assert page.xpath("//textarea/@aria-invalid") == ["true"]
    assert page.xpath("//input[@name='contact']/@value") == ["me@example.org"]
    if len(text) > 100:
        assert page.xpath("string(//textarea)").strip() == text


def test_a_program_that_fills_in_everything_is_thanked_and_not_heard(reader, path):
    assert send(reader, path, website="https://spam.example").status_code == 302
    assert not Report.objects.exists()


def test_a_flood_of_text_is_not_read(reader, path):
    assert send(reader, path, "x" * 50_000).status_code == 413
    assert not Report.objects.exists()


def test_one_sender_has_five_an_hour_and_keeps_the_words_of_the_sixth(reader, path):
    for number in range(5):
        assert send(reader, path, f"Report {number}").status_code == 302
    response = send(reader, path, "The sixth")
    assert response.status_code == 429
    assert "The sixth" in response.content.decode()
    assert send(reader, path, headers={**OURS, "REMOTE_ADDR": "192.0.2.7"}).status_code == 302
    reader.at = NOON + HOUR + HOUR
    assert send(reader, path, "The sixth again").status_code == 302
    assert Knock.objects.count() == 1  # the earlier ones are forgotten
    assert Report.objects.count() == 7


def test_a_house_with_many_addresses_is_one_sender(reader, path):
    for number in range(5):
        send(reader, path, headers={**OURS, "REMOTE_ADDR": f"2001:db8:1:2::{number}"})
    assert send(reader, path, headers={**OURS, "REMOTE_ADDR": "2001:db8:1:2:ffff::1"}).status_code == 429
    assert send(reader, path, headers={**OURS, "REMOTE_ADDR": "2001:db8:1:3::1"}).status_code == 302


def test_all_senders_together_have_a_limit_too(reader, path, monkeypatch):
    monkeypatch.setattr(reports, "PER_HOUR", 2)
    answers = [send(reader, path, headers={**OURS, "REMOTE_ADDR": f"192.0.2.{n}"}).status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_no_address_of_a_sender_is_stored(reader, path):
    send(reader, path, headers={**OURS, "REMOTE_ADDR": "192.0.2.77"})
    kept = {**Report.objects.values().get(), **Knock.objects.values().get()}
    assert "192.0.2" not in str(kept)


def test_the_form_goes_where_the_story_goes(reader, path):
    made = Story.objects.get()
    publish(edit(made, slug="four-bridges"), at=NOON, change="update")
    moved = reader.get(path, at=NOON)
    assert (moved.status_code, moved["Location"]) == (301, "/2026/03/10/four-bridges/report/")
    publishing.withdraw(Story.objects.get(), by=person("paula"), at=NOON + HOUR, reason="No.")
    for method in (reader.get, lambda path: send(reader, path)):
        reader.at = NOON + DAY
        assert method("/2026/03/10/four-bridges/report/").status_code == 410
        assert method("/2026/03/10/nothing/report/").status_code == 404
    assert not Report.objects.exists()
