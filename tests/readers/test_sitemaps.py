"""The sitemaps as search engines get them: everything that has an address of its own, and nothing else."""

import datetime as dt

import pytest
from lxml import etree

from articles.changes import moment
from articles.models import Page
from authors import hiding, merging
from core.cursor import encode
from desk import publishing
from desk.models import Story
from feeds import sitemaps
from photos import library
from photos.models import place
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, section, story, topic
from tests.photos.pictures import jpeg, upload

from . import programs

pytestmark = pytest.mark.django_db

SITE = "https://news.example"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE


def read(reader, address, **options):
    response = reader.get(address, **options)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def places(reader, address, **options):
    """The addresses on a sitemap in order, as paths."""
    found = read(reader, address, **options).xpath("/*/*/s:loc/text()", namespaces=NAMES)
    assert all(one.startswith(SITE + "/") for one in found)
    return [one.removeprefix(SITE) for one in found]


def changed(reader, address, **options):
    """For each address on a sitemap its date, or None."""
    return {
        one.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): one.findtext("s:lastmod", namespaces=NAMES)
        for one in read(reader, address, **options)
    }


def everything(reader):
    """All that the index leads to."""
    return [one for page in places(reader, "/sitemap.xml") for one in places(reader, page)]


def with_a_picture(made):
    place(made, library.add(upload(jpeg(1600, 1200), "bridge.jpg"), caption="A bridge", agency="AFP", alt="Steel."))
    made.save()
    return made


def withdraw(made, at=NOON - MINUTE):
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=at, reason="It was wrong.")


@pytest.mark.parametrize("headline", ["Plain", "A & B </title> ]]> <b>", "Ракета 🚀", "الحرب في أوكرانيا"])
def test_every_sitemap_is_valid_by_the_schemas_of_others(reader, headline):
    Page.objects.create(slug="about", title="About", body="<p>Us.</p>")
    language = "ar" if "ا" in headline else "en"
    publish(with_a_picture(story(headline, language=language, topics=[topic()])), at=NOON - HOUR)
    programs.by_xml_schema(reader.get("/sitemap.xml").content, "siteindex.xsd")
    listed = places(reader, "/sitemap.xml")
    assert len(listed) == 4
    for address in [*listed, "/sitemap-news.xml"]:
        programs.by_xml_schema(reader.get(address).content, "all.xsd")


def test_an_empty_newsroom_has_valid_sitemaps_too(reader):
    assert places(reader, "/sitemap.xml") == ["/sitemap-pages.xml"]
    assert places(reader, "/sitemap-news.xml") == ["/"]
    programs.by_xml_schema(reader.get("/sitemap.xml").content, "siteindex.xsd")
    for address in ("/sitemap-pages.xml", "/sitemap-news.xml"):
        programs.by_xml_schema(reader.get(address).content, "all.xsd")
    for address in ("/sitemap-2026-03.xml", "/sitemap-2026-13.xml", "/sitemap-topics.xml", "/sitemap-authors.xml"):
        assert reader.get(address).status_code == 404


def test_stories_stand_by_the_newsrooms_month_oldest_first(reader):
    # In Kyiv March begins two hours before it does in Greenwich.
    midnight = dt.datetime(2026, 2, 28, 22, 0, tzinfo=dt.UTC)
    february = publish(story(slug="february"), at=midnight - SECOND)
    march = publish(story(slug="march"), at=midnight)
    later = publish(story(slug="later"), at=NOON - HOUR)
    assert places(reader, "/sitemap-2026-02.xml") == [february.get_absolute_url()]
    assert places(reader, "/sitemap-2026-03.xml") == [march.get_absolute_url(), later.get_absolute_url()]
    assert places(reader, "/sitemap.xml")[-2:] == ["/sitemap-2026-02.xml", "/sitemap-2026-03.xml"]


