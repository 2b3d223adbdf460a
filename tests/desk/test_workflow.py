"""Who may move which story where, what it takes, and what the log says of it."""

import pytest

from desk import publishing, workflow
from desk.models import Move, Story
from desk.workflow import TRANSITIONS, Refused, Status
from tests.cast import DAY, HOUR, MEMBERS, NOON, SECOND, edit, person, publish, root, story

pytestmark = pytest.mark.django_db

REPORTER = {"submit"}
EDITOR = REPORTER | {"return", "approve", "spike", "restore"}
PUBLISHER = EDITOR | {"publish", "reschedule", "cancel", "withdraw", "vanish"}
RIGHTS = {
    "rita": REPORTER,  # the stories below are hers
    "ed": EDITOR,
    "paula": PUBLISHER,
    "clara": PUBLISHER,
    "stas": set(),
    "phil": set(),
    "nora": set(),
    "robert": set(),  # a reporter whose story it isn't
}
FROM = {
    "submit": {Status.DRAFT: Status.IN_REVIEW},
    "return": {Status.IN_REVIEW: Status.DRAFT, Status.APPROVED: Status.DRAFT},
    "approve": {Status.IN_REVIEW: Status.APPROVED},
    "publish": {
        Status.DRAFT: Status.PUBLISHED,
        Status.IN_REVIEW: Status.PUBLISHED,
        Status.APPROVED: Status.PUBLISHED,
    },
    "spike": {Status.DRAFT: Status.SPIKED, Status.IN_REVIEW: Status.SPIKED, Status.APPROVED: Status.SPIKED},
    "restore": {Status.SPIKED: Status.DRAFT},
}
WALK = {
    Status.DRAFT: [],
    Status.IN_REVIEW: ["submit"],
    Status.APPROVED: ["submit", "approve"],
    Status.PUBLISHED: ["submit", "approve", "publish"],
    Status.SPIKED: ["spike"],
}


def story_in(status):
    made = story()
    for act in WALK[status]:
        perform(made, act, by=person("paula"))
    made = Story.objects.get(pk=made.pk)
    assert made.status == status
    return made


def perform(made, act, *, by, at=NOON):
    """Do `act` through the door that the desk's pages use for it."""
    match act:
        case "publish":
            publishing.publish(made, by=by, at=at, change="minor")
        case "reschedule":
            publishing.reschedule(made, by=by, at=at, live_from=at + DAY)
        case "cancel":
            publishing.cancel(made, by=by, at=at)
        case "withdraw":
            publishing.withdraw(made, by=by, at=at, reason="A reason")
        case "vanish":
            publishing.vanish(made, by=by, at=at, reason="A reason")
        case _:
            workflow.move(made, act, by=by, at=at, reason="A reason")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("act", FROM)
def test_every_act_from_every_status_by_every_role(act, status, subtests):
    assert {*RIGHTS} >= {*MEMBERS}
    for name, rights in RIGHTS.items():
        with subtests.test(name=name):
            made = story_in(status)
            allowed = act in rights and status in FROM[act]
            assert (act in {one.act for one in workflow.available(made, person(name), NOON)}) is allowed
            if allowed:
                perform(made, act, by=person(name))
                assert made.status == FROM[act][status]
            else:
                before = made.moves.count()
                with pytest.raises(Refused):
                    perform(made, act, by=person(name))
                assert made.moves.count() == before
            assert Story.objects.get(pk=made.pk).status == made.status


@pytest.mark.parametrize("name", RIGHTS)
def test_only_publishers_withdraw_reschedule_or_cancel(name):
    live, libel, waiting = story(), story(), story()
    publish(live)
    publish(libel)
    publish(waiting, live_from=NOON + DAY)
    cases = [(live, "withdraw"), (libel, "vanish"), (waiting, "reschedule"), (waiting, "cancel")]
    for made, act in cases:
        if act in RIGHTS[name]:
            perform(made, act, by=person(name), at=NOON + HOUR)
        else:
            with pytest.raises(Refused):
                perform(made, act, by=person(name), at=NOON + HOUR)


def test_every_row_of_the_table_is_in_these_tests_and_has_words_in_the_log():
    assert {*TRANSITIONS} == {*FROM, "reschedule", "cancel", "withdraw", "vanish", "fix", "embargo"}
    assert {*TRANSITIONS} < {*workflow.LABELS}


def test_nobody_without_an_active_account_moves_anything():
    user = root()
    user.is_active = False
    user.save()
    with pytest.raises(Refused):
        workflow.move(story(), "submit", by=user, at=NOON)


def test_a_return_needs_a_reason():
    made = story_in(Status.IN_REVIEW)
    with pytest.raises(Refused, match="reason"):
        workflow.move(made, "return", by=person("ed"), at=NOON, reason="  ")
    workflow.move(made, "return", by=person("ed"), at=NOON, reason="Who says so?")
    assert made.moves.last().reason == "Who says so?"


def test_the_log_keeps_who_did_what_when():
    made = story_in(Status.PUBLISHED)
    rows = [(move.act, move.from_status, move.to_status, move.by_name, move.at) for move in made.moves.all()]
    assert rows == [
        ("submit", "draft", "in_review", "Paula", NOON),
        ("approve", "in_review", "approved", "Paula", NOON),
        ("publish", "approved", "published", "Paula", NOON),
    ]
    assert made.moves.last().edition_number == 1


