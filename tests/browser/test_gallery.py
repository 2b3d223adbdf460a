"""A gallery, by keyboard: put in, saved, found again, changed, shown to a reader, less with each picture pulled."""

import re

import pytest
from playwright.sync_api import Page, expect

from desk.models import Story
from photos import library
from photos.models import Photo
from tests.browser.test_blocks import _now, block, button, open_again, read, saved, start, to_the_block
from tests.browser.test_desk_walk import at_the_desk  # noqa: F401
from tests.cast import edit, person, story
from tests.photos.pictures import jpeg, photo


def add(page: Page, word: str) -> None:
    page.locator("#nr-gallery-term").focus()
    page.keyboard.type(word)
    options = page.locator("#nr-gallery-list:visible [role=option]")
    expect(options).to_have_text([re.compile(word, re.IGNORECASE)])
    page.keyboard.press("Enter")
    expect(page.locator("#nr-gallery-term")).to_have_value("")


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def rows(page: Page):
    return page.locator("[data-pictures] .nr-pictures__words")


def captions(body: str) -> list[str]:
    return re.findall("<figcaption>(.*?)</figcaption>", body)


def test_a_gallery_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    placed = [
        photo(caption=f"{where} <now> & then.", alt=alt, photographer="Saul Loeb", agency="AFP", distributor="")
        for where, alt in (("Zbarazh", "A castle"), ("Bridge", ""), ("Harbour", "Two cranes"))
    ]
    made = story("With a gallery", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Gallery")
    add(rita, "zbarazh")
    act(rita, "Put it in the text")
    expect(rita.locator("dialog[open] [role=alert]")).to_have_text("A gallery has two pictures or more.")
    add(rita, "bridge")
    add(rita, "harbour")
    expect(rows(rita)).to_have_text(
        ["Zbarazh <now> & then.", "Bridge <now> & then. No description (alt)", "Harbour <now> & then."]
    )
    # Its words for this use, in the dialog of a photo; then its place.
    act(rita, "Change: 2. Bridge")
    expect(rita.get_by_label("Caption, here")).to_have_value("Bridge <now> & then.")
    rita.get_by_label("Caption, here").fill("Our own bridge.")
    rita.get_by_label("Description (alt): what").fill("A bridge")
    rita.keyboard.press("Enter")
    expect(rows(rita).nth(1)).to_have_text("Our own bridge.")
    act(rita, "Move up: 3. Harbour")
    rita.keyboard.press("Enter")
    expect(rows(rita)).to_have_text(["Harbour <now> & then.", "Zbarazh <now> & then.", "Our own bridge."])
    act(rita, "Put it in the text")
    expect(block(rita, "figure.nr-gallery figure img")).to_have_count(3)
    rita.keyboard.type("After it.")
    body = re.sub(r">\s+<", "><", saved(rita, made))
    assert body.startswith('<p>Text.</p><figure class="nr-gallery"><figure class="nr-image"')
    assert body.endswith("</figure></figure><p>After it.</p>") and "<img" not in body
    assert captions(body) == ["Harbour &lt;now&gt; &amp; then.", "Zbarazh &lt;now&gt; &amp; then.", "Our own bridge."]
    assert {*made.pictures.values_list("photo_id", flat=True)} == {one.pk for one in placed}

    # There again as one block, and nobody is told that it was changed; then one of it is taken out.
    open_again(rita, live_server, made)
    expect(block(rita, "figure.nr-gallery figcaption")).to_have_text(
        [
            "Harbour <now> & then. (Saul Loeb/AFP)",
            "Zbarazh <now> & then. (Saul Loeb/AFP)",
            "Our own bridge. (Saul Loeb/AFP)",
        ]
    )
    expect(rita.locator("[data-unsaved]")).to_be_hidden()
    rita.keyboard.press("Home")
    to_the_block(rita)
    act(rita, "Take out: 1. Harbour")
    act(rita, "Put it in the text")
    expect(block(rita, "figure.nr-gallery figure")).to_have_count(2)
    body = saved(rita, made)
    assert captions(body) == ["Zbarazh &lt;now&gt; &amp; then.", "Our own bridge."]
    assert {*made.pictures.values_list("photo_id", flat=True)} == {placed[0].pk, placed[1].pk}

    # To a reader: pressed, a picture stands whole; with one left it is a picture, with none there is nothing.
    read(page, live_server, made)
    gallery = page.get_by_role("figure", name="Gallery: 2 pictures")
    second = gallery.get_by_role("figure").nth(1)
    expect(second).to_contain_text("2/2 Our own bridge. (Saul Loeb/AFP)")
    narrow = second.bounding_box()["width"]
    second.get_by_role("link", name="A bridge").focus()
    page.keyboard.press("Enter")
    assert second.bounding_box()["width"] > 1.9 * narrow
    library.pull(placed[0], "Rights", _now())
    page.goto(page.url.partition("#")[0])
    expect(page.locator(".text figure")).to_have_count(1)
    expect(page.locator(".text figcaption")).to_have_text("Our own bridge. (Saul Loeb/AFP)")
    library.pull(placed[1], "Rights", _now())
    page.reload()
    expect(page.locator(".text")).to_have_text(re.compile(r"^\s*Text\.\s*After it\.\s*$"))


def test_it_is_left_and_taken_out_by_keyboard(at_the_desk, live_server):  # noqa: F811
    body = "".join(f'<figure class="nr-image" data-photo="{photo().pk}" data-alt="x"></figure>' for _ in range(2))
    made = story("Out again", body=f'<p>Text.</p><figure class="nr-gallery">{body}</figure>')
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    to_the_block(rita)
    act(rita, "Take out: 1.")
    rita.keyboard.press("Escape")
    expect(rita.locator("dialog[data-nr=gallery]")).to_be_hidden()
    assert saved(rita, made).count("data-photo") == 2
    open_again(rita, live_server, made)
    rita.keyboard.press("ArrowLeft")
    rita.keyboard.press("Delete")
    assert saved(rita, made) == "<p>Text.</p>"


def test_many_files_go_to_the_library_and_into_the_gallery_at_once(at_the_desk, live_server):  # noqa: F811
    made = story("Dropped", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Gallery")
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(320, 240 + number)} for number in range(3)
    ]
    rita.locator("#nr-gallery-file").set_input_files([*files, files[0] | {"name": "no.jpg", "buffer": b"no picture"}])
    expect(rows(rita)).to_have_count(3)
    expect(rita.locator("dialog[open] [role=alert]")).to_contain_text("no.jpg: This is not a picture we can read")
    rita.evaluate(
        """bytes => {
            const data = new DataTransfer(), dialog = document.querySelector("dialog[data-nr=gallery]");
            data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", {type: "image/jpeg"}));
            dialog.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        list(jpeg(320, 250)),
    )
    expect(rows(rita)).to_have_count(4)
    act(rita, "Put it in the text")
    expect(block(rita, "figure.nr-gallery figure")).to_have_count(4)
    assert saved(rita, made).count("data-photo") == 4
    assert {one.uploaded_by for one in Photo.objects.all()} == {person("rita")}


def test_thirty_are_enough(at_the_desk, live_server):  # noqa: F811
    placed = photo(caption="Zbarazh.")
    one = f'<figure class="nr-image" data-photo="{placed.pk}" data-alt="x"></figure>'
    made = story("Many", body=f'<p>Text.</p><figure class="nr-gallery">{one * 30}</figure>')
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    expect(block(rita, "figure.nr-gallery img")).to_have_count(30)
    to_the_block(rita)
    rita.locator("#nr-gallery-term").focus()
    expect(rita.locator("#nr-gallery-list [role=option]")).to_have_count(1)
    rita.keyboard.press("Enter")
    expect(rita.locator("dialog[open] [role=alert]")).to_have_text("A gallery has no more than 30 pictures.")
    expect(rows(rita)).to_have_count(30)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_for_editors_and_for_readers(at_the_desk, live_server, page, scheme):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    from tests.browser.test_accessible import RULES

    figures = "".join(
        f'<figure class="nr-image" data-photo="{photo().pk}" data-alt="{alt}" data-agency="AFP">'
        f"<figcaption>Caption</figcaption></figure>"
        for alt in ("One", "Two", "")
    )
    made = story("Accessible", body=f'<p>Text.</p><figure class="nr-gallery">{figures}</figure>')
    rita = at_the_desk("rita")
    rita.emulate_media(color_scheme=scheme)
    start(rita, live_server, made)
    to_the_block(rita)
    expect(rows(rita)).to_have_count(3)
    found = Axe().run(rita, context="dialog[data-nr=gallery]", options=RULES)
    assert found.violations_count == 0, found.generate_report()

    edit(made, body=Story.objects.get(pk=made.pk).body.replace('data-photo="', 'data-alt="Three" data-photo="'))
    page.emulate_media(color_scheme=scheme)
    read(page, live_server, made)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
