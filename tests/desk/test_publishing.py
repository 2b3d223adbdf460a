"""What publishing gives to readers, and takes from them."""

import datetime as dt

import pytest

from articles.models import Address, Article, Correction, Edition, Lead, Withdrawal
from core.models import current
from desk import editions, publishing, workflow
from desk.models import Story
from desk.workflow import Refused, Status
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, story, topic

pytestmark = pytest.mark.django_db


def live(at):
    return [edition.headline for edition in Edition.objects.live(at).latest_first()]


def test_an_edition_keeps_the_words_of_its_day():
    writer = author("Ana Old", title="Reporter")
    made = story("First words", by=[writer], body="<p>one two three</p>", topics=[topic()])
    edition = publish(made)
    writer.name, writer.title = "Ana New", "Editor"
    writer.save()
    edit(made, headline="Second words", body="<p>Other</p>")
    kept = Edition.objects.with_rows().get(pk=edition.pk)
    assert (kept.headline, kept.body, kept.words) == ("First words", "<p>one two three</p>", 3)
    assert [(row.printed_name, row.printed_title) for row in kept.credits] == [("Ana Old", "Reporter")]
    assert kept.filed_under == [topic()]
    assert kept.byline() == "Ana Old"


def test_no_article_exists_for_a_draft():
    story()
    assert not Article.objects.exists()


def test_a_rewrite_of_a_live_story_shows_nothing_until_it_is_published():
    made = story("Old words")
    publish(made)
    made = edit(made, headline="New words")
    assert live(NOON + HOUR) == ["Old words"]
    publish(made, at=NOON + HOUR, change="minor")
    assert live(NOON + HOUR - SECOND) == ["Old words"]
    assert live(NOON + HOUR) == ["New words"]


@pytest.mark.parametrize("missing", ["byline", "headline", "section", "text"])
def test_what_is_missing_is_named_and_nothing_is_published(missing):
    made = story(by=[] if missing == "byline" else None)
    changes = {"headline": {"headline": " "}, "section": {"section": None}, "text": {"body": "<p> </p>"}}.get(missing)
    if changes:
        for name, value in changes.items():
            setattr(made, name, value)
        made.save()
    with pytest.raises(Refused, match=missing):
        publish(made)
    assert not Edition.objects.exists()
    assert not made.moves.exists()
    assert Story.objects.get(pk=made.pk).status == Status.DRAFT


def test_a_change_says_what_it_is():
    made = story()
    publish(made)
    made = edit(made, headline="New words")
    with pytest.raises(Refused, match="minor, an update or a correction"):
        publish(made, at=NOON + HOUR)
    minor = publish(made, at=NOON + HOUR, change="minor")
    assert (minor.updated_at, minor.first_live_at, minor.number) == (None, NOON, 2)
    made = edit(made, headline="Newer words")
    update = publish(made, at=NOON + 2 * HOUR, change="update", note="Adds the toll.")
    assert (update.updated_at, update.first_live_at, update.note) == (NOON + 2 * HOUR, NOON, "Adds the toll.")
    made = edit(made, headline="Newest words")
    typo = publish(made, at=NOON + 3 * HOUR, change="minor", note="not for readers")
    assert (typo.updated_at, typo.note) == (NOON + 2 * HOUR, "")


def test_an_edit_never_reshuffles_a_list():
    first, second = story("A"), story("B")
    publish(first)
    publish(second, at=NOON + MINUTE)
    publish(edit(first, body="<p>More</p>"), at=NOON + HOUR, change="update")
    assert live(NOON + HOUR) == ["B", "A"]


def test_a_time_that_has_passed_is_refused():
    for when in (NOON, NOON - SECOND):
        with pytest.raises(Refused, match="passed"):
            publish(at=NOON, live_from=when)


