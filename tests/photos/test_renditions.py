import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from PIL import Image, ImageCms

from photos import darkroom, library, renditions, tasks
from photos.models import Photo

from . import pictures

pytestmark = pytest.mark.django_db

EVERY_KIND = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]


def opened(rendition: renditions.Rendition) -> Image.Image:
    image = Image.open(rendition.ensure())
    image.load()
    return image


def colour(image: Image.Image, x: float, y: float) -> str:
    pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    return {
        (255, 0, 0): "red",
        (0, 255, 0): "green",
        (0, 0, 255): "blue",
        (255, 255, 255): "white",
        (0, 0, 0): "black",
    }[tuple(255 if value > 170 else 0 if value < 85 else value for value in pixel)]


def corners(image: Image.Image) -> list[str]:
    return [colour(image, x, y) for x, y in [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]]


def test_widths_rise_and_never_exceed_the_originals():
    for width, expected in [
        (6000, [320, 640, 960, 1280, 1920]),
        (1920, [320, 640, 960, 1280, 1920]),
        (1500, [320, 640, 960, 1280, 1500]),
        (1300, [320, 640, 960, 1300]),
        (300, [300]),
        (1, [1]),
    ]:
        assert renditions.WHOLE.widths_for(Photo(width=width, height=width)) == expected


def test_every_file_has_the_size_that_its_address_and_page_promise():
    photo = pictures.photo(pictures.jpeg(1500, 1000))
    for one in renditions.every(photo):
        with opened(one) as image:
            assert image.size == (one.width, one.height)
            assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[one.extension]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_location_serial_or_owner_is_in_any_public_byte(kind):
    data = pictures.telltale(kind)
    assert any(secret in data for secret in pictures.SECRETS)
    photo = pictures.photo(data)
    for one in renditions.every(photo):
        public = one.ensure().read_bytes()
        for secret in (*pictures.SECRETS, b"Exif", b"GPS", b"ICC_PROFILE", b"\xff\xfe\x00"):
            assert secret not in public, (one.name, secret)
        with Image.open(io.BytesIO(public)) as image:
            assert not image.getexif()
            assert not image.getexif().get_ifd(0x8825)
            assert not {"exif", "comment", "icc_profile", "photoshop"} & set(image.info)
            assert image.info["xmp"] == renditions.packet(photo)


def test_a_file_of_which_nobody_is_named_carries_no_packet():
    photo = pictures.photo(photographer="", agency="", distributor="")
    for one in renditions.every(photo):
        with opened(one) as image:
            assert "xmp" not in image.info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(kind, orientation):
    upright = pictures.scene(900, 600)
    undo = {6: 8, 8: 6}.get(orientation, orientation)
    held = upright.transpose(darkroom.UPRIGHT[undo]) if undo in darkroom.UPRIGHT else upright
    photo = pictures.photo(pictures.encoded(held, kind, exif=pictures.exif(orientation)))
    assert (photo.width, photo.height) == (900, 600)
    with opened(renditions.nearest(photo, 320)) as image:
        assert image.size == (320, 213)
        assert corners(image) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_jpegs_of_the_printing_house_are_shown(mode):
    photo = pictures.photo(pictures.encoded(pictures.scene(mode=mode), "JPEG"))
    with opened(renditions.nearest(photo, 640)) as image:
        assert image.mode == "RGB"
        if mode != "L":
            assert corners(image) == ["red", "green", "blue", "white"]


