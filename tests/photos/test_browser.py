from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from photos.models import Photo
from tests.cast import person

from . import pictures


def sign_in(page: Page, live_server, settings, address: str) -> None:
    person("phil")
    settings.ALLOWED_HOSTS = ["*"]
    page.goto(f"{live_server.url}/admin/login/?next={address}")
    page.fill("[name=username]", "phil")
    page.fill("[name=password]", "correct horse battery")
    page.click("[type=submit]")
    page.wait_for_url(f"**{address}")


def test_the_photo_desk_sees_what_it_sends_and_reads_what_is_wrong(page: Page, live_server, tmp_path: Path, settings):
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    good.write_bytes(pictures.jpeg(1500, 1000))
    bad.write_bytes(pictures.jpeg(1500, 1000)[:5000])

    sign_in(page, live_server, settings, "/admin/photos/photo/add/")
    page.fill("[name=caption]", "Typed with care.")
    page.set_input_files("[name=image]", bad)
    page.click("[name=_save]")
    expect(page.locator(".field-image .errorlist")).to_contain_text("damaged or was cut off")
    expect(page.locator("[name=caption]")).to_have_value("Typed with care.")

    page.set_input_files("[name=image]", good)
    expect(page.locator("canvas.photo-preview")).to_be_visible()
    expect(page.locator(".photo-preview-note")).to_contain_text("1500 × 1000")
    page.click("[name=_continue]")
    shown = page.locator(".photo-stage__picture img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 640
    assert Photo.objects.get().caption == "Typed with care."


@pytest.fixture
def framed(page: Page, live_server, settings) -> Photo:
    photo = pictures.photo(pictures.jpeg(1500, 1000))
    sign_in(page, live_server, settings, f"/admin/photos/photo/{photo.pk}/change/")
    expect(page.locator("[data-preview=square] canvas")).to_be_visible()
    return photo


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the picture, in parts of its sides, on the screen."""
    box = page.locator(".photo-stage__picture img").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=4)
    page.mouse.up()


def colour_of(page: Page, use: str, x: float = 0.5, y: float = 0.5) -> str:
    """Which of the corners' colours a use's preview has there."""
    script = """(canvas, [x, y]) =>
        [...canvas.getContext("2d").getImageData(x * canvas.width, y * canvas.height, 1, 1).data.slice(0, 3)]"""
    found = page.locator(f"[data-preview={use}] canvas").evaluate(script, [x, y])
    return {(1, 0, 0): "red", (0, 1, 0): "green", (0, 0, 1): "blue", (1, 1, 1): "white"}[
        tuple(int(value > 128) for value in found)
    ]


def test_a_click_sets_the_focal_point_and_the_previews_follow(page: Page, framed):
    page.mouse.click(*at(page, 0.1, 0.25))
    expect(page.locator("#id_focus_x")).to_have_value("10")
    expect(page.locator("#id_focus_y")).to_have_value("25")
    page.fill("#id_focus_x", "100")  # and by the keyboard
    assert colour_of(page, "square", 0.4, 0.2) == "green"
    page.fill("#id_focus_x", "0")
    assert colour_of(page, "square", 0.4, 0.2) == "red"
    page.click("[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    photo = Photo.objects.get()
    assert (photo.focus_x, photo.focus_y) == (0, 25)


def test_a_use_gets_a_cut_of_its_own_by_dragging_and_loses_it_by_a_button(page: Page, framed):
    page.get_by_role("radio", name="1:1").check()
    drag(page, (0.6, 0.1), (0.9, 0.2))  # a new frame across the green corner
    left, top, width = (
        float(page.locator(f"[name=cut_square_{side}]").input_value()) for side in ("left", "top", "width")
    )
    assert (left, top, width) == pytest.approx((60, 10, 30), abs=0.6)
    assert colour_of(page, "square") == "green"
    drag(page, (0.7, 0.2), (0.2, 0.2))  # moved to the red one
    assert float(page.locator("[name=cut_square_left]").input_value()) == pytest.approx(10, abs=0.6)
    assert colour_of(page, "square") == "red"
    page.click("[name=_continue]")
    assert Photo.objects.get().crops["square"]["width"] == pytest.approx(30, abs=0.6)
    page.get_by_role("radio", name="1:1").check()
    page.get_by_role("button", name="Around the focal point again").click()
    page.click("[name=_continue]")
    expect(page.locator("[name=cut_square_left]")).to_have_value("")
    assert Photo.objects.get().crops == {}


def test_without_javascript_the_numbers_do(browser: Browser, live_server, settings):
    photo = pictures.photo(pictures.jpeg(1500, 1000))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, settings, f"/admin/photos/photo/{photo.pk}/change/")
    expect(page.locator("[data-preview=square] img")).to_be_visible()
    expect(page.locator(".photo-stage__tools")).to_be_hidden()
    page.fill("#id_focus_x", "12")
    for side, value in {"left": "10", "top": "20", "width": "50"}.items():
        page.fill(f"[name=cut_wide_{side}]", value)
    page.click("[name=_continue]")
    expect(page.locator("[name=cut_wide_top]")).to_have_value("20.0")
    photo = Photo.objects.get()
    assert (photo.focus_x, photo.crops) == (12, {"wide": {"left": 10.0, "top": 20.0, "width": 50.0}})
    context.close()
