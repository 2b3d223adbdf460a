"""Profiles on the desk: who may what, and what is said to those who may not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from authors.models import Author, AuthorLink
from photos.models import Photo
from tests import cast
from tests.photos import pictures

pytestmark = pytest.mark.django_db
LIST = reverse("admin:authors_author_changelist")
ADD = reverse("admin:authors_author_add")


def signed_in(name):
    client = Client()
    client.force_login(cast.root() if name == "root" else cast.person(name))
    return client


def change(author):
    return reverse("admin:authors_author_change", args=[author.pk])


def form(author=None, links=(), **fields):
    """What the form would send: the profile as it is, with `fields` typed over it."""
    kept = {"name": "Anna Nova", "slug": "", "title": "Reporter", "biography": "", "is_active": "on", "position": "100"}
    if author:
        kept |= {"name": author.name, "slug": author.slug, "title": author.title, "biography": author.biography}
        kept |= {"portrait": author.portrait_id or "", "portrait_alt": author.portrait_alt}
    rows = list(author.contacts.all()) if author else []
    formset = {
        "contacts-TOTAL_FORMS": str(len(rows) + len(links)),
        "contacts-INITIAL_FORMS": str(len(rows)),
        "contacts-MIN_NUM_FORMS": "0",
        "contacts-MAX_NUM_FORMS": "8",
    }
    for number, row in enumerate([*rows, *links]):
        kind, address, pk = (row.kind, row.address, row.pk) if isinstance(row, AuthorLink) else (*row, "")
        formset |= {
            f"contacts-{number}-id": pk,
            f"contacts-{number}-author": author.pk if author else "",
            f"contacts-{number}-kind": kind,
            f"contacts-{number}-address": address,
            f"contacts-{number}-position": "0",
        }
    return kept | formset | fields


def errors(answer):
    return answer.context["adminform"].form.errors


# Who may


@pytest.mark.parametrize(
    ("name", "lists", "adds", "changes_others", "changes_own"),
    [
        ("stas", 200, 200, True, True),
        ("clara", 200, 200, True, True),
        ("root", 200, 200, True, True),
        ("ed", 200, 200, False, True),
        ("paula", 200, 200, False, True),
        ("rita", 200, 403, False, True),
        ("phil", 200, 403, False, True),  # for the sake of the own profile
        ("nora", 200, 403, False, True),
    ],
)
def test_who_may_what(name, lists, adds, changes_others, changes_own):
    client = signed_in(name)
    user = cast.root() if name == "root" else cast.person(name)
    other = cast.author("Other Person", title="Old title")
    own = cast.author("Own Profile", account=user)
    assert client.get(LIST).status_code == lists
    assert client.get(ADD).status_code == adds
    answer = client.post(change(other), form(other, title="New title"))
    # Somebody who may not even see it is sent away with Django's own words.
    assert (Author.objects.get(pk=other.pk).title == "New title") is changes_others, answer.status_code
    client.post(change(own), form(own, title="New title"))
    assert (Author.objects.get(pk=own.pk).title == "New title") is changes_own


def test_without_a_profile_or_a_permission_there_is_nothing():
    cast.author()
    for name in ("phil", "nora"):
        assert signed_in(name).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_who_sees_only_the_own_profile_is_shown_no_other():
    cast.author("Somebody Else")
    cast.author("Own", account=cast.person("phil"))
    assert [row.name for row in signed_in("phil").get(LIST).context["cl"].queryset] == ["Own"]


def test_a_reporter_cannot_change_their_address_account_or_standing():
    other = cast.person("rob")
    own = cast.author("Rita", slug="rita", account=cast.person("rita"))
    typed = form(own, slug="president", account=other.pk, position="1", biography="New.", _new_address="1")
    typed.pop("is_active")
    assert signed_in("rita").post(change(own), typed).status_code == 302
    own.refresh_from_db()
    assert (own.slug, own.account, own.is_active, own.position) == ("rita", cast.person("rita"), True, 100)
    assert own.biography == "New."


def test_profile_staff_cannot_give_themselves_somebodys_byline():
    rita = cast.author("Rita")
    client = signed_in("stas")
    assert "account" not in client.get(change(rita)).context["adminform"].form.fields
    client.post(change(rita), form(rita, account=cast.person("stas").pk))
    assert Author.objects.get(pk=rita.pk).account is None
    signed_in("clara").post(change(rita), form(rita, account=cast.person("rob").pk))
    assert Author.objects.get(pk=rita.pk).account == cast.person("rob")


def test_a_reporter_reads_a_colleagues_profile():
    rita = cast.author("Rita", biography="Covers <energy>.", portrait=pictures.photo())
    page = signed_in("rob").get(change(rita))
    assert page.status_code == 200
    assert b"Covers &lt;energy&gt;." in page.content
    assert b'name="_save"' not in page.content


# A name and its address


def test_an_address_is_made_of_the_name_in_latin_letters():
    client = signed_in("stas")
    for slug in ("anna-shevchenko", "anna-shevchenko-2"):
        assert client.post(ADD, form(name="Анна Шевченко")).status_code == 302
        assert Author.objects.filter(slug=slug).exists()


def test_after_a_change_of_name_a_new_address_is_offered_and_made_at_the_press_of_a_button():
    rita = cast.author("Rita Reporter", slug="rita-reporter")
    client = signed_in("stas")
    saved = client.post(change(rita), form(rita, name="Rita Nova"), follow=True)
    assert "The page is still at" in saved.content.decode()
    rita.refresh_from_db()
    assert rita.slug == "rita-reporter"
    assert "/author/rita-nova/" in client.get(change(rita)).content.decode()
    client.post(change(rita), form(rita, _new_address="1"))
    assert client.get("/author/rita-reporter/")["Location"] == "/author/rita-nova/"
    assert "_new_address" not in client.get(change(rita)).content.decode()


def test_another_authors_former_address_is_refused_in_words_and_what_was_typed_stays():
    first = cast.author(slug="first")
    first.slug = "second"
    first.save()
    other = cast.author(slug="other")
    answer = signed_in("stas").post(change(other), form(other, slug="first", biography="Typed for an hour."))
    assert answer.status_code == 200
    assert errors(answer)["slug"] == ["This is, or once was, the address of another author."]
    assert "Typed for an hour." in answer.content.decode()


@pytest.mark.parametrize("name", ["Rita\x00", "", "x" * 201])
def test_a_name_that_cannot_be_printed_is_refused_in_words(name):
    answer = signed_in("stas").post(ADD, form(name=name, title="Kept title"))
    assert errors(answer)["name"]
    assert "Kept title" in answer.content.decode()


def test_a_biography_of_five_thousand_words_holds(client):
    words = " ".join(["слово"] * 5000)
    rita = cast.author(slug="rita")
    assert signed_in("stas").post(change(rita), form(rita, biography=words)).status_code == 302
    assert client.get("/author/rita/").content.decode().count("слово") >= 5000


# The portrait


def test_a_portrait_is_uploaded_in_the_profile_itself(client):
    rita = cast.author("Rita", slug="rita")
    typed = form(rita, new_portrait=pictures.upload(pictures.jpeg()), portrait_alt="Rita at a window.")
    assert signed_in("stas").post(change(rita), typed).status_code == 302
    rita.refresh_from_db()
    assert rita.portrait.alt == rita.portrait_alt == "Rita at a window."
    assert rita.portrait.uploaded_by == cast.person("stas")
    assert rita.portrait.uid in client.get("/author/rita/").content.decode()


def test_a_portrait_needs_a_description_and_is_kept_until_it_has_one():
    rita = cast.author("Rita")
    client = signed_in("rita")
    Author.objects.filter(pk=rita.pk).update(account=cast.person("rita"))
    answer = client.post(change(rita), form(rita, new_portrait=pictures.upload(pictures.jpeg()), biography="Kept."))
    assert "Say what the portrait shows" in str(errors(answer)["portrait_alt"])
    kept = Photo.objects.get()
    assert f'value="{kept.pk}"' in answer.content.decode()
    assert str(answer.context["adminform"].form["portrait"].value()) == str(kept.pk)
    client.post(change(rita), form(rita, portrait=kept.pk, portrait_alt="Rita at a window."))
    rita.refresh_from_db()
    assert (rita.portrait, rita.portrait_alt) == (kept, "Rita at a window.")
    assert Photo.objects.count() == 1


def test_what_is_no_picture_is_refused_in_words():
    rita = cast.author("Rita")
    bad = pictures.upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="rita.jpg")
    answer = signed_in("stas").post(change(rita), form(rita, new_portrait=bad, portrait_alt="Kept words."))
    assert "not a picture" in str(errors(answer)["new_portrait"])
    assert "Kept words." in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_picture_from_the_library_brings_its_description():
    rita = cast.author("Rita")
    photo = pictures.photo(alt="A woman in a blue coat.", by=cast.person("stas"))
    signed_in("stas").post(change(rita), form(rita, portrait=photo.pk))
    rita.refresh_from_db()
    assert (rita.portrait, rita.portrait_alt) == (photo, "A woman in a blue coat.")
    signed_in("stas").post(change(rita), form(rita, portrait=""))
    rita.refresh_from_db()
    assert (rita.portrait, rita.portrait_alt) == (None, "")


def test_profile_staff_are_neither_shown_nor_given_the_pictures_of_stories_to_come():
    rita = cast.author("Rita")
    secret = pictures.photo(caption="CANARY", alt="CANARY", by=cast.person("phil"))
    client = signed_in("stas")
    assert "CANARY" not in client.get(change(rita)).content.decode()
    answer = client.post(change(rita), form(rita, portrait=secret.pk))
    assert errors(answer)["portrait"]
    assert "CANARY" not in answer.content.decode()
    # One that is a portrait already stays choosable, whoever added it.
    Author.objects.filter(pk=rita.pk).update(portrait=secret)
    assert client.post(change(rita), form(rita, portrait=secret.pk)).status_code == 302


def test_a_portrait_in_use_stays_in_the_library():
    photo = pictures.photo()
    cast.author("Rita", portrait=photo)
    answer = signed_in("phil").post(reverse("admin:photos_photo_delete", args=[photo.pk]), {"post": "yes"})
    assert answer.status_code == 200
    assert Photo.objects.filter(pk=photo.pk).exists()


# Contact links


def test_links_are_added_mended_and_refused_in_words():
    rita = cast.author("Rita")
    client = signed_in("stas")
    client.post(change(rita), form(rita, links=[("telegram", "https://t.me/rita_reports")]))
    assert rita.contacts.get().address == "rita_reports"
    answer = client.post(change(rita), form(rita, links=[("website", "javascript:alert(1)")], biography="Kept."))
    assert answer.status_code == 200
    assert "This is no address on the web" in answer.content.decode()
    assert "Kept." in answer.content.decode()
    many = [("x", f"rita{number}") for number in range(9)]
    answer = client.post(change(rita), form(rita, links=many))
    assert answer.status_code == 200
    assert rita.contacts.count() == 1


def test_a_reporter_mends_their_own_links_and_nobody_elses():
    own = cast.author("Rita", account=cast.person("rita"))
    other = cast.author("Other")
    link = AuthorLink.objects.create(author=other, kind="x", address="other")
    client = signed_in("rita")
    client.post(change(own), form(own, links=[("x", "rita")]))
    assert own.contacts.get().address == "rita"
    stolen = form(own) | {"contacts-0-id": link.pk, "contacts-0-author": own.pk, "contacts-0-address": "mine"}
    client.post(change(own), stolen)
    client.post(change(other), form(other, links=[("x", "evil")]))
    assert list(AuthorLink.objects.filter(author=other).values_list("address", flat=True)) == ["other"]


# Taking away


@pytest.mark.parametrize("published", [True, False])
def test_somebody_with_bylines_is_not_deleted_and_told_why(published):
    rita = cast.author("Rita")
    draft = cast.story("CANARY", by=[rita])
    if published:
        cast.publish(draft)
    for method in ("get", "post"):
        url = reverse("admin:authors_author_delete", args=[rita.pk])
        answer = getattr(signed_in("stas"), method)(url, {"post": "yes"}, follow=True)
        assert "what was printed stays printed" in answer.content.decode()
        assert "CANARY" not in answer.content.decode()
    assert Author.objects.filter(pk=rita.pk).exists()


def test_somebody_without_bylines_is_deleted():
    rita = cast.author("Rita")
    signed_in("stas").post(reverse("admin:authors_author_delete", args=[rita.pk]), {"post": "yes"})
    assert not Author.objects.filter(pk=rita.pk).exists()


# Merging


def merge_page(*profiles):
    return reverse("admin:authors_author_merge") + "?profiles=" + ",".join(str(profile.pk) for profile in profiles)


def test_profiles_are_merged_after_a_page_that_says_what_will_happen():
    rita, r = cast.author("Rita Reporter", slug="rita"), cast.author("R. Reporter", slug="r")
    client = signed_in("stas")
    chosen = client.post(LIST, {"action": "merge_into", "_selected_action": [r.pk]})
    assert chosen["Location"] == merge_page(r)
    asked = client.post(merge_page(r), {"into": rita.pk})
    assert "Bylines stay as they were printed" in asked.content.decode()
    assert Author.objects.get(pk=r.pk).merged_into is None
    done = client.post(merge_page(r), {"into": rita.pk, "confirm": "1"}, follow=True)
    assert Author.objects.get(pk=r.pk).merged_into == rita
    assert "Merged into Rita Reporter: R. Reporter." in done.content.decode()
    assert LogEntry.objects.filter(object_id=str(r.pk), change_message="Merged into Rita Reporter.").exists()
    seen = client.get(change(r)).content.decode()
    assert "Separate again" in seen
    assert 'name="_save"' not in seen
    client.post(reverse("admin:authors_author_separate", args=[r.pk]))
    assert Author.objects.get(pk=r.pk).merged_into is None


def test_a_merge_that_cannot_be_is_refused_in_words():
    rita, r = cast.author("Rita", account=cast.person("rita")), cast.author("R.", account=cast.person("rob"))
    client = signed_in("clara")
    answer = client.post(merge_page(r), {"into": rita.pk, "confirm": "1"})
    assert "have an account each" in answer.content.decode()
    assert client.post(merge_page(r), {"into": r.pk, "confirm": "1"}).context["form"].errors
    assert client.get(merge_page()).status_code == 302
    assert client.get(merge_page() + "x,987654321" * 30).status_code == 302
    assert not Author.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("name", ["rita", "ed", "phil", "nora"])
def test_only_who_keeps_profiles_merges_them(name):
    rita, r = cast.author("Rita"), cast.author("R.", account=cast.person(name))
    client = signed_in(name)
    assert client.post(merge_page(r), {"into": rita.pk, "confirm": "1"}).status_code == 403
    assert client.post(reverse("admin:authors_author_separate", args=[r.pk])).status_code == 403
    client.post(LIST, {"action": "merge_into", "_selected_action": [rita.pk]})
    assert not Author.objects.exclude(merged_into=None).exists()


# The list


def test_the_list_finds_names_in_any_case_and_asks_no_more_with_more_people(django_assert_max_num_queries):
    for name in ("Анна Шевченко", "Rita Reporter"):
        cast.author(name, portrait=pictures.photo())
    client = signed_in("stas")
    assert [row.name for row in client.get(LIST, {"q": "шевченко"}).context["cl"].queryset] == ["Анна Шевченко"]
    for number in range(10):
        cast.author(f"Person {number}", portrait=pictures.photo(pictures.jpeg()))
    with django_assert_max_num_queries(12):
        client.get(LIST)
    for state in ("active", "former", "no-portrait", "merged", "nonsense"):
        assert client.get(LIST, {"state": state}).status_code == 200


def test_an_editor_adds_somebody_for_a_byline():
    answer = signed_in("ed").post(ADD, form(name="Guest Writer", is_active="on"), follow=True)
    assert answer.status_code == 200
    assert Author.objects.get(slug="guest-writer").account is None


def test_a_biography_beyond_all_measure_is_refused_in_words():
    answer = signed_in("stas").post(ADD, form(biography="x" * 100_001))
    assert "100000" in str(errors(answer)["biography"])
