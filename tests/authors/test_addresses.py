"""An author's address is a promise: it stays theirs when they are renamed, and is nobody else's ever."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from authors.models import Author, AuthorAddress
from tests import cast

pytestmark = pytest.mark.django_db


def rename(author: Author, slug: str) -> Author:
    author.slug = slug
    author.save()
    return author


def test_a_former_address_leads_to_the_present_one_in_one_hop(client):
    rita = cast.author(slug="rita")
    rename(rita, "rita-nova")
    rename(rita, "rita-third")
    for former in ("rita", "rita-nova"):
        answer = client.get(f"/author/{former}/")
        assert (answer.status_code, answer["Location"]) == (301, "/author/rita-third/")
    assert client.get("/author/rita-third/").status_code == 200
    assert client.get("/author/nobody/").status_code == 404


def test_a_former_address_can_be_taken_back(client):
    rita = rename(cast.author(slug="rita"), "rita-nova")
    rename(rita, "rita")
    assert client.get("/author/rita/").status_code == 200
    assert client.get("/author/rita-nova/")["Location"] == "/author/rita/"


@pytest.mark.parametrize("taken", ["rita", "rita-nova"])
def test_nobody_else_is_given_it_by_any_door(taken):
    rename(cast.author(slug="rita"), "rita-nova")
    with pytest.raises(ValidationError), transaction.atomic():
        Author(name="Thief", slug=taken).full_clean()
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        Author.objects.create(name="Thief", slug=taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.bulk_create([Author(name="Thief", slug=taken)])
    assert not Author.objects.filter(name="Thief").exists()


def test_an_address_that_cannot_be_had_leaves_the_author_as_they_were():
    cast.author(slug="rita")
    other = cast.author(slug="other")
    rename(cast.author(slug="third"), "fourth")
    for taken in ("third", "rita"):
        with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
            rename(other, taken)
    assert Author.objects.get(pk=other.pk).slug == "other"


def test_update_and_bulk_update_cannot_lose_an_address():
    rita = cast.author(slug="rita")
    with pytest.raises(TypeError):
        Author.objects.update(slug=F("name"))
    rita.slug = "lost"
    with pytest.raises(TypeError):
        Author.objects.bulk_update([rita], ["slug"])
    Author.objects.filter(pk=rita.pk).update(title="Editor")


def test_every_author_made_in_bulk_has_an_address(client):
    Author.objects.bulk_create([Author(name="A", slug="a"), Author(name="B", slug="b")])
    assert set(AuthorAddress.objects.values_list("slug", flat=True)) == {"a", "b"}
    assert client.get("/author/b/").status_code == 200


def test_addresses_go_with_an_author_who_has_no_bylines(client):
    rename(cast.author(slug="rita"), "rita-nova").delete()
    assert not AuthorAddress.objects.exists()
    assert client.get("/author/rita/").status_code == 404