def test_months_without_a_story_are_left_out(reader):
    publish(at=NOON - 200 * DAY)
    withdrawn = story()
    publish(withdrawn, at=NOON - 100 * DAY)
    withdraw(withdrawn)
    publish(at=NOON - HOUR)
    publish(story(), at=NOON - HOUR, live_from=NOON + 60 * DAY)
    months = [one for one in places(reader, "/sitemap.xml") if one.startswith("/sitemap-20")]
    assert months == ["/sitemap-2025-08.xml", "/sitemap-2026-03.xml"]
    assert reader.get("/sitemap-2025-11.xml").status_code == 404


def test_a_month_of_many_stories_is_split_and_no_story_is_lost_or_told_twice(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)
    # Two of one instant at the border of two pages.
    moments = [1, 2, 3, 3, 3, 3, 4, 5, 6]
    wanted = [publish(at=NOON - 10 * HOUR + hour * HOUR).get_absolute_url() for hour in moments]
    pages = [one for one in places(reader, "/sitemap.xml") if one.startswith("/sitemap-2026-03")]
    assert pages[0] == "/sitemap-2026-03.xml"
    assert len(pages) == 3
    found = [places(reader, page) for page in pages]
    assert [len(page) for page in found] == [3, 3, 3]
    assert [one for page in found for one in page] == wanted
    # The next story makes a page of its own and moves none.
    publish(at=NOON - MINUTE)
    again = [one for one in places(reader, "/sitemap.xml") if one.startswith("/sitemap-2026-03")]
    assert again[:3] == pages
    assert len(places(reader, again[3])) == 1


def test_people_and_topics_of_many_keys_have_several_pages(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    people = [author(f"Author {number}") for number in range(5)]
    about = [topic(f"Topic {number}") for number in range(5)]
    publish(story(by=people, topics=about[:4]), at=NOON - HOUR)
    found = everything(reader)
    assert [one for one in found if one.startswith("/author/")] == [one.get_absolute_url() for one in people]
    assert [one for one in found if one.startswith("/topic/")] == [one.get_absolute_url() for one in about[:4]]
    for page in ("0", "-1", "01", "last", "999999999", "9" * 30, "²", ""):
        assert reader.get(f"/sitemap-topics.xml?page={page}").status_code == 404, page


def test_the_date_moves_with_what_readers_are_told_and_not_with_a_typo(reader):
    made = story(slug="one")
    address = publish(made, at=NOON - 2 * DAY).get_absolute_url()
    first = "2026-03-08T14:00:00+02:00"
    assert changed(reader, "/sitemap-2026-03.xml") == {address: first}
    publish(edit(made, at=NOON - DAY, body="<p>A comma, put right.</p>"), at=NOON - DAY, change="minor")
    assert changed(reader, "/sitemap-2026-03.xml") == {address: first}
    publish(edit(made, body="<p>It is four.</p>"), at=NOON, change="correction", correction="It is four, not five.")
    assert changed(reader, "/sitemap-2026-03.xml") == {address: "2026-03-10T14:00:00+02:00"}
    assert changed(reader, "/sitemap.xml")["/sitemap-2026-03.xml"] == "2026-03-10T14:00:00+02:00"


def test_the_lead_picture_stands_with_its_story_until_it_is_pulled(reader):
    made = with_a_picture(story())
    publish(made, at=NOON - HOUR)
    (image,) = read(reader, "/sitemap-2026-03.xml").xpath("//image:image/image:loc/text()", namespaces=NAMES)
    assert reader.get(image.removeprefix(SITE)).status_code == 200
    library.pull(made.lead_photo, "Not ours.", NOON)
    for address in ("/sitemap-2026-03.xml", "/sitemap-news.xml"):
        assert not read(reader, address).xpath("//image:image", namespaces=NAMES)


def test_what_has_moved_stands_at_its_present_address_alone(reader):
    made = story(slug="old")
    publish(made, at=NOON - DAY)
    publish(edit(made, slug="new"), at=NOON - HOUR, change="minor")
    assert [path.split("/")[-2] for path in places(reader, "/sitemap-2026-03.xml")] == ["new"]


def test_what_was_withdrawn_and_what_is_to_come_has_no_place(reader):
    gone = story()
    publish(gone, at=NOON - HOUR)
    publish(story(), at=NOON - HOUR, live_from=NOON + HOUR)
    stays = publish(at=NOON - HOUR)
    withdraw(gone)
    for address in ("/sitemap-2026-03.xml", "/sitemap-news.xml"):
        assert places(reader, address) == [stays.get_absolute_url()]
    assert len(places(reader, "/sitemap-2026-03.xml", at=NOON + HOUR)) == 2


def test_hidden_people_and_aliases_and_topics_of_nothing_have_no_place(reader):
    hidden, alias, stays = author("Hidden"), author("Alias"), author("Stays")
    hiding.hide(hidden, by=person("stas"), at=NOON - HOUR)
    merging.merge(alias, stays)
    topic("Secret")
    publish(story(by=[stays], topics=[topic("Energy")]), at=NOON - HOUR)
    assert places(reader, "/sitemap-authors.xml") == [stays.get_absolute_url()]
    assert places(reader, "/sitemap-topics.xml") == ["/topic/energy/"]


def test_every_address_of_every_sitemap_is_a_page_to_be_indexed_at_its_own_address(reader):
    section("Culture")
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=slug, body="<p>Words.</p>")
    publish(with_a_picture(story(topics=[topic()], kind="opinion")), at=NOON - HOUR)
    found = everything(reader)
    assert len(found) == len(set(found)) > 15
    for path in found:
        page = reader.text(path)
        assert f'<link rel="canonical" href="{SITE}{path}">' in page, path
        assert "noindex" not in page, path


