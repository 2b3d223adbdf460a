"""Lists: what is on them, in which order, and how they go on."""

import pytest

from core.cursor import encode
from core.paging import PAGE
from desk import publishing
from tests.cast import HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, section, story, topic

from .pages import headlines, show_more, tree

pytestmark = pytest.mark.django_db


def walk(reader, path, between=lambda: None):
    """All headlines of a list, page by page, by its own links; `between` is called before each next page."""
    found = []
    for _ in range(20):
        response = reader.get(path)
        assert response.status_code == 200
        found.append(headlines(response))
        path = show_more(response)
        if not path:
            return found
        between()
    raise AssertionError("the list has no end")


@pytest.fixture
def many():
    """45 stories of one author, topic, section and kind, in threes of the very same instant; newest first."""
    who, about = author("Olha Kovalenko"), topic("Energy")
    names = []
    for number in range(45):
        name = f"Story {number:02}"
        publish(story(name, by=[who], topics=[about], kind="analysis"), at=NOON - (number // 3) * MINUTE)
        names.append(name)
    # Of one instant, the one that was made last comes first.
    ordered = [name for three in zip(*[iter(names)] * 3, strict=True) for name in reversed(three)]
    return {
        "names": ordered,
        "paths": ["/news-feed/", "/section/war/", "/topic/energy/", "/kind/analysis/", who.get_absolute_url()],
    }


def test_a_list_by_cursor_has_every_story_once_and_in_order_through_ties(reader, many):
    assert len(many["names"]) > 2 * PAGE
    for path in many["paths"]:
        pages = walk(reader, path)
        assert [name for page in pages for name in page] == many["names"], path
        assert [len(page) for page in pages] == [PAGE, PAGE, 5]


def test_what_is_published_between_two_pages_moves_nothing(reader, many):
    who, about = author("Somebody Else"), topic("Energy")
    reader.at = NOON + HOUR

    def breaking():
        publish(story("Breaking", by=[who], topics=[about], kind="analysis"), at=NOON + MINUTE)

    for path in many["paths"][:4]:
        found = [name for page in walk(reader, path, between=breaking) for name in page if name != "Breaking"]
        assert found == many["names"], path


def test_what_is_withdrawn_or_rewritten_between_two_pages_costs_no_other_story(reader):
    made = {f"Story {number:02}": story(f"Story {number:02}") for number in range(30)}
    for number, one in enumerate(made.values()):
        publish(one, at=NOON - number * MINUTE)
    reader.at = NOON + HOUR
    first = reader.get("/news-feed/")
    last = headlines(first)[-1]
    fresh = type(made[last]).objects.get(pk=made[last].pk)
    publishing.withdraw(fresh, by=person("paula"), at=NOON + MINUTE, reason="No.")
    publish(edit(made["Story 25"], headline="Story 25, again"), at=NOON + MINUTE, change="update")
    following = headlines(reader.get(show_more(first)))
    assert following == [
        f"Story {number:02}" + (", again" if number == 25 else "") for number in range(len(headlines(first)), 30)
    ]


def test_a_story_of_two_authors_is_once_on_each_page_of_each(reader):
    olha, taras = author("Olha"), author("Taras")
    for number in range(25):
        publish(story(f"Story {number}", by=[olha, taras]), at=NOON - number * MINUTE)
    for who in (olha, taras):
        pages = walk(reader, who.get_absolute_url())
        assert [name for page in pages for name in page] == [f"Story {number}" for number in range(25)]


def test_an_edit_never_reshuffles(reader):
    first, second = story("First"), story("Second")
    publish(first, at=NOON - HOUR)
    publish(second, at=NOON - MINUTE)
    publish(edit(first, headline="First, updated"), at=NOON, change="update")
    assert headlines(reader.get("/news-feed/")) == ["Second", "First, updated"]


def test_a_list_says_how_it_goes_on_without_a_script(reader, many):
    page = tree(reader.get("/news-feed/"))
    (link,) = page.xpath("//*[@data-more]//a")
    assert link.get("rel") == "next"
    assert link.get("href").startswith("/news-feed/?before=")
    assert page.xpath("//*[@data-list]")


def test_pages_after_the_first_are_not_for_search_engines(reader, many):
    robots = "//meta[@name='robots']/@content"
    assert tree(reader.get("/news-feed/")).xpath(robots) == ["max-image-preview:large"]
    later = show_more(reader.get("/news-feed/"))
    assert tree(reader.get(later)).xpath(robots) == ["noindex"]


BAD_CURSORS = ["", "x", "0", "A" * 22, "A" * 23, "é" * 22, "\x00", " ", encode(NOON, 1) + "=", encode(NOON, 1)[:-1]]


@pytest.mark.parametrize("cursor", BAD_CURSORS)
def test_a_cursor_that_is_none_of_ours_is_a_page_that_is_not_there(reader, cursor):
    publish(story(kind="opinion"))
    for path in ("/news-feed/", "/section/war/", "/kind/opinion/", "/2026/03/10/"):
        assert reader.get(path, {"before": cursor}).status_code == 404


def test_a_cursor_beyond_the_end_is_an_empty_page(reader):
    publish()
    response = reader.get("/news-feed/", {"before": encode(NOON - HOUR, 1)})
    assert response.status_code == 200
    assert headlines(response) == []


def test_other_parameters_change_nothing_and_are_not_kept(reader, many):
    response = reader.get("/news-feed/?utm_source=x&page=3")
    assert headlines(response) == many["names"][:PAGE]
    assert "utm_source" not in response.content.decode()


def test_each_list_has_its_own_and_nothing_else(reader):
    olha = author("Olha")
    publish(story("Ours", by=[olha], topics=[topic("Energy")], section=section("War"), kind="opinion"))
    publish(story("Theirs", topics=[topic("Courts")], section=section("Law"), kind="video"), at=NOON - SECOND)
    for path in ("/section/war/", "/topic/energy/", "/kind/opinion/", olha.get_absolute_url()):
        assert headlines(reader.get(path)) == ["Ours"], path
    assert headlines(reader.get("/news-feed/")) == ["Ours", "Theirs"]


def test_a_topic_is_not_there_before_its_first_story(reader):
    topic("Operation Quiet")
    publish(story("Later", topics=[topic("Operation Quiet")]), at=NOON - HOUR, live_from=NOON + HOUR)
    assert reader.get("/topic/operation-quiet/").status_code == 404
    assert headlines(reader.get("/topic/operation-quiet/", at=NOON + HOUR)) == ["Later"]


def test_the_masthead_names_who_works_here_now(reader):
    author("Olha Kovalenko", title="Editor")
    former = author("Former Colleague", is_active=False)
    page = reader.text("/authors/")
    assert "Olha Kovalenko" in page
    assert "Former Colleague" not in page
    assert "Former Colleague" in reader.text(former.get_absolute_url())


def test_an_author_page_has_the_profile_and_the_stories(reader):
    who = author("Olha Kovalenko", title="Energy reporter", biography="Knows every <substation>.")
    publish(story("Grid", by=[who]))
    response = reader.get(who.get_absolute_url())
    page = response.content.decode()
    assert "Energy reporter" in page
    assert "Knows every &lt;substation&gt;." in page
    assert headlines(response) == ["Grid"]