def test_a_scheduled_change_waits_while_the_present_text_stays():
    made = story("Old")
    publish(made)
    publish(edit(made, headline="New"), at=NOON + HOUR, live_from=NOON + DAY, change="update")
    assert live(NOON + DAY - SECOND) == ["Old"]
    assert live(NOON + DAY) == ["New"]
    assert Edition.objects.live(NOON + DAY).get().updated_at == NOON + DAY


def test_a_schedule_is_moved_by_another_edition_and_none_is_retimed():
    made = story("Story", slug="story")
    first = publish(made, live_from=NOON + HOUR)
    second = publishing.reschedule(made, by=person("paula"), at=NOON + MINUTE, live_from=NOON + DAY)
    kept = Edition.objects.get(pk=first.pk)
    assert (kept.live_from, kept.live_until) == (NOON + HOUR, NOON + HOUR)
    assert (second.number, second.live_from, second.first_live_at) == (2, NOON + DAY, NOON + DAY)
    assert live(NOON + HOUR) == []
    assert live(NOON + DAY) == ["Story"]
    assert Edition.objects.with_rows().get(pk=second.pk).byline() == "Rita Reporter"
    assert second.get_absolute_url() == "/2026/03/11/story/"


def test_a_rescheduled_story_goes_out_as_it_was_scheduled_not_as_it_is_being_rewritten():
    made = story("As scheduled")
    publish(made, live_from=NOON + HOUR)
    made = edit(made, headline="Half rewritten")
    publishing.reschedule(made, by=person("paula"), at=NOON, live_from=NOON + DAY)
    assert live(NOON + DAY) == ["As scheduled"]
    assert Story.objects.get(pk=made.pk).headline == "Half rewritten"


@pytest.mark.parametrize("before", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_a_cancelled_story_goes_back_to_where_it_was_scheduled_from(before):
    made = story()
    if before != Status.DRAFT:
        workflow.move(made, "submit", by=person("ed"), at=NOON)
    if before == Status.APPROVED:
        workflow.move(made, "approve", by=person("ed"), at=NOON)
    publish(made, live_from=NOON + HOUR)
    publishing.cancel(made, by=person("paula"), at=NOON + MINUTE)
    assert Story.objects.get(pk=made.pk).status == before
    assert live(NOON + HOUR) == []
    assert made.public_state(NOON + HOUR).name == "never"


def test_a_cancelled_change_leaves_the_present_text_open():
    made = story("Old")
    publish(made)
    made = edit(made, headline="New")
    publish(made, at=NOON + HOUR, live_from=NOON + DAY, change="minor")
    publishing.cancel(made, by=person("paula"), at=NOON + 2 * HOUR)
    assert live(NOON + 2 * DAY) == ["Old"]
    assert Edition.objects.get(headline="Old").live_until is None


def test_what_is_published_now_takes_the_place_of_what_was_waiting():
    made = story("Old")
    publish(made)
    made = edit(made, headline="Waiting")
    publish(made, at=NOON + MINUTE, live_from=NOON + DAY, change="minor")
    made = edit(made, headline="Now")
    publish(made, at=NOON + HOUR, change="minor")
    assert live(NOON + HOUR) == ["Now"]
    assert live(NOON + 2 * DAY) == ["Now"]


def test_a_withdrawn_story_is_in_no_list_and_its_waiting_change_never_comes():
    made = story("Story")
    publish(made)
    made = edit(made, headline="Change")
    publish(made, at=NOON + MINUTE, live_from=NOON + DAY, change="minor")
    publishing.withdraw(made, by=person("paula"), at=NOON + HOUR, reason="We were wrong.")
    assert live(NOON + HOUR) == live(NOON + 2 * DAY) == []
    assert Withdrawal.objects.get().reason == "We were wrong."
    assert made.public_state(NOON + HOUR).name == "withdrawn"
    assert Story.objects.get(pk=made.pk).status == Status.DRAFT


def test_a_withdrawn_story_can_be_published_again_with_its_date_and_address():
    made = story("Story", slug="story")
    first = publish(made)
    publishing.withdraw(made, by=person("paula"), at=NOON + HOUR, reason="Not yet.")
    again = publish(made, at=NOON + DAY, change="update")
    assert live(NOON + DAY) == ["Story"]
    assert again.first_live_at == NOON
    assert again.get_absolute_url() == first.get_absolute_url()


def test_a_withdrawal_without_a_reason_is_refused():
    made = story()
    publish(made)
    with pytest.raises(Refused, match="reason"):
        publishing.withdraw(made, by=person("paula"), at=NOON + HOUR, reason=" ")
    assert live(NOON + HOUR)


def test_the_address_has_the_date_of_the_newsrooms_clock():
    late = dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC)  # 01:30 of the eleventh in Kyiv
    assert publish(story(slug="night"), at=late).get_absolute_url() == "/2026/03/11/night/"


