"""What is at an address, and what was."""

import datetime as dt
import re

import pytest

from articles.models import Address, Article, Edition, Page
from desk import publishing
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, story

from .pages import headlines, tree

pytestmark = pytest.mark.django_db

DAY_OF_NOON = "/2026/03/10/"


def fresh(made):
    return type(made).objects.get(pk=made.pk)


def withdraw(made, at=NOON + HOUR, **options):
    return publishing.withdraw(
        fresh(made), by=person("paula"), at=at, reason="The source took it <b>back</b>.", **options
    )


def test_an_article_is_at_its_day_and_slug(reader):
    publish(story("Bridges hold", slug="bridges"))
    assert "Bridges hold" in reader.text(f"{DAY_OF_NOON}bridges/")


def test_the_day_is_the_newsrooms_and_not_utcs(reader):
    """23:30 UTC is half past one of the next day in Kyiv."""
    night = dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC)
    edition = publish(story("Night shift", slug="night"), at=night)
    assert edition.get_absolute_url() == "/2026/03/11/night/"
    assert "Night shift" in reader.text("/2026/03/11/night/", at=night)
    assert reader.get("/2026/03/10/night/").status_code == 404
    assert headlines(reader.get("/2026/03/11/")) == ["Night shift"]
    assert reader.get("/2026/03/10/").status_code == 404


def test_a_story_answers_from_its_second_on(reader):
    publish(story(slug="later"), at=NOON - DAY, live_from=NOON)
    assert reader.get(f"{DAY_OF_NOON}later/", at=NOON - SECOND).status_code == 404
    assert reader.get(f"{DAY_OF_NOON}later/", at=NOON).status_code == 200


def moved(first="old", second="new"):
    made = story("Moved", slug=first)
    publish(made)
    publish(edit(made, slug=second), at=NOON + HOUR, change="minor")
    return made


def test_a_former_address_leads_to_the_present_one_in_one_hop(reader):
    made = moved()
    publish(edit(made, slug="newest"), at=NOON + 2 * HOUR, change="minor")
    for former in ("old", "new"):
        response = reader.get(f"{DAY_OF_NOON}{former}/", at=NOON + 3 * HOUR)
        assert (response.status_code, response["Location"]) == (301, f"{DAY_OF_NOON}newest/")
        # Kept for good it would lead in circles when the address is given back: the page cache says how long.
        assert "max-age" not in response.get("Cache-Control", "")
        response = reader.get(f"{DAY_OF_NOON}{former}/text/")
        assert (response.status_code, response["Location"]) == (301, f"{DAY_OF_NOON}newest/text/")


def test_an_address_given_back_is_read_there_again(reader):
    made = moved()
    publish(edit(made, slug="old"), at=NOON + 2 * HOUR, change="minor")
    assert reader.get(f"{DAY_OF_NOON}old/", at=NOON + 3 * HOUR).status_code == 200
    assert reader.get(f"{DAY_OF_NOON}new/")["Location"] == f"{DAY_OF_NOON}old/"


def test_an_address_to_come_is_not_there_yet_though_the_article_is(reader):
    made = story(slug="now")
    publish(made)
    publish(edit(made, slug="soon"), at=NOON + MINUTE, live_from=NOON + HOUR, change="minor")
    assert reader.get(f"{DAY_OF_NOON}soon/", at=NOON + HOUR - SECOND).status_code == 404
    assert reader.get(f"{DAY_OF_NOON}now/").status_code == 200
    assert reader.get(f"{DAY_OF_NOON}soon/", at=NOON + HOUR).status_code == 200
    assert reader.get(f"{DAY_OF_NOON}now/").status_code == 301


def test_an_address_whose_schedule_was_cancelled_never_was(reader):
    made = story(slug="now")
    publish(made)
    publish(edit(made, slug="soon"), at=NOON + MINUTE, live_from=NOON + HOUR, change="minor")
    publishing.cancel(fresh(made), by=person("paula"), at=NOON + 2 * MINUTE)
    assert reader.get(f"{DAY_OF_NOON}soon/", at=NOON + DAY).status_code == 404
    assert reader.get(f"{DAY_OF_NOON}now/").status_code == 200


def test_a_withdrawn_article_says_when_and_why(reader):
    made = moved()
    withdraw(made, at=NOON + 2 * HOUR)
    assert reader.get(f"{DAY_OF_NOON}new/", at=NOON + 2 * HOUR - SECOND).status_code == 200
    for path in ("old/", "new/", "new/text/"):
        response = reader.get(DAY_OF_NOON + path, at=NOON + 2 * HOUR)
        page = response.content.decode()
        assert response.status_code == 410
        assert "Moved" in page
        assert "The source took it &lt;b&gt;back&lt;/b&gt;." in page
        assert '<time datetime="2026-03-10T16:00:00+02:00"' in page
        assert 'content="noindex"' in page
        assert "Text of story" not in page


def test_the_headline_of_a_withdrawn_article_may_be_left_out(reader):
    made = story("Libel here", slug="here")
    publish(made)
    withdraw(made, shows_headline=False)
    response = reader.get(f"{DAY_OF_NOON}here/", at=NOON + DAY)
    assert response.status_code == 410
    assert "Libel" not in response.content.decode()


