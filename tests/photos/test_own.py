"""Profile staff add portraits, and see nothing of the pictures that stories to come are made with."""

import pytest
from django.test import Client
from django.urls import reverse

from photos.models import Photo
from tests import cast
from tests.photos import pictures

pytestmark = pytest.mark.django_db


def test_profile_staff_see_their_own_pictures_only():
    theirs = pictures.photo(caption="CANARY", by=cast.person("phil"))
    own = pictures.photo(by=cast.person("stas"))
    client = Client()
    client.force_login(cast.person("stas"))
    listed = client.get(reverse("admin:photos_photo_changelist"))
    assert list(listed.context["cl"].queryset) == [own]
    assert b"CANARY" not in listed.content
    assert client.get(reverse("admin:photos_photo_change", args=[own.pk])).status_code == 200
    assert client.get(reverse("admin:photos_photo_preview", args=[theirs.pk])).status_code == 404
    for name in ("change", "delete", "history"):
        answer = client.get(reverse(f"admin:photos_photo_{name}", args=[theirs.pk]), follow=True)
        assert answer.status_code == 403 or "CANARY" not in answer.content.decode()


@pytest.mark.parametrize("name", ["rita", "ed", "phil"])
def test_who_works_with_stories_sees_the_whole_library(name):
    photo = pictures.photo(by=cast.person("stas"))
    assert list(Photo.objects.visible_to(cast.person(name))) == [photo]


def test_without_the_permission_there_is_nothing():
    pictures.photo(by=cast.person("nora"))
    assert not Photo.objects.visible_to(cast.person("nora")).exists()
