"""The side doors of the desk: preview, history, choosers, delete, Django's own autocomplete."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Page, Section
from desk import workflow
from desk.models import Story
from tests.cast import HOUR, MEMBERS, NOON, author, person, publish, root, section, story, topic
from tests.desk.hands import change_url, opened, save, signed_in, words

pytestmark = pytest.mark.django_db


def doors(made):
    return [
        change_url(made),
        reverse("admin:desk_story_history", args=[made.pk]),
        reverse("admin:desk_story_preview", args=[made.pk]),
        reverse("admin:desk_story_act", args=[made.pk, "submit"]),
        reverse("admin:desk_story_delete", args=[made.pk]),
    ]


@pytest.mark.parametrize("who", [*MEMBERS, "robert", None])
def test_a_story_is_read_by_no_door_by_whoever_may_not_read_it(who):
    made = story("Canary headline", body="<p>Canary text.</p>", begun_by=person("clara"))
    client = signed_in(who) if who else Client()
    for url in doors(made):
        page = client.get(url)
        if who in ("ed", "paula", "clara"):
            continue
        assert page.status_code in (302, 403, 404), (who, url)
        assert "Canary" not in page.content.decode(), (who, url)
        if page.status_code == 302:
            assert "Canary" not in client.get(page["Location"]).content.decode(), (who, url)


def test_nobody_deletes_a_story():
    made = story()
    for who in ("rita", "clara", root()):
        assert (
            signed_in(who).post(reverse("admin:desk_story_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
        )
    assert Story.objects.filter(pk=made.pk).exists()


# Preview


def test_a_preview_is_the_readers_page_and_stays_inside():
    made = story("Not out yet", body="<p>Still secret.</p>", topics=[topic("Bridges")])
    response = signed_in("rita").get(reverse("admin:desk_story_preview", args=[made.pk]))
    page = words(response)
    assert "Not out yet" in page and "Still secret." in page and "Bridges" in page
    assert "Only colleagues see this page." in page
    assert "private" in response["Cache-Control"] and "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_a_preview_holds_without_a_section_a_byline_or_a_text():
    made = story(section=None, by=[], body="")
    assert signed_in("rita").get(reverse("admin:desk_story_preview", args=[made.pk])).status_code == 200


def test_a_preview_shows_the_saved_text_after_saving_what_was_typed():
    made = story()
    rita = signed_in("rita")
    response = save(rita, made, headline="Typed just now", _preview="1")
    assert "Typed just now" in words(rita.get(response["Location"]))


def test_a_preview_shows_only_related_stories_that_readers_have():
    out, secret = story("Already out"), story("Related canary")
    publish(out, at=timezone.now() - HOUR)
    made = story(related=[out, secret])
    page = words(signed_in("rita").get(reverse("admin:desk_story_preview", args=[made.pk])))
    assert "Already out" in page and "Related canary" not in page


# Choosers


def chosen(client, what, term=""):
    response = client.get(reverse("admin:desk_choose", args=[what]), {"term": term})
    return response, [
        row["text"] for row in json.loads(response.content)["results"]
    ] if response.status_code == 200 else []


def test_the_chooser_of_stories_names_only_those_one_may_read():
    story("Mine, to relate")
    story("Canary of others", begun_by=person("ed"))
    dropped = story("Dropped one")
    workflow.move(dropped, "spike", by=person("ed"), at=NOON)
    assert chosen(signed_in("rita"), "stories")[1] == ["Mine, to relate"]
    assert set(chosen(signed_in("ed"), "stories")[1]) == {"Mine, to relate", "Canary of others"}


@pytest.mark.parametrize("what", ["stories", "authors", "topics", "photos"])
@pytest.mark.parametrize("who", ["stas", "phil", "nora"])
def test_choosers_are_for_writers(what, who):
    assert chosen(signed_in(who), what)[0].status_code == 403


def test_choosers_ask_for_a_login():
    assert Client().get(reverse("admin:desk_choose", args=["stories"])).status_code == 302


def test_a_reporter_finds_every_colleague_for_the_byline():
    author("Olha Kovalenko")
    author("Gone Colleague", is_active=False)
    assert chosen(signed_in("rita"), "authors", "kova")[1] == ["Olha Kovalenko"]
    assert chosen(signed_in("rita"), "authors", "gone")[1] == []


def test_a_story_that_one_may_not_read_cannot_be_related_by_a_crafted_form():
    secret, made = story("Canary", begun_by=person("ed")), story()
    response = save(signed_in("rita"), made, related=[str(secret.uid)])
    assert response.status_code == 200 and "Canary" not in response.content.decode()
    assert Story.objects.get(pk=made.pk).related_uids == []


def test_a_related_story_that_one_may_not_read_stays_and_is_not_named():
    secret = story("Canary", begun_by=person("ed"))
    made = story(related=[secret])
    rita = signed_in("rita")
    assert "Canary" not in rita.get(change_url(made)).content.decode()
    assert opened(rita, made)["related"] == str(secret.uid)
    save(rita, made, headline="Changed")
    assert Story.objects.get(pk=made.pk).related_uids == [secret.uid]


def test_djangos_own_autocomplete_leaks_no_story():
    story("Canary", begun_by=person("ed"))
    query = {"app_label": "desk", "model_name": "storybyline", "field_name": "story", "term": "Can"}
    for who in ("rita", "stas", "phil", "nora"):
        response = signed_in(who).get(reverse("admin:autocomplete"), query)
        assert "Canary" not in response.content.decode()


# What was published, to look at


@pytest.mark.parametrize("model", ["article", "edition"])
def test_articles_and_editions_are_to_be_looked_at_alone(model):
    made = story("Out in the open")
    edition = publish(made, at=timezone.now() - HOUR)
    pk = edition.pk if model == "edition" else edition.article_id
    url = reverse(f"admin:articles_{model}_change", args=[pk])
    for who in ("ed", "clara", root()):
        client = signed_in(who)
        page = client.get(url)
        assert "Out in the open" in words(page)
        assert change_url(made) in page.content.decode()
        assert "Out in the open" in words(client.get(reverse(f"admin:articles_{model}_changelist")))
        assert client.post(url, {"headline": "Changed"}).status_code == 403
        assert client.get(reverse(f"admin:articles_{model}_add")).status_code == 403
        assert client.post(reverse(f"admin:articles_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    for who in ("rita", "stas", "phil", "nora"):
        assert signed_in(who).get(url).status_code == 403


# Sections, topics, pages


def test_a_section_that_is_in_use_is_not_deleted_and_the_page_counts_what_stands_in_it():
    made = story("Canary in the section")
    publish(made, at=timezone.now() - HOUR)
    ed = signed_in("ed")
    page = ed.get(reverse("admin:articles_section_delete", args=[made.section_id]))
    assert "1 story on the desk" in words(page) and "1 published edition" in words(page)
    assert "Canary" not in words(page)
    ed.post(reverse("admin:articles_section_delete", args=[made.section_id]), {"post": "yes"})
    assert Section.objects.filter(pk=made.section_id).exists()


def test_an_empty_section_is_deleted():
    empty = section("Empty")
    signed_in("ed").post(reverse("admin:articles_section_delete", args=[empty.pk]), {"post": "yes"})
    assert not Section.objects.filter(pk=empty.pk).exists()


def test_a_topic_that_is_in_use_is_not_deleted_from_the_list_either():
    used = topic("Used")
    story(topics=[used])
    ed = signed_in("ed")
    url = reverse("admin:articles_topic_changelist")
    page = ed.post(url, {"action": "delete_selected", "_selected_action": [used.pk]})
    assert "1 story on the desk" in words(page)


def test_a_standing_page_is_written_with_the_editor_and_cleaned():
    ed = signed_in("ed")
    ed.post(
        reverse("admin:articles_page_add"),
        {"slug": "about", "title": "About us", "body": "<p>We report.<script>x()</script></p>"},
    )
    assert Page.objects.get(slug="about").body == "<p>We report.</p>"
    assert "We report." in words(ed.get("/about/"))


def test_reporters_manage_no_sections():
    rita = signed_in("rita")
    assert rita.get(reverse("admin:articles_section_add")).status_code == 403
    assert rita.get(reverse("admin:articles_page_changelist")).status_code == 403
