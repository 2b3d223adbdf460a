import pytest
from django.test import Client
from django.utils import timezone

from core.models import current
from photos import library, renditions, storage
from photos.models import Photo

from . import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Photo:
    return pictures.photo()


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_picture_is_served_for_ever_and_as_nothing_else(client: Client, photo):
    for one in renditions.every(photo):
        response = client.get(one.address)
        assert response.status_code == 200
        data = body(response)
        assert response["Content-Type"] == f"image/{one.extension.replace('jpg', 'jpeg')}"
        assert response["Content-Length"] == str(len(data)) == str(one.size())
        assert response["Cache-Control"] == "public, max-age=31536000, s-maxage=60, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["Content-Disposition"] == "inline"
        assert not response.cookies
        assert "Vary" not in response


def test_it_is_made_on_first_need_where_the_worker_is_behind(client, photo):
    one = renditions.nearest(photo, 640)
    assert not one.path.exists()
    assert client.get(one.address).status_code == 200
    assert one.path.exists()


def test_head_and_a_repeated_visit(client, photo):
    one = renditions.nearest(photo, 640)
    head = client.head(one.address)
    assert (head.status_code, head["Content-Length"], head.content if not head.streaming else body(head)) == (
        200,
        str(one.size()),
        b"",
    )
    again = client.get(one.address, headers={"if-none-match": head["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == head["Cache-Control"]
    assert client.post(one.address).status_code == 405


def test_what_we_do_not_make_is_not_found(client, photo):
    one = renditions.nearest(photo, 640)
    digest = one.name.partition("-")[0]
    for address in [
        f"/pictures/{'0' * 32}/{one.name}",
        f"/pictures/{photo.uid}/{digest}-641.jpg",
        f"/pictures/{photo.uid}/{digest}-640.png",
        f"/pictures/{photo.uid}/{'0' * 16}-640.jpg",
        f"/pictures/{photo.uid}/",
        f"/pictures/{photo.uid}/../../originals/{photo.image.name}",
        f"/pictures/{photo.uid}/{photo.image.name}",
        f"/media/originals/{photo.image.name}",
        f"/media/{photo.image.name}",
    ]:
        assert client.get(address).status_code == 404, address


def test_a_pulled_picture_is_gone_at_once_and_comes_back(client, photo, django_capture_on_commit_callbacks):
    one = renditions.nearest(photo, 640)
    tag = client.get(one.address)["ETag"]
    before = current()
    with django_capture_on_commit_callbacks(execute=True):
        library.pull(photo, "The family asked.", at=timezone.now())
    assert client.get(one.address).status_code == 404
    assert client.get(one.address, headers={"if-none-match": tag}).status_code == 404
    assert not renditions.folder(photo).exists()
    assert current() > before
    assert not Photo.objects.showable().exists()
    assert not photo.is_showable
    with django_capture_on_commit_callbacks(execute=True):
        library.put_back(photo)
    assert client.get(one.address).status_code == 200


def test_a_deleted_picture_leaves_nothing_on_the_disk(photo, django_capture_on_commit_callbacks):
    renditions.nearest(photo, 320).ensure()
    with django_capture_on_commit_callbacks(execute=True):
        Photo.objects.all().delete()
    assert not [path for path in storage.media().rglob("*") if path.is_file()]


def test_a_lost_original_is_no_error_for_the_reader(client, photo, caplog):
    photo.image.storage.delete(photo.image.name)
    assert client.get(renditions.nearest(photo, 320).address).status_code == 404
    assert f"Photo {photo.pk} can't be shown" in caplog.text


def test_a_picture_costs_one_query(client, photo, django_assert_num_queries):
    one = renditions.nearest(photo, 320)
    one.ensure()
    with django_assert_num_queries(1):
        client.get(one.address)
