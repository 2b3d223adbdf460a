"""A story for named people: by no side door does anybody else learn that it is there."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Section, Topic
from desk import checks, history, publishing, workflow
from desk.models import Story
from desk.naming import Reader
from tests.cast import DAY, HOUR, NOON, edit, person, publish, section, story, topic
from tests.desk.hands import signed_in, words

pytestmark = pytest.mark.django_db

CANARY = "Canary"


def secret(**fields):
    made = story(f"{CANARY} headline", slug="canary", is_restricted=True, begun_by=person("clara"), **fields)
    history.record(made, by=person("clara"), at=timezone.now() - 2 * HOUR)
    return made


def scheduled(made):
    now = timezone.now()
    return publishing.publish(made, by=person("clara"), at=now - HOUR, live_from=now + DAY, change="minor")


def cancelled(made):
    edition = scheduled(made)
    publishing.cancel(Story.objects.get(pk=made.pk), by=person("clara"), at=timezone.now() - HOUR)
    return edition


@pytest.mark.parametrize("state", [scheduled, cancelled])
@pytest.mark.parametrize("who", ["ed", "paula"])
def test_what_readers_have_not_had_is_in_no_list_of_the_admin(who, state):
    edition = state(secret(topics=[topic()]))
    client = signed_in(who)
    lists = [reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist") for model in admin.site._registry]
    pages = [
        reverse("admin:articles_edition_change", args=[edition.pk]),
        reverse("admin:articles_edition_history", args=[edition.pk]),
        reverse("admin:articles_edition_close", args=[edition.pk]),
        reverse("admin:articles_article_change", args=[edition.article_id]),
        reverse("admin:articles_article_history", args=[edition.article_id]),
    ]
    for address in [*lists, *pages, *(f"{one}?q=canary" for one in lists)]:
        answer = client.get(address, follow=True)
        assert CANARY not in answer.content.decode(), address
        assert str(edition.article.uid) not in answer.content.decode(), address
    clara = signed_in("clara")
    assert CANARY in words(clara.get(pages[0])) and CANARY in words(clara.get(pages[3]))


def test_of_what_readers_have_the_next_version_is_not_told():
    now = timezone.now()
    made = secret()
    live = publishing.publish(made, by=person("clara"), at=now - 2 * HOUR)
    scheduled(edit(made, by="clara", headline="Tomorrow's words", slug="tomorrow"))
    ed = signed_in("ed")
    page = words(ed.get(reverse("admin:articles_article_change", args=[live.article_id])))
    assert "Canary headline" in page
    listed = words(ed.get(reverse("admin:articles_article_changelist")))
    assert "Canary headline" in listed and "live since" in listed
    for shown in (page, listed):
        assert "omorrow" not in shown and "next version" not in shown
    assert "next version" in words(signed_in("clara").get(reverse("admin:articles_article_changelist")))


@pytest.mark.parametrize("model", [Section, Topic])
def test_it_is_not_counted_where_a_section_or_topic_is_deleted(model):
    place = section("Quiet") if model is Section else topic("Quiet")
    scheduled(secret(**({"section": place} if model is Section else {"topics": [place]})))
    address = reverse(f"admin:articles_{model._meta.model_name}_delete", args=[place.pk])
    ed = signed_in("ed")
    page = words(ed.get(address))
    assert "story" not in page and "edition" not in page
    ed.post(address, {"post": "yes"})
    assert model.objects.filter(pk=place.pk).exists()
    story(**({"section": place} if model is Section else {"topics": [place]}))
    assert "1 story on the desk" in words(ed.get(address))
    assert "2 stories on the desk" in words(signed_in("clara").get(address))


def test_a_difference_names_another_story_only_to_whoever_may_know_of_it():
    hidden, others = secret(), story("Robert's draft", begun_by=person("robert"))
    made = story(related=[hidden])
    first = history.record(made, by=person("ed"), at=NOON, version=1)
    made = edit(made, body=f'<p>More.</p><aside data-article="{others.uid}"></aside>')
    second = history.record(made, by=person("ed"), at=NOON)
    address = reverse("admin:desk_story_difference", args=[made.pk, second.version])
    first_save = reverse("admin:desk_story_difference", args=[made.pk, first.version])
    for who, seen in (("clara", "RC"), ("ed", "R"), ("rita", "")):
        client = signed_in(who)
        assert ("Robert's draft" in words(client.get(address))) == ("R" in seen), who
        assert (CANARY in words(client.get(first_save))) == ("C" in seen), who
    publish(others)
    assert "Robert's draft" in words(signed_in("rita").get(address))
    assert Reader(person("rita"), NOON).headlines([hidden.uid]) == {}


def test_the_checks_of_a_story_that_points_to_it_do_not_name_it():
    hidden = secret()
    made = story(related=[hidden])
    found = checks.problems(made, NOON)
    assert "related-waiting" in {problem.code for problem in found}
    assert not [problem for problem in found if CANARY in problem.words]
    Story.objects.filter(pk=hidden.pk).update(status=Story.Status.SPIKED)
    publish(made, override="It will be back.")
    assert "related story" in made.moves.last().reason and CANARY not in made.moves.last().reason


def test_the_log_of_an_override_names_no_story_that_its_readers_may_not_read():
    """Rita reads the log of her story, but not Robert's; who overrides may read both, and is told."""
    others = story("Robert's draft", begun_by=person("robert"), status="spiked")
    made = story(related=[others])
    with pytest.raises(workflow.Refused, match="Robert's draft"):
        publish(made)
    publish(made, override="It will be back.")
    assert "related story" in made.moves.last().reason and "Robert" not in made.moves.last().reason
    assert "Robert" not in words(signed_in("rita").get(reverse("admin:desk_story_log", args=[made.pk])))


def test_no_article_is_lost_to_those_who_may_know_of_it():
    publish(story("Out"))
    scheduled(story("To come", begun_by=person("clara")))
    assert Article.objects.count() == Edition.objects.count() == 2
    page = words(signed_in("ed").get(reverse("admin:articles_article_changelist")))
    assert "Out" in page and "To come" in page