def test_a_png_of_16_bits_is_not_burnt_out():
    ramp = Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")
    photo = pictures.photo(pictures.encoded(ramp, "PNG"))
    with opened(renditions.nearest(photo, 256)) as image:
        assert [image.getpixel((128, y))[0] // 32 for y in (0, 64, 128, 192, 255)] == [0, 2, 4, 6, 7]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("height", [300, 3000])
def test_what_is_transparent_becomes_white(mode, height):
    layer = Image.new("RGBA", (400, height), (0, 0, 0, 0))
    layer.paste((0, 0, 0, 255), (0, 0, 200, height))
    options = {}
    if mode == "P":
        layer, options = layer.convert("RGB").quantize(2), {}
        layer.info["transparency"] = layer.getpixel((300, 10))
        layer.putpalette([0, 0, 0, 10, 10, 10])
        layer.paste(0, (0, 0, 200, height))
        layer.paste(1, (200, 0, 400, height))
        options = {"transparency": 1}
    else:
        layer = layer.convert(mode)
    photo = pictures.photo(pictures.encoded(layer, "PNG", **options))
    with opened(renditions.nearest(photo, 320)) as image:
        assert [colour(image, 0.25, y) for y in (0.1, 0.5, 0.9)] == ["black"] * 3
        assert [colour(image, 0.75, y) for y in (0.1, 0.5, 0.9)] == ["white"] * 3


def test_colours_of_another_profile_are_converted_and_a_broken_profile_is_ignored():
    # A profile whose red and blue are swapped would be best; Pillow makes LAB, XYZ and sRGB, so the broken ones count.
    good = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (good, good[:200], b"no profile at all", good.replace(b"RGB ", b"GRAY")):
        photo = pictures.photo(pictures.jpeg(icc_profile=profile))
        with opened(renditions.nearest(photo, 320)) as image:
            assert corners(image) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("size", [(1, 1), (50, 3000), (3000, 50), (1, 3000), (7, 5), (321, 20000)])
def test_odd_shapes_hold(size):
    photo = pictures.photo(pictures.encoded(Image.new("RGB", size, "red"), "PNG"))
    for one in renditions.every(photo):
        with opened(one) as image:
            assert image.size == (one.width, one.height)
            assert one.width <= size[0]
            assert one.height <= renditions.MAX_HEIGHT


def test_a_square_is_the_middle_of_the_picture():
    photo = pictures.photo(pictures.jpeg(3000, 1000))
    square = renditions.nearest(photo, 192, cut=renditions.SQUARE)
    assert (square.width, square.height) == (192, 192)
    with opened(square) as image:
        assert corners(image) == ["red", "green", "blue", "white"]


def test_addresses_are_unguessable_and_change_with_whatever_changes_the_bytes(monkeypatch):
    data = pictures.jpeg(400, 300)
    one, other = pictures.photo(data), pictures.photo(data)
    assert len(one.uid) == 32
    addresses = {rendition.address for photo in (one, other) for rendition in renditions.every(photo)}
    assert len(addresses) == 2 * len(renditions.every(one))
    assert not {a.address.rpartition("/")[2] for a in renditions.every(one)} & {
        a.address.rpartition("/")[2] for a in renditions.every(other)
    }
    monkeypatch.setattr(renditions, "RECIPE", renditions.RECIPE + 1)
    assert not addresses & {rendition.address for rendition in renditions.every(one)}


def test_the_worker_makes_every_file_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = pictures.photo()
    assert all(one.path.exists() for one in renditions.ahead(photo))
    assert {one.extension for one in renditions.ahead(photo)} == {"avif", "jpg"}
    photo.refresh_from_db()
    assert photo.ready_at is not None
    assert tasks.develop(photo) == 0


def test_the_worker_leaves_a_pulled_or_deleted_picture_alone():
    photo = pictures.photo()
    Photo.objects.update(pulled_at=photo.uploaded_at)
    assert tasks.make_renditions.call(photo.pk) == 0
    photo.delete()
    assert tasks.make_renditions.call(photo.pk or 1) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_need_a_file_one_makes_it(monkeypatch):
    photo = pictures.photo()
    renditions.remove(photo)  # the worker, which in tests is immediate, was here
    rendition = renditions.nearest(photo, 320)
    decoded = []
    develop = darkroom.develop
    monkeypatch.setattr(darkroom, "develop", lambda *args: decoded.append(1) or develop(*args))

    def need() -> None:
        rendition.ensure()
        connection.close()

    threads = [threading.Thread(target=need) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert decoded == [1]
    assert [path.name for path in renditions.folder(photo).iterdir() if path.name != ".lock"] == [rendition.name]


def test_originals_are_private_and_named_at_random():
    photo = library.add(pictures.upload(pictures.jpeg(), name="secret source.jpg"))
    with photo.image.storage.open(photo.image.name) as file:
        assert file.read() == pictures.jpeg()
    assert "secret" not in photo.image.name
    assert photo.uid not in photo.image.name
    with pytest.raises(ValueError, match="no address"):
        photo.image.url  # noqa: B018


def test_the_command_makes_what_is_missing_and_names_what_it_could_not(capsys):
    good, lost = pictures.photo(), pictures.photo()
    lost.image.storage.delete(lost.image.name)
    count = len(renditions.ahead(good))
    call_command("make_renditions")
    said = capsys.readouterr()
    assert f"{count} files made, 1 pictures failed." in said.out
    assert f"Photo {lost.pk}:" in said.err
    call_command("make_renditions")
    assert "0 files made" in capsys.readouterr().out
    call_command("make_renditions", again=True)
    assert f"{count} files made" in capsys.readouterr().out
