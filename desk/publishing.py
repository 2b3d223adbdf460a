"""
The only code that makes or closes editions.

Everything readers get is composed here from a story and stored as an edition; everything they stop getting is
closed here. Each act goes through desk.workflow in one transaction. Of a stored edition only `live_until`
moves; the closing comes before the making, so that no instant has two.
"""

import datetime as dt
from collections.abc import Mapping
from typing import cast

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles.models import Correction, Edition, Lead, Report, Withdrawal
from core.html import gate

from . import checks, history, reports
from .editions import address_for, again, close, close_waiting, compose, put, store
from .fixing import FIXABLE, settle
from .merge import Snapshot, merge
from .models import Story
from .models.public_state import PublicState
from .naming import Reader
from .workflow import Refused, Status, moving

Change = Edition.Change
# Changes that leave a frozen public record.
RECORDED = (Change.CORRECTION, Change.CLARIFICATION)


def publish(
    story: Story,
    *,
    by: User,
    at: dt.datetime,
    live_from: dt.datetime | None = None,
    change: str = "",
    note: str = "",
    correction: str = "",
    written_by: User | None = None,
    answers: Correction | None = None,
    override: str = "",
    report: Report | None = None,
) -> Edition:
    """
    Give readers the working copy: at once, or from `live_from` on. Returns the stored edition.

    `change` is asked for a story that readers have seen, and ignored for one that they have not: minor, update (with
    a `note` to readers, if wanted), or correction or clarification, whose public record is `correction`, in words of
    `written_by` (else `by`); it may answer an earlier one. `override` is a publisher's reason for publishing over what
    the checks found, and goes to the log; `report` is a reader's, dealt with by this. An edition
    already waiting is cancelled in favour of this one. Raises Refused.
    """
    _lies_ahead(live_from, at)
    over = _checked(story, live_from or at, override, Reader(by, at))
    with moving(story, "publish", by=by, at=at, reason=over) as (move, public):
        _lies_ahead(live_from, move.at)
        begins = live_from or move.at
        edition = compose(story, at=move.at, live_from=begins)
        _say_what_changed(edition, public.last, change, note, correction)
        _drop_waiting(public)
        if public.live:
            close(public.live, begins)
        store(edition, own_slug=bool(story.slug))
        record = _record(edition, public.last, correction, written_by or by, by, answers) if public.last else None
        if report:
            reports.settle(report, by=by, at=move.at, correction=record)
        if story.slug != edition.slug:
            Story.objects.filter(pk=story.pk).update(slug=edition.slug)
        move.edition_number, move.live_from = edition.number, edition.live_from
    story.slug = edition.slug
    story.__dict__.pop("article", None)
    return edition


def reschedule(story: Story, *, by: User, at: dt.datetime, live_from: dt.datetime) -> Edition:
    """Move what waits for its time to `live_from`, its text as it was scheduled. Raises Refused."""
    _lies_ahead(live_from, at)
    if embargo := checks.embargo(story, live_from):
        raise Refused(*map(str, embargo))
    with moving(story, "reschedule", by=by, at=at) as (move, public):
        _lies_ahead(live_from, move.at)
        waiting = cast(Edition, public.waiting)  # the transition holds only then
        edition = again(waiting, live_from=live_from)
        if not public.last:
            edition.first_live_at = live_from
        edition.address = address_for(edition, public)
        close_waiting(public)
        if public.live:
            close(public.live, live_from)
        store(edition, own_slug=True)
        _copy_records(waiting, edition)
        move.edition_number, move.live_from = edition.number, edition.live_from
    return edition


def cancel(story: Story, *, by: User, at: dt.datetime) -> None:
    """
    Take back what waits for its time; what readers have now stays. Raises Refused.

    A story whose working copy was the waiting edition goes back to the status that it was scheduled from.
    """
    to = None
    if story.status == Status.PUBLISHED:
        scheduled = story.moves.filter(act="publish").last()
        to = scheduled.from_status if scheduled else Status.DRAFT
    with moving(story, "cancel", by=by, at=at, to=to) as (move, public):
        _drop_waiting(public)
        move.edition_number = cast(Edition, public.waiting).number


def withdraw(story: Story, *, by: User, at: dt.datetime, reason: str, shows_headline: bool = True) -> Withdrawal:
    """
    Take the article down and say so: `reason` is for readers. What waits for its time is cancelled.

    Raises Refused.
    """
    with moving(story, "withdraw", by=by, at=at, reason=reason) as (move, public):
        live = cast(Edition, public.live)
        _drop_waiting(public)
        close(live, move.at)
        move.edition_number = live.number
        return Withdrawal.objects.create(
            article_id=live.article_id, withdrawn_at=move.at, reason=reason, shows_headline=shows_headline
        )


def vanish(story: Story, *, by: User, at: dt.datetime, reason: str) -> Withdrawal:
    """
    By a legal order, take the article down as if it had never been, whether it is live or was withdrawn before.

    Nobody outside is told: not its headline, not its address, not that it went. `reason` stays inside. What waits for
    its time is cancelled. It may be published again, and then begins anew for readers. Raises Refused.
    """
    with moving(story, "vanish", by=by, at=at, reason=reason) as (move, public):
        last = cast(Edition, public.last)
        _drop_waiting(public)
        if public.live:
            close(public.live, move.at)
        move.edition_number = last.number
        return Withdrawal.objects.create(
            article_id=last.article_id, withdrawn_at=move.at, reason=reason, shows_headline=False, vanishes=True
        )


