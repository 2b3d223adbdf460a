"""What each use shows of a picture, and how its addresses follow."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from photos import framing, library, renditions, tasks
from photos.models import Photo

from . import pictures
from .test_renditions import corners, opened

NUMBERS = st.floats(0, 100, allow_nan=False)


def photo(width: int = 3000, height: int = 2000, **fields) -> Photo:
    return Photo(width=width, height=height, digest="d", **fields)


def test_without_a_wish_the_middle_is_shown():
    assert framing.box(photo(), "square") == (500, 0, 2500, 2000)
    assert framing.box(photo(), "standard") == pytest.approx((166.7, 0, 2833.3, 2000), abs=0.1)
    assert framing.box(photo(), "wide") == (0, 156.25, 3000, 1843.75)
    assert framing.box(photo(2000, 3000), "square") == (0, 500, 2000, 2500)


def test_the_focal_point_draws_the_cut_as_far_as_the_picture_goes():
    assert framing.box(photo(focus_x=0), "square") == (0, 0, 2000, 2000)
    assert framing.box(photo(focus_x=100), "square") == (1000, 0, 3000, 2000)
    assert framing.box(photo(focus_x=60), "square") == (800, 0, 2800, 2000)
    assert framing.box(photo(focus_y=0), "wide") == (0, 0, 3000, 1687.5)


def test_an_editors_own_cut_goes_before_the_focal_point_and_for_its_use_alone():
    own = photo(focus_x=0, crops={"square": {"left": 50, "top": 25, "width": 40}})
    assert framing.box(own, "square") == (1500, 500, 2700, 1700)
    assert framing.box(own, "wide")[0] == 0


@given(st.integers(1, 9000), st.integers(1, 9000), NUMBERS, NUMBERS, NUMBERS, st.sampled_from(sorted(framing.RATIOS)))
def test_whatever_is_stored_a_cut_lies_in_the_picture_and_has_its_ratio(width, height, left, top, across, use):
    for one in (
        photo(width, height, focus_x=int(left), focus_y=int(top)),
        photo(width, height, crops={use: {"left": left, "top": top, "width": across}}),
    ):
        box = framing.box(one, use)
        assert 0 <= box[0] < box[2] <= width + 0.001
        assert 0 <= box[1] < box[3] <= height + 0.001
        assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(framing.RATIOS[use], rel=0.001)
        for ladder in renditions.ladders(one, renditions.CUTS[use]).values():
            assert all(step.width >= 1 and step.height >= 1 for step in ladder)


@pytest.mark.parametrize(
    "crops",
    [
        [],
        {"poster": {"left": 0, "top": 0, "width": 50}},
        {"wide": {"left": 0, "top": 0}},
        {"wide": {"left": 0, "top": 0, "width": 101}},
        {"wide": {"left": -1, "top": 0, "width": 50}},
        {"wide": {"left": 0, "top": 0, "width": 1}},
        {"wide": {"left": "0", "top": 0, "width": 50}},
        {"wide": {"left": float("nan"), "top": 0, "width": 50}},
        {"wide": [0, 0, 50]},
    ],
)
def test_what_is_no_cut_is_refused(crops):
    with pytest.raises(ValidationError):
        framing.validate_crops(crops)


def test_a_cut_that_leaves_the_picture_is_refused_in_words():
    assert "wider" in framing.crop_problem({"left": 60, "top": 0, "width": 50}, photo(), "wide")
    assert "below" in framing.crop_problem({"left": 0, "top": 60, "width": 100}, photo(), "wide")
    assert framing.crop_problem({"left": 0, "top": 0, "width": 100}, photo(), "wide") == ""
    assert framing.crop_problem({"left": 0, "top": 0, "width": 66.67}, photo(), "square") == ""


@pytest.mark.django_db
class TestAddresses:
    def addresses(self, photo: Photo) -> set[str]:
        return {one.address for one in renditions.every(photo)}

    def test_each_use_has_its_own_pixels(self):
        photo = pictures.photo(pictures.jpeg(3000, 2000), crops={"square": {"left": 0, "top": 0, "width": 30}})
        with opened(renditions.nearest(photo, 192, cut=renditions.SQUARE)) as image:
            assert image.size == (192, 192)
            assert corners(image) == ["red"] * 4
        with opened(renditions.nearest(photo, 640, cut=renditions.WIDE)) as image:
            assert image.size == (640, 360)
        with opened(renditions.nearest(photo, 480, cut=renditions.STANDARD)) as image:
            assert image.size == (480, 360)
        with opened(photo.whole.share) as image:
            assert image.size == (1200, 630)
            assert corners(image) == ["red", "green", "blue", "white"]

    @pytest.mark.parametrize(
        "change",
        [
            {"focus_x": 51},
            {"focus_y": 0},
            {"crops": {"wide": {"left": 0, "top": 0, "width": 50}}},
            {"photographer": "Somebody Else"},
            {"copyright": "© 2026"},
        ],
    )
    def test_every_address_changes_with_the_framing_and_with_the_credit(self, change):
        photo = pictures.photo(pictures.jpeg(400, 300))
        before = self.addresses(photo)
        Photo.objects.update(**change)
        assert not before & self.addresses(Photo.objects.get())

    def test_no_address_changes_with_words_that_are_in_no_file(self):
        photo = pictures.photo(pictures.jpeg(400, 300))
        before = self.addresses(photo)
        Photo.objects.update(caption="Another.", alt="Another.", city="Kyiv", usage_terms="x")
        assert before == self.addresses(Photo.objects.get())

    def test_the_worker_removes_what_has_no_address_any_more(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            photo = pictures.photo(pictures.jpeg(400, 300))
        old = {one.path for one in renditions.ahead(photo)}
        photo.focus_x = 10
        with django_capture_on_commit_callbacks(execute=True):
            photo.save()
            tasks.order_renditions(photo)
        new = {one.path for one in renditions.ahead(photo)}
        files = {path for path in renditions.folder(photo).iterdir() if path.name != renditions.LOCK}
        assert files == new
        assert not files & old

    def test_an_old_address_leads_to_what_replaced_it(self, client):
        photo = pictures.photo(pictures.jpeg(700, 500))
        old = {(one.cut.name, one.width, one.extension): one.address for one in renditions.every(photo)}
        photo.focus_x = 10
        photo.save()
        for (cut, width, extension), address in old.items():
            answer = client.get(address)
            assert answer.status_code == 302
            new = next(
                one
                for one in renditions.every(photo)
                if (one.cut.name, one.extension) == (cut, extension) and one.width >= width
            )
            assert answer["Location"] == new.address
            assert answer["Cache-Control"] == "public, max-age=60"

    def test_who_knows_one_cut_of_a_picture_cannot_ask_for_another(self, client):
        """The square may leave somebody out, for their safety."""
        photo = pictures.photo(pictures.jpeg(700, 500))
        square = renditions.nearest(photo, 192, cut=renditions.SQUARE)
        for begins in ("0" * 24, "0" * 16 + square.stem[16:], square.stem[:15] + "0" + square.stem[16:]):
            for width in (320, 640, 700):
                assert client.get(f"/pictures/{photo.uid}/{begins}-{width}.jpg").status_code == 404
        for width in (320, 640, 700):
            assert client.get(f"/pictures/{photo.uid}/{square.stem}-{width}.jpg").status_code == 404

    def test_a_pulled_pictures_old_addresses_are_gone_too(self, client, django_capture_on_commit_callbacks):
        photo = pictures.photo(pictures.jpeg(400, 300))
        old = renditions.nearest(photo, 320).address
        photo.focus_x = 10
        photo.save()
        library.pull(photo, "Safety.", at=photo.uploaded_at)
        assert client.get(old).status_code == 404

    def test_a_worker_that_was_at_it_when_a_picture_was_pulled_leaves_nothing(self):
        photo = pictures.photo(pictures.jpeg(400, 300))
        loaded = Photo.objects.get()
        library.pull(photo, "Safety.", at=photo.uploaded_at)
        assert renditions.make(loaded, renditions.ahead(loaded)) == 0
        assert not [path for path in renditions.folder(photo).iterdir() if path.name != renditions.LOCK]