class TestTheNewsSitemap:
    def told(self, reader, **options):
        """(headline, name, language, date) of each story."""
        return [
            tuple(one.xpath(f"string(.//news:{name})", namespaces=NAMES) for name in wanted)
            for one in read(reader, "/sitemap-news.xml", **options).xpath("//news:news", namespaces=NAMES)
            for wanted in [("title", "name", "language", "publication_date")]
        ]

    def test_it_says_what_a_news_search_shows(self, reader):
        publish(story("Older", language="uk"), at=NOON - DAY)
        publish(story("A & B"), at=NOON - HOUR)
        assert self.told(reader) == [
            ("A & B", "The Meridian", "en", "2026-03-10T13:00:00+02:00"),
            ("Older", "The Meridian", "uk", "2026-03-09T14:00:00+02:00"),
        ]

    def test_an_update_moves_the_date_of_change_and_not_that_of_publication(self, reader):
        made = story("One")
        publish(made, at=NOON - DAY)
        publish(edit(made, headline="One, updated"), at=NOON, change="update")
        assert self.told(reader) == [("One, updated", "The Meridian", "en", "2026-03-09T14:00:00+02:00")]
        assert [*changed(reader, "/sitemap-news.xml").values()] == ["2026-03-10T14:00:00+02:00"]

    def test_a_story_leaves_it_after_48_hours_and_a_kept_page_knows_when(self, reader):
        """What is kept of a page must not outlast the window: see core/kept.py."""
        made = story("One")
        publish(made, at=NOON)
        leaves = NOON + 48 * HOUR
        assert self.told(reader, at=leaves - SECOND)
        # After the newsroom's last midnight before it nothing else changes by itself.
        assert moment(leaves - 12 * HOUR)[1] == leaves
        assert not self.told(reader, at=leaves)
        assert moment(leaves)[1] > leaves

    def test_what_is_withdrawn_meanwhile_moves_no_instant(self, reader):
        made = story("One")
        publish(made, at=NOON)
        withdraw(made, NOON + HOUR)
        assert moment(NOON + 36 * HOUR)[1] == NOON + 58 * HOUR  # midnight

    def test_it_has_a_thousand_stories_at_most_the_newest(self, reader, monkeypatch):
        monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
        for number in range(3):
            publish(story(f"Story {number}"), at=NOON - HOUR + number * MINUTE)
        assert [one[0] for one in self.told(reader)] == ["Story 2", "Story 1"]


