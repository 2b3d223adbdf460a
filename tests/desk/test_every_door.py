"""Every door that publishes gives the same verdict: the button, the schedule, the list, the service, the command."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from desk import publishing
from desk.models import Story
from desk.workflow import Refused
from tests.cast import DAY, person, story
from tests.photos import pictures

from .hands import act_url, errors, signed_in, told, words
from .test_checks import STOPS, WARNINGS

pytestmark = pytest.mark.django_db

ALL_STOPS = {
    **STOPS,
    "alt": lambda: story(lead_photo=pictures.photo(), lead_agency="AFP"),
    "credit": lambda: story(lead_photo=pictures.photo(), lead_alt="A bridge"),
    "embargo": lambda: story(embargo_until=timezone.now() + 9 * DAY),
}
FINAL = ("section", "credit", "embargo")


def button(made, **asked):
    client = signed_in("paula")
    answer = client.post(act_url(made, "publish"), {"loaded_version": made.version, "time": "now", **asked})
    return "" if answer.status_code == 302 else errors(answer) + words(answer)


def schedule(made, **asked):
    return button(made, time="later", live_from=(timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M"), **asked)


def from_the_list(made, **asked):
    client = signed_in("paula")
    listed = reverse("admin:desk_story_changelist")
    said = told(client, client.post(listed, {"action": "publish_stories", "_selected_action": [made.pk]}))
    return "" if "Publish: 1 story" in said else said


def service(made, **asked):
    try:
        publishing.publish(made, by=person("paula"), at=timezone.now(), **asked)
    except Refused as refused:
        return " ".join(refused.messages)
    return ""


def command(made, **asked):
    person("paula")
    try:
        call_command("publish_story", made.pk, by="paula", **asked)
    except CommandError as refused:
        return str(refused)
    return ""


DOORS = (button, schedule, from_the_list, service, command)


def is_out(made):
    return Edition.objects.filter(article__uid=made.uid).exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", ALL_STOPS)
def test_a_stop_is_the_same_stop_at_each(code, door):
    person("paula")
    made = ALL_STOPS[code]()
    expected = service(made)
    assert expected
    said = door(made)
    assert not is_out(made)
    # In the same words, but that a door for a person may say them in a sentence of its own.
    assert all(sentence in said for sentence in expected.split(". ")[:1]), (said, expected)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_bars_none(code, door):
    person("paula")
    made = WARNINGS[code]()
    assert door(made) == ""
    assert is_out(made)


@pytest.mark.parametrize("door", [button, schedule, service, command])
@pytest.mark.parametrize("code", ALL_STOPS)
def test_a_reason_overrides_at_each_what_can_be_overridden(code, door):
    person("paula")
    made = ALL_STOPS[code]()
    said = door(made, override="The court asks for it tonight.")
    assert is_out(made) == (code not in FINAL), said
    if code not in FINAL:
        assert "The court asks for it tonight." in made.moves.last().reason


def test_the_command_schedules_on_the_newsrooms_clock_and_refuses_what_no_clock_shows(capsys):
    made = story(standfirst="")
    person("paula")
    call_command("publish_story", made.pk, by="paula", at="2035-01-01 06:00")
    assert Edition.objects.get(article__uid=made.uid).live_from == dt.datetime(2035, 1, 1, 4, 0, tzinfo=dt.UTC)
    told_to = capsys.readouterr()
    assert "goes live at" in told_to.out and "no standfirst" in told_to.err
    with pytest.raises(CommandError):
        call_command("publish_story", story().pk, by="paula", at="2035-03-25 03:30")  # the hour that is skipped


def test_the_command_has_no_more_rights_than_its_account():
    made, hidden = story(), story(is_restricted=True)
    for who in ("rita", "ed", "nora"):
        person(who)
        with pytest.raises(CommandError):
            call_command("publish_story", made.pk, by=who)
    person("paula")
    for number in (hidden.pk, 999_999):
        with pytest.raises(CommandError, match="can read no story"):
            call_command("publish_story", number, by="paula")
    with pytest.raises(CommandError, match="No account"):
        call_command("publish_story", made.pk, by="nobody")
    assert not Edition.objects.exists()
    assert Story.objects.get(pk=made.pk).status == "draft"
