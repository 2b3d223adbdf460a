"""A working day of whoever keeps profiles, in a browser: people come, change their names and leave; no story is met."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from authors.models import Author
from tests import cast
from tests.photos import pictures

PASSWORD = "correct horse battery"
CANARY = "CANARY"


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def seen(page):
    """The text of every page of the desk that stayed to be read, with its address."""
    pages = []

    def note(response):
        if response.request.is_navigation_request() and "/admin/" in response.url and response.ok:
            with suppress(Error):  # left before it had all arrived
                pages.append((response.url, response.text()))

    page.on("response", note)
    return pages


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Sign out")).to_be_visible()
    page.wait_for_load_state()  # what is below the header, too


def picture(name="portrait.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.jpeg(600, 800)}


def save(page: Page) -> None:
    page.locator("input[name=_save]").click()


def test_a_working_day(page: Page, site, seen):
    cast.person("stas")
    rita = cast.author("Rita Reporter", slug="rita-reporter", account=cast.person("rita"))
    double = cast.author("R. Reporter", slug="r-reporter")
    cast.publish(cast.story("First of all", by=[rita]))
    cast.publish(cast.story("Second by the double", by=[double]), at=cast.NOON + cast.HOUR)
    cast.story(f"{CANARY} draft", by=[rita], standfirst=f"{CANARY} standfirst")

    sign_in(page, site, "stas")
    links = page.locator("#content a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    assert all(link.startswith(("/admin/authors/", "/admin/photos/")) for link in links), links

    # Somebody new: first without a description of the portrait, which is asked for, and nothing is typed twice.
    page.goto(f"{site}/admin/authors/author/add/")
    page.fill("#id_name", "Анна Шевченко")
    page.fill("#id_title", "War correspondent")
    page.fill("#id_biography", "Reports from the east.\n\nBorn in Poltava.")
    page.set_input_files("#id_new_portrait", picture())
    page.select_option("#id_contacts-0-kind", "telegram")
    page.fill("#id_contacts-0-address", "https://t.me/anna_shevchenko")
    save(page)
    expect(page.get_by_text("Say what the portrait shows, for readers who don't see it.")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Анна Шевченко")
    expect(page.locator("#id_contacts-0-address")).to_have_value("https://t.me/anna_shevchenko")
    expect(page.locator("#id_portrait img[src^='/pictures/']")).to_have_count(1)
    page.fill("#id_portrait_alt", "A woman in a helmet looks to the side.")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    page.goto(f"{site}/author/anna-shevchenko/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Анна Шевченко")
    expect(page.locator(".portrait img").first).to_have_js_property("complete", True)
    expect(page.get_by_role("link", name="Telegram")).to_have_attribute("href", "https://t.me/anna_shevchenko")

    # Somebody marries: the name changes, a new address is offered and taken, the old one leads there.
    page.goto(f"{site}/admin/authors/author/")
    page.get_by_role("link", name="Анна Шевченко").click()
    page.fill("#id_name", "Анна Коваль")
    save(page)
    page.get_by_role("link", name="give it an address made of the new name").click()
    page.get_by_role("button", name="/author/anna-koval/").click()
    expect(page.locator(".messagelist")).to_contain_text("The page is now at /author/anna-koval/.")
    page.goto(f"{site}/author/anna-shevchenko/")
    assert page.url == f"{site}/author/anna-koval/"

    # Two profiles of one person become one.
    page.goto(f"{site}/admin/authors/author/")
    page.locator("tr", has_text="R. Reporter").locator("input[type=checkbox]").check()
    page.select_option("select[name=action]", "merge_into")
    page.locator("#changelist .actions button[name=index], #changelist .actions button[type=submit]").first.click()
    page.select_option("#id_into", label=f"{rita.name} – /author/{rita.slug}/")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Bylines stay as they were printed")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".messagelist")).to_contain_text("Merged into Rita Reporter: R. Reporter.")
    page.goto(f"{site}/author/r-reporter/")
    assert page.url == f"{site}/author/rita-reporter/"
    expect(page.locator(".card__headline a")).to_have_text(["Second by the double", "First of all"])

    # Somebody leaves; somebody can't be deleted, and the desk says why.
    page.goto(f"{site}/admin/authors/author/{rita.pk}/change/")
    page.uncheck("#id_is_active")
    save(page)
    page.goto(f"{site}/authors/")
    expect(page.get_by_text("Rita Reporter")).to_have_count(0)
    page.goto(f"{site}/author/rita-reporter/")
    expect(page.get_by_text("Former member of the newsroom")).to_be_visible()
    page.goto(f"{site}/admin/authors/author/{rita.pk}/delete/")
    expect(page.locator(".messagelist")).to_contain_text("what was printed stays printed")

    assert len(seen) > 5
    for address, text in seen:
        assert CANARY not in text, address
        assert "/admin/desk/" not in text, address
    for closed in ("/admin/desk/story/", "/admin/desk/story/1/change/", "/admin/articles/section/"):
        answer = page.goto(f"{site}{closed}")
        assert answer is not None
        assert answer.status == 403
        assert CANARY not in answer.text()


def test_a_reporter_keeps_their_own_profile(page: Page, site):
    own = cast.author("Rita Reporter", slug="rita", account=cast.person("rita"))
    cast.author("Somebody Else", slug="else")
    sign_in(page, site, "rita")
    page.goto(f"{site}/admin/authors/author/")
    page.get_by_role("link", name="Rita Reporter").click()
    expect(page.locator("#id_slug")).to_have_count(0)
    page.fill("#id_biography", "Covers the grid.")
    page.set_input_files("#id_new_portrait", picture())
    page.fill("#id_portrait_alt", "Rita at a window.")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Author.objects.get(pk=own.pk).biography == "Covers the grid."
    page.goto(f"{site}/admin/authors/author/")
    page.get_by_role("link", name="Somebody Else").click()
    expect(page.locator("input[name=_save]")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_holds_whatever_a_profile_has(page: Page, site, width):
    long = cast.author(
        "Bartholomäus-Maximilian-Donaudampfschifffahrtsgesellschaft",
        slug="long",
        title="W" * 40 + " correspondent",
        biography="слово " * 5000,
        portrait=pictures.photo(pictures.jpeg(50, 3000)),
    )
    cast.author("Idle", slug="idle")
    cast.publish(cast.story(by=[long]))
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/author/long/", "/author/idle/", "/authors/"):
        answer = page.goto(site + address)
        assert answer is not None
        assert answer.status == 200
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
    page.goto(f"{site}/author/long/")
    box = page.locator(".portrait img").first.bounding_box()
    assert box is not None
    assert abs(box["width"] - box["height"]) < 2
