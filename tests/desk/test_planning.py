"""Assignment, due date, planned length, embargo, and stories for named people only."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.clock import to_local
from desk import workflow
from desk.models import Notice, Story
from tests.cast import DAY, HOUR, NOON, person, publish, story
from tests.desk.hands import change_url, errors, fields_of, opened, save, signed_in, told, words

pytestmark = pytest.mark.django_db


def fresh(made):
    return Story.objects.get(pk=made.pk)


def wall(instant):
    return to_local(instant).strftime("%Y-%m-%dT%H:%M")


def test_a_due_date_and_a_length_are_planned_and_shown_beside_the_count():
    made, ed = story(), signed_in("ed")
    save(ed, made, due_at="2026-03-28T06:00", planned_words="800")
    assert fresh(made).due_at == dt.datetime(2026, 3, 28, 4, 0, tzinfo=dt.UTC)
    page = ed.get(change_url(made))
    assert "planned: 800 words" in words(page)
    assert opened(ed, made)["due_at"] == "2026-03-28T06:00"


def test_an_hour_that_the_clocks_skip_is_refused_in_words():
    made = story()
    assert "does not exist on this day" in errors(save(signed_in("ed"), made, due_at="2026-03-29T03:30"))


def test_the_assigned_is_told_and_nobody_else():
    person("rita")
    made = story(begun_by=person("ed"))
    save(signed_in("ed"), made, assigned_to=str(person("rita").pk))
    assert [(one.person.username, one.kind) for one in Notice.objects.all()] == [("rita", "assigned")]
    save(signed_in("ed"), made, headline="Other")
    assert Notice.objects.count() == 1


def test_planning_undoes_no_approval_and_unpublishes_nothing():
    made = story()
    workflow.move(made, "submit", by=person("rita"), at=NOON)
    workflow.move(made, "approve", by=person("ed"), at=NOON)
    save(signed_in("ed"), made, planned_words="300", assigned_to=str(person("rita").pk))
    assert (fresh(made).status, fresh(made).planned_words) == ("approved", 300)
    publish(fresh(made), at=timezone.now() - HOUR)
    save(signed_in("ed"), made, due_at="2026-03-28T06:00")
    assert fresh(made).status == "published"


# For named people only


def test_who_began_a_story_names_who_sees_it():
    for who in ("robert", "ed"):
        person(who)
    made = story("Canary")
    save(signed_in("rita"), made, is_restricted="on", named_people=[str(person("robert").pk)])
    assert fresh(made).is_restricted
    assert "Canary" in words(signed_in("robert").get(change_url(made)))
    assert "For named people only" in words(signed_in("rita").get(change_url(made)))
    assert signed_in("ed").get(change_url(made)).status_code == 302


def test_a_publisher_who_restricts_a_story_stays_in_sight_of_it():
    person("rita")
    made, paula = story(), signed_in("paula")
    assert "You are named too" in told(paula, save(paula, made, is_restricted="on"))
    assert paula.get(change_url(made)).status_code == 200
    assert signed_in("rita").get(change_url(made)).status_code == 200


def test_an_editor_does_not_name_people_by_a_crafted_form():
    made, ed = story(), signed_in("ed")
    assert "named_people" not in opened(ed, made)
    save(ed, made, is_restricted="on", named_people=[str(person("ed").pk)], headline="Changed")
    assert not fresh(made).is_restricted and not fresh(made).named_people.exists()
    assert fresh(made).headline == "Changed"


# Embargo


def embargo_url(made):
    return reverse("admin:desk_story_embargo", args=[made.pk])


def ask(client, made, **changes):
    return client.post(embargo_url(made), fields_of(client.get(embargo_url(made)), "act_form") | changes)


def test_a_writer_sets_an_embargo_and_only_a_publisher_moves_or_lifts_it():
    made, rita, paula = story(), signed_in("rita"), signed_in("paula")
    tomorrow = timezone.now() + DAY
    assert "Nothing of it goes out before" in told(rita, ask(rita, made, until=wall(tomorrow), reason="Their terms."))
    assert fresh(made).embargo_until == tomorrow.replace(second=0, microsecond=0)
    assert "Embargo until" in words(rita.get(change_url(made)))
    assert rita.get(embargo_url(made)).status_code == 403
    assert rita.post(embargo_url(made), {"_lift": "1", "reason": "x"}).status_code == 403
    assert "Give a reason." in errors(ask(paula, made, _lift="1", reason=""))
    assert "lifted" in told(paula, ask(paula, made, _lift="1", reason="They agreed.", until=""))
    assert fresh(made).embargo_until is None


def test_an_embargo_for_a_time_that_has_passed_is_refused_with_the_reason_kept():
    made, rita = story(), signed_in("rita")
    answer = ask(rita, made, until="2020-01-01T06:00", reason="Their terms.")
    assert "That time has passed" in errors(answer) and "Their terms." in answer.content.decode()


def test_an_embargo_is_no_matter_of_who_may_not_read_the_story():
    made = story(begun_by=person("ed"))
    for who in ("rita", "stas", "phil", "nora"):
        assert signed_in(who).get(embargo_url(made)).status_code in (302, 403, 404)
