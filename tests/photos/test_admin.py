import io

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone
from PIL import Image

from photos import library, renditions
from photos.models import Photo
from tests.cast import person, story

from . import pictures

pytestmark = pytest.mark.django_db

ADD = "/admin/photos/photo/add/"
LIST = "/admin/photos/photo/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def send(client: Client, data: bytes, name: str = "photo.jpg", **words):
    return client.post(ADD, {**pictures.WORDS, **words, "image": pictures.upload(data, name)})


def change(photo: Photo) -> str:
    return reverse("admin:photos_photo_change", args=[photo.pk])


def test_a_reporter_adds_a_picture_and_its_renditions_are_ordered(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(signed_in("rita"), pictures.jpeg(1500, 1000))
    assert response.status_code == 302, response.context["errors"]
    photo = Photo.objects.get()
    assert (photo.format, photo.width, photo.height) == ("jpeg", 1500, 1000)
    assert photo.uploaded_by.username == "rita"
    assert photo.caption_line.endswith("(Saul Loeb/AFP via Getty Images)")
    assert photo.ready_at is not None
    assert renditions.nearest(photo, 640).path.exists()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"<!doctype html>", "x.jpg", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "x.svg", "is not taken as a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "x.png", "not a picture"),
        (pictures.jpeg(30, 20), "x.html", "is not taken as a picture"),
        (pictures.png_header(20_000, 15_000), "x.png", "too many pixels"),
        (pictures.jpeg(900, 600)[:3000], "x.jpg", "damaged"),
        (pictures.moving("GIF"), "x.gif", "moves"),
        (b"", "x.jpg", "empty"),
        (pictures.jpeg(30, 20), "x" * 300 + ".exe", "is not taken as a picture"),
    ],
    ids=[
        "page",
        "drawing",
        "drawing in disguise",
        "picture in disguise",
        "bomb",
        "cut off",
        "moving",
        "empty",
        "program",
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field_and_what_was_typed_stays(data, name, says):
    response = send(signed_in("phil"), data, name, caption="Typed with care.")
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["image"]
    assert says in errors["image"][0]
    assert "Typed with care." in response.content.decode()
    assert not Photo.objects.exists()


def test_a_long_name_in_any_script_is_nobodys_problem():
    assert send(signed_in("phil"), pictures.jpeg(30, 20), "Київ " * 60 + ".jpg").status_code == 302


def test_a_post_without_a_file_asks_for_one():
    response = signed_in("phil").post(ADD, pictures.WORDS)
    assert response.context["adminform"].form.errors["image"] == ["Choose a picture."]


def test_a_control_character_in_the_caption_is_refused_in_words():
    response = send(signed_in("phil"), pictures.jpeg(30, 20), caption="Bell \x07")
    assert response.status_code == 200
    assert "caption" in response.context["adminform"].form.errors


def test_the_picture_of_a_row_never_changes_but_its_words_do():
    photo = pictures.photo()
    response = signed_in("phil").post(change(photo), {**pictures.WORDS, "alt": "New.", "image": pictures.upload(b"x")})
    assert response.status_code == 302
    again = Photo.objects.get()
    assert (again.alt, again.image.name, again.digest) == ("New.", photo.image.name, photo.digest)


def test_reporters_change_their_own_pictures_and_the_photo_desk_everybodys():
    mine = library.add(pictures.upload(pictures.jpeg(30, 20)), by=person("rita"))
    other = library.add(pictures.upload(pictures.jpeg(30, 20)), by=person("ed"))
    for name, photo, status in [("rita", mine, 302), ("rita", other, 403), ("phil", mine, 302), ("phil", other, 302)]:
        assert signed_in(name).post(change(photo), pictures.WORDS).status_code == status, (name, photo.pk)
    assert signed_in("rita").get(change(other)).status_code == 200


def test_who_has_no_role_and_who_is_not_signed_in_see_nothing():
    photo = pictures.photo()
    preview = reverse("admin:photos_photo_preview", args=[photo.pk])
    for address in (LIST, ADD, change(photo), preview):
        assert signed_in("nora").get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_the_list_finds_and_says_what_is_missing():
    pictures.photo(alt="", distributor="", agency="", photographer="", caption="Tractors on the road.")
    pictures.photo(caption="Sunflowers.")
    page = signed_in("phil").get(LIST, {"q": "Sunflowers"}).content.decode()
    assert "Sunflowers." in page
    assert "Tractors" not in page
    page = signed_in("phil").get(LIST).content.decode()
    assert "No description" in page
    assert "No credit" in page
    assert page.count("photo-thumbnail") == 2


def test_the_list_asks_no_more_of_the_database_with_more_pictures():
    client, counts = signed_in("phil"), []
    for _ in range(2):
        for _ in range(3):
            library.add(pictures.upload(pictures.jpeg(30, 20)), by=person("rita"))
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_picture_that_stands_somewhere_is_not_deleted_and_nothing_is_told_of_where():
    photo = pictures.photo()
    story("Nobody may know this headline", lead_photo=photo)
    response = signed_in("phil").post(f"{LIST}{photo.pk}/delete/", {"post": "yes"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "Used by 1 story or profile, which needs it. To take it off every page, pull it." in page
    assert "Nobody may know" not in page
    response = signed_in("phil").post(LIST, {"action": "delete_selected", "_selected_action": photo.pk, "post": "yes"})
    assert "Nobody may know" not in response.content.decode()
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_an_unused_picture_is_deleted_by_those_who_may():
    photo = pictures.photo()
    assert signed_in("rita").post(f"{LIST}{photo.pk}/delete/", {"post": "yes"}).status_code == 403
    assert signed_in("phil").post(f"{LIST}{photo.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Photo.objects.exists()


def test_the_photo_desk_pulls_a_picture_with_a_reason_and_puts_it_back():
    photo, phil = pictures.photo(), signed_in("phil")
    pull = reverse("admin:photos_photo_pull", args=[photo.pk])
    assert signed_in("rita").post(pull, {"reason": "x"}).status_code == 403
    assert phil.get(pull).status_code == 200
    assert phil.post(pull, {"reason": " "}).status_code == 200
    assert Photo.objects.get().is_showable
    assert phil.post(pull, {"reason": "The family asked."}).status_code == 302
    assert Photo.objects.get().pulled_reason == "The family asked."
    assert "The family asked." in phil.get(change(photo)).content.decode()
    preview = phil.get(reverse("admin:photos_photo_preview", args=[photo.pk]))
    assert preview["Content-Type"] == "image/jpeg"
    assert "no-store" in preview["Cache-Control"]
    assert Image.open(io.BytesIO(preview.content)).width == 640
    put_back = reverse("admin:photos_photo_put_back", args=[photo.pk])
    assert phil.get(put_back).status_code == 302
    assert not Photo.objects.get().is_showable
    phil.post(put_back)
    assert Photo.objects.get().is_showable


def test_the_same_file_twice_is_said_and_not_refused():
    first = pictures.photo(pictures.jpeg(30, 20))
    phil = signed_in("phil")
    assert send(phil, pictures.jpeg(30, 20)).status_code == 302
    assert Photo.objects.filter(digest=first.digest).count() == 2
    assert f'in the library already: <a href="{change(first)}">' in phil.get(LIST).content.decode()


def test_a_story_is_offered_what_may_be_shown():
    shown = pictures.photo(caption="Sunflowers in July.")
    pulled = pictures.photo(caption="Sunflowers in August.")
    library.pull(pulled, "Safety.", at=timezone.now())
    request = RequestFactory().get("/admin/autocomplete/")
    request.at = timezone.now()
    request.resolver_match = resolve("/admin/autocomplete/")
    found, _ = admin.site.get_model_admin(Photo).get_search_results(request, Photo.objects.all(), "sunflowers")
    assert list(found) == [shown]


def test_the_list_is_narrowed_to_what_needs_work():
    bare = pictures.photo(alt="", photographer="", agency="", distributor="")
    pulled = pictures.photo(alt="")
    library.pull(pulled, "Safety.", at=timezone.now())
    pictures.photo()
    for state, expected in [("no-alt", [bare]), ("no-credit", [bare]), ("pulled", [pulled])]:
        assert list(signed_in("phil").get(LIST, {"state": state}).context["cl"].queryset) == expected
    assert len(signed_in("phil").get(LIST).context["cl"].queryset) == 3
    assert signed_in("phil").get(LIST, {"state": "x"}).status_code == 200
