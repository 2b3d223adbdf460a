"""The form of a new story that is sent a second time, by a double click or since no answer came, begins one story."""

import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from desk.models import Autosave, Story
from tests.cast import author, edit, person, publish, section, story
from tests.desk.hands import change_url, opened, signed_in, told

pytestmark = pytest.mark.django_db
ADD = reverse("admin:desk_story_add")


def typed(client, **changes):
    return opened(client) | {"headline": "A bridge", "body": "<p>It stands.</p>", "section": section().pk} | changes


def test_the_second_sending_leads_to_the_story_of_the_first():
    author("Rita R.", account=person("rita"))  # whose name is put to it
    rita = signed_in("rita")
    sent = typed(rita, due_at_0="2031-01-15", due_at_1="06:00")
    first, second = rita.post(ADD, sent), rita.post(ADD, sent)
    made = Story.objects.get()
    assert first["Location"] == second["Location"] == change_url(made)
    assert made.saves.count() == made.moves.count() == 1
    assert "sent this twice" in told(rita, second)


def test_a_double_click_leads_where_the_button_leads():
    rita = signed_in("rita")
    for button, page in (({"_preview": "1"}, "preview"), ({"_act": "submit"}, "change")):
        sent = typed(rita, headline=f"To the {page}") | button
        first, second = rita.post(ADD, sent), rita.post(ADD, sent)
        assert first["Location"] == second["Location"] and f"/{page}/" in second["Location"]
    made = Story.objects.get(headline="To the change")
    assert made.status == "in_review" and [move.act for move in made.moves.all()] == ["begin", "submit"]


def test_it_is_found_though_somebody_has_gone_on_with_the_story():
    rita = signed_in("rita")
    sent = typed(rita)
    rita.post(ADD, sent)
    edit(Story.objects.get(), headline="A bridge, and a road")
    assert rita.post(ADD, sent)["Location"] == change_url(Story.objects.get())


@pytest.mark.parametrize(
    "changes", [{"body": "<p>Other words.</p>"}, {"headline": "A road"}, {"planned_words": "800"}], ids=str
)
def test_who_goes_back_to_the_form_and_writes_something_else_begins_another(changes):
    rita = signed_in("rita")
    sent = typed(rita)
    rita.post(ADD, sent)
    rita.post(ADD, sent | changes)
    assert Story.objects.count() == 2 == Story.objects.values("uid").distinct().count()


def test_two_forms_with_the_same_words_are_two_stories():
    rita = signed_in("rita")
    for _ in range(2):
        rita.post(ADD, typed(rita))
    assert Story.objects.count() == 2


def test_nobody_takes_a_story_or_an_article_of_others_by_its_uid():
    others, out = story(begun_by=person("ed")), publish(story())
    rita = signed_in("rita")
    before = Story.objects.count()
    for uid in (others.uid, out.article.uid):
        rita.post(ADD, typed(rita, begun_as=str(uid)))
    assert Story.objects.count() == before + 2
    made = Story.objects.filter(headline="A bridge")
    assert {others.uid, out.article.uid}.isdisjoint(made.values_list("uid", flat=True))


def test_a_form_without_it_or_with_nonsense_in_it_saves_or_says_so():
    rita = signed_in("rita")
    assert rita.post(ADD, typed(rita, begun_as="")).status_code == 302
    assert rita.post(ADD, typed(rita, begun_as="x'y")).status_code == 200
    assert Story.objects.count() == 1


def test_what_was_kept_while_typing_is_dropped_by_the_second_sending_too():
    rita = signed_in("rita")
    sent = typed(rita)
    rita.post(ADD, sent)
    Autosave.objects.create(person=person("rita"), data="headline=A+bridge", version=0, at=Story.objects.get().saved_at)
    rita.post(ADD, sent)
    assert not Autosave.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_both_at_the_same_moment_begin_one():
    rita = signed_in("rita")
    sent = typed(rita) | {"begun_as": str(uuid.uuid4())}
    barrier, answers = threading.Barrier(2), []

    def send():
        client = signed_in("rita")
        barrier.wait()
        answers.append(client.post(ADD, sent)["Location"])
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [change_url(Story.objects.get())] * 2
