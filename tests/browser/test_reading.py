"""What the readers' script adds, in a browser: each of these pages is whole without it (tests/readers)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import DAY, HOUR, MINUTE, publish, section, story

STORIES = 25


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    now = timezone.now()
    publish(story("Newest of all"), at=now - 5 * MINUTE)
    for number in range(STORIES - 1):
        publish(story(f"Older by {number}"), at=now - 2 * DAY - number * HOUR)
    return live_server.url


def test_show_more_goes_on_in_place_and_back_finds_the_list_as_long_as_it_was(page: Page, site):
    page.goto(f"{site}/news-feed/")
    headlines = page.locator(".card__headline a")
    expect(headlines).to_have_count(20)
    shown = headlines.all_text_contents()

    page.click("text=Show More")
    expect(headlines).to_have_count(STORIES)
    assert headlines.all_text_contents()[:20] == shown
    assert len(set(headlines.all_text_contents())) == STORIES
    expect(headlines.nth(20)).to_be_focused()
    expect(page.locator("[data-more]")).to_have_count(0)
    assert page.url == f"{site}/news-feed/"

    days = page.locator(".feed__day").all_text_contents()
    assert len(days) == len(set(days)), "a day that goes on over two pages has one heading"

    headlines.nth(22).click()
    page.wait_for_url(re.compile(r"/20\d\d/"))
    page.go_back()
    expect(headlines).to_have_count(STORIES)
    expect(headlines.nth(22)).to_be_in_viewport()


def test_show_more_is_a_link_without_the_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/news-feed/")
    page.click("text=Show More")
    assert "before=" in page.url
    expect(page.locator(".card__headline a")).to_have_count(STORIES - 20)
    context.close()


def test_times_are_told_from_now_and_stay_exact_in_the_page(page: Page, site):
    page.goto(f"{site}/news-feed/")
    newest = page.locator(".feed time").first
    expect(newest).to_have_text(re.compile(r"^[5-7] min\.? ago$"))
    assert re.search(r"\d\d:\d\d EES?T$", newest.get_attribute("title") or "")
    page.goto(f"{site}/section/war/")
    expect(page.locator(".card time").first).to_have_text(re.compile(r"^[5-7] minutes ago$"))


def test_the_header_leaves_on_the_way_down_and_returns_on_the_way_up(page: Page, site):
    page.goto(f"{site}/news-feed/")
    header = page.locator("[data-header]")
    page.mouse.wheel(0, 900)
    expect(header).not_to_be_in_viewport()
    page.mouse.wheel(0, -200)
    expect(header).to_be_in_viewport()


def test_the_header_stays_for_those_who_asked_for_less_motion(page: Page, site):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/news-feed/")
    page.mouse.wheel(0, 900)
    page.wait_for_function("scrollY > 500")
    expect(page.locator("[data-header]")).to_be_in_viewport()


def test_the_first_tab_offers_to_skip_to_the_text(page: Page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_story_is_shared_and_printed_with_nobody_in_between(page: Page, site):
    page.goto(site)
    page.click("text=Newest of all >> nth=0")
    page.wait_for_load_state()
    expect(page.locator("[data-print]")).to_be_visible()
    hosts = page.locator(".tools a").evaluate_all("links => links.map(link => link.protocol)")
    assert hosts == ["mailto:"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_section_one_is_in_is_in_sight_however_many_there_are(page: Page, site, width):
    sections = [section(f"Section number {number}", position=number) for number in range(15)]
    page.set_viewport_size({"width": width, "height": 800})
    for one in (sections[0], sections[7], sections[-1]):
        page.goto(f"{site}/section/{one.slug}/")
        current = page.locator(".nav [aria-current]")
        expect(current).to_have_text(one.name)
        box, row = current.bounding_box(), page.locator(".nav").bounding_box()
        assert box["x"] >= row["x"] and box["x"] + box["width"] <= row["x"] + row["width"], one
        assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_a_standfirst_that_runs_the_other_way_ends_where_its_headline_does(page: Page, site, width):
    publish(
        story("عودة المياه", standfirst="عادت المياه إلى المدينة. " * 12, language="ar", slug="water"),
        at=timezone.now() - MINUTE,
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/news-feed/")
    card = page.locator(".card--feed").filter(has_text="عودة المياه")
    ends = [card.locator(f".card__{part}").bounding_box() for part in ("headline", "standfirst")]
    assert ends[0]["x"] + ends[0]["width"] == pytest.approx(ends[1]["x"] + ends[1]["width"], abs=1)


@pytest.mark.parametrize("width", [320, 360, 390, 820, 1280])
def test_nothing_runs_out_of_the_page_sideways(page: Page, site, width):
    publish(story("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", standfirst="x" * 300))
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/news-feed/", "/section/war/", "/authors/", "/nothing/"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} with large text"


def test_nothing_moves_after_the_first_paint(page: Page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", page_of_first(page, site)):
        page.goto(site + path)
        page.wait_for_timeout(500)
        moved = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
                    .observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sum), 200);
            })"""
        )
        assert moved == 0, path


def page_of_first(page: Page, site: str) -> str:
    page.goto(site)
    return page.locator(".card--lead .card__headline a").get_attribute("href") or "/"