def test_the_log_outlives_the_account():
    made = story_in(Status.IN_REVIEW)
    person("paula").delete()
    assert made.moves.get().by is None
    assert made.moves.get().by_name == "Paula"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.DRAFT, Status.DRAFT),
        (Status.IN_REVIEW, Status.IN_REVIEW),
        (Status.APPROVED, Status.IN_REVIEW),
        (Status.PUBLISHED, Status.DRAFT),
    ],
)
def test_an_edit_takes_an_approval_back(before, after):
    assert edit(story_in(before), headline="Other words").status == after


def test_of_two_who_move_a_story_at_once_one_wins_and_the_other_is_told():
    made = story_in(Status.IN_REVIEW)
    first, second = Story.objects.get(pk=made.pk), Story.objects.get(pk=made.pk)
    workflow.move(first, "approve", by=person("ed"), at=NOON)
    with pytest.raises(Refused, match="Someone else"):
        workflow.move(second, "return", by=person("ed"), at=NOON, reason="No")
    assert Story.objects.get(pk=made.pk).status == Status.APPROVED
    assert Move.objects.filter(story=made, act="return").count() == 0


def test_what_was_loaded_before_somebody_elses_save_cannot_be_approved():
    made = story_in(Status.IN_REVIEW)
    stale = Story.objects.get(pk=made.pk)
    edit(made, headline="Other words")
    with pytest.raises(Refused, match="Someone else"):
        workflow.move(stale, "approve", by=person("ed"), at=NOON)


def test_a_public_story_is_not_spiked_behind_readers_backs():
    live = story_in(Status.PUBLISHED)
    live = edit(live, headline="Other words")
    with pytest.raises(Refused, match="withdraw"):
        workflow.move(live, "spike", by=person("ed"), at=NOON)
    waiting = story()
    publish(waiting, live_from=NOON + DAY)
    waiting = edit(waiting, headline="Other words")
    with pytest.raises(Refused, match="cancel"):
        workflow.move(waiting, "spike", by=person("ed"), at=NOON)


def test_a_newsroom_may_ask_for_an_approval_before_publishing(settings):
    settings.NEWSROOM_REQUIRE_APPROVAL = True
    made = story_in(Status.IN_REVIEW)
    with pytest.raises(Refused, match="approved"):
        publish(made)
    publish(story_in(Status.APPROVED))


def test_a_reporter_reads_only_their_own_stories():
    from authors.models import Author
    from tests.cast import author

    own = {
        story(begun_by=person("rita")),
        story(begun_by=None, assigned_to=person("rita")),
        story(begun_by=None, by=[author(account=person("rita"))]),
    }
    other = story(begun_by=person("robert"))
    assert Author.objects.filter(account=person("rita")).count() == 1
    assert set(Story.objects.visible_to(person("rita"))) == own
    assert set(Story.objects.visible_to(person("ed"))) == own | {other}
    for name in ("stas", "phil", "nora"):
        assert not Story.objects.visible_to(person(name)).exists()


def test_a_story_for_named_people_is_seen_by_them_and_by_nobody_else():
    made = story(begun_by=person("rita"), is_restricted=True)
    made.named_people.add(person("ed"), person("robert"))
    for name, sees in {"rita": True, "ed": True, "robert": True, "paula": False, "clara": False, "stas": False}.items():
        assert Story.objects.visible_to(person(name)).filter(pk=made.pk).exists() is sees, name
        assert made.may_be_edited_by(person(name)) is sees, name
    assert not Story.objects.visible_to(root()).exists()
    with pytest.raises(Refused):
        publish(made)


def test_an_embargo_is_set_by_whoever_edits_and_moved_by_publishers_alone():
    made = story()
    workflow.set_embargo(made, NOON + DAY, by=person("rita"), at=NOON, reason="Agreed with the ministry")
    for name in ("rita", "ed"):
        with pytest.raises(Refused, match="publisher"):
            workflow.set_embargo(made, None, by=person(name), at=NOON, reason="Please")
    with pytest.raises(Refused, match="reason"):
        workflow.set_embargo(made, None, by=person("paula"), at=NOON, reason="")
    workflow.set_embargo(made, None, by=person("paula"), at=NOON, reason="Lifted by the ministry")
    assert Story.objects.get(pk=made.pk).embargo_until is None
    assert [move.act for move in made.moves.all()] == ["embargo", "embargo"]


def test_nothing_under_embargo_goes_out_by_any_door():
    made = story()
    workflow.set_embargo(made, NOON + DAY, by=person("paula"), at=NOON, reason="Agreed")
    for options in ({}, {"live_from": NOON + DAY - SECOND}, {"override": "The minister said so"}):
        with pytest.raises(Refused, match="embargo"):
            publish(made, **options)
    publish(made, live_from=NOON + DAY)
    with pytest.raises(Refused, match="embargo"):
        publishing.reschedule(made, by=person("paula"), at=NOON, live_from=NOON + HOUR)
    with pytest.raises(Refused, match="cancel the schedule"):
        workflow.set_embargo(made, NOON + 2 * DAY, by=person("paula"), at=NOON, reason="Longer")
    assert made.public_state(NOON + DAY - SECOND).name == "scheduled"


def test_an_embargo_on_what_is_live_comes_too_late():
    made = story()
    publish(made)
    with pytest.raises(Refused, match="too late"):
        workflow.set_embargo(made, NOON + DAY, by=person("paula"), at=NOON + HOUR, reason="Agreed")
