"""The buttons: who may press which, what each asks first, and what it says when it can't be done."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.models import Correction, Edition, Lead, Withdrawal
from desk import workflow
from desk.acts import ACTS
from desk.models import Story
from tests.cast import HOUR, MEMBERS, NOON, author, edit, person, publish, root, section, story
from tests.desk.hands import act_url, change_url, errors, fields_of, save, signed_in, told, words

pytestmark = pytest.mark.django_db

EVERYBODY = [*MEMBERS, "robert"]  # another reporter
STATUSES = {"draft": [], "in_review": ["submit"], "approved": ["submit", "approve"], "spiked": ["spike"]}
# Who may do it at all; the stories below are Rita's.
RIGHTS = {
    "submit": {"rita", "ed", "paula", "clara"},
    "return": {"ed", "paula", "clara"},
    "approve": {"ed", "paula", "clara"},
    "publish": {"paula", "clara"},
    "reschedule": {"paula", "clara"},
    "cancel": {"paula", "clara"},
    "withdraw": {"paula", "clara"},
    "vanish": {"paula", "clara"},
    "spike": {"ed", "paula", "clara"},
    "restore": {"ed", "paula", "clara"},
    "lead": {"ed", "paula", "clara"},
    "unlead": {"ed", "paula", "clara"},
}
FROM = {
    "submit": {"draft"},
    "return": {"in_review", "approved"},
    "approve": {"in_review"},
    "publish": {"draft", "in_review", "approved"},
    "spike": {"draft", "in_review", "approved"},
    "restore": {"spiked"},
}
ASKED = {"reason": "Because.", "time": "later", "shows_headline": "on", "live_from": "2031-01-01T06:00"}


def story_in(status):
    made = story()
    for act in STATUSES[status]:
        workflow.move(made, act, by=person("paula"), at=NOON)
    return Story.objects.get(pk=made.pk)


def send(client, made, act, **asked):
    return client.post(act_url(made, act), {"loaded_version": Story.objects.get(pk=made.pk).version, **asked})


def now_published(made, **options):
    return publish(made, at=timezone.now() - HOUR, **options)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_by_every_role_in_every_status(act):
    for status in STATUSES:
        for who in EVERYBODY:
            made = story_in(status)
            response = send(signed_in(who), made, act, **ASKED)
            scene = f"{act} by {who} from {status}"
            after = Story.objects.get(pk=made.pk)
            if who in RIGHTS[act] and status in FROM.get(act, ()):
                assert response.status_code == 302, (scene, words(response))
                assert after.status != status, scene
                continue
            # A story that isn't theirs to read isn't there; a right that they lack is refused; the rest is explained.
            assert after.status == status, scene
            assert after.version == made.version, scene
            if who in ("stas", "phil", "nora", "robert"):
                assert response.status_code == 404, scene
            elif who not in RIGHTS[act]:
                assert response.status_code == 403, scene
            elif act != "unlead":
                assert response.status_code == 200, scene


def test_a_superuser_may_do_what_a_publisher_may():
    made = story_in("approved")
    assert send(signed_in(root()), made, "publish", time="now").status_code == 302


def test_nothing_is_done_by_looking():
    made = story_in("approved")
    assert signed_in("paula").get(act_url(made, "publish")).status_code == 200
    assert Story.objects.get(pk=made.pk).status == "approved"


def test_the_strip_offers_what_this_person_may_do_now():
    made = story_in("in_review")
    rita, ed, paula = (words(signed_in(who).get(change_url(made))) for who in ("rita", "ed", "paula"))
    assert "Approve" not in rita and "Publish …" not in rita
    assert "Approve" in ed and "Return to the writer" in ed and "Publish …" not in ed
    assert "Approve" in paula and "Publish …" in paula


def test_one_button_at_most_stands_out():
    for status in STATUSES:
        page = html.fromstring(signed_in("paula").get(change_url(story_in(status))).content.decode())
        # Dialogs wait in a template, and each is a screen of its own.
        shown = page.xpath("//*[contains(@class, 'desk-button--primary')][not(ancestor::template)]")
        assert len(shown) <= 1, status


def test_saving_and_sending_for_review_is_one_press():
    made = story()
    rita = signed_in("rita")
    response = save(rita, made, headline="Ready", _act="submit")
    after = Story.objects.get(pk=made.pk)
    assert (after.headline, after.status) == ("Ready", "in_review")
    assert "Sent for review." in told(rita, response)


def test_a_button_beside_a_form_that_cannot_be_saved_moves_nothing():
    made = story()
    response = save(signed_in("rita"), made, headline="", body="<p>Still here.</p>", _act="submit")
    assert response.status_code == 200
    assert Story.objects.get(pk=made.pk).status == "draft"
    assert fields_of(response)["body"] == "<p>Still here.</p>"


def test_a_button_that_is_not_ones_own_saves_the_text_and_says_no():
    made = story()
    rita = signed_in("rita")
    response = save(rita, made, headline="Hers", _act="approve")
    assert "may not" in told(rita, response)
    after = Story.objects.get(pk=made.pk)
    assert (after.headline, after.status) == ("Hers", "draft")


def test_publishing_asks_first_and_then_readers_have_it():
    made = story_in("approved")
    paula = signed_in("paula")
    response = save(paula, made, _act="publish")
    assert response["Location"] == act_url(made, "publish")
    response = send(paula, made, "publish", time="now")
    assert "Readers have it now" in told(paula, response)
    assert Edition.objects.live(timezone.now()).filter(article__uid=made.uid).exists()
    assert "live since" in words(paula.get(change_url(made)))


def test_publishing_at_a_time_names_it_with_its_zone():
    made = story_in("approved")
    paula = signed_in("paula")
    response = send(paula, made, "publish", time="later", live_from="2031-01-15T06:00")
    assert "06:00 EET" in told(paula, response)
    edition = Edition.objects.get(article__uid=made.uid)
    assert edition.live_from == dt.datetime(2031, 1, 15, 4, 0, tzinfo=dt.UTC)
    page = words(paula.get(change_url(made)))
    assert "Scheduled" in page and "goes live at 15 Jan 2031, 06:00 EET" in page
    response = send(paula, made, "reschedule", live_from="2031-01-16T07:00")
    assert "07:00 EET" in told(paula, response)
    response = send(paula, made, "cancel")
    assert "cancelled" in told(paula, response)
    assert Story.objects.get(pk=made.pk).status == "approved"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2020-01-01T06:00", "That time has passed"),
        ("2031-03-30T03:30", "does not exist on this day"),
        ("2031-10-26T03:30", "comes twice on this day"),
        ("soon", "Enter a date and a time"),
        ("", "Say when."),
    ],
)
def test_a_time_that_is_none_is_answered_in_words_with_what_was_typed_still_there(typed, said):
    made = story_in("approved")
    response = send(signed_in("paula"), made, "publish", time="later", live_from=typed)
    assert response.status_code == 200
    assert said in errors(response)
    assert not typed or f'value="{typed}"' in response.content.decode()
    assert Story.objects.get(pk=made.pk).status == "approved"


@pytest.mark.parametrize("typed", ["2031-01-15T06:00", "2031-03-30T03:30", "six"])
def test_a_time_typed_beside_now_is_asked_about_and_publishes_nothing(typed):
    made = story_in("approved")
    response = send(signed_in("paula"), made, "publish", time="now", live_from=typed)
    assert response.status_code == 200
    assert "You chose “Now”, and typed a time" in errors(response)
    assert f'value="{typed}"' in response.content.decode()
    assert not Edition.objects.filter(article__uid=made.uid).exists()


def test_the_doubled_hour_can_be_chosen():
    made = story_in("approved")
    paula = signed_in("paula")
    response = send(paula, made, "publish", time="later", live_from="2031-10-26T03:30")
    assert "the second time (EET)" in words(response)
    send(paula, made, "publish", time="later", live_from="2031-10-26T03:30", live_from_fold="1")
    assert Edition.objects.get(article__uid=made.uid).live_from == dt.datetime(2031, 10, 26, 1, 30, tzinfo=dt.UTC)


def test_of_what_readers_have_seen_publishing_asks_what_kind_of_change_it_is():
    made = story(body="<p>Old.</p>")
    now_published(made)
    paula = signed_in("paula")
    save(paula, made, body="<p>New.</p>")
    response = send(paula, made, "publish", time="now", note="Kept words")
    assert "Say what kind of change it is." in errors(response)
    assert "Kept words" in response.content.decode()
    assert send(paula, made, "publish", time="now", change="update", note="New numbers.").status_code == 302
    assert Edition.objects.filter(article__uid=made.uid).latest("number").note == "New numbers."


CONTROL = "Ten,\x0b not twelve"


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        ("publish", {"time": "now", "change": "correction", "correction": CONTROL}),
        ("publish", {"time": "now", "change": "correction", "correction": "x" * 2001}),
        ("publish", {"time": "now", "change": "update", "note": CONTROL}),
        ("publish", {"time": "now", "change": "minor", "override": CONTROL}),
        ("withdraw", {"reason": CONTROL}),
        ("vanish", {"reason": CONTROL}),
        ("return", {"reason": CONTROL}),
        ("spike", {"reason": CONTROL}),
        ("embargo", {"reason": CONTROL, "until": "2035-01-01T06:00"}),
        ("fix", {"headline": "New", "change": "correction", "correction": CONTROL}),
    ],
)
def test_words_that_no_table_takes_are_refused_beside_the_field_and_kept_in_it(act, asked):
    made = story()
    if act in ("return", "spike"):
        workflow.move(made, "submit", by=person("rita"), at=NOON)
    elif act != "embargo":
        now_published(made)
        made = edit(made, at=timezone.now(), headline="Changed")
        made.bylines.all().delete()  # so that there is something to override
    paula = signed_in("paula")
    address = reverse(f"admin:desk_story_{act}", args=[made.pk]) if act in ("embargo", "fix") else act_url(made, act)
    form = fields_of(paula.get(address), "fix_form" if act == "fix" else "act_form")
    answer = paula.post(address, form | asked)
    assert answer.status_code == 200
    assert "control character" in errors(answer) or "2000" in errors(answer)
    assert "not twelve" in answer.content.decode() or "xxx" in answer.content.decode()
    assert Story.objects.get(pk=made.pk).version == made.version


def test_a_wrong_correction_is_answered_by_a_new_one_in_somebodys_words():
    made = story()
    now_published(made)
    paula = signed_in("paula")
    asked = {"time": "now", "change": "correction"}
    made = edit(made, at=timezone.now(), headline="Ten")
    assert "answered by this one" not in words(paula.get(act_url(made, "publish")))
    send(paula, made, "publish", **asked, correction="It was ten.")
    first = Correction.objects.get()
    assert (first.written_by, first.approved_by, first.answers) == (person("paula"), person("paula"), None)
    made = edit(made, at=timezone.now(), headline="Twelve")
    assert "answered by this one" in words(paula.get(act_url(made, "publish")))
    send(paula, made, "publish", **asked, correction="Twelve.", answers=first.pk, written_by=person("rita").pk)
    second = Correction.objects.exclude(pk=first.pk).get()
    assert (second.answers, second.written_by, second.approved_by) == (first, person("rita"), person("paula"))
    # Not one of another story, by a crafted form.
    other = story()
    now_published(other)
    other = edit(other, at=timezone.now(), headline="Other")
    answer = send(paula, other, "publish", **asked, correction="x", answers=first.pk)
    assert answer.status_code == 302 and Correction.objects.latest("pk").answers is None


def test_a_second_click_on_publish_is_harmless():
    made = story_in("approved")
    paula = signed_in("paula")
    form = fields_of(paula.get(act_url(made, "publish")), form_id="act_form")
    first = paula.post(act_url(made, "publish"), form)
    second = paula.post(act_url(made, "publish"), form)
    assert first.status_code == second.status_code == 302
    assert "second click changed nothing" in told(paula, second)
    assert Edition.objects.filter(article__uid=made.uid).count() == 1


def test_what_somebody_saved_meanwhile_is_not_published_unseen():
    made = story_in("approved")
    paula = signed_in("paula")
    form = fields_of(paula.get(act_url(made, "publish")), form_id="act_form")
    save(signed_in("ed"), made, headline="Changed by Ed")
    response = paula.post(act_url(made, "publish"), form)
    assert "Someone saved or moved this story" in errors(response)
    assert not Edition.objects.filter(article__uid=made.uid).exists()
    # Having seen it, Paula may go on.
    assert paula.post(act_url(made, "publish"), fields_of(response, form_id="act_form")).status_code == 302


def test_a_story_without_a_section_is_refused_in_words():
    made = story(section=None)
    page = signed_in("paula").get(act_url(made, "publish"))
    assert "The story is in no section." in words(page)
    send(signed_in("paula"), made, "publish", time="now", override="All the same")
    assert Story.objects.get(pk=made.pk).status == "draft"


def test_returning_needs_a_reason_which_the_writer_reads():
    made = story_in("in_review")
    ed = signed_in("ed")
    assert "Tell the writer" in errors(send(ed, made, "return", reason="  "))
    send(ed, made, "return", reason="Whose bridge is it?")
    assert "Whose bridge is it?" in words(signed_in("rita").get(change_url(made)))


def test_withdrawing_tells_readers_why():
    made = story()
    edition = now_published(made)
    paula = signed_in("paula")
    assert "Tell readers why" in errors(send(paula, made, "withdraw", reason=""))
    send(paula, made, "withdraw", reason="The source took it back.", shows_headline="on")
    assert Withdrawal.objects.get().reason == "The source took it back."
    assert paula.get(edition.get_absolute_url()).status_code == 410


def test_an_address_taken_that_day_is_refused_in_words_at_publication():
    now_published(story("Bridge", slug="bridge"))
    made = story("Another bridge")
    paula = signed_in("paula")
    response = save(paula, made, slug="bridge")
    assert "is taken by another article of today" in told(paula, response)
    response = send(paula, made, "publish", time="now")
    assert "Another article of that day has the address" in errors(response)


def test_the_front_pages_lead_is_picked_and_given_back():
    made = story()
    edition = now_published(made)
    ed = signed_in("ed")
    assert "It leads the front page now." in told(ed, save(ed, made, _act="lead"))
    assert Lead.objects.first().article == edition.article
    assert "Give the front page back" in words(ed.get(change_url(made)))
    assert "newest story leads" in told(ed, save(ed, made, _act="unlead"))
    assert Lead.objects.first().article is None


def test_the_log_says_who_did_what():
    made = story_in("in_review")
    send(signed_in("ed"), made, "return", reason="Too long.")
    page = words(signed_in("rita").get(reverse("admin:desk_story_history", args=[made.pk])))
    assert "Returned" in page and "Ed" in page and "Too long." in page


def test_act_pages_need_a_token():
    made = story_in("approved")
    strict = signed_in("paula")
    strict.handler.enforce_csrf_checks = True
    assert strict.post(act_url(made, "publish"), {"time": "now", "loaded_version": made.version}).status_code == 403
    assert Story.objects.get(pk=made.pk).status == "approved"


def test_a_story_of_other_peoples_has_no_act_page():
    made = story(begun_by=person("ed"), by=[author()], section=section())
    assert signed_in("rita").get(act_url(made, "submit")).status_code == 404