def test_an_address_made_of_a_headline_makes_way_and_a_chosen_one_is_refused():
    assert publish(story("Twice")).slug == "twice"
    made = story("Twice")
    assert publish(made).slug == "twice-2"
    assert Story.objects.get(pk=made.pk).slug == "twice-2"
    with pytest.raises(Refused, match="address"):
        publish(story(slug="twice"))
    assert publish(story(slug="twice"), at=NOON + DAY).slug == "twice"


def test_a_new_address_comes_with_its_edition_and_the_old_one_stays_the_articles():
    made = story(slug="old")
    publish(made)
    made = edit(made, slug="new")
    edition = publish(made, at=NOON + DAY, change="minor")
    assert edition.get_absolute_url() == "/2026/03/10/new/"
    assert set(Address.objects.values_list("slug", "article")) == {
        ("old", edition.article_id),
        ("new", edition.article_id),
    }
    made = edit(made, slug="old")
    assert publish(made, at=NOON + 2 * DAY, change="minor").get_absolute_url() == "/2026/03/10/old/"
    assert Address.objects.count() == 2


def test_a_clock_that_jumps_back_makes_no_overlap():
    made = story("First")
    publish(made)
    publish(edit(made, headline="Second"), at=NOON - HOUR, change="minor")
    assert live(NOON) == ["Second"]
    assert Edition.objects.get(headline="Second").live_from == NOON


def test_a_clock_that_jumps_back_schedules_nothing_before_what_went_out_at_once():
    made = story("First")
    publish(made)
    made = edit(made, headline="Second")
    with pytest.raises(Refused, match="has passed"):
        publish(made, at=NOON - HOUR, live_from=NOON - HOUR / 2, change="minor")
    publish(fresh(made), at=NOON - HOUR, live_from=NOON + HOUR, change="minor")
    with pytest.raises(Refused, match="has passed"):
        publishing.reschedule(fresh(made), by=person("paula"), at=NOON - HOUR, live_from=NOON - HOUR / 2)
    assert live(NOON) == ["First"]
    assert live(NOON + HOUR) == ["Second"]


def test_a_clock_that_jumps_back_does_not_turn_the_log_round():
    made = story("First")
    publish(made)
    edit(made, at=NOON - HOUR, headline="Second")
    assert [move.act for move in made.moves.all()] == ["publish", "edit"]


def test_what_is_composed_has_passed_the_gate_before_anything_is_stored():
    made = story()
    made.body = "<p>fine<script>alert(1)</script></p>"
    edition = editions.compose(made, at=NOON)
    assert edition.pk is None
    assert "script" not in edition.body
    assert edition.kicker == "News Feed"
    assert [row.printed_name for row in edition.credits] == ["Rita Reporter"]


def test_two_stories_of_one_night_point_at_each_other():
    first = story("First")
    second = story("Second", related=[first])
    from desk.models import StoryRelated

    StoryRelated.objects.create(story=first, uid=second.uid)
    one, two = publish(first), publish(second)
    assert one.related_uids == [two.article.uid]
    assert two.related_uids == [one.article.uid]


