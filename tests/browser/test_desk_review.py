"""Notes, the keys, a fix of the live text and a preview by link, as people use them in Chromium."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Edition
from desk import history, workflow
from desk.models import Note, PreviewLink, Story
from tests.cast import HOUR, person, publish, story

PASSWORD = "correct horse battery"  # tests.cast gives it to everybody


@pytest.fixture
def site(live_server, settings):
    settings.NEWSROOM_SITE_URL = live_server.url
    return live_server.url


def enter(page: Page, site: str, who: str) -> None:
    person(who)
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".desk-home__top")).to_be_visible()


def begun(headline: str = "Harbour bridge") -> Story:
    made = story(headline, body="<p>A typpo stands here.</p>")
    history.record(made, by=person("rita"), at=timezone.now())
    return made


def test_a_note_is_left_while_the_text_is_being_typed_and_nothing_typed_is_lost(page, site):
    person("rita")
    made = begun()
    enter(page, site, "ed")
    page.goto(f"{site}/admin/desk/story/{made.pk}/change/")
    page.locator("#id_standfirst").fill("Typed and not saved")
    page.locator("#desk-notes > summary").click()
    page.get_by_label("New note").fill("@rita who says so?")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator(".desk-thread")).to_contain_text("who says so?")
    page.get_by_label("New note").fill("half a thou")
    page.locator(".desk-thread").get_by_role("button", name="Resolve").click()
    expect(page.locator(".desk-thread--resolved")).to_have_count(1)
    expect(page.get_by_label("New note")).to_have_value("half a thou")
    expect(page.locator("#id_standfirst")).to_have_value("Typed and not saved")
    assert not Note.objects.get().is_open
    page.locator("#id_standfirst").press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Saved.")


def test_keys_save_show_the_preview_and_open_the_next_in_the_queue(page, site):
    first, second = begun("First"), begun("Second")
    for made in (first, second):
        workflow.move(made, "submit", by=person("rita"), at=timezone.now())
    enter(page, site, "ed")
    page.get_by_role("link", name="Next that waits for you").click()
    expect(page.locator("#id_headline")).to_have_value("First")
    page.locator("#id_headline").press("Control+Shift+Enter")
    expect(page.locator("#id_headline")).to_have_value("Second")
    page.locator("#id_headline").fill("Second, mended")
    page.locator("#id_headline").press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Second, mended")
    assert Story.objects.get(pk=second.pk).headline == "Second, mended"


def test_the_live_text_is_fixed_in_two_clicks_and_a_kind(page, site):
    made = begun()
    publish(made, at=timezone.now() - HOUR)
    enter(page, site, "paula")
    page.goto(f"{site}/admin/desk/story/{made.pk}/change/")
    page.get_by_role("link", name="Fix the live text").click()
    text = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(text).to_contain_text("typpo")
    page.locator("#id_headline").fill("Harbour bridge closes")
    page.get_by_label("Minor:", exact=False).check()
    page.get_by_role("button", name="Publish the fix").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers have it now")
    live = Edition.objects.live(timezone.now() + dt.timedelta(seconds=1)).get()
    assert live.headline == "Harbour bridge closes" and "typpo" in live.body


def test_a_preview_link_is_made_beside_the_story_and_opens_without_an_account(page, browser, site):
    made = begun()
    enter(page, site, "rita")
    page.goto(f"{site}/admin/desk/story/{made.pk}/change/")
    page.locator("#desk-links > summary").click()
    page.get_by_label("For whom").fill("Lena Lawyer")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".messagelist")).to_contain_text("The link for Lena Lawyer")
    stranger = browser.new_context().new_page()
    stranger.goto(PreviewLink.objects.get().address)
    expect(stranger.locator("body")).to_contain_text("shown to Lena Lawyer alone")
    stranger.context.close()


@pytest.mark.parametrize("width", [1280, 820, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_is_wider_than_the_screen(browser, site, width, scheme):
    made = begun("A headline with a Donaudampfschifffahrtsgesellschaftskapitän in it")
    publish(made, at=timezone.now() - HOUR)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    enter(page, site, "paula")
    for path in ("", "desk/story/", *(f"desk/story/{made.pk}/{one}/" for one in ("change", "fix", "embargo", "notes"))):
        page.goto(f"{site}/admin/{path}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
    context.close()
