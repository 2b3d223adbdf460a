"""The library: found by words in any script, narrowed, and each picture's marks."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.models import StoryPicture
from photos import library
from photos.finding import folded
from photos.models import Photo
from tests.articles.test_blocks import picture
from tests.cast import NOON, author, person, publish, story

from . import pictures
from .test_admin import LIST, signed_in

pytestmark = pytest.mark.django_db


def found(words: str) -> set[str]:
    return set(Photo.objects.matching(words).values_list("caption", flat=True))


def listed(name: str = "phil", **narrowed) -> list[Photo]:
    return list(signed_in(name).get(LIST, narrowed).context["cl"].queryset.order_by("pk"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Київ", "КИЇВ"),
        ("їжак", "ЇЖАК"),
        ("Łódź", "lodz"),
        ("São Tomé", "sao tome"),
        ("Straße", "STRASSE"),
        ("Ærø", "aero"),
        ("п’ять", "п'ять"),
        ("п\u02bcять", "П`ЯТЬ"),
        ("за\u0301мок", "замок"),
        ("и\u0306", "й"),
        ("ﬁre", "fire"),
        ("İstanbul", "istanbul"),
        ("ΑΘΗΝΑΣ", "αθηνας"),
        ("Ｋｙｉｖ", "kyiv"),
    ],
)
def test_what_is_typed_alike_is_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("й", "и"), ("ї", "і"), ("ґ", "г"), ("є", "е"), ("ё", "е"), ("ў", "у"), ("á", "б"), ("が", "か")]
)
def test_letters_of_their_own_stay_apart(one, other):
    assert folded(one) != folded(other)


def test_folding_twice_changes_nothing():
    for text in ("Київ, Łódź", "п’ять", "за\u0301мок", "ﬁ\u0307", "İ", "ǰ", "\u0345", "क्षि", "\u1ea6"):
        assert folded(folded(text)) == folded(text)


class TestSearch:
    @pytest.fixture(autouse=True)
    def shelf(self):
        pictures.photo(caption="Пожежа в Харкові", photographer="Олена Ковальчук", agency="Укрінформ", distributor="")
        pictures.photo(caption="Tram in Łódź", photographer="José Müller", keywords="transport, їжак", city="Łódź")
        pictures.photo(caption="100% of it_all", photographer="Nobody", alt="A bell rings.")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("харкові", {"Пожежа в Харкові"}),
            ("ПОЖЕЖА укрінформ", {"Пожежа в Харкові"}),
            ("ковальчук", {"Пожежа в Харкові"}),
            ("lodz", {"Tram in Łódź"}),
            ("ŁÓDŹ muller", {"Tram in Łódź"}),
            ("їжак", {"Tram in Łódź"}),
            ("іжак", set()),
            ("bell", {"100% of it_all"}),
            ("100%", {"100% of it_all"}),
            ("t_a", {"100% of it_all"}),
            ("%", {"100% of it_all"}),
            ("tram ковальчук", set()),
            ("", {"Пожежа в Харкові", "Tram in Łódź", "100% of it_all"}),
        ],
    )
    def test_finds_every_word_anywhere_in_any_case(self, words, expected):
        assert found(words) == expected
        assert {photo.caption for photo in listed(q=words)} == expected

    def test_follows_the_words_through_every_door(self):
        photo = Photo.objects.get(caption__startswith="Tram")
        photo.caption = "Автобус"
        photo.save(update_fields=["caption"])
        assert found("автобус") == {"Автобус"}
        assert not found("tram")
        Photo.objects.filter(caption="Автобус").update(caption="Тролейбус")
        assert found("тролейбус") == {"Тролейбус"}
        photo.refresh_from_db()
        photo.city = "Київ"
        Photo.objects.bulk_update([photo], ["city"])
        assert found("КИЇВ") == {"Тролейбус"}
        fresh = Photo(image="x", format="jpeg", width=1, height=1, bytes=1, digest="x", caption="Метро")
        Photo.objects.bulk_create([fresh])
        assert found("метро") == {"Метро"}
        Photo.objects.create(image="x", format="jpeg", width=1, height=1, bytes=1, digest="x", caption="Фунікулер")
        assert found("фунікулер") == {"Фунікулер"}
        Photo.objects.update(city="")
        assert not found("київ")

    def test_words_of_any_kind_are_no_error(self):
        for words in ("'", '"', "\\", "%_", "\x00", "a " * 500, "\ud800", "🙂", "\u0301"):
            if words not in ("\x00", "\ud800"):  # what PostgreSQL can't be asked, no form sends
                assert isinstance(found(words), set)
        assert signed_in("phil").get(LIST, {"q": "a\x00b"}).status_code in (200, 302, 400)


class TestFilters:
    def test_by_use(self):
        lead, portrait, cancelled, free = (
            pictures.photo(caption=name) for name in ("lead", "portrait", "gone", "free")
        )
        publish(story(lead_photo=lead, lead_alt="x", lead_agency="AFP"), at=NOON)
        author(portrait=portrait)
        placed = story(lead_photo=cancelled)
        placed.lead_photo = None
        placed.save()
        assert listed(use="unused") == [cancelled, free]
        assert listed(use="used") == [lead, portrait]
        assert len(listed(use="x")) == 4

    def test_by_use_in_a_text(self):
        in_text, in_draft, free = (pictures.photo(caption=name) for name in ("text", "draft", "free"))
        publish(story(body=picture(in_text)), at=NOON)
        StoryPicture.objects.create(story=story(), photo=in_draft)
        assert listed(use="unused") == [free]
        assert listed(use="used") == [in_text, in_draft]

    def test_by_agency_or_distributor(self):
        afp = pictures.photo()
        own = pictures.photo(agency="Укрінформ", distributor="")
        response = signed_in("phil").get(LIST)
        (spec,) = (one for one in response.context["cl"].filter_specs if getattr(one, "parameter_name", "") == "agency")
        assert [name for name, _label in spec.lookup_choices] == ["AFP", "Getty Images", "Укрінформ"]
        assert listed(agency="Укрінформ") == [own]
        assert listed(agency="Getty Images") == [afp]

    def test_agencies_of_pictures_that_one_may_not_see_are_not_offered(self):
        pictures.photo(agency="Secret agency")
        assert b"Secret agency" not in signed_in("stas").get(LIST).content

    def test_by_date_taken(self):
        new = pictures.photo(taken_at=timezone.now())
        pictures.photo(taken_at=timezone.now() - dt.timedelta(days=400))
        since = (timezone.now() - dt.timedelta(days=1)).isoformat()
        assert listed(taken_at__gte=since) == [new]

    def test_by_the_end_of_rights(self):
        today = timezone.localdate()
        over, soon, later, never, pulled = (
            pictures.photo(caption=str(days), rights_end=None if days is None else today + dt.timedelta(days=days))
            for days in (-1, 14, 15, None, 3)
        )
        library.pull(pulled, "Safety.", at=timezone.now())
        assert listed(rights="ending") == [soon]
        assert listed(rights="over") == [over]
        assert listed(rights="dated") == [over, soon, later, pulled]
        assert never in listed()
        page = signed_in("phil").get(LIST).content.decode()
        assert "The rights to 1 picture end within 14 days." in page
        assert page.count("The rights to this picture end on") == 2  # the pulled one's are nobody's worry, but true
        assert page.count("The rights to this picture ended on") == 1
        assert "end within 14 days." not in signed_in("rita").get(LIST).content.decode()

    def test_by_being_here_twice(self):
        first, second = pictures.photo(), pictures.photo()
        pictures.photo(pictures.jpeg(30, 20))
        assert listed(state="twice") == [first, second]
        page = signed_in("phil").get(LIST).content.decode()
        assert page.count("Here 2 times") == 2
        library.add(pictures.upload(pictures.jpeg()), by=person("stas"))
        assert listed("stas", state="twice") == []
        assert "Here 2" not in signed_in("stas").get(LIST).content.decode()


def test_every_picture_of_the_grid_says_how_often_it_stands_somewhere():
    used, free = pictures.photo(), pictures.photo()
    publish(story(lead_photo=used, lead_alt="x", lead_agency="AFP"), at=NOON)
    story(lead_photo=used)
    author(portrait=used)
    page = signed_in("phil").get(LIST).content.decode()
    assert "Used 3 times" in page
    assert "Unused" in page
    assert free.pk


def test_the_grid_asks_no_more_of_the_database_with_more_pictures_and_more_uses():
    client, counts = signed_in("phil"), []
    for _ in range(2):
        for _ in range(3):
            photo = library.add(
                pictures.upload(pictures.jpeg(30, 20)), by=person("rita"), rights_end=timezone.localdate()
            )
            story(lead_photo=photo)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
