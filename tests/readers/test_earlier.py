"""Earlier editions: what stood and when, what changed, and of what is closed, erased or withdrawn the dates alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.erasure import erase
from articles.models import Closure, Edition
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, MINUTE, NOON, author, edit, person, publish, story, topic

from .pages import tree

pytestmark = pytest.mark.django_db
ADDRESS = "/2026/03/09/bridges/"
LATER = NOON + DAY


@pytest.fixture
def made():
    """First "Three bridges", then a slip mended, then a correction, then the present text."""
    body = "<p>There are three bridges.</p><p>Nobody crossed them.</p><p>A third.</p><p>A fourth.</p><p>A fifth.</p>"
    made = story("Three bridges", slug="bridges", body=body, by=[author("Rita Reporter")], topics=[topic()])
    publish(made, at=NOON - DAY)
    publish(edit(made, at=NOON - HOUR, standfirst="A slip."), at=NOON - HOUR, change="minor")
    changed = edit(made, at=NOON, headline="Four bridges", body=body.replace("three", "four"))
    publish(changed, at=NOON, change="correction", correction="We had said three. There are four.")
    publish(edit(made, at=NOON + HOUR, standfirst="Now with a map."), at=NOON + HOUR, change="update")
    return made


def fresh(made):
    return Story.objects.get(pk=made.pk)


def text(response):
    return " ".join(tree(response).xpath("//main")[0].text_content().split())


def test_a_version_shows_what_stood_when_and_what_is_known_to_be_wrong(reader, made):
    response = reader.get(f"{ADDRESS}v/1/", at=LATER)
    assert response.status_code == 200
    page = tree(response)
    assert page.xpath("string(//h1)") == "Three bridges"
    assert "There are three bridges." in text(response)
    assert "this is not what the story says now" in text(response)
    assert "from 9 March 2026, 14:00 EET to 10 March 2026, 13:00 EET" in text(response)
    assert "We had said three. There are four." in text(response)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith(ADDRESS)
    assert ADDRESS in page.xpath("//aside//a/@href")


def test_the_story_leads_to_its_versions_and_they_to_each_other(reader, made):
    assert f"{ADDRESS}v/" in tree(reader.get(ADDRESS, at=LATER)).xpath("//article//a/@href")
    page = tree(reader.get(f"{ADDRESS}v/"))
    assert [name.text_content().strip() for name in page.xpath("//span[@class='kicker__kind']")] == [
        "Version 4", "Version 3", "Version 2", "Version 1",
    ]  # fmt: skip
    links = page.xpath("//ol//a/@href")
    assert links == [ADDRESS, "4/changes/", "3/", "3/changes/", "2/", "2/changes/", "1/"]
    for link in links[1:]:
        assert reader.get(f"{ADDRESS}v/{link}").status_code == 200, link
    assert "This is what readers have now." in reader.text(f"{ADDRESS}v/")


def test_a_story_with_slips_alone_offers_none_but_has_them(reader):
    made = story("Slip", slug="slip")
    publish(made, at=NOON - HOUR)
    publish(edit(made, standfirst="Mended."), at=NOON, change="minor")
    address = "/2026/03/10/slip/"
    assert f"{address}v/" not in reader.text(address)
    assert reader.get(f"{address}v/1/").status_code == 200


def test_what_changed_is_said_to_eye_and_ear(reader, made):
    page = tree(reader.get(f"{ADDRESS}v/3/changes/", at=LATER))
    removed = [element.text_content() for element in page.xpath("//section//del")]
    added = [element.text_content() for element in page.xpath("//section//ins")]
    assert [" ".join(words.split()) for words in removed] == ["[removed: Three ]", "[removed: three ]"]
    assert [" ".join(words.split()) for words in added] == ["[added: Four ]", "[added: four ]"]
    for spoken in page.xpath("//section//del/span | //section//ins/span"):
        assert spoken.get("class") == "unseen"
    assert page.xpath("//section[2]//p[contains(@class, 'changes__gap')]")  # the rest is left out
    assert "Nobody crossed them." in page.text_content()
    assert "A fifth." not in page.text_content()


def test_a_change_of_no_words_is_said_so(reader, made):
    publish(edit(fresh(made), at=NOON + 2 * HOUR, language="de"), at=NOON + 2 * HOUR, change="minor")
    assert "No words changed" in reader.text(f"{ADDRESS}v/5/changes/", at=LATER)


@pytest.mark.parametrize("number", ["0", "5", "99", "999999", "1000000", "-1", "01", "x", "1.0", "9" * 40])
def test_a_guessed_number_is_not_found(reader, made, number):
    for below in ("", "changes/"):
        assert reader.get(f"{ADDRESS}v/{number}/{below}", at=LATER).status_code == 404


def test_the_first_version_changed_nothing(reader, made):
    assert reader.get(f"{ADDRESS}v/1/changes/", at=LATER).status_code == 404


def test_a_version_that_waits_or_was_cancelled_has_no_page(reader, made):
    changed = edit(made, at=NOON + 2 * HOUR, headline="Kanarka")
    publish(changed, at=NOON + 2 * HOUR, live_from=LATER, change="update")
    soon = LATER - MINUTE
    assert reader.get(f"{ADDRESS}v/5/", at=soon).status_code == 404
    assert reader.get(f"{ADDRESS}v/5/changes/", at=soon).status_code == 404
    assert "Kanarka" not in reader.text(f"{ADDRESS}v/", at=soon)
    publishing.cancel(fresh(made), by=person("paula"), at=soon)
    assert reader.get(f"{ADDRESS}v/5/", at=LATER + DAY).status_code == 404
    assert "Kanarka" not in reader.text(f"{ADDRESS}v/", at=LATER + DAY)


def test_versions_move_go_and_vanish_with_their_story(reader, made):
    below = ["v/", "v/1/", "v/3/changes/"]
    publish(edit(made, at=NOON + 2 * HOUR, slug="four-bridges"), at=NOON + 2 * HOUR, change="minor")
    for path in below:
        moved = reader.get(ADDRESS + path, at=LATER)
        assert (moved.status_code, moved["Location"]) == (301, f"/2026/03/09/four-bridges/{path}")
    publishing.withdraw(fresh(made), by=person("paula"), at=LATER, reason="All wrong.")
    assert [reader.get(ADDRESS + path, at=LATER).status_code for path in below] == [410, 410, 410]
    publishing.vanish(fresh(made), by=person("paula"), at=LATER + HOUR, reason="Order")
    assert [reader.get(ADDRESS + path, at=LATER + HOUR).status_code for path in below] == [404, 404, 404]


def withheld(reader, number, status, words, at=LATER):
    for below in ("", "changes/"):
        response = reader.get(f"{ADDRESS}v/{number}/{below}", at=at)
        assert response.status_code == status
        assert "Three bridges" not in response.content.decode()
        assert "three bridges" not in response.content.decode()
        assert words in text(response)
    index = reader.text(f"{ADDRESS}v/", at=at)
    assert "Three bridges" not in index
    assert words in index
    assert f"Version {number}" in index


def test_a_closed_version_keeps_its_dates_and_nothing_else(reader, made):
    for edition in Edition.objects.filter(number__lt=3):
        Closure.objects.create(edition=edition, closed_at=LATER, reason="Kanarka 8", by=person("ed"))
    withheld(reader, 1, 451, "For a legal reason")
    withheld(reader, 2, 451, "For a legal reason")
    # Nor by what the next one took out of it.
    assert reader.get(f"{ADDRESS}v/3/changes/").status_code == 404
    assert "changes/" not in "".join(tree(reader.get(f"{ADDRESS}v/3/")).xpath("//aside//a/@href"))
    assert reader.get(f"{ADDRESS}v/4/changes/").status_code == 200
    assert "from 9 March 2026, 14:00 EET to 10 March 2026, 13:00 EET" in text(reader.get(f"{ADDRESS}v/1/"))
    assert "Kanarka" not in reader.text(f"{ADDRESS}v/") + reader.get(f"{ADDRESS}v/1/").content.decode()


def test_an_erased_version_says_so(reader, made):
    for edition in Edition.objects.filter(number__lt=3):
        erase(edition, by=person("clara"), at=LATER, reason="Kanarka 9")
    withheld(reader, 1, 410, "erase the words")
    assert reader.get(f"{ADDRESS}v/3/changes/").status_code == 404
    assert "[erased]" not in reader.text(f"{ADDRESS}v/")


def test_what_was_withdrawn_does_not_come_back_by_the_side_door(reader, made):
    publishing.withdraw(fresh(made), by=person("paula"), at=LATER, reason="All wrong.")
    changed = edit(made, at=LATER + MINUTE, headline="Five bridges", standfirst="", body="<p>Five.</p>")
    publish(changed, at=LATER + HOUR, change="update")
    for number in (1, 2, 3, 4):
        response = reader.get(f"{ADDRESS}v/{number}/", at=LATER + HOUR)
        assert response.status_code == 410
        assert "was withdrawn" in text(response)
    assert reader.get(f"{ADDRESS}v/5/").status_code == 200
    assert reader.get(f"{ADDRESS}v/5/changes/").status_code == 404
    assert "hree bridges" not in reader.text(f"{ADDRESS}v/")


def test_versions_cost_as_many_queries_however_many_there_are(reader, made):
    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(path, at=LATER).status_code == 200
        return len(queries)

    paths = [f"{ADDRESS}v/", f"{ADDRESS}v/1/", f"{ADDRESS}v/2/changes/"]
    before = [cost(path) for path in paths]
    for number in range(20):
        at = NOON + 2 * HOUR + number * MINUTE
        publish(edit(made, at=at, standfirst=f"Change {number}."), at=at, change="update")
    assert [cost(path) for path in paths] == before
    assert max(before) <= 20, before


def test_a_text_in_another_script_says_its_direction(reader):
    made = story("خبر", slug="khabar", language="ar", body="<p>نص قديم.</p>")
    publish(made, at=NOON - HOUR)
    publish(edit(made, body="<p>نص جديد.</p>"), at=NOON, change="update")
    page = tree(reader.get("/2026/03/10/khabar/v/2/changes/"))
    assert page.xpath("//section[@class='changes']/@dir") == ["rtl"]
