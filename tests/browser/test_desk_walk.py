"""Reporter, editor and publisher take a story from an empty form to its page and away again, in Chromium."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.models import Story
from tests.cast import author, person, section, topic

PASSWORD = "correct horse battery"  # tests.cast gives it to everybody
PARAGRAPHS = [
    "The harbour bridge will close to lorries on Monday, the city said.",
    "Engineers found cracks in two of its forty bearings last week.",
]


@pytest.fixture
def at_the_desk(browser: Browser, live_server, settings):
    """Opens a browser for one person, signed in; several at once."""
    settings.NEWSROOM_SITE_URL = live_server.url
    contexts = []

    def open_for(who: str) -> Page:
        person(who)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "blob:"))
                else page.errors.append(f"asked {request.url}")
            ),
        )
        page.goto(live_server.url + "/admin/")
        page.get_by_label("Username").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "/login/" not in page.url
        return page

    yield open_for
    errors = [error for context in contexts for page in context.pages for error in getattr(page, "errors", [])]
    for context in contexts:
        context.close()
    assert not errors, errors


def editor(page: Page):
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def write(page: Page, *paragraphs: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+End")
    for paragraph in paragraphs:
        page.keyboard.type(paragraph)
        page.keyboard.press("Enter")


def choose(page: Page, label: str, words: str) -> None:
    """Search in a chooser and take the first row that it finds."""
    field = page.locator(f"#{label}").locator("xpath=following-sibling::span[1]")
    field.click()
    search = page.locator(".select2-container--open .select2-search__field")
    search.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def state(page: Page) -> str:
    return " ".join(page.locator(".desk-strip__state").inner_text().split())


def test_a_story_goes_from_an_empty_form_to_its_page_and_away_again(at_the_desk, live_server, page):
    author("Rita Reporter", account=person("rita"))
    author("Phil Photographer")
    section("War")
    topic("Bridges")

    # Rita writes.
    rita = at_the_desk("rita")
    rita.get_by_role("link", name="Stories").first.click()
    rita.get_by_role("link", name="Add story").click()
    rita.get_by_label("Headline").fill("Bridge closes to lorries")
    rita.get_by_label("Standfirst").fill("Cracks were found in two bearings.")
    write(rita, *PARAGRAPHS)
    expect(rita.locator("[data-count-words]")).to_have_text("23 words")
    expect(rita.locator("[data-unsaved]")).to_be_visible()
    rita.get_by_label("Section").select_option(label="War")
    choose(rita, "id_topics", "Bridges")
    press(rita, "Save draft")
    expect(rita.locator(".messagelist")).to_contain_text("The story is begun.")
    expect(rita.locator("#bylines-0 .select2-selection__rendered")).to_contain_text("Rita Reporter")
    expect(rita.locator("[data-unsaved]")).to_be_hidden()

    # A second person in the byline, by the button that adds a row.
    rita.get_by_role("button", name="Add another Person").click()
    choose(rita, "id_bylines-1-author", "Phil Photographer")
    rita.locator("#bylines-1").get_by_label("Words").uncheck()
    rita.locator("#bylines-1").get_by_label("Photos").check()
    press(rita, "Send for review")
    expect(rita.locator(".messagelist")).to_contain_text("Sent for review.")
    assert state(rita).startswith("In review not published")
    assert rita.get_by_role("button", name="Approve").count() == 0
    story = Story.objects.get()
    assert [row.printed_name for row in story.credits] == ["Rita Reporter", "Phil Photographer"]
    assert story.credits[1].roles == ["photos"]
    assert "<p>The harbour bridge" in story.body

    # Ed approves.
    ed = at_the_desk("ed")
    ed.goto(live_server.url + "/admin/desk/story/")
    ed.get_by_role("link", name="Bridge closes to lorries").click()
    press(ed, "Approve")
    expect(ed.locator(".messagelist")).to_contain_text("Approved.")

    # A press on Save with nothing changed keeps the approval, though the editor has laid the text out anew.
    expect(editor(ed)).to_contain_text("forty bearings")
    press(ed, "Save")
    expect(ed.locator(".messagelist")).to_contain_text("Nothing had changed")
    assert state(ed).startswith("Approved")

    # Paula looks at the preview and publishes.
    paula = at_the_desk("paula")
    paula.goto(live_server.url + f"/admin/desk/story/{story.pk}/change/")
    press(paula, "Preview")
    expect(paula.get_by_role("heading", level=1)).to_have_text("Bridge closes to lorries")
    expect(paula.locator(".desk-preview")).to_contain_text("Only colleagues see this page.")
    paula.get_by_role("link", name="Back to the story").click()
    press(paula, "Publish …")
    # The button says what it will do.
    paula.get_by_role("radio", name="At a time").check()
    expect(paula.get_by_role("button", name="Publish at that time", exact=True)).to_be_visible()
    paula.get_by_role("radio", name="Now").check()
    press(paula, "Publish now")
    expect(paula.locator(".messagelist")).to_contain_text("Readers have it now.")
    assert "live since" in state(paula)
    address = paula.get_by_role("link", name="See it").get_attribute("href")

    # A reader has it.
    page.goto(live_server.url + address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge closes to lorries")
    expect(page.locator("article")).to_contain_text(PARAGRAPHS[1])
    expect(page.locator("article")).to_contain_text("1 min read")
    page.goto(live_server.url + "/news-feed/")
    expect(page.locator("main")).to_contain_text("Bridge closes to lorries")

    # Rita changes it; readers see nothing of that until Paula publishes the update.
    rita.reload()
    write(rita, "A ferry takes the lorries.")
    press(rita, "Save")
    assert state(rita).startswith("Draft live since")
    page.goto(live_server.url + address)
    expect(page.locator("article")).not_to_contain_text("ferry")
    paula.goto(live_server.url + f"/admin/desk/story/{story.pk}/change/")
    press(paula, "Publish the changes …")
    paula.get_by_role("radio", name=re.compile("Update: new")).check()
    press(paula, "Publish the changes now")
    expect(paula.locator(".messagelist")).to_contain_text("Readers have it now.")
    page.goto(live_server.url + address)
    expect(page.locator("article")).to_contain_text("A ferry takes the lorries.")
    expect(page.locator("article")).to_contain_text("Updated")

    # It is withdrawn.
    press(paula, "Withdraw …")
    press(paula, "Withdraw")
    expect(paula.locator("#act_form")).to_contain_text("Tell readers why")
    paula.get_by_label("Reason, for readers").fill("The city took its statement back.")
    press(paula, "Withdraw")
    assert "withdrawn" in state(paula)
    assert page.goto(live_server.url + address).status == 410
    expect(page.locator("main")).to_contain_text("The city took its statement back.")
    page.goto(live_server.url + "/news-feed/")
    expect(page.locator("main")).not_to_contain_text("Bridge closes")


def test_a_double_click_on_save_begins_one_story(at_the_desk, live_server):
    rita = at_the_desk("rita")
    rita.goto(live_server.url + "/admin/desk/story/add/")
    rita.get_by_label("Headline").fill("Clicked twice")
    rita.get_by_role("button", name="Save draft", exact=True).dblclick()
    expect(rita.get_by_role("link", name="Preview").or_(rita.get_by_role("button", name="Preview"))).to_be_visible()
    rita.wait_for_url("**/change/")
    assert Story.objects.count() == 1


def test_a_picture_brings_its_words_into_the_form(at_the_desk, live_server):
    from tests.photos.pictures import photo

    photo(caption="Two men shake hands.", photographer="Saul Loeb", agency="AFP", alt="Two men in suits")
    rita = at_the_desk("rita")
    rita.goto(live_server.url + "/admin/desk/story/add/")
    rita.get_by_label("Headline").fill("Handshake")
    choose(rita, "id_lead_photo", "Two men")
    expect(rita.get_by_label("Photographer")).to_have_value("Saul Loeb")
    expect(rita.get_by_label("Caption")).to_have_value("Two men shake hands.")
    expect(rita.locator("[data-thumbnail] img")).to_be_visible()
    rita.get_by_label("Caption").fill("Our own caption.")
    press(rita, "Save draft")
    story = Story.objects.get()
    assert (story.lead_caption, story.lead_alt, story.lead_agency) == ("Our own caption.", "Two men in suits", "AFP")


def test_words_survive_a_login_that_expires_in_mid_save(at_the_desk, live_server):
    rita = at_the_desk("rita")
    rita.goto(live_server.url + "/admin/desk/story/add/")
    rita.get_by_label("Headline").fill("Written all night")
    write(rita, *PARAGRAPHS)
    rita.context.clear_cookies(name="sessionid")
    press(rita, "Save draft")
    expect(rita.locator("main")).to_contain_text("You were signed out")
    expect(rita.locator("main")).to_contain_text("Your words are all here")
    with rita.expect_popup() as opened:
        rita.get_by_role("link", name="Sign in, in another tab").click()
    door = opened.value
    door.get_by_label("Username").fill("rita")
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Sign in").click()
    expect(door.get_by_role("button", name="Sign out")).to_be_visible()
    press(rita, "Send it again")
    expect(rita.locator(".messagelist")).to_contain_text("The story is begun.")
    story = Story.objects.get()
    assert story.headline == "Written all night" and PARAGRAPHS[1] in story.body


def test_a_stale_form_keeps_what_was_typed_into_it(at_the_desk, live_server):
    from tests.cast import story as begin

    made = begin("Twice at once", body="<p>First words.</p>")
    rita, ed = at_the_desk("rita"), at_the_desk("ed")
    for page in (rita, ed):
        page.goto(live_server.url + f"/admin/desk/story/{made.pk}/change/")
    ed.get_by_label("Headline").fill("Ed was quicker")
    press(ed, "Save")
    write(rita, "Rita’s own sentence.")
    press(rita, "Save")
    expect(rita.locator(".errorlist").first).to_contain_text("Someone saved or moved this story")
    expect(editor(rita)).to_contain_text("Rita’s own sentence.")
    expect(rita.locator("[data-unsaved]")).to_be_visible()


def test_pasting_from_a_word_processor_leaves_the_text_and_drops_its_clothes(at_the_desk, live_server):
    rita = at_the_desk("rita")
    rita.goto(live_server.url + "/admin/desk/story/add/")
    rita.get_by_label("Headline").fill("Pasted")
    editor(rita).click()
    rita.evaluate(
        """() => Object.values(CKEDITOR.instances)[0].fire("paste", {
            type: "html", method: "paste", dataTransfer: new CKEDITOR.plugins.clipboard.dataTransfer(),
            dataValue: '<p class="MsoNormal" style="color:red">Plain <b>bold</b> <a href="javascript:x()">link</a></p>'
                     + '<script>alert(1)</script>'
        })"""
    )
    expect(editor(rita)).to_contain_text("Plain bold link")
    press(rita, "Save draft")
    body = Story.objects.get().body
    assert "Plain" in body and "Mso" not in body and "style" not in body and "javascript" not in body


def test_nobody_is_offered_the_editors_removed_plugins(at_the_desk, live_server):
    ed = at_the_desk("ed")
    ed.goto(live_server.url + "/admin/desk/story/add/")
    editor(ed).click()
    loaded = set(ed.evaluate("() => Object.keys(Object.values(CKEDITOR.instances)[0].plugins)"))
    assert not loaded & {"scayt", "wsc", "exportpdf", "image", "flash", "iframe", "sourcearea", "templates", "preview"}
    assert ed.get_by_title("Source").count() == 0
