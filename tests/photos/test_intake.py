import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from photos import intake

from . import pictures


def refused(data: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(ValidationError) as error:
        intake.read(io.BytesIO(data), name=name)
    return error.value.messages[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_the_five_kinds_of_still_pictures_are_taken(kind):
    data = pictures.encoded(pictures.scene(120, 80), kind)
    file = io.BytesIO(data)
    facts = intake.read(file, name=f"x.{kind.lower()}")
    assert (facts.format, facts.width, facts.height, facts.bytes) == (kind.lower(), 120, 80, len(data))
    assert file.tell() == 0


def test_content_decides_not_the_name():
    assert intake.read(io.BytesIO(pictures.encoded(pictures.scene(9, 9), "PNG")), name="x.JPG").format == "png"
    assert intake.read(io.BytesIO(pictures.jpeg(9, 9)), name="no extension").format == "jpeg"
    assert "not a picture" in refused(b"<!doctype html><script>alert(1)</script>", "x.jpg")
    assert "not a picture" in refused(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "x.png")
    assert "not a picture" in refused(pictures.encoded(pictures.scene(9, 9), "BMP"), "x.jpg")
    assert "not a picture" in refused(pictures.encoded(pictures.scene(9, 9), "TIFF"), "x.jpg")
    assert "not a picture" in refused(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "x.jpg")


@pytest.mark.parametrize("name", ["x.html", "x.jpg.html", "x.HTM", "x.svg", "x.php", "x.exe", "x.tiff"])
def test_a_picture_with_the_name_of_something_else_is_refused(name):
    assert "is not taken as a picture" in refused(pictures.jpeg(9, 9), name)


def test_a_polyglot_is_only_a_picture_to_us():
    assert intake.read(io.BytesIO(pictures.jpeg(9, 9, comment=b"<script>alert(1)</script>")), name="x.jpg").width == 9


def test_an_empty_file_is_refused():
    assert "empty" in refused(b"")


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(ValidationError, match="50"):
        intake.read(io.BytesIO(b""), size=intake.MAX_BYTES + 1)


def test_too_many_pixels_are_refused_by_the_header():
    for width, height in [(20_000, 15_000), (17_000, 17_000), (10_001, 10_000), (0xFFFF, 0xFFFF)]:
        assert "million" in refused(pictures.png_header(width, height))
    assert "a side may have" in refused(pictures.png_header(40_000, 10))


@pytest.mark.parametrize(
    ("kind", "options"), [("WEBP", {}), ("AVIF", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("JPEG", {})]
)
def test_formats_whose_decoders_need_more_memory_may_have_fewer_pixels(kind, options, monkeypatch):
    monkeypatch.setattr(intake, "MAX_PIXELS", 10_000)
    monkeypatch.setattr(intake, "MAX_PIXELS_OF", {"progressive": 5000, "WEBP": 5000, "AVIF": 5000})
    data = pictures.encoded(pictures.scene(90, 80), kind, **options)
    if kind == "PNG" or (kind == "JPEG" and not options):
        assert intake.read(io.BytesIO(data)).width == 90
    else:
        assert "million" in refused(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_file_cut_off_anywhere_is_refused_in_words(kind):
    data = pictures.encoded(Image.effect_noise((200, 150), 80).convert("RGB"), kind)
    for length in (1, 12, 40, len(data) // 10, len(data) // 2, len(data) * 9 // 10):
        assert refused(data[:length])


@pytest.mark.parametrize("progressive", [True, False])
def test_a_large_jpeg_cut_off_near_its_end_is_refused_although_it_is_decoded_small(progressive):
    data = pictures.encoded(Image.effect_noise((1600, 1200), 80).convert("RGB"), "JPEG", progressive=progressive)
    assert "damaged" in refused(data[: len(data) * 95 // 100])


def test_a_file_damaged_in_the_middle_never_raises_anything_else():
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        data = pictures.telltale(kind)
        for place in range(0, len(data), max(1, len(data) // 60)):
            broken = data[:place] + b"\xff\x00\xfe" + data[place + 3 :]
            try:
                intake.read(io.BytesIO(broken), name="x.jpg")
            except ValidationError as error:
                assert error.messages[0]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "PNG"])
def test_a_moving_picture_is_refused(kind):
    assert "moves" in refused(pictures.moving(kind))


def test_a_phones_jpeg_with_a_second_picture_behind_it_is_a_jpeg():
    frames = [pictures.scene(640, 480), pictures.scene(320, 240)]
    data = pictures.encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])
    facts = intake.read(io.BytesIO(data), name="IMG_0001.JPG")
    assert (facts.format, facts.width, facts.height) == ("jpeg", 640, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_size_is_that_of_the_upright_picture(kind):
    data = pictures.encoded(pictures.scene(120, 80), kind, exif=pictures.exif(orientation=6))
    facts = intake.read(io.BytesIO(data))
    assert (facts.width, facts.height) == (80, 120)
