"""Each block of a text, by keyboard: put in, saved, found again, changed, shown to a reader, gone with its target."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Edition
from desk import publishing
from desk.models import Story
from photos import library
from tests.browser.test_desk_walk import at_the_desk, editor, press  # noqa: F401
from tests.cast import DAY, edit, person, publish, story
from tests.photos.pictures import jpeg, photo

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def start(page: Page, live_server, made: Story) -> None:
    page.goto(live_server.url + f"/admin/desk/story/{made.pk}/change/")
    expect(editor(page)).to_contain_text("Text")
    editor(page).get_by_text("Text.", exact=True).click()
    page.keyboard.press("Control+End")


def button(page: Page, name: str) -> None:
    """Alt+F10 to the toolbar, arrows through a group of it, Tab to the next, Enter: no mouse."""
    page.keyboard.press("Alt+F10")
    seen: set[str] = set()
    for _ in range(80):
        here, label = page.evaluate("() => [document.activeElement.id, document.activeElement.textContent.trim()]")
        if label.startswith(name):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab" if here in seen else "ArrowRight")
        seen.add(here)
    raise AssertionError(f"no button {name} by keyboard: {seen}")


def to_the_block(page: Page) -> None:
    """From the end of the text back into the block before it, and open it."""
    page.keyboard.press("ArrowLeft")
    expect(page.frame_locator("iframe.cke_wysiwyg_frame").locator(".cke_widget_focused")).to_have_count(1)
    page.keyboard.press("Enter")


def saved(page: Page, made: Story) -> str:
    press(page, "Save")
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    return Story.objects.get(pk=made.pk).body


def block(page: Page, selector: str):
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator(f".cke_widget_wrapper {selector}")


def open_again(page: Page, live_server, made: Story) -> None:
    start(page, live_server, made)


def read(page: Page, live_server, made: Story) -> Page:
    """What readers get of the working copy."""
    now = Story.objects.get(pk=made.pk)
    from django.utils import timezone

    edition = publish(now, at=timezone.now())
    page.goto(live_server.url + edition.get_absolute_url())
    return page


def test_a_card_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    target = story("Bridge is saved after all", standfirst="The bearings hold.", kind="opinion")
    publish(target)
    story("Bridge in secret", is_restricted=True, begun_by=person("ed"))
    story("Bridge of another reporter", begun_by=person("ed"))
    story("Bridge to come", body="<p>x</p>")
    made = story("With a card", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Card")
    rita.keyboard.type("bridge")
    options = rita.locator("#nr-card-list [role=option]")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("Opinion Bridge is saved after all")
    expect(options.nth(1)).to_contain_text("Bridge to come Not public yet")
    rita.keyboard.press("ArrowDown")
    rita.keyboard.press("Enter")
    rita.keyboard.press("Tab")
    rita.keyboard.press("Tab")
    rita.keyboard.press("Tab")
    rita.keyboard.press("Enter")
    expect(block(rita, "aside .nr-headline")).to_have_text("Bridge is saved after all")
    rita.keyboard.type("After it.")
    body = saved(rita, made)
    assert body.replace("\n", "") == (
        f'<p>Text.</p><aside class="nr-related" data-article="{target.uid}"></aside><p>After it.</p>'
    )

    # There again as a block, named as its story is now; changed.
    edit(target, headline="Bridge is saved at last")
    publish(Story.objects.get(pk=target.pk), at=Edition.objects.get().live_from + DAY, change="update")
    open_again(rita, live_server, made)
    expect(block(rita, "aside .nr-headline")).to_have_text("Bridge is saved at last")
    expect(rita.locator("[data-unsaved]")).to_be_hidden()
    rita.keyboard.press("Home")
    to_the_block(rita)
    expect(rita.locator("#nr-card-term")).to_have_value("Bridge is saved at last")
    rita.keyboard.press("Tab")
    rita.keyboard.type('Say it <in> "our" words & more.')
    rita.keyboard.press("Tab")
    rita.keyboard.press("Tab")
    rita.keyboard.press("Enter")
    expect(block(rita, "aside .nr-standfirst")).to_contain_text('Say it <in> "our" words')
    body = saved(rita, made)
    assert body.count("<aside") == 1 and "Say it &lt;in&gt; &quot;our&quot; words &amp; more." in body

    # To a reader, and gone with its story.
    read(page, live_server, made)
    drop = page.locator(".text .drop")
    expect(drop).to_contain_text("Opinion")
    expect(drop).to_contain_text('Say it <in> "our" words & more.')
    expect(drop.get_by_role("link", name="Bridge is saved at last")).to_be_visible()
    publishing.withdraw(
        Story.objects.get(pk=target.pk), by=person("paula"), at=_now(), reason="Wrong.", shows_headline=True
    )
    page.reload()
    expect(page.locator(".text")).to_have_text(re.compile(r"^\s*Text\.\s*After it\.\s*$"))


def _now():
    from django.utils import timezone

    return timezone.now()


def test_a_photo_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    placed = photo(
        caption="Two men shake hands in Zbarazh.", photographer="Saul Loeb", agency="AFP", alt="Two men in suits"
    )
    photo(caption="A bridge at dawn.")
    made = story("With a photo", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Photo")
    rita.keyboard.type("zbarazh")
    expect(rita.locator("#nr-photo-list [role=option]")).to_have_count(1)
    rita.keyboard.press("Enter")
    expect(rita.get_by_label("Caption, here")).to_have_value("Two men shake hands in Zbarazh.")
    rita.get_by_label("Caption, here").fill("Our own caption.")
    rita.get_by_label("Description (alt): what").press("Enter")
    expect(block(rita, "figure.nr-image img")).to_be_visible()
    body = saved(rita, made)
    assert (
        f'data-agency="AFP" data-alt="Two men in suits" data-distributor="Getty Images" data-photo="{placed.pk}"'
        in body
    )
    assert "<figcaption>Our own caption.</figcaption>" in body and "<img" not in body
    assert list(made.pictures.values_list("photo_id", flat=True)) == [placed.pk]

    open_again(rita, live_server, made)
    expect(block(rita, "figure.nr-image figcaption")).to_have_text("Our own caption. (Saul Loeb/AFP · Getty Images)")
    to_the_block(rita)
    rita.get_by_label("Description (alt): what").fill("Two men by a fireplace")
    rita.keyboard.press("Enter")
    assert 'data-alt="Two men by a fireplace"' in saved(rita, made)

    read(page, live_server, made)
    expect(page.locator(".text figure figcaption")).to_have_text("Our own caption. (Saul Loeb/AFP via Getty Images)")
    picture = page.get_by_role("img", name="Two men by a fireplace")
    expect(picture).to_be_visible()
    library.pull(placed, "Rights", _now())
    page.reload()
    expect(page.locator(".text")).to_have_text(re.compile(r"^\s*Text\.\s*$"))
    assert "Our own caption" not in page.content()


def test_a_picture_that_is_dropped_in_goes_to_the_library_and_one_that_is_none_is_refused_in_words(
    at_the_desk,  # noqa: F811
    live_server,
):
    made = story("Dropped", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    drop(rita, [("bridge.jpg", jpeg(320, 240))])
    expect(rita.locator("dialog[data-nr=photo][open]")).to_be_visible()
    rita.get_by_label("Caption, here").fill("The bridge.")
    rita.get_by_label("Photographer").last.fill("Rita Reporter")
    rita.get_by_label("Description (alt): what").fill("A bridge")
    rita.keyboard.press("Enter")
    expect(block(rita, "figure.nr-image img")).to_be_visible()
    body = saved(rita, made)
    taken = made.pictures.get().photo
    assert f'data-photo="{taken.pk}"' in body and taken.uploaded_by == person("rita")

    drop(rita, [("bridge.jpg", b"not a picture")])
    expect(rita.locator(".cke_notification_warning")).to_contain_text("bridge.jpg: This is not a picture we can read")


def drop(page: Page, files) -> None:
    expect(editor(page)).to_contain_text("Text")
    page.evaluate(
        """files => {
            const editor = Object.values(CKEDITOR.instances)[0], window_ = editor.window.$;
            const data = new window_.DataTransfer();
            for (const [name, bytes] of files)
                data.items.add(new window_.File([new Uint8Array(bytes)], name, {type: "image/jpeg"}));
            const where = editor.editable().$.lastElementChild;
            const box = where.getBoundingClientRect();
            where.dispatchEvent(new window_.DragEvent("drop", {
                dataTransfer: data, bubbles: true, cancelable: true, clientX: box.left + 5, clientY: box.top + 5}));
        }""",
        [[name, list(data)] for name, data in files],
    )


def test_a_pull_quote_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    made = story("With a quote", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Pull quote")
    rita.keyboard.type("Nobody asked “us” & ours.")
    rita.keyboard.press("Tab")
    rita.keyboard.type("Olha Bondar, engineer")
    rita.keyboard.press("Enter")
    expect(block(rita, "figure.nr-pull blockquote")).to_have_text("Nobody asked “us” & ours.")
    body = saved(rita, made).replace("\n", "")
    assert body == (
        '<p>Text.</p><figure class="nr-pull"><blockquote><p>Nobody asked “us” &amp; ours.</p></blockquote>'
        "<figcaption>Olha Bondar, engineer</figcaption></figure>"
    )
    open_again(rita, live_server, made)
    to_the_block(rita)
    rita.get_by_label("Who said it").fill("Olha Bondar")
    rita.keyboard.press("Enter")
    assert "<figcaption>Olha Bondar</figcaption>" in saved(rita, made)
    read(page, live_server, made)
    expect(page.locator(".text .nr-pull")).to_contain_text("Nobody asked “us” & ours.")


def test_a_fact_box_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    made = story("With facts", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Fact box")
    rita.keyboard.type("The bridge")
    rita.keyboard.press("Enter")
    rita.keyboard.type("Built in 1961.")
    rita.keyboard.press("Enter")
    rita.keyboard.type("Forty bearings.")
    body = saved(rita, made).replace("\n", "")
    assert body == (
        '<p>Text.</p><figure class="nr-facts"><figcaption>The bridge</figcaption>'
        "<p>Built in 1961.</p><p>Forty bearings.</p></figure>"
    )
    open_again(rita, live_server, made)
    expect(block(rita, "figure.nr-facts figcaption")).to_have_text("The bridge")
    to_the_block(rita)
    rita.keyboard.press("End")
    rita.keyboard.type(" over the river")
    rita.keyboard.press("Escape")
    assert "<figcaption>The bridge over the river</figcaption><p>Built" in saved(rita, made).replace("\n", "")
    read(page, live_server, made)
    expect(page.get_by_role("figure", name="The bridge over the river")).to_contain_text("Forty bearings.")


def test_an_embed_by_keyboard_and_a_wrong_address_is_refused_in_words(at_the_desk, live_server, page):  # noqa: F811
    made = story("With an embed", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    button(rita, "Embed")
    rita.keyboard.type("https://evil.example/watch?v=dQw4w9WgXcQ")
    rita.keyboard.press("Enter")
    expect(rita.locator("dialog[open] [role=alert]")).to_contain_text("can’t be embedded. Copy the address of one post")
    rita.get_by_label("Address", exact=True).fill("https://youtu.be/dQw4w9WgXcQ?si=tracks-you")
    rita.keyboard.press("Tab")
    rita.keyboard.type("The bridge sings.")
    rita.keyboard.press("Enter")
    expect(block(rita, "figure.nr-embed .nr-address")).to_have_text(VIDEO)
    body = saved(rita, made).replace("\n", "")
    assert body == (
        f'<p>Text.</p><figure class="nr-embed" data-embed="{VIDEO}"><figcaption>The bridge sings.</figcaption></figure>'
    )
    open_again(rita, live_server, made)
    to_the_block(rita)
    rita.get_by_label("What it shows", exact=True).fill("It sings at night.")
    rita.keyboard.press("Enter")
    assert "<figcaption>It sings at night.</figcaption>" in saved(rita, made)

    # A reader: a link; with a script, a frame in its place, and nothing of theirs before.
    asked = []
    page.route(re.compile("youtube"), lambda route: (asked.append(route.request.url), route.fulfill(body="player"))[1])
    read(page, live_server, made)
    expect(page.locator(".embed figcaption")).to_have_text("It sings at night.")
    link = page.locator(".embed__link")
    assert link.get_attribute("href") == VIDEO and asked == []
    link.focus()
    page.keyboard.press("Enter")
    frame = page.locator(".embed iframe")
    expect(frame).to_be_visible()
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]
    expect(page.frame_locator(".embed iframe").locator("body")).to_have_text("player")


def test_a_recording_loads_nothing_before_it_is_pressed(live_server, page):
    address = "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"
    made = story("With a recording", body=f'<p>Text.</p><figure class="nr-embed" data-embed="{address}"></figure>')
    asked = []
    page.route(re.compile("spotify"), lambda route: (asked.append(route.request.url), route.fulfill(body="player"))[1])
    read(page, live_server, made)
    link = page.get_by_role("link", name="Audio Play from Spotify")
    expect(link).to_be_visible()
    assert asked == []
    link.focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator("iframe[title='Audio: Spotify']").locator("body")).to_have_text("player")
    assert asked == ["https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk"]


@pytest.mark.django_db
def test_a_bad_address_is_refused_by_the_form_too():
    from tests.desk.hands import errors, save, signed_in

    made = story("Forged", body="<p>Text.</p>")
    answer = save(signed_in("rita"), made, body='<p>x</p><figure data-embed="https://evil.example/1"></figure>')
    assert "“https://evil.example/1” can't be embedded" in errors(answer).replace("’", "'")
    assert Story.objects.get(pk=made.pk).body == "<p>Text.</p>"


def test_a_table_by_keyboard(at_the_desk, live_server, page):  # noqa: F811
    made = story("With a table", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    rita.evaluate("() => Object.values(CKEDITOR.instances)[0].execCommand('table')")
    dialog = rita.locator(".cke_dialog")
    dialog.get_by_label("Rows").fill("2")
    dialog.get_by_label("Columns").fill("2")
    dialog.get_by_label("Headers").select_option("row")
    dialog.get_by_label("Caption").fill("Votes")
    rita.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    rita.wait_for_function("() => Object.values(CKEDITOR.instances)[0].focusManager.hasFocus")
    editor(rita).locator("th").first.click()
    for words in ("Party", "Seats", "Ours", "12"):
        rita.keyboard.type(words)
        rita.keyboard.press("Tab")
    rita.keyboard.type("Theirs")
    button(rita, "+ Column")
    rita.keyboard.type("new")
    body = re.sub(r">\s+<", "><", saved(rita, made))
    assert '<table><caption>Votes</caption><thead><tr><th scope="col">Party</th>' in body
    assert "<tr><td>Ours</td>" in body and "<td>Theirs</td><td>new</td>" in body
    read(page, live_server, made)
    expect(page.locator("table", has_text="Party")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Party")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialogs_are_accessible(at_the_desk, live_server, scheme):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    from tests.browser.test_accessible import RULES

    made = story("Accessible", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    rita.emulate_media(color_scheme=scheme)
    start(rita, live_server, made)
    for name in ("card", "photo", "gallery", "pull", "embed"):
        rita.evaluate("name => void Object.values(CKEDITOR.instances)[0].execCommand('nr' + name)", name)
        expect(rita.locator(f"dialog[data-nr={name}]")).to_be_visible()
        found = Axe().run(rita, context=f"dialog[data-nr={name}]", options=RULES)
        assert found.violations_count == 0, found.generate_report()
        rita.keyboard.press("Escape")
        if rita.locator(f"dialog[data-nr={name}]").is_visible():
            rita.keyboard.press("Escape")
        expect(rita.locator(f"dialog[data-nr={name}]")).to_be_hidden()
