"""A picture's page on the desk: what came with its file, its framing, where it stands."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from desk.models import StoryPicture
from photos import library, renditions, uses
from photos.models import Photo
from tests.articles.test_blocks import picture
from tests.cast import NOON, author, person, publish, story

from . import pictures
from .test_admin import ADD, send, signed_in
from .test_metadata import with_iim

pytestmark = pytest.mark.django_db

FILE = {
    (2, 120): b"From the file.",
    (2, 80): b"Saul Loeb",
    (2, 110): b"AFP via Getty Images",
    (2, 55): b"20260328",
    (2, 60): b"061500+0200",
    (2, 90): b"Kyiv",
}


def page(photo: Photo) -> str:
    return reverse("admin:photos_photo_change", args=[photo.pk])


def form_of(client: Client, photo: Photo) -> dict:
    """What a browser would send of the page as it is."""
    form = client.get(page(photo)).context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.value()
        if bound.name.startswith("cut_"):
            sides = ("left", "top", "width")
            sent |= {f"{bound.html_name}_{side}": "" if not value else value[side] for side in sides}
        elif bound.name == "taken_at":
            sent[bound.html_name] = bound.field.widget.format_value(value)[0]
        else:
            sent[bound.html_name] = "" if value is None else value
    return sent


def save(client: Client, photo: Photo, **changes):
    return client.post(page(photo), form_of(client, photo) | changes)


def test_the_file_fills_what_was_left_empty_and_the_page_says_so():
    phil = signed_in("phil")
    response = phil.post(ADD, {"image": pictures.upload(with_iim(FILE)), "caption": "Typed."}, follow=True)
    photo = Photo.objects.get()
    assert response.redirect_chain == [(page(photo), 302)]
    assert (photo.caption, photo.credit, photo.city) == ("Typed.", "Saul Loeb/AFP via Getty Images", "Kyiv")
    assert photo.taken_at == dt.datetime(2026, 3, 28, 4, 15, tzinfo=dt.UTC)
    html = response.content.decode()
    assert "The file brought words of its own (city, caption, photographer, agency, distributor, taken)" in html
    assert "The file says: “From the file.”" in html
    assert html.count("As in the file.") == 5
    assert 'value="2026-03-28T06:15"' in html


def test_what_the_file_says_is_printed_as_text():
    phil = signed_in("phil")
    phil.post(ADD, {"image": pictures.upload(with_iim({(2, 90): b"<script>alert(1)</script>"})), "city": "Kyiv"})
    html = phil.get(page(Photo.objects.get())).content.decode()
    assert "The file says: “&lt;script&gt;" in html
    assert "<script>alert" not in html


def test_a_credit_that_is_pasted_whole_comes_apart():
    phil = signed_in("phil")
    none = dict.fromkeys(("photographer", "agency", "distributor"), "")
    send(phil, pictures.jpeg(30, 20), **none | {"photographer": "Saul Loeb/AFP via Getty Images"})
    photo = Photo.objects.get()
    assert (photo.photographer, photo.agency, photo.distributor) == ("Saul Loeb", "AFP", "Getty Images")
    save(phil, photo, photographer="Olena Ko", agency="Ukrinform via Getty Images", distributor="")
    photo = Photo.objects.get()
    assert (photo.photographer, photo.agency, photo.distributor) == ("Olena Ko", "Ukrinform", "Getty Images")
    save(phil, photo, photographer="Olena Ko/Ivan Ivanenko", agency="Ukrinform", distributor="")
    assert Photo.objects.get().photographer == "Olena Ko/Ivan Ivanenko"


def test_saving_the_page_as_it_is_changes_nothing(django_capture_on_commit_callbacks):
    photo = library.add(pictures.upload(with_iim(FILE)), crops={"wide": {"left": 1.5, "top": 0, "width": 40}})
    before = Photo.objects.values().get()
    with django_capture_on_commit_callbacks() as callbacks:
        assert save(signed_in("phil"), photo).status_code == 302
    assert Photo.objects.values().get() == before
    assert not callbacks


def test_the_focal_point_and_cuts_are_set_by_numbers_and_the_files_follow(django_capture_on_commit_callbacks):
    phil, photo = signed_in("phil"), pictures.photo(pictures.jpeg(1200, 800))
    old = renditions.nearest(photo, 640).address
    cut = {"cut_wide_left": "10", "cut_wide_top": "5.5", "cut_wide_width": "60"}
    with django_capture_on_commit_callbacks(execute=True):
        assert save(phil, photo, focus_x="20", focus_y="80", **cut).status_code == 302
    photo = Photo.objects.get()
    assert (photo.focus_x, photo.focus_y) == (20, 80)
    assert photo.crops == {"wide": {"left": 10.0, "top": 5.5, "width": 60.0}}
    assert renditions.nearest(photo, 640).address != old
    assert all(one.path.exists() for one in renditions.ahead(photo))
    html = phil.get(page(photo)).content.decode()
    assert 'name="cut_wide_top" value="5.5"' in html
    save(phil, photo, focus_x="", **dict.fromkeys(cut, ""))
    photo = Photo.objects.get()
    assert (photo.focus_x, photo.crops) == (50, {})


@pytest.mark.parametrize(
    ("numbers", "field", "says"),
    [
        ({"focus_x": "101"}, "focus_x", "less than or equal to 100"),
        ({"focus_y": "-1"}, "focus_y", "greater than or equal to 0"),
        ({"focus_x": "left"}, "focus_x", "whole number"),
        ({"cut_wide_left": "10"}, "cut_wide", "all three numbers"),
        ({"cut_wide_left": "60", "cut_wide_top": "0", "cut_wide_width": "50"}, "cut_wide", "wider than what is left"),
        (
            {"cut_square_left": "0", "cut_square_top": "60", "cut_square_width": "60"},
            "cut_square",
            "ends below the picture",
        ),
        (
            {"cut_square_left": "0", "cut_square_top": "0", "cut_square_width": "101"},
            "cut_square",
            "less than or equal to 100",
        ),
        ({"cut_square_left": "nan", "cut_square_top": "0", "cut_square_width": "50"}, "cut_square", "number"),
        ({"cut_share_left": "0", "cut_share_top": "0", "cut_share_width": "1"}, "cut_share", "at least 5 hundredths"),
    ],
)
def test_numbers_that_make_no_frame_are_refused_beside_the_field(numbers, field, says):
    photo = pictures.photo(pictures.jpeg(1200, 800))
    response = save(signed_in("phil"), photo, **numbers)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert says in errors[field][0]
    assert Photo.objects.get().crops == {}


def test_who_may_only_look_sees_no_form():
    other = library.add(pictures.upload(with_iim(FILE)), by=person("ed"))
    html = signed_in("rita").get(page(other)).content.decode()
    assert "From the file." in html
    assert "id_focus_x" not in html
    assert "data-stage" not in html


class TestWhereItStands:
    def test_every_model_that_points_at_pictures_has_a_finder(self):
        pointing = {
            f"{relation.related_model._meta.label}"
            for relation in Photo._meta.get_fields(include_hidden=True)
            if relation.auto_created and not relation.concrete
        }
        assert pointing == uses.registered()

    def test_what_is_public_is_named_and_the_rest_only_counted_for_the_photo_desk(self):
        photo = pictures.photo()
        public = publish(story("Readers have this", lead_photo=photo, lead_alt="x", lead_agency="AFP"), at=NOON)
        story("Nobody may know this headline", lead_photo=photo)
        person_with_it = author("Olena Ko", portrait=photo, portrait_alt="x")
        html = signed_in("phil").get(page(photo)).content.decode()
        assert f'<a href="{public.get_absolute_url()}">Readers have this</a>' in html
        assert f'<a href="{person_with_it.get_absolute_url()}">Olena Ko</a>' in html
        assert "Nobody may know" not in html
        assert "It stands in 1 story that isn’t public" in html

    def test_a_picture_in_a_text_stands_there_once_though_it_leads_it_too(self):
        photo = pictures.photo()
        placed = {"lead_photo": photo, "lead_alt": "x", "lead_agency": "AFP", "body": picture(photo)}
        public = publish(story("Twice in one story", **placed), at=NOON)
        draft = story("In a draft")
        StoryPicture.objects.create(story=draft, photo=photo)
        html = signed_in("phil").get(page(photo)).content.decode()
        assert html.count(public.get_absolute_url()) == 1
        assert "In a draft" not in html and "It stands in 1 story that isn’t public" in html
        html = signed_in("ed").get(page(photo)).content.decode()
        assert html.count("Twice in one story</a>") == 2  # the article, and the story on the desk
        assert html.count("In a draft</a>") == 1

    def test_who_may_read_stories_gets_their_names_too(self):
        photo = pictures.photo()
        hidden = story("Nobody may know this headline", lead_photo=photo)
        html = signed_in("ed").get(page(photo)).content.decode()
        assert reverse("admin:desk_story_change", args=[hidden.pk]) in html
        assert "isn’t public" not in html
        restricted = story("For two people", lead_photo=photo, is_restricted=True)
        html = signed_in("ed").get(page(photo)).content.decode()
        assert "For two people" not in html
        # Nobody else is told that there is one: neither where it stands nor how often, nor why it can't be deleted.
        assert "It stands in" not in html
        alone = pictures.photo()
        restricted.lead_photo = alone
        restricted.save()
        for who in ("ed", "phil"):
            assert uses.counts([alone.pk], person(who), NOON) == {alone.pk: 0}
            client = signed_in(who)
            assert "Nowhere." in client.get(page(alone)).content.decode()
            found = client.get(reverse("admin:photos_photo_changelist"), {"use": "unused"}).context["cl"].queryset
            assert alone in found
            deleting = client.get(reverse("admin:photos_photo_delete", args=[alone.pk])).content.decode()
            assert "It is needed, so it stays." in deleting and "Used by" not in deleting
        assert uses.counts([alone.pk], restricted.begun_by, NOON) == {alone.pk: 1}
        assert not uses.unused(Photo.objects.filter(pk=alone.pk)).exists()

    def test_what_waits_for_its_time_is_no_more_than_counted(self):
        photo = pictures.photo()
        later = publish(
            story("Tomorrow", lead_photo=photo, lead_alt="x", lead_agency="AFP"),
            at=NOON,
            live_from=NOON + dt.timedelta(days=9999),
        )
        assert later.lead_photo == photo
        found = uses.of(photo, person("phil"), NOON)
        assert (found.places, found.hidden) == ([], 1)
        assert uses.of(photo, person("phil"), NOON + dt.timedelta(days=9999)).places[0].name == "Tomorrow"

    def test_an_article_and_its_story_are_one_use(self):
        photo = pictures.photo()
        publish(story(lead_photo=photo, lead_alt="x", lead_agency="AFP"), at=NOON)
        assert uses.counts([photo.pk], person("phil"), NOON) == {photo.pk: 1}
        assert uses.of(photo, person("phil"), NOON).hidden == 0

    def test_nowhere_is_said(self):
        assert "Nowhere." in signed_in("phil").get(page(pictures.photo())).content.decode()

    def test_the_same_file_elsewhere_is_listed(self):
        first, second = pictures.photo(), pictures.photo(caption="The other.")
        html = signed_in("phil").get(page(second)).content.decode()
        assert f'<a href="{page(first)}">' in html