@pytest.mark.parametrize("address", ["/sitemap-2026-03.xml", "/sitemap-news.xml", "/sitemap-topics.xml"])
def test_a_sitemap_costs_as_many_queries_with_thirty_stories_as_with_two(
    reader, django_assert_max_num_queries, address
):
    for number in range(30):
        publish(with_a_picture(story(topics=[topic(f"Topic {number}")])), at=NOON - HOUR - number * MINUTE)
    with django_assert_max_num_queries(1):
        assert len(places(reader, address)) == 30


def test_the_index_costs_as_many_queries_with_thirty_months_as_with_two(reader, django_assert_num_queries):
    publish(at=NOON - HOUR)
    publish(at=NOON - 31 * DAY)
    with django_assert_num_queries(6):
        assert len(places(reader, "/sitemap.xml")) == 4
    for number in range(2, 30):
        publish(at=NOON - 31 * number * DAY)
    with django_assert_num_queries(6):
        assert len(places(reader, "/sitemap.xml")) == 32


def test_every_month_stands_in_the_index_however_many_are_asked_about_together(reader, monkeypatch):
    for number in (0, 1, 5, 6, 7):
        publish(at=NOON - 31 * number * DAY)
    whole = reader.get("/sitemap.xml").content
    monkeypatch.setattr(sitemaps, "TOGETHER", 2)
    assert reader.get("/sitemap.xml").content == whole
    assert len(places(reader, "/sitemap.xml")) == 7


def test_no_cursor_breaks_a_month(reader):
    publish(at=NOON - HOUR)
    for cursor in ("", "x", "A" * 22, "%00", encode(NOON + DAY, 1), "9" * 5000):
        assert reader.get(f"/sitemap-2026-03.xml?after={cursor}").status_code == 404


class TestForMachines:
    def test_robots_may_go_everywhere_but_to_the_desk_and_are_told_of_the_sitemaps(self, reader):
        from urllib.robotparser import RobotFileParser

        response = reader.get("/robots.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        rules = RobotFileParser()
        rules.parse(response.content.decode().splitlines())
        assert rules.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/sitemap-news.xml"]
        for path in (
            "/",
            "/news-feed/",
            "/2026/03/10/a-story/",
            "/static/css/base.css",
            "/pictures/x/y.jpg",
            "/rss.xml",
        ):
            assert rules.can_fetch("Googlebot", SITE + path), path
        for path in ("/admin/", "/admin/desk/story/", "/preview/x/", "/search/?q=x"):
            assert not rules.can_fetch("Googlebot", SITE + path), path

    def fields(self, reader, **options):
        response = reader.get("/.well-known/security.txt", **options)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    def test_security_says_whom_to_tell(self, reader, settings):
        settings.NEWSROOM_SECURITY_CONTACT = "mailto:walls@news.example"
        found = self.fields(reader)
        assert found["Contact"] == "mailto:walls@news.example"
        assert found["Canonical"] == f"{SITE}/.well-known/security.txt"
        assert found["Preferred-Languages"] == "en"

    @pytest.mark.parametrize("days", [0, 1, 500, 10_000])
    def test_it_is_never_stale_and_valid_for_less_than_a_year(self, reader, days):
        at = NOON + days * DAY
        expires = dt.datetime.fromisoformat(self.fields(reader, at=at)["Expires"])
        assert at + 170 * DAY < expires < at + 365 * DAY

    def test_it_is_the_same_until_the_newsrooms_midnight(self, reader):
        midnight = dt.datetime(2026, 3, 10, 22, 0, tzinfo=dt.UTC)
        assert self.fields(reader, at=NOON) == self.fields(reader, at=midnight - SECOND)
        assert self.fields(reader, at=NOON) != self.fields(reader, at=midnight)

    def test_a_browser_that_asks_unasked_gets_an_icon_and_comes_back_in_a_day(self, reader):
        response = reader.get("/favicon.ico")
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content.startswith(b"\x89PNG") and len(response.content) < 1000
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=86400"}
        assert not response.cookies and "Vary" not in response