def test_a_withdrawn_article_is_on_no_list(reader):
    who = author("Olha Kovalenko")
    made = story("Withdrawn", slug="w", by=[who], kind="opinion")
    publish(made)
    withdraw(made)
    for path in ("/", "/news-feed/", who.get_absolute_url(), "/kind/opinion/", "/section/war/"):
        assert "Withdrawn" not in reader.text(path, at=NOON + DAY)


def test_an_article_published_again_is_simply_live(reader):
    made = story("Back again", slug="back")
    publish(made)
    withdraw(made)
    publish(fresh(made), at=NOON + 2 * HOUR, change="update")
    assert reader.get(f"{DAY_OF_NOON}back/", at=NOON + HOUR).status_code == 410
    assert reader.get(f"{DAY_OF_NOON}back/", at=NOON + 2 * HOUR).status_code == 200


def test_an_article_that_ended_without_a_withdrawal_never_was(reader):
    edition = publish(story("Vanished", slug="vanished"))
    Edition.objects.filter(pk=edition.pk).update(live_until=NOON + HOUR)
    assert reader.get(f"{DAY_OF_NOON}vanished/", at=NOON + HOUR).status_code == 404


def test_an_earlier_withdrawal_does_not_speak_for_a_later_end(reader):
    made = story("Vanished", slug="vanished")
    publish(made)
    withdraw(made)
    again = publish(fresh(made), at=NOON + 2 * HOUR, change="update")
    Edition.objects.filter(pk=again.pk).update(live_until=NOON + 3 * HOUR)
    assert reader.get(f"{DAY_OF_NOON}vanished/", at=NOON + 3 * HOUR).status_code == 404


def test_an_address_without_an_edition_is_not_found(reader):
    Address.objects.create(article=Article.objects.create(), date=NOON.date(), slug="bare")
    assert reader.get(f"{DAY_OF_NOON}bare/").status_code == 404


NOWHERE = [
    "/2026/02/30/slug/", "/2026/13/01/slug/", "/2026/00/10/slug/", "/0000/01/01/slug/", "/9999/12/31/slug/",
    "/2026/3/10/slug/", "/2026/03/10/no-such/", "/2026/03/10/no-such/text/", "/2026/02/30/", "/2026/13/", "/0000/",
    "/9999/", "/9999/12/", "/9999/12/31/", "/0001/01/01/", "/1000/01/01/", "/2026/00/", "/section/none/",
    "/topic/none/",
    "/author/none/", "/kind/none/", "/about/", "/%00/", "/section/%00/", "/%ff/", "/٢٠٢٦/", "/2026/03/10/%D0%BC/",
    "/2026/03/10/slug/texts/", "/authors/x/", "/.env", "/" + "a" * 5000 + "/",
]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE, ids=lambda path: path[:40])
def test_there_is_no_page_and_the_answer_says_so_politely(reader, path):
    publish(story("The latest", slug="latest"))
    response = reader.get(path)
    assert response.status_code == 404
    assert headlines(response) == ["The latest"]
    assert tree(response).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_an_address_without_its_slash_is_sent_on(reader):
    edition = publish(story(slug="slash"))
    address = edition.get_absolute_url()
    for path in (address, f"{address}text/", "/news-feed/", "/2026/03/", "/section/war/"):
        response = reader.get(path.rstrip("/"))
        assert (response.status_code, response["Location"]) == (301, path)


def test_an_address_in_capitals_is_sent_on_with_its_query(reader):
    publish(story(slug="small"))
    response = reader.get("/2026/03/10/SMALL/")
    assert (response.status_code, response["Location"]) == (301, "/2026/03/10/small/")
    assert reader.get("/News-Feed/?before=x%0a")["Location"] == "/news-feed/?before=x%0a"
    assert reader.get("/Section/War/")["Location"] == "/section/war/"
    assert reader.get("/NoSuchPage/").status_code == 404
    assert reader.post("/News-Feed/").status_code in (403, 404)


def test_a_slug_that_an_editor_wrote_in_capitals_is_kept(reader):
    publish(story("In capitals", slug="NATO-summit"))
    assert "In capitals" in reader.text(f"{DAY_OF_NOON}NATO-summit/")


@pytest.mark.parametrize("below", ["", "text/"])
def test_pages_lead_to_the_standing_pages_that_are_written_and_to_no_others(reader, below):
    address = publish().get_absolute_url() + below
    assert not re.search(r'href="/(about|contact|policies|privacy)/"', reader.text(address))
    Page.objects.create(slug="policies", title="Policies", body="<p>We say so.</p>")
    assert re.findall(r'href="/(about|contact|policies|privacy)/"', reader.text(address)) == ["policies"]


def test_a_standing_page_appears_when_it_is_written(reader):
    assert reader.get("/about/").status_code == 404
    Page.objects.create(slug="about", title="Who we are", body="<p>We <em>report</em>.</p><script>x</script>")
    page = reader.text("/about/")
    assert "<p>We <em>report</em>.</p>" in page
    assert "<script>x" not in page
