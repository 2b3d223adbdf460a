"""A hidden person: the newsroom's word in their place everywhere, at once; the truth stays inside."""

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.digests import chain, verify
from articles.models import Edition, EditionByline
from authors import hiding, merging
from authors.models import Author, AuthorLink, Hiding
from core.models import current
from desk.editions import compose
from photos import renditions
from photos.models import Photo, place
from tests.cast import DAY, HOUR, MEMBERS, NOON, author, edit, person, publish, story
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def olha():
    return author(
        "Olha Kovalenko", slug="olha", title="War reporter", biography="Born in Kherson.", portrait=photo(),
        portrait_alt="Olha at her desk",
    )  # fmt: skip


@pytest.fixture
def edition(olha):
    made = story("From the front", slug="front", by=[olha], kind="opinion")
    publish(made, at=NOON - DAY)
    return publish(edit(made, at=NOON - HOUR, standfirst="More."), at=NOON - HOUR, change="update")


def hide(who, at=NOON, **options):
    return hiding.hide(who, by=person("stas"), at=at, reason="Threatened", **options)


def get(path):
    return Client(SERVER_NAME="localhost").get(path)


PAGES = ["/", "/news-feed/", "/kind/opinion/", "/rss.xml", "/authors/"]


def test_the_name_is_replaced_everywhere_at_once(olha, edition):
    address = edition.get_absolute_url()
    pages = [*PAGES, address, f"{address}text/", f"{address}v/1/", f"{address}v/"]
    assert "Olha" in get(address).content.decode()
    before = current()
    hide(olha)
    assert current() > before
    for path in pages:
        page = get(path).content.decode()
        for word in ("Olha", "Kovalenko", "olha", "War reporter", "Kherson", ">OK<"):
            assert word not in page, (path, word)
    assert "Staff reporter" in get(address).content.decode()
    assert "Staff reporter" in get(f"{address}v/1/").content.decode()
    feed = feedparser.parse(get("/rss.xml").content)
    assert [one.name for one in feed.entries[0].authors] == ["Staff reporter"]


def test_the_page_answers_as_if_nobody_had_ever_had_it(olha, edition):
    assert get("/author/olha/").status_code == 200
    hide(olha)
    hidden, nobody = get("/author/olha/"), get("/author/nobody/")
    assert hidden.status_code == 404
    assert hidden.content == nobody.content


def test_the_portrait_answers_nowhere(olha, edition, django_capture_on_commit_callbacks):
    addresses = [rendition.address for rendition in renditions.every(olha.portrait)]
    assert get(addresses[0]).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        hide(olha)
    assert {get(address).status_code for address in addresses} == {404}


def test_of_two_hidden_people_one_word_is_printed(olha):
    other = author("Petro")
    edition = publish(story(by=[olha, other]), at=NOON)
    for one in (olha, other):
        hide(one)
    assert Edition.objects.with_cards().get(pk=edition.pk).byline() == "Staff reporter"


def test_shown_again_everything_is_as_it_was(olha, edition):
    address = edition.get_absolute_url()
    before = get(address).content
    hide(olha)
    hiding.show(olha, by=person("clara"), at=NOON + HOUR)
    assert get(address).content == before
    assert get("/author/olha/").status_code == 200
    assert Photo.objects.get().is_showable
    assert [(row.act, row.by_name, row.reason) for row in Hiding.objects.all()] == [
        ("hide", "Stas", "Threatened"), ("show", "Clara", ""),
    ]  # fmt: skip


def test_a_picture_that_was_pulled_for_another_reason_stays_so(olha, edition):
    from photos import library

    library.pull(olha.portrait, "Rights", NOON)
    hide(olha)
    hiding.show(olha, by=person("clara"), at=NOON + HOUR)
    assert not Photo.objects.get().is_showable


def test_the_truth_stays_inside(olha, edition):
    hide(olha)
    row = EditionByline.objects.filter(edition=edition).select_related("author").get()
    assert (row.name, row.printed_name, row.printed_title) == ("Olha Kovalenko", "Staff reporter", "")
    chain(NOON)
    assert list(verify(NOON)) == []
    # A story written now is printed under the newsroom's word, and its edition keeps who it was.
    made = story(by=[Author.objects.get(pk=olha.pk)])
    composed = compose(made, at=NOON)
    assert composed.byline() == "Staff reporter"
    assert composed.credits[0].name == "Olha Kovalenko"
    desk = Client()
    desk.force_login(person("ed"), "django.contrib.auth.backends.ModelBackend")
    page = desk.get(reverse("admin:articles_edition_change", args=[edition.pk])).content.decode()
    assert "Olha Kovalenko" in page


