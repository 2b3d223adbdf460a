"""What a reader's browser has to fetch before it can show a page: small enough for an old phone in a shelter."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from photos.models import place
from tests.cast import author, publish, story, topic
from tests.photos import pictures

from .pages import tree

# Some 2,000 words, of which hardly two in a row come twice: such a text is hard to press together.
_WORDS = "council river bridge winter engine ministry school market letter signal harbour street".split()
TEXT = " ".join(f"{_WORDS[n * n % 12]}{_WORDS[n * 7 % 11][::-1]}{n % 89}" for n in range(2_000))

STATIC = Path(settings.BASE_DIR) / "static"
BASE = (Path(settings.BASE_DIR) / "templates" / "base.html").read_text()
ENGLISH = ["serif-latin", "serif-latin-italic", "serif-latin-ext", "sans-latin", "sans-latin-ext"]
UKRAINIAN = ["serif-latin", "serif-cyrillic", "serif-cyrillic-italic", "sans-latin", "sans-cyrillic"]


def kilobytes(*names: str) -> float:
    return sum((STATIC / name).stat().st_size for name in names) / 1000


@pytest.mark.parametrize(("fonts", "limit"), [(ENGLISH, 120), (UKRAINIAN, 160)])
def test_the_fonts_of_a_page_stay_small(fonts, limit):
    assert kilobytes(*(f"fonts/{font}.woff2" for font in fonts)) < limit


def test_styles_and_script_leave_most_of_the_fifty_kilobytes_to_the_text():
    linked = re.findall(r'static "((?:css|js)/[\w.]+)"', BASE)
    assert "js/reader.js" in linked and len(linked) > 5
    names = [*linked, "css/article.css"]
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names) < 15_000


@pytest.mark.django_db
def test_an_article_with_all_that_belongs_to_one_weighs_fifty_kilobytes_at_most(reader):
    here = {"by": [author(biography=TEXT[:600]), author("Other")], "topics": [topic("Energy"), topic("War")]}
    others = [story(f"Beside it {n}", standfirst=TEXT[n : n + 200], **here) for n in range(6)]
    made = story(standfirst=TEXT[:200], body=f"<p>{TEXT}</p>", related=others, **here)
    place(made, pictures.photo())
    made.save()
    for one in (*others, made):
        edition = publish(one)
    page = reader.get(edition.get_absolute_url())
    files = tree(page).xpath("//link[@rel='stylesheet']/@href | //script/@src")
    assert len(files) > 6
    weights = {name: len(gzip.compress((STATIC / name.removeprefix("/static/")).read_bytes())) for name in files}
    assert len(gzip.compress(page.content)) + sum(weights.values()) <= 50_000, weights


def test_no_style_asks_another_host_for_anything():
    for sheet in (STATIC / "css").glob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", sheet.read_text()), sheet.name


def test_every_font_lies_where_the_style_looks_for_it_and_has_its_licence_beside_it():
    wanted = set(re.findall(r'url\("\.\./fonts/([\w.-]+)"\)', (STATIC / "css" / "fonts.css").read_text()))
    assert wanted == {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert list((STATIC / "fonts").glob("OFL-*.txt"))
