import re

import pytest
from django.template import Context, Template
from django.utils import timezone

from photos import library
from photos.credits import caption_line, credit_line
from photos.models import COPIED, Photo, PlacedPhoto, place
from tests.cast import story

from . import pictures

CREDIT = ("Saul Loeb", "AFP", "Getty Images")


def test_the_credit_is_printed_as_agencies_ask():
    for names, line in [
        (CREDIT, "Saul Loeb/AFP via Getty Images"),
        (("Saul Loeb", "AFP", ""), "Saul Loeb/AFP"),
        (("Saul Loeb", "", "Getty Images"), "Saul Loeb via Getty Images"),
        (("", "AFP", "Getty Images"), "AFP via Getty Images"),
        (("Saul Loeb", "", ""), "Saul Loeb"),
        (("", "AFP", ""), "AFP"),
        (("", "", "Getty Images"), "Getty Images"),
        (("", " ", ""), ""),
    ]:
        assert credit_line(*names) == line


def test_the_caption_ends_with_the_credit_in_brackets():
    assert caption_line("They meet.", *CREDIT) == "They meet. (Saul Loeb/AFP via Getty Images)"
    assert caption_line("They meet.", "") == "They meet."
    assert caption_line("", *CREDIT) == "(Saul Loeb/AFP via Getty Images)"
    assert caption_line("", "") == ""


def test_every_column_of_a_placed_photo_is_copied():
    columns = {field.name for field in PlacedPhoto._meta.get_fields()} - {"lead_photo"}
    assert columns == set(COPIED)


@pytest.mark.django_db
class TestPlaced:
    def test_a_placed_picture_keeps_its_words_whatever_the_library_says_later(self):
        photo, piece = pictures.photo(), story()
        place(piece, photo)
        piece.save()
        Photo.objects.update(caption="Another.", photographer="Nobody", alt="")
        piece = type(piece).objects.get(pk=piece.pk)
        assert piece.lead_caption_line == f"{pictures.WORDS['caption']} (Saul Loeb/AFP via Getty Images)"
        assert piece.lead.alt == pictures.WORDS["alt"]
        place(piece, None)
        assert (piece.lead, piece.lead_caption_line, piece.lead_alt) == (None, "", "")

    def test_what_stands_against_publishing_is_said_in_words(self):
        piece = story()
        assert piece.lead_photo_problems() == []
        place(piece, pictures.photo())
        assert piece.lead_photo_problems() == []
        library.pull(piece.lead_photo, "Safety.", at=timezone.now())
        piece.lead_alt = piece.lead_photographer = piece.lead_agency = piece.lead_distributor = ""
        said = " ".join(piece.lead_photo_problems())
        assert "alt" in said
        assert "credit" in said
        assert "pulled" in said

    def test_the_picture_element_has_every_size_its_ratio_and_the_storys_alt(self, django_assert_num_queries):
        piece = story(lead_alt='Two men, "friends" & <allies>')
        piece.lead_photo = pictures.photo(pictures.jpeg(1500, 1000))
        with django_assert_num_queries(0):
            html = render('{% picture piece sizes="(min-width: 60em) 45rem, 100vw" %}', piece=piece)
        assert re.findall(r'type="(.*?)"', html) == ["image/avif", "image/webp"]
        assert re.findall(r"avif (\d+)w", html) == ["320", "640", "960", "1280", "1500"]
        assert re.findall(r"webp (\d+)w", html) == ["320", "640", "960", "1280", "1500"]
        assert re.findall(r"jpg (\d+)w", html) == ["320", "640", "960", "1280", "1500"]
        assert 'width="1500" height="1000"' in html
        assert 'alt="Two men, &quot;friends&quot; &amp; &lt;allies&gt;"' in html
        assert html.count('sizes="(min-width: 60em) 45rem, 100vw"') == 3
        assert 'loading="lazy"' in html
        assert 'decoding="async"' in html
        assert "fetchpriority" not in html

    def test_the_first_picture_comes_first_and_a_decorative_one_is_silent(self):
        html = render("{% picture photo eager=True decorative=True %}", photo=pictures.photo())
        assert 'fetchpriority="high"' in html
        assert "loading" not in html
        assert 'alt=""' in html

    def test_every_address_in_it_answers(self, client):
        html = render("{% picture photo %}{% picture photo.square %}", photo=pictures.photo(pictures.jpeg(400, 300)))
        addresses = set(re.findall(r"/pictures/[^\s\",]+", html))
        assert len(addresses) == 3 * (2 + 3)
        for address in addresses:
            assert client.get(address).status_code == 200

    def test_a_pulled_picture_and_none_print_nothing(self):
        photo = pictures.photo()
        library.pull(photo, "Safety.", at=timezone.now())
        piece = story(lead_photo=photo, lead_alt="x")
        for what in (photo, photo.square, piece, story(), None):
            assert render("{% picture what %}", what=what).strip() == ""


def render(source: str, **context) -> str:
    return Template("{% load pictures %}" + source).render(Context(context))