def test_all_profiles_of_one_person_go_together(olha, edition):
    alias = author("O. Kovalenko", slug="o-k", portrait=photo())
    old = publish(story("Long ago", by=[alias]), at=NOON)
    merging.merge(alias, olha)
    hide(Author.objects.get(pk=alias.pk))
    assert Edition.objects.with_cards().get(pk=old.pk).byline() == "Staff reporter"
    assert [get(path).status_code for path in ("/author/olha/", "/author/o-k/")] == [404, 404]
    assert not Photo.objects.showable().exists()
    hiding.show(olha, by=person("clara"), at=NOON + HOUR)
    assert get("/author/o-k/").status_code == 301


def test_a_hidden_profile_is_not_merged_with_one_that_is_not(olha):
    hide(olha)
    with pytest.raises(ValidationError, match="hidden"):
        merging.merge(author("O."), Author.objects.get(pk=olha.pk))


def test_contacts_are_not_told(olha, edition):
    AuthorLink.objects.create(author=olha, kind="website", address="https://olha.example")
    hide(olha)
    assert Author.objects.get(pk=olha.pk).links == []


def test_who_may(olha):
    for name in MEMBERS:
        may_hide, may_show = name in ("stas", "clara"), name == "clara"
        if not may_hide:
            with pytest.raises(ValidationError, match="may not"):
                hiding.hide(olha, by=person(name), at=NOON)
        if not may_show:
            with pytest.raises(ValidationError, match="chief"):
                hiding.show(olha, by=person(name), at=NOON)
    hide(olha)
    with pytest.raises(ValidationError, match="already"):
        hide(olha)
    hiding.show(olha, by=person("clara"), at=NOON)
    with pytest.raises(ValidationError, match="not hidden"):
        hiding.show(olha, by=person("clara"), at=NOON)


def test_the_desk_has_a_button_for_each_who_may(olha):
    url = reverse("admin:authors_author_hide", args=[olha.pk])
    profile = reverse("admin:authors_author_change", args=[olha.pk])

    def signed_in(name):
        client = Client()
        client.force_login(person(name), "django.contrib.auth.backends.ModelBackend")
        return client

    assert url not in signed_in("ed").get(profile).content.decode()
    assert signed_in("ed").post(url, {"reason": ""}).status_code == 403
    stas = signed_in("stas")
    assert url in stas.get(profile).content.decode()
    assert "Olha" in stas.get(url).content.decode()
    assert not Author.objects.get(pk=olha.pk).is_hidden  # looking does nothing
    assert stas.post(url, {"reason": "Threatened"}).status_code == 302
    assert Author.objects.get(pk=olha.pk).is_hidden
    assert "Hidden from readers" in stas.get(profile).content.decode()
    assert stas.post(url, {"reason": ""}).status_code == 403
    assert signed_in("clara").post(url, {"reason": "Safe again"}).status_code == 302
    assert not Author.objects.get(pk=olha.pk).is_hidden


def taken(who="Olha Kovalenko", **fields):
    return photo(photographer=who, copyright=f"© {who}", **fields)


def test_pictures_somebody_hidden_took_do_not_name_them(olha, django_capture_on_commit_callbacks):
    picture = taken("olha KOVALENKO")
    made = story("With a picture", slug="picture")
    place(made, picture)
    made.save()
    edition = publish(made, at=NOON)
    address = edition.get_absolute_url()
    old = renditions.nearest(picture, 320).address
    assert "olha KOVALENKO" in get(address).content.decode()
    assert b"KOVALENKO" in b"".join(get(old).streaming_content)
    with django_capture_on_commit_callbacks(execute=True):
        hide(olha)
    assert "KOVALENKO" not in get(address).content.decode()
    assert "Staff reporter/AFP via Getty Images" in get(address).content.decode()
    assert get(old).status_code != 200
    now = renditions.nearest(Photo.objects.get(pk=picture.pk), 320).address
    data = b"".join(get(now).streaming_content)
    assert b"KOVALENKO" not in data
    assert b"Staff reporter" in data
    assert hiding.progress(olha) == (1, 1)
    assert Edition.objects.get(pk=edition.pk).lead_photographer == "olha KOVALENKO"
    hiding.show(olha, by=person("clara"), at=NOON + HOUR)
    assert "olha KOVALENKO" in get(address).content.decode()


def test_a_picture_that_comes_in_later_does_not_name_them_either(olha):
    hide(olha)
    assert taken().hides_photographer
    assert not taken("Petro").hides_photographer


def test_pictures_credited_to_them_in_an_edition_alone_are_found(olha):
    picture = taken("Somebody")
    made = story("With a picture")
    place(made, picture)
    made.lead_photographer = "Olha Kovalenko"
    made.save()
    edition = publish(made, at=NOON)
    hide(olha)
    assert "Kovalenko" not in get(edition.get_absolute_url()).content.decode()
