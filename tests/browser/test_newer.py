"""The News Feed left open: it says that there is more, and moves nothing until somebody presses."""

import datetime as dt

import pytest

from tests.cast import HOUR, publish, story


@pytest.fixture
def feed(live_server, settings, page):
    """The News Feed with one story in a browser whose clock the test turns; and what its script has asked."""
    settings.ALLOWED_HOSTS = ["*"]
    publish(story("The old one"), at=dt.datetime.now(dt.UTC) - HOUR)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url) if "/new/" in request.url else None)
    page.clock.install()
    page.goto(f"{live_server.url}/news-feed/")
    return page


def minutes(page, number):
    page.clock.run_for(number * 60_000)


def test_it_asks_after_a_minute_and_shows_a_link_that_leads_to_the_new_story(feed):
    minutes(feed, 0.5)
    assert feed.asked == []
    with feed.expect_response("**/news-feed/new/**"):
        minutes(feed, 1)
    assert feed.locator(".newer").is_hidden()
    publish(story("The new one"), at=dt.datetime.now(dt.UTC))
    before = feed.evaluate("scrollY")
    with feed.expect_response("**/news-feed/new/**"):
        minutes(feed, 1.2)
    link = feed.get_by_role("link", name="1 new story")
    link.wait_for()
    assert feed.evaluate("scrollY") == before
    assert feed.get_by_text("The new one").count() == 0
    link.click()
    feed.get_by_text("The new one").wait_for()
    assert feed.locator(".newer").is_hidden()


def test_a_tab_that_nobody_sees_asks_nothing_and_asks_at_once_when_it_is_seen_again(feed):
    hide = """(state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    feed.evaluate(hide, "hidden")
    minutes(feed, 60)
    assert feed.asked == []
    with feed.expect_response("**/news-feed/new/**"):
        feed.evaluate(hide, "visible")
        minutes(feed, 0.01)
    assert len(feed.asked) == 1


def test_where_nobody_answers_it_asks_less_and_less(feed):
    feed.route("**/news-feed/new/**", lambda route: route.abort())
    for _turn in range(90):
        minutes(feed, 1)
    # 1, 3, 7, 15 and then every ten minutes, give or take a tenth: asked each minute it would be 90.
    assert 9 <= len(feed.asked) <= 15
    assert feed.locator(".newer").is_hidden()
