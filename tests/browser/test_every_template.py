"""What every readers' template must bear: a narrow screen, large letters, a keyboard alone, a printer, a saved byte."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from photos.models import place
from tests.cast import HOUR, publish, story
from tests.photos import pictures

from .test_accessible import build

TABS = 150

# What has the focus: what it is, whether it is marked, and whether something lies over it.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const isMarked = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle === "auto" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1);
    };
    let one = element;
    while (one && !isMarked(one)) one = one.parentElement;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const within = (value, most) => Math.min(Math.max(value, 1), most - 1);
    const above = document.elementFromPoint(within(x, innerWidth), within(y, innerHeight));
    const isCovered = !!above?.closest(".header") && !element.closest(".header");
    return {
        name: `${element.tagName} ${element.href || element.name} ${element.textContent.trim().slice(0, 40)}`,
        place: [...document.querySelectorAll("*")].indexOf(element),
        isMarked: !!one,
        isSeen: y > 0 && y < innerHeight && !isCovered,
    };
}"""


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return live_server.url


@pytest.mark.parametrize("width", [320, 820])
def test_no_template_runs_out_of_the_page_sideways_nor_with_letters_twice_as_large(page: Page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in build():
        page.goto(site + path)
        for size in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"{path} at {size}")
    assert not wide, wide


def test_a_keyboard_reaches_everything_in_order_sees_where_it_is_and_leaves_again(page: Page, site):
    page.emulate_media(reduced_motion="reduce")
    for path in build():
        page.goto(site + path)
        if begins_within := page.locator("[autofocus]").count():
            page.mouse.click(1, 1)  # in the header, behind the link that skips it
        stops = page.locator(":is(a[href], button, input, textarea, select, summary):not([tabindex='-1'])")
        there = stops.filter(visible=True).count()
        places = []
        for _ in range(TABS):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if places and focused and focused["place"] == places[-1]:
                continue  # a date has a place for each of its parts
            if focused is None or focused["place"] in places:
                break
            assert focused["isMarked"], f"{path}: nothing shows that {focused['name']} has the focus"
            assert focused["isSeen"], f"{path}: {focused['name']} has the focus and cannot be seen"
            places.append(focused["place"])
        assert places == sorted(places), f"{path}: the order of the keyboard is not that of the page"
        assert len(places) >= min(there, TABS) - begins_within, f"{path}: {len(places)} of {there} were reached"


def with_picture():
    made = story("Printed and saved", standfirst="In short.", body="<p>All of it.</p>" * 30)
    place(made, pictures.photo(caption="A hall.", photographer="Saul Loeb", agency="AFP", distributor="Getty Images"))
    made.save()
    return publish(made, at=timezone.now() - HOUR)


def test_on_paper_there_is_the_story_with_its_address_and_nothing_to_press(page: Page, site):
    edition = with_picture()
    page.goto(site + edition.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.locator("figcaption")).to_have_text("A hall. (Saul Loeb/AFP via Getty Images)")
    expect(page.locator(".story__address")).to_contain_text(edition.get_absolute_url())
    for what in (".nav", ".footer", ".tools", ".trail", ".header__search", "button", "form"):
        assert not page.locator(what).filter(visible=True).count(), what
    assert page.pdf().startswith(b"%PDF")


def test_the_text_edition_is_offered_where_the_browser_saves_data(page: Page, site):
    address = site + with_picture().get_absolute_url()
    page.goto(address)
    expect(page.locator("[data-saver]")).to_be_hidden()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } });")
    page.goto(address)
    expect(page.locator("[data-saver]")).to_be_visible()
    page.click("[data-saver] a")
    expect(page.locator("h1")).to_have_text("Printed and saved")
    assert page.evaluate("document.styleSheets.length + document.scripts.length") == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_a_picture_moves_nothing_as_it_comes(page: Page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + with_picture().get_absolute_url())
    page.wait_for_function("document.querySelector('.lead img').complete")
    page.wait_for_timeout(300)
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 200);
        })"""
    )
    assert moved == 0
