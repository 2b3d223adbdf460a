"""A fix of what is live, beside a change that waits for its time."""

import pytest

from articles.models import Correction, Edition
from desk import publishing
from desk.fixing import Conflicts
from desk.models import Story
from desk.workflow import Refused, Status
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, edit, person, publish, story

pytestmark = pytest.mark.django_db

SIX = NOON + 18 * HOUR
TEN_TO = SIX - 10 * MINUTE


def text(*paragraphs):
    return "\n\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def plain(body):
    return body.replace("\n", "")


def fix(made, at=TEN_TO, by="paula", change="minor", **options):
    fixed = options.pop("fixed")
    return publishing.fix(fresh(made), fixed, by=person(by), at=at, change=change, **options)


def fresh(made):
    return Story.objects.get(pk=made.pk)


def scheduled(*paragraphs):
    body = text(*(paragraphs or ("A typpo.", "Second.", "Third.", "An update.")))
    made = story("Head", body=text("A typpo.", "Second.", "Third."))
    publish(made)
    publish(edit(made, body=body), at=NOON + HOUR, live_from=SIX, change="update")
    return made


def live(at):
    return Edition.objects.live(at).with_rows().get()


def test_a_typo_fixed_at_ten_to_six_is_still_fixed_in_the_update_of_six():
    made = scheduled()
    fix(made, fixed={"body": text("A typo.", "Second.", "Third.")})
    assert plain(live(TEN_TO - SECOND).body) == plain(text("A typpo.", "Second.", "Third."))
    assert plain(live(TEN_TO).body) == plain(text("A typo.", "Second.", "Third."))
    assert plain(live(SIX - SECOND).body) == plain(text("A typo.", "Second.", "Third."))
    assert plain(live(SIX).body) == plain(text("A typo.", "Second.", "Third.", "An update."))
    assert plain(fresh(made).body) == plain(live(SIX).body)
    assert fresh(made).status == Status.PUBLISHED
    assert (live(SIX).updated_at, live(TEN_TO).updated_at) == (SIX, None)
    assert [row.printed_name for row in live(SIX).credits] == ["Rita Reporter"]


def test_a_fix_and_an_update_in_one_paragraph_show_the_conflict_at_once_and_not_at_the_hour():
    made = scheduled("A new beginning.", "Second.", "Third.")
    before = Edition.objects.count()
    with pytest.raises(Conflicts) as caught:
        fix(made, fixed={"body": text("A typo.", "Second.", "Third.")})
    assert caught.value.unsettled == ["story/body:0", "waiting/body:0"]
    assert Edition.objects.count() == before
    assert plain(live(TEN_TO).body).startswith("<p>A typpo.")
    fix(
        made,
        fixed={"body": text("A typo.", "Second.", "Third.")},
        choices={"story/body:0": "theirs", "waiting/body:0": "theirs"},
    )
    assert plain(live(TEN_TO).body).startswith("<p>A typo.")
    assert plain(live(SIX).body).startswith("<p>A new beginning.")


def test_a_fix_reaches_the_working_copy_where_nothing_waits():
    made = story("Head", body=text("A typpo.", "Second."))
    publish(made)
    made = edit(made, body=text("A typpo.", "Second.", "Being written."))
    fix(made, fixed={"body": text("A typo.", "Second.")})
    assert plain(fresh(made).body) == plain(text("A typo.", "Second.", "Being written."))
    assert fresh(made).status == Status.DRAFT
    assert plain(live(SIX).body) == plain(text("A typo.", "Second."))
    assert fresh(made).saves.last().version == fresh(made).version


def test_a_correction_from_the_live_text_leaves_its_record():
    made = scheduled()
    fix(made, fixed={"headline": "Right"}, change="correction", correction="The headline was wrong.")
    record = Correction.objects.known(TEN_TO).get()
    assert (record.edition_before.headline, record.edition_after.headline) == ("Head", "Right")
    assert live(TEN_TO).updated_at == TEN_TO
    assert live(SIX).headline == fresh(made).headline == "Right"


def test_a_correction_that_waits_stays_a_correction_after_a_fix():
    made = story("Wrong", body=text("A typpo.", "Second."))
    publish(made)
    made = edit(made, headline="Right")
    publish(made, at=NOON + HOUR, live_from=SIX, change="correction", correction="The headline was wrong.")
    fix(made, fixed={"body": text("A typo.", "Second.")})
    assert not Correction.objects.known(SIX - SECOND).exists()
    assert Correction.objects.known(SIX).get().edition_after == live(SIX)


def test_a_fix_passes_the_gate_and_needs_a_publisher_a_live_text_and_a_change():
    made = scheduled()
    with pytest.raises(Refused):
        fix(made, by="ed", fixed={"body": "<p>x</p>"})
    with pytest.raises(Refused, match="Nothing was changed"):
        fix(made, fixed={"headline": "Head"})
    fix(made, fixed={"body": text("A typo.<script>alert(1)</script>", "Second.", "Third.")})
    assert "script" not in live(TEN_TO).body + fresh(made).body + live(SIX).body
    with pytest.raises(Refused, match="do not have"):
        fix(story(), fixed={"headline": "New"})


def test_a_fix_brings_no_broken_link_and_no_endless_headline_and_is_not_barred_by_those_that_are_there():
    made = scheduled()
    nowhere = text('A typo, <a href="/2020/01/01/nowhere/">they say</a>.', "Second.", "Third.")
    with pytest.raises(Refused, match="leads nowhere"):
        fix(made, fixed={"body": nowhere})
    with pytest.raises(Refused, match="limit"):
        fix(made, fixed={"headline": "Word " * 40})
    assert live(TEN_TO).headline == "Head"
    broken = story("Word " * 40, body=nowhere)
    publish(broken, override="The address comes tonight.")
    assert fix(broken, fixed={"headline": "Other " * 40}).change == "minor"


def test_after_a_fix_the_schedule_can_still_be_moved_and_cancelled():
    made = scheduled()
    fix(made, fixed={"body": text("A typo.", "Second.", "Third.")})
    publishing.reschedule(fresh(made), by=person("paula"), at=TEN_TO + MINUTE, live_from=SIX + DAY)
    assert plain(live(SIX).body) == plain(text("A typo.", "Second.", "Third."))
    publishing.cancel(fresh(made), by=person("paula"), at=TEN_TO + 2 * MINUTE)
    assert plain(live(SIX + 2 * DAY).body) == plain(text("A typo.", "Second.", "Third."))