def test_every_door_raises_the_generation():
    made, paula = story(), person("paula")
    doors = [
        lambda at: publish(made, at=at),
        lambda at: publish(edit(made, headline="Two"), at=at, change="minor"),
        lambda at: publishing.pick_lead(made, by=paula, at=at),
        lambda at: publish(edit(made, headline="Three"), at=at, live_from=at + DAY, change="minor"),
        lambda at: publishing.reschedule(fresh(made), by=paula, at=at, live_from=at + 2 * DAY),
        lambda at: publishing.cancel(fresh(made), by=paula, at=at),
        lambda at: publishing.withdraw(fresh(made), by=paula, at=at, reason="Wrong"),
    ]
    for number, door in enumerate(doors):
        before = current()
        door(NOON + number * HOUR)
        assert current() > before, number


def test_a_refused_door_changes_nothing_that_readers_keep():
    made = story(slug="same")
    publish(story(slug="same"))
    before = current()
    with pytest.raises(Refused):
        publish(made)
    assert current() == before
    assert made.status == Story.objects.get(pk=made.pk).status == Status.DRAFT


def test_only_a_live_story_leads_and_only_an_editor_picks_it():
    made = story()
    with pytest.raises(Refused):
        publishing.pick_lead(made, by=person("ed"), at=NOON)
    publish(made)
    with pytest.raises(Refused):
        publishing.pick_lead(made, by=person("rita"), at=NOON)
    publishing.pick_lead(made, by=person("ed"), at=NOON)
    publishing.pick_lead(None, by=person("ed"), at=NOON + HOUR)
    assert [lead.article_id for lead in Lead.objects.all()] == [None, made.article.pk]


def fresh(made):
    return Story.objects.get(pk=made.pk)


@pytest.mark.parametrize("kind", ["correction", "clarification"])
def test_a_correction_leaves_its_record_with_its_edition(kind):
    made = story("Wrong")
    first = publish(made)
    made = edit(made, headline="Right")
    with pytest.raises(Refused, match="record"):
        publish(made, at=NOON + HOUR, change=kind, correction="  ")
    second = publish(made, at=NOON + HOUR, change=kind, correction="We had it wrong.", written_by=person("rita"))
    record = Correction.objects.get()
    assert (record.kind, record.edition_before, record.edition_after) == (kind, first, second)
    assert (record.written_by, record.approved_by) == (person("rita"), person("paula"))
    assert second.updated_at == record.published_at == NOON + HOUR


def test_a_scheduled_correction_is_known_when_its_edition_begins_and_not_before():
    made = story("Wrong")
    publish(made)
    made = edit(made, headline="Right")
    publish(made, at=NOON + MINUTE, live_from=NOON + HOUR, change="correction", correction="We had it wrong.")
    publishing.reschedule(fresh(made), by=person("paula"), at=NOON + MINUTE, live_from=NOON + DAY)
    assert not Correction.objects.known(NOON + HOUR).exists()
    assert not Correction.objects.known(NOON + DAY - SECOND).exists()
    assert Correction.objects.known(NOON + DAY).get().published_at == NOON + DAY


def test_a_correction_that_was_cancelled_or_whose_article_is_withdrawn_is_not_shown():
    made = story("Wrong")
    publish(made)
    made = edit(made, headline="Right")
    publish(made, at=NOON + MINUTE, live_from=NOON + HOUR, change="correction", correction="We had it wrong.")
    publishing.cancel(fresh(made), by=person("paula"), at=NOON + MINUTE)
    assert not Correction.objects.known(NOON + DAY).exists()
    publish(fresh(made), at=NOON + 2 * HOUR, change="correction", correction="We had it wrong.")
    assert Correction.objects.known(NOON + DAY).count() == 1
    publishing.withdraw(fresh(made), by=person("paula"), at=NOON + 3 * HOUR, reason="All of it is wrong.")
    assert not Correction.objects.known(NOON + DAY).exists()
