"""Some bytes of a picture, for whoever goes on where a download broke off."""

import pytest

from photos import renditions

from . import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendition():
    return renditions.nearest(pictures.photo(), 640)


@pytest.fixture
def whole(client, rendition):
    response = client.get(rendition.address)
    assert response["Accept-Ranges"] == "bytes"
    return b"".join(response.streaming_content)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=100-99999999", slice(100, None)),
        ("bytes=-10", slice(-10, None)),
        ("bytes=-99999999", slice(0, None)),
        ("Bytes=5-9", slice(5, 10)),
    ],
)
def test_the_bytes_that_are_asked_for_come_and_no_others(client, rendition, whole, asked, part):
    response = client.get(rendition.address, headers={"range": asked})
    expected = whole[part]
    begin = whole.index(expected) if len(expected) > 4 else part.start
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    assert response["Content-Range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(whole)}"
    assert response["ETag"]
    assert response["Content-Type"].startswith("image/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]


def test_parts_put_together_are_the_picture(client, rendition, whole):
    parts = [
        body(client.get(rendition.address, headers={"range": f"bytes={at}-{at + 1999}"}))
        for at in range(0, len(whole), 2000)
    ]
    assert len(parts) > 1
    assert b"".join(parts) == whole


def test_what_lies_behind_the_end_is_refused_with_the_size(client, rendition, whole):
    for asked in (f"bytes={len(whole)}-", "bytes=99999999-999999999", "bytes=-0"):
        response = client.get(rendition.address, headers={"range": asked})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(whole)}"), asked
        assert response["Cache-Control"] == "no-store"
        assert not body(response).startswith(whole[:4])


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes", "", f"bytes={'9' * 5000}-"]
)
def test_what_is_no_range_or_several_is_answered_with_the_whole(client, rendition, whole, asked):
    response = client.get(rendition.address, headers={"range": asked})
    assert (response.status_code, body(response)) == (200, whole)


def test_a_part_of_another_file_is_of_no_use(client, rendition, whole):
    tag = client.head(rendition.address)["ETag"]
    for condition, status in ((tag, 206), ('"another"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)):
        response = client.get(rendition.address, headers={"range": "bytes=0-9", "if-range": condition})
        assert response.status_code == status, condition


def test_a_head_asks_for_no_part_and_who_has_it_gets_none(client, rendition, whole):
    head = client.head(rendition.address, headers={"range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"]) == (200, str(len(whole)))
    again = client.get(rendition.address, headers={"range": "bytes=0-9", "if-none-match": head["ETag"]})
    assert again.status_code == 304