def pick_lead(story: Story | None, *, by: User, at: dt.datetime) -> Lead:
    """Let `story` lead the front page from `at` on; None gives the place back to the newest. Raises Refused."""
    if not by.has_perm("desk.pick_lead"):
        raise Refused(_("You may not pick what leads the front page."))
    if story is None:
        return Lead.objects.create(picked_at=at)
    public = story.public_state(at)
    if not public.live:
        raise Refused(_("Only a story that readers have can lead the front page."))
    return Lead.objects.create(article_id=public.live.article_id, picked_at=at)


def fix(
    story: Story,
    fixed: Snapshot,
    *,
    by: User,
    at: dt.datetime,
    change: str,
    note: str = "",
    correction: str = "",
    written_by: User | None = None,
    answers: Correction | None = None,
    choices: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Edition:
    """
    Put right what readers have now, from the live text itself: `fixed` holds the columns of it that were changed.

    A change that waits for its time stays scheduled, with the fix merged in, and the working copy gets it too; where
    the fix and one of them touch the same paragraph, Conflicts is raised with the merges, and `choices` settles them.
    `report` is a reader's, dealt with by this. Raises Refused.
    """
    with moving(story, "fix", by=by, at=at) as (move, public):
        live = Edition.objects.with_rows().get(pk=cast(Edition, public.live).pk)
        waiting = public.waiting
        before = {name: getattr(live, name) for name in FIXABLE}
        after = before | {name: fixed[name] for name in FIXABLE if name in fixed}
        after["body"] = gate(after["body"])
        if after == before:
            raise Refused(_("Nothing was changed in the live text."))
        merges = {"story": merge(before, {name: getattr(story, name) for name in FIXABLE}, after)}
        if waiting:
            merges["waiting"] = merge(before, {name: getattr(waiting, name) for name in FIXABLE}, after)
        settled = settle(merges, choices or {})
        edition = again(live, live_from=move.at, live_until=waiting.live_from if waiting else None)
        put(edition, after)
        if stops := checks.fixing(live, edition, move.at):
            raise Refused(*map(str, stops))
        _say_what_changed(edition, live, change, note, correction)
        if waiting:
            close(waiting, waiting.live_from)
        close(live, move.at)
        store(edition, own_slug=True)
        record = _record(edition, live, correction, written_by or by, by, answers)
        if report:
            reports.settle(report, by=by, at=move.at, correction=record)
        if waiting:
            change_to_come = again(waiting, live_from=waiting.live_from)
            if change_to_come.updated_at == live.updated_at:
                change_to_come.updated_at = edition.updated_at
            put(change_to_come, settled["waiting"])
            store(change_to_come, own_slug=True)
            _copy_records(waiting, change_to_come)
        put(story, settled["story"])
        story.save(update_fields=FIXABLE)
        history.record(story, by=by, at=move.at, version=story.version + 1)
        move.edition_number, move.live_from = edition.number, edition.live_from
    return edition


def _lies_ahead(live_from: dt.datetime | None, at: dt.datetime) -> None:
    """
    Refuse a time that has passed: by the clock, and by the move, which never comes before the story's last.

    A clock that jumped back would otherwise end what readers have before it began.
    """
    if live_from is not None and live_from <= at:
        raise Refused(_("That time has passed. Publish now, or choose a later time."))


def _checked(story: Story, at: dt.datetime, override: str, reader: Reader) -> str:
    """
    What the log says of the stops that were overridden: nothing where there were none. Raises Refused.

    A refusal names other stories as `reader` may know them, the log as everybody may who reads it.
    """
    stops = checks.stops(story, at, reader)
    final = [stop for stop in stops if stop.is_final]
    if final or (stops and not override.strip()):
        raise Refused(*map(str, stops))
    return f"{override.strip()}\n" + "\n".join(stop.words for stop in checks.stops(story, at)) if stops else ""


def _say_what_changed(edition: Edition, last: Edition | None, change: str, note: str, correction: str) -> None:
    """The one place where the kind of a change decides what readers are told, and whether the time moves."""
    if last is None:
        edition.change = Change.FIRST
        return
    if change not in (Change.MINOR, Change.UPDATE, *RECORDED):
        raise Refused(_("Readers have seen this story: say whether the change is minor, an update or a correction."))
    if change in RECORDED and not correction.strip():
        raise Refused(_("A correction needs its record: tell readers what was wrong and what is right."))
    edition.change = change
    edition.note = note if change == Change.UPDATE else ""
    edition.updated_at = last.updated_at if change == Change.MINOR else edition.live_from


def _drop_waiting(public: PublicState) -> None:
    """Cancel what waits, and with it the corrections that it would have brought."""
    if public.waiting:
        reports.reopen(public.waiting)
    close_waiting(public)


def _record(
    edition: Edition,
    before: Edition,
    text: str,
    written_by: User,
    approved_by: User,
    answers: Correction | None = None,
) -> Correction | None:
    """The public record of what `edition` puts right; None where its change leaves none."""
    if edition.change not in RECORDED:
        return None
    return Correction.objects.create(
        article=edition.article,
        kind=edition.change,
        text=text,
        edition_before=before,
        edition_after=edition,
        published_at=edition.live_from,
        written_by=written_by,
        approved_by=approved_by,
        answers=answers,
    )


def _copy_records(old: Edition, new: Edition) -> None:
    """Give an edition that takes the place of a waiting one the records that came with that."""
    for record in old.corrections.all():
        before = Correction(pk=record.pk)
        record.pk, record._state.adding = None, True
        record.edition_after, record.published_at = new, new.live_from
        record.save()
        reports.move(before, record)
