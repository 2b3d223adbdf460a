"""The colour that stands in a picture's place."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from PIL import Image

from photos import tones
from photos.models import Photo
from photos.tasks import develop

from . import pictures


def test_the_palette_is_the_style_sheets():
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
    classes = dict(re.findall(r"\.tone-(\w+) \{ background-color: #([0-9a-f]{6})", sheet))
    assert {name: int(value, 16) for name, value in classes.items()} == tones.PALETTE


@pytest.mark.parametrize("name", sorted(tones.PALETTE))
def test_a_colour_of_the_palette_is_itself(name):
    assert tones.of(Image.new("RGB", (90, 60), f"#{tones.PALETTE[name]:06x}")) == name


def test_it_is_the_colour_of_most_and_not_the_mean():
    picture = Image.new("RGB", (90, 60), "#25304a")
    picture.paste("#ffffff", (0, 0, 90, 20))
    assert tones.of(picture) == "night"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I"])
def test_every_mode_has_one(mode):
    picture = pictures.scene(60, 40)
    if mode.startswith("I"):
        picture = picture.convert("L").convert("I").point(lambda value: value * 256)
        picture = picture.convert("I;16") if mode == "I;16" else picture
    assert tones.of(picture.convert(mode)) in tones.PALETTE


def test_what_is_transparent_counts_as_white():
    assert tones.of(Image.new("RGBA", (90, 60), (0, 0, 0, 0))) == "snow"
    assert tones.of(Image.new("RGB", (1, 1), "black")) == "coal"


@pytest.mark.django_db
def test_a_picture_prints_its_class_and_an_older_one_gets_its_colour_from_the_worker():
    photo = pictures.photo(pictures.encoded(Image.new("RGB", (90, 60), "#3f6d78")))
    assert photo.tone == "sea"
    html = Template("{% load pictures %}{% picture photo %}").render(Context({"photo": photo}))
    assert '<img class="tone-sea"' in html
    assert "style" not in html
    Photo.objects.update(tone="")
    photo = Photo.objects.get()
    assert "tone-" not in Template("{% load pictures %}{% picture photo %}").render(Context({"photo": photo}))
    develop(photo)
    assert Photo.objects.get().tone == "sea"
