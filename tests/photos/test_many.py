"""Many pictures at once, with and without JavaScript."""

import json
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from playwright.sync_api import Page, expect

from photos.admin.many import MOST
from photos.models import Photo
from tests.cast import person

from . import pictures
from .test_admin import LIST, signed_in
from .test_browser import sign_in
from .test_metadata import with_iim

MANY = f"{LIST}add-many/"


def said(response) -> str:
    return " | ".join(map(str, response.context["messages"]))


@pytest.mark.django_db
class TestTheForm:
    def test_takes_in_what_is_a_picture_and_says_what_is_none(self):
        files = [
            pictures.upload(pictures.jpeg(90, 60), "one.jpg"),
            pictures.upload(b"<html>", "page.jpg"),
            pictures.upload(with_iim({(2, 80): b"Olena Ko", (2, 120): b"From its file."}), "two.jpg"),
            pictures.upload(pictures.jpeg(900, 600)[:3000], "cut.jpg"),
            pictures.upload(b"", "empty.jpg"),
        ]
        words = {"agency": "Ukrinform via Getty Images", "rights_end": "2027-01-01", "keywords": "summit"}
        response = signed_in("phil").post(MANY, {"images": files, **words}, follow=True)
        assert response.redirect_chain == [(LIST, 302)]
        assert "2 pictures are in the library." in said(response)
        for name in (
            "page.jpg: This is not a picture",
            "cut.jpg: This picture is damaged",
            "empty.jpg: This file is empty",
        ):
            assert name in said(response)
        two, one = Photo.objects.order_by("-pk")
        assert one.credit == "Ukrinform via Getty Images"
        assert two.credit == "Olena Ko/Ukrinform via Getty Images"
        assert (two.caption, str(two.rights_end), one.keywords) == ("From its file.", "2027-01-01", "summit")
        assert one.uploaded_by == person("phil")
        assert LogEntry.objects.filter(object_id=one.pk).exists()

    def test_takes_only_so_many_and_names_the_rest(self):
        files = [pictures.upload(pictures.jpeg(9, 9), f"{n}.jpg") for n in range(MOST + 2)]
        response = signed_in("phil").post(MANY, {"images": files}, follow=True)
        assert Photo.objects.count() == MOST
        assert f"2 were left out: {MOST}.jpg, {MOST + 1}.jpg." in said(response)

    def test_the_same_file_twice_is_said(self):
        files = [pictures.upload(pictures.jpeg(9, 9), name) for name in ("a.jpg", "b.jpg")]
        assert said(signed_in("phil").post(MANY, {"images": files}, follow=True)).count("in the library already") == 1
        assert Photo.objects.count() == 2

    def test_without_a_file_asks_for_one_and_with_bad_words_for_better_ones(self):
        phil = signed_in("phil")
        assert "No picture arrived" in said(phil.post(MANY, {}, follow=True))
        response = phil.post(MANY, {"images": [pictures.upload(pictures.jpeg(9, 9))], "agency": "Bell \x07"})
        assert response.context["form"].errors["agency"]
        assert not Photo.objects.exists()

    @pytest.mark.parametrize(("name", "status"), [("phil", 200), ("rita", 200), ("stas", 200), ("nora", 403)])
    def test_is_for_who_may_add_pictures(self, name, status):
        client = signed_in(name)
        assert client.get(MANY).status_code == status
        client.post(MANY, {"images": [pictures.upload(pictures.jpeg(9, 9))]})
        assert Photo.objects.count() == (status == 200)


@pytest.mark.django_db
class TestTheScript:
    def send(self, *files, name="phil", **words):
        return signed_in(name).post(MANY, {"images": files, **words}, headers={"accept": "application/json"})

    def test_hears_where_the_picture_is(self):
        response = self.send(pictures.upload(with_iim({(2, 120): b"From its file.", (2, 80): b"Olena Ko"})))
        photo = Photo.objects.get()
        assert response.json() == {
            "title": "From its file.",
            "address": f"{LIST}{photo.pk}/change/",
            "thumbnail": photo.square.src,
            "credit": "Olena Ko",
            "notes": [],
        }
        assert self.send(pictures.upload(with_iim({(2, 120): b"From its file.", (2, 80): b"Olena Ko"}))).json()["notes"]

    @pytest.mark.parametrize(
        ("files", "words", "says"),
        [
            ([pictures.upload(b"<html>")], {}, "not a picture"),
            ([], {}, "No picture arrived"),
            ([pictures.upload(pictures.jpeg(9, 9))], {"city": "\x07"}, "City: There is an invisible control character"),
            ([pictures.upload(pictures.jpeg(9, 9))], {"rights_end": "soon"}, "Rights end: Enter a valid date."),
        ],
    )
    def test_hears_what_is_wrong(self, files, words, says):
        response = self.send(*files, **words)
        assert response.status_code == 422
        assert says in response.json()["errors"][0]
        assert not Photo.objects.exists()

    def test_of_a_person_who_sees_only_their_own_a_twin_stays_unsaid(self):
        pictures.photo(pictures.jpeg(9, 9), by=person("phil"))
        response = self.send(pictures.upload(pictures.jpeg(9, 9)), name="stas")
        assert json.loads(response.content)["notes"] == []


def test_in_a_browser_each_has_its_bar_and_its_answer(page: Page, live_server, settings, tmp_path: Path):
    files = []
    for number in range(5):
        files.append(tmp_path / f"picture {number}.jpg")
        files[-1].write_bytes(pictures.jpeg(900 + number, 600))
    files[3].write_bytes(b"no picture")
    sign_in(page, live_server, settings, MANY)
    page.fill("[name=agency]", "AFP via Getty Images")
    page.set_input_files("[name=images]", files)
    expect(page.locator("[data-list] li")).to_have_count(5)
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator("[data-summary]")).to_have_text("4 of 5 pictures are in the library. Refused: 1.")
    expect(page.locator("li.is-refused")).to_contain_text("This is not a picture we can read")
    expect(page.locator("li.is-done").first).to_contain_text("AFP via Getty Images")
    assert page.locator("[data-whole]").evaluate("bar => bar.value / bar.max") == 1
    assert Photo.objects.count() == 4
    assert {photo.credit for photo in Photo.objects.all()} == {"AFP via Getty Images"}


def test_in_a_browser_a_lost_sign_in_loses_no_picture(page: Page, live_server, settings, tmp_path: Path):
    file = tmp_path / "picture.jpg"
    file.write_bytes(pictures.jpeg(900, 600))
    sign_in(page, live_server, settings, MANY)
    page.set_input_files("[name=images]", file)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator("li.is-refused")).to_contain_text("You have been signed out")
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("li.is-done")).to_have_count(1)
    assert Photo.objects.count() == 1
