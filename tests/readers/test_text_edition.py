"""The text-only edition: a story for the thinnest of connections, in the browser's own plain clothes."""

import gzip

import pytest

from articles.reading import count_words
from photos import renditions
from photos.models import place
from tests.cast import publish, story
from tests.photos import pictures

from .pages import tree

pytestmark = pytest.mark.django_db

SENTENCE = "The council met behind closed doors, and by noon the whole city knew what it had said. "  # 17 words
WORDS = 1_500


def with_picture(photo, **fields):
    made = story(**fields)
    place(made, photo)
    made.save()
    return publish(made)


def asked(reader, edition, **kwargs):
    return reader.get(f"{edition.get_absolute_url()}text/", **kwargs)


def test_it_has_the_words_and_nothing_to_load(reader):
    edition = publish(story("Plain", standfirst="In short.", body="<p>All of it.</p>"))
    page = tree(asked(reader, edition))
    assert "All of it." in page.text_content()
    assert not page.xpath("//script | //img | //link[@rel='stylesheet'] | //style | //@style")
    # Without one of its own a browser asks for /favicon.ico, and for that once a day.
    assert page.xpath("//link[@rel='icon']/@href")


def test_fifteen_hundred_words_are_fifteen_kilobytes_at_most_and_half_of_that_on_the_way(reader):
    body = "".join(f"<p>{SENTENCE * 5}</p>" for _ in range(WORDS // (5 * 17) + 1))
    edition = with_picture(pictures.photo(), body=body, standfirst=SENTENCE)
    assert count_words(body) >= WORDS
    content = asked(reader, edition).content
    assert len(content) <= 15_000
    assert len(gzip.compress(content)) <= 7_500


def test_its_pictures_are_links_with_their_words_and_what_following_them_costs(reader):
    photo, other = pictures.photo(), pictures.photo(pictures.jpeg(640, 480))
    body = f'<p>Before.</p><figure data-photo="{other.pk}" data-alt="A hall" data-agency="AFP"></figure><p>After.</p>'
    edition = with_picture(photo, body=body)
    addresses = tree(asked(reader, edition)).xpath("//a[starts-with(@href, '/pictures/')]/@href")
    assert len(addresses) == 2
    for picture, address in zip((photo, other), addresses, strict=True):
        file = renditions.find(picture, address.rpartition("/")[2])
        sent = b"".join(reader.get(address).streaming_content)
        # Tests have no worker, but this was made as readers came; a file that isn't there yet has its size in pixels.
        words = " ".join(tree(asked(reader, edition)).xpath(f"//p[a[@href='{address}']]")[0].text_content().split())
        assert words.startswith(f"Picture ({len(sent) / 1024:.1f}\xa0KB".replace("\xa0", " ")), words
        file.path.unlink()
        words = tree(asked(reader, edition)).xpath(f"//p[a[@href='{address}']]")[0].text_content()
        assert f"({file.width} × {file.height})" in words
        assert not file.path.exists()
    assert words.endswith("A hall (AFP)")


def test_the_page_offers_it_and_no_header_of_a_request_brings_it(reader):
    edition = publish(story("Plain"))
    address = edition.get_absolute_url()
    plain = reader.get(address)
    assert f"{address}text/" in tree(plain).xpath("//footer//a/@href")
    [offer] = tree(plain).xpath("//*[@data-saver]")
    assert offer.xpath("@hidden") and offer.xpath(".//a/@href") == [f"{address}text/"]
    saving = reader.get(address, headers={"save-data": "on"})
    assert saving.content == plain.content
    assert "save-data" not in saving.get("Vary", "").lower()
