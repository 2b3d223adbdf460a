"""
An article with all that one has, as a newsroom makes it: its picture and caption from an agency's file, its text pasted
from Word, its card to an opinion inside the text; and the picture pulled again.
"""

from playwright.sync_api import expect

from desk.models import Story
from photos.models import Photo
from tests.browser.test_blocks import block, button
from tests.browser.test_desk_walk import at_the_desk, choose, editor, press  # noqa: F401
from tests.browser.test_paste import FILES, copy
from tests.cast import author, person, publish, section, story, topic
from tests.photos.test_metadata import with_iim

AGENCY_FILE = {
    (1, 90): b"\x1b%G",
    (2, 120): b"Engineers on the harbour bridge at dawn, March 10, 2026.",
    (2, 80): b"Olha Bondar",
    (2, 110): b"Olha Bondar/AFP via Getty Images",
    (2, 116): "© 2026 AFP".encode(),
    (2, 25): [b"bridge", "міст".encode()],
}


def test_from_an_agencys_file_and_a_word_document_to_its_page_and_the_picture_away_again(
    at_the_desk,  # noqa: F811
    live_server,
    page,
    tmp_path,
):
    author("Rita Reporter", account=person("rita"), biography="Writes about bridges.")
    section("War"), topic("Bridges")
    letter = story("An open letter to the mayor", standfirst="Count the bearings.", kind="opinion")
    publish(letter)
    file = tmp_path / "AFP_1.jpg"
    file.write_bytes(with_iim(AGENCY_FILE))

    # Phil takes the agency's picture in: its words fill the form, he adds what it shows.
    phil = at_the_desk("phil")
    phil.goto(live_server.url + "/admin/photos/photo/add/")
    phil.locator("input[type=file]").set_input_files(file)
    phil.locator("[name=_save]").click()
    expect(phil.locator(".messagelist")).to_contain_text("The file brought words of its own")
    expect(phil.locator("#id_photographer")).to_have_value("Olha Bondar")
    expect(phil.locator("#id_agency")).to_have_value("AFP")
    expect(phil.locator("#id_distributor")).to_have_value("Getty Images")
    phil.locator("#id_alt").fill("Two people in helmets kneel on a bridge.")
    phil.locator("[name=_continue]").click()
    taken = Photo.objects.get()
    assert taken.alt.startswith("Two people")

    # Rita writes in Word, pastes, and puts the card where it belongs.
    rita = at_the_desk("rita")
    rita.goto(live_server.url + "/admin/desk/story/add/")
    rita.locator("#id_headline").fill("Harbour bridge closes to lorries")
    rita.locator("#id_standfirst").fill("Two of forty bearings are cracked.")
    copy(rita, "text/html", (FILES / "word.html").read_text())
    editor(rita).click()
    rita.keyboard.press("Control+V")
    expect(editor(rita).locator("h2")).to_have_count(2)
    rita.keyboard.press("Control+End")
    button(rita, "Card")
    rita.keyboard.type("open letter")
    expect(rita.locator("#nr-card-list [role=option]")).to_have_count(1)
    rita.keyboard.press("Enter")
    rita.locator("dialog[open] [data-ok]").click()
    expect(block(rita, "aside .nr-label")).to_have_text("Opinion")
    rita.locator("#id_section").select_option(label="War")
    choose(rita, "id_topics", "Bridges")
    choose(rita, "id_lead_photo", "Engineers")
    expect(rita.locator("#id_lead_agency")).to_have_value("AFP")
    press(rita, "Save draft")
    expect(rita.locator(".messagelist")).to_contain_text("The story is begun.")

    made = Story.objects.get(headline="Harbour bridge closes to lorries")
    edition = publish(made, at=_now())
    page.goto(live_server.url + edition.get_absolute_url())
    expect(page.locator(".story__head .kicker")).to_contain_text("News Feed")
    expect(page.locator(".lead figcaption")).to_have_text(
        "Engineers on the harbour bridge at dawn, March 10, 2026. (Olha Bondar/AFP via Getty Images)"
    )
    expect(page.get_by_role("img", name="Two people in helmets kneel on a bridge.")).to_be_visible()
    text = page.locator(".text")
    expect(text.locator("h2")).to_have_text(["The bridge", "What was found"])
    expect(text.locator("ul ul li")).to_have_text("the eastern one")
    card = text.locator(".drop")
    expect(card).to_contain_text("Opinion")
    expect(card.get_by_role("link", name="An open letter to the mayor")).to_be_visible()
    expect(page.locator(".authors")).to_contain_text("Writes about bridges.")

    # The photo desk pulls it: no page has it any more, nor its words.
    source = page.locator(".lead img").evaluate("image => image.currentSrc")
    assert page.request.get(source).status == 200
    phil.goto(live_server.url + f"/admin/photos/photo/{taken.pk}/pull/")
    phil.locator("#id_reason").fill("Shows where somebody lives.")
    phil.locator("form [type=submit]").last.click()
    expect(phil.locator(".messagelist")).to_contain_text("no page shows it any more")
    page.reload()
    expect(page.locator(".lead")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Engineers on the harbour bridge")
    assert page.request.get(source).status in (404, 410)


def _now():
    from django.utils import timezone

    return timezone.now()
