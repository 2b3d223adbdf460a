"""When the rights to a picture end: warned before, refused for new use after, left where it stands."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import ValidationError

from desk import choosers
from photos import library
from photos.models import Photo, place, placing_problems, rights_problems
from tests.cast import DAY, NOON, person, story

from . import pictures

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)


def ending(days: int | None) -> Photo:
    return pictures.photo(pictures.jpeg(30, 20), rights_end=None if days is None else TODAY + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (None, []),
        (15, []),
        (14, ["The rights to this picture end on 24 March 2026."]),
        (0, ["The rights to this picture end on 10 March 2026."]),
        (-1, ["The rights to this picture ended on 9 March 2026."]),
    ],
)
def test_the_desk_is_warned_a_fortnight_ahead(days, says):
    assert rights_problems(ending(days), NOON) == says
    assert rights_problems(None, NOON) == []


def test_the_last_day_is_the_newsrooms():
    photo = ending(0)
    midnight = dt.datetime(2026, 3, 10, 22, 0, tzinfo=dt.UTC)  # in Kyiv
    assert not photo.rights_over(midnight - dt.timedelta(seconds=1))
    assert photo.rights_over(midnight)


def test_the_rule_in_sql_and_in_python_is_one():
    for days, is_pulled in itertools.product((None, -400, -1, 0, 1, 13, 14, 15), (False, True)):
        photo = ending(days)
        if is_pulled:
            library.pull(photo, "Safety.", at=NOON)
    for at in (NOON - DAY, NOON, NOON + DAY / 2, NOON + DAY, NOON + 15 * DAY):
        photos = list(Photo.objects.all())
        assert {*Photo.objects.usable(at)} == {photo for photo in photos if photo.is_usable(at)}
        assert {*Photo.objects.ending(at)} == {photo for photo in photos if photo.rights_end_soon(at)}
        assert {*Photo.objects.usable(at)} == {photo for photo in photos if not placing_problems(photo, at)}


def test_a_picture_without_rights_is_refused_in_words_for_new_use():
    piece = story()
    with pytest.raises(ValidationError) as error:
        place(piece, ending(-1), at=NOON)
    assert "ended on 9 March 2026" in error.value.messages[0]
    assert "have its rights renewed" in error.value.messages[1]
    assert piece.lead_photo is None
    place(piece, ending(0), at=NOON)
    assert piece.lead_photo is not None


def test_a_pulled_one_is_refused_too_and_without_an_instant_it_is_now():
    photo = ending(None)
    library.pull(photo, "Safety.", at=NOON)
    with pytest.raises(ValidationError, match="was pulled"):
        place(story(), photo)
    with pytest.raises(ValidationError, match="ended"):
        place(story(), ending(-1))


def test_where_it_stands_already_it_stays():
    photo = ending(0)
    piece = story()
    place(piece, photo, at=NOON)
    place(piece, photo, at=NOON + DAY)
    assert piece.lead is not None


def test_a_story_is_offered_and_takes_only_what_may_be_placed():
    over, free = ending(-9999), ending(None)
    assert list(choosers.photos(person("rita"), "")) == [free]
    assert list(choosers.photos(person("rita"), "biden")) == [free]
    assert list(choosers.photos(person("nora"), "")) == []
    assert over.rights_over(NOON)
