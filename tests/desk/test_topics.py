"""Editors merge topics in the admin, take them apart, and say which is a running story."""

import pytest
from django.urls import reverse

from articles.merging import merge
from articles.models import Topic
from desk import choosers
from tests.cast import person, publish, story, topic

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/topic/"


@pytest.fixture
def ed(client):
    client.force_login(person("ed"), "django.contrib.auth.backends.ModelBackend")
    return client


def test_an_editor_merges_two_topics_after_reading_what_will_happen(ed):
    energy, grid = topic("Energy"), topic("Power grid")
    asked = ed.post(LIST, {"action": "merge_into", "_selected_action": [grid.pk]})
    page = f"{reverse('admin:articles_topic_merge')}?topics={grid.pk}"
    assert asked["Location"] == page
    assert "Power grid" in ed.get(page).content.decode()
    told = ed.post(page, {"into": energy.pk}).content.decode()
    assert "Every address the others have had leads there." in told
    assert Topic.objects.get(pk=grid.pk).merged_into is None
    done = ed.post(page, {"into": energy.pk, "confirm": "1"}, follow=True)
    assert Topic.objects.get(pk=grid.pk).merged_into == energy
    assert "Merged into Energy: Power grid." in done.content.decode()
    assert "was merged into this topic" in ed.get(f"{LIST}{energy.pk}/history/").content.decode()


def test_a_merged_topic_is_neither_edited_nor_chosen_nor_merged_into_until_it_is_separated(ed):
    energy, grid = topic("Energy"), topic("Power grid")
    merge(grid, energy)
    form = ed.get(f"{LIST}{grid.pk}/change/").content.decode()
    assert 'name="slug"' not in form
    assert "Merged into" in form
    assert list(choosers.topics(person("ed"), "power")) == []
    page = f"{reverse('admin:articles_topic_merge')}?topics={topic('Third').pk}"
    assert f'value="{grid.pk}"' not in ed.get(page).content.decode()
    separated = ed.post(reverse("admin:articles_topic_separate", args=[grid.pk]), follow=True)
    assert "Power grid has a page of its own again." in separated.content.decode()
    assert Topic.objects.get(pk=grid.pk).merged_into is None


def test_what_cannot_be_merged_is_said_and_nothing_happens(ed):
    energy, grid = topic("Energy"), topic("Power grid")
    merge(grid, energy)
    page = f"{reverse('admin:articles_topic_merge')}?topics={grid.pk}"
    third = topic("Third")
    said = ed.post(page, {"into": third.pk, "confirm": "1"}).content.decode()
    assert "Separate them first" in said
    assert Topic.objects.get(pk=grid.pk).merged_into == energy
    assert ed.get(f"{reverse('admin:articles_topic_merge')}?topics=x,,987654321")["Location"] == LIST


@pytest.mark.parametrize("name", ["rita", "stas", "phil"])
def test_who_may_not_change_topics_may_not_merge_them(client, name):
    energy, grid = topic("Energy"), topic("Power grid")
    client.force_login(person(name), "django.contrib.auth.backends.ModelBackend")
    page = f"{reverse('admin:articles_topic_merge')}?topics={grid.pk}"
    assert client.get(page).status_code == 403
    assert client.post(page, {"into": energy.pk, "confirm": "1"}).status_code == 403
    assert client.post(reverse("admin:articles_topic_separate", args=[grid.pk])).status_code == 403
    assert Topic.objects.get(pk=grid.pk).merged_into is None


def test_a_topic_with_others_merged_into_it_is_not_deleted(ed):
    energy, grid = topic("Energy"), topic("Power grid")
    merge(grid, energy)
    page = ed.post(f"{LIST}{energy.pk}/delete/", {"post": "yes"})
    assert "1 topic merged into it" in page.content.decode()
    assert Topic.objects.filter(pk=energy.pk).exists()


def test_the_form_says_that_a_former_address_of_another_topic_is_taken(ed):
    energy = topic("Energy")
    publish(story(topics=[energy]))
    energy.slug = "power"
    energy.save()
    said = ed.post(f"{LIST}add/", {"name": "New", "slug": "energy", "description": ""}).content.decode()
    assert "once was, the address of another topic" in said
    assert (
        ed.post(f"{LIST}add/", {"name": "New", "slug": "new", "description": "", "is_thread": "on"}).status_code == 302
    )
    assert Topic.objects.get(slug="new").is_thread
