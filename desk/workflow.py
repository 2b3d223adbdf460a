"""
How a story's status moves: one table, one door.

Nothing else assigns `Story.status`. A move checks, updates the row only if it is still as the mover saw
it, and writes the log, in one transaction: of two at once one wins and the other is told.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from articles.models import Withdrawal

from . import notices
from .models import Move, Notice, Story
from .models.public_state import PublicState

Status = Story.Status
Words = str | Promise


class Refused(Exception):
    """The desk says no, and why: `messages` are sentences for the person who asked."""

    def __init__(self, *messages: Words) -> None:
        self.messages = [str(message) for message in messages]
        super().__init__(" ".join(self.messages))


@dataclasses.dataclass(frozen=True)
class Transition:
    """
    One act on a story. `to` says where each status goes that it may start from.

    `holds` looks at the story and at what readers see of it and answers what stands in the way, or nothing.
    """

    act: str
    verb: Words
    permission: str
    to: dict[Status, Status]
    needs_reason: bool = False
    is_button: bool = True
    holds: Callable[[Story, PublicState], Words | None] = lambda story, public: None


def _not_public(story: Story, public: PublicState) -> Words | None:
    if public.live:
        return _("The story is live: withdraw it first.")
    if public.waiting:
        return _("The story is scheduled: cancel that first.")
    return None


def _live(story: Story, public: PublicState) -> Words | None:
    return None if public.live else _("Readers do not have this story now.")


def _known(story: Story, public: PublicState) -> Words | None:
    if not public.last:
        return _("Readers have never had this story.")
    vanished = Withdrawal.objects.filter(
        article=public.last.article_id, vanishes=True, withdrawn_at__gt=public.last.live_from
    )
    return _("The story has vanished already.") if vanished.exists() else None


def _waiting(story: Story, public: PublicState) -> Words | None:
    return None if public.waiting else _("Nothing is scheduled for this story.")


def _approved_where_needed(story: Story, public: PublicState) -> Words | None:
    if settings.NEWSROOM_REQUIRE_APPROVAL and story.status != Status.APPROVED:
        return _("In this newsroom a story is approved before it is published.")
    return None


_UNFINISHED = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
_ON_THE_DESK = (*_UNFINISHED, Status.PUBLISHED)

TRANSITIONS = {
    transition.act: transition
    for transition in (
        Transition("submit", _("Send for review"), "desk.submit_story", {Status.DRAFT: Status.IN_REVIEW}),
        Transition(
            "return",
            _("Return to the writer"),
            "desk.return_story",
            {Status.IN_REVIEW: Status.DRAFT, Status.APPROVED: Status.DRAFT},
            needs_reason=True,
        ),
        Transition("approve", _("Approve"), "desk.approve_story", {Status.IN_REVIEW: Status.APPROVED}),
        Transition(
            "publish",
            _("Publish"),
            "desk.publish_story",
            dict.fromkeys(_UNFINISHED, Status.PUBLISHED),
            holds=_approved_where_needed,
        ),
        Transition(
            "reschedule",
            _("Change the time"),
            "desk.publish_story",
            {status: status for status in _ON_THE_DESK},
            holds=_waiting,
        ),
        # Where a published story goes back to is read from the log: see desk.publishing.cancel().
        Transition(
            "cancel",
            _("Cancel the schedule"),
            "desk.publish_story",
            {status: status for status in _UNFINISHED} | {Status.PUBLISHED: Status.DRAFT},
            holds=_waiting,
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            "desk.publish_story",
            {status: status for status in _UNFINISHED} | {Status.PUBLISHED: Status.DRAFT},
            needs_reason=True,
            holds=_live,
        ),
        # By a legal order, also of what was withdrawn before; the withdrawal's notice goes with it.
        Transition(
            "vanish",
            _("Make it vanish"),
            "desk.publish_story",
            {status: status for status in (*_UNFINISHED, Status.SPIKED)} | {Status.PUBLISHED: Status.DRAFT},
            needs_reason=True,
            holds=_known,
        ),
        Transition(
            "spike",
            _("Spike"),
            "desk.spike_story",
            dict.fromkeys(_UNFINISHED, Status.SPIKED),
            holds=_not_public,
        ),
        # Asked for on pages of their own: see desk.publishing.fix() and set_embargo() below.
        Transition(
            "fix",
            _("Fix the live text"),
            "desk.publish_story",
            {status: status for status in _ON_THE_DESK},
            is_button=False,
            holds=_live,
        ),
        Transition(
            "embargo",
            _("Set the embargo"),
            "desk.change_story",
            {status: status for status in _ON_THE_DESK},
            needs_reason=True,
            is_button=False,
        ),
        Transition("restore", _("Restore"), "desk.spike_story", {Status.SPIKED: Status.DRAFT}),
    )
}

# What saving a changed text does to the status. An edit in review stays there; an approval was of other words.
AFTER_EDIT = {Status.APPROVED: Status.IN_REVIEW, Status.PUBLISHED: Status.DRAFT}

LABELS = {
    "begin": gettext_noop("Begun"),
    "edit": gettext_noop("Edited"),
    "submit": gettext_noop("Sent for review"),
    "return": gettext_noop("Returned"),
    "approve": gettext_noop("Approved"),
    "publish": gettext_noop("Published"),
    "reschedule": gettext_noop("Rescheduled"),
    "cancel": gettext_noop("Schedule cancelled"),
    "withdraw": gettext_noop("Withdrawn"),
    "vanish": gettext_noop("Made to vanish"),
    "spike": gettext_noop("Spiked"),
    "restore": gettext_noop("Restored"),
    "fix": gettext_noop("Live text fixed"),
    "embargo": gettext_noop("Embargo set"),
}


def act_label(act: str) -> str:
    """What the log calls `act`, in the newsroom's language."""
    return gettext(LABELS[act])


def may(user: User, story: Story, act: str) -> bool:
    """Whether `user` has the right to do `act` on `story`, whatever its status."""
    return user.has_perm(TRANSITIONS[act].permission) and story.may_be_read_by(user)


def available(story: Story, user: User, at: dt.datetime) -> list[Transition]:
    """What `user` could do with `story` at `at`, in the order of the table."""
    if not story.may_be_read_by(user):
        return []
    public = story.public_state(at)
    return [
        transition
        for transition in TRANSITIONS.values()
        if transition.is_button
        and story.status in transition.to
        and user.has_perm(transition.permission)
        and not _is_own_approval(story, user, transition.act)
        and transition.holds(story, public) is None
    ]


@contextmanager
def moving(
    story: Story, act: str, *, by: User, at: dt.datetime, reason: str = "", to: str | None = None, **changes: object
) -> Iterator[tuple[Move, PublicState]]:
    """
    Perform `act` on `story` around the body of a `with`, all in one transaction.

    The row is claimed before the body runs, which gets what readers see of the story and the log row to complete;
    that is stored after it. The instant of the act is the row's `at`.
    `to` overrides the table's target where the log decides it; `changes` are further columns of the story.
    Raises Refused, and then nothing has happened.
    """
    transition = TRANSITIONS[act]
    if not may(by, story, act):
        raise Refused(_("You may not do this with this story."))
    if _is_own_approval(story, by, act):
        raise Refused(_("In this newsroom nobody approves a story of their own."))
    if story.status not in transition.to:
        raise Refused(
            gettext("“%(act)s” does not fit a story that is “%(status)s”.")
            % {"act": transition.verb, "status": story.get_status_display()}
        )
    if transition.needs_reason and not reason.strip():
        raise Refused(_("Give a reason."))
    target = to or transition.to[Status(story.status)]
    with transaction.atomic():
        _claim(story, status=target, **changes)
        # Read after the claim, so that nobody else's act on this story can be under way.
        at = _never_back(story, at)
        public = story.public_state(at)
        if obstacle := transition.holds(story, public):
            raise Refused(obstacle)
        move = _log(story, act, by=by, at=at, to=target, reason=reason)
        yield move, public
        move.save()
    _settle(story, status=target, **changes)


def move(story: Story, act: str, *, by: User, at: dt.datetime, reason: str = "") -> Move:
    """Perform `act` on `story`; returns the log row, raises Refused. `story` is brought up to date."""
    with moving(story, act, by=by, at=at, reason=reason) as (row, _public):
        if act == "return":
            notices.tell(story.assigned_to or story.begun_by, story, Notice.Kind.RETURNED, by=by, at=at, text=reason)
    return row


def set_embargo(story: Story, until: dt.datetime | None, *, by: User, at: dt.datetime, reason: str) -> None:
    """
    Let nothing of `story` go out before `until`; None lifts the embargo.

    Whoever may edit the story may set one; only a publisher moves or lifts one that is set. Raises Refused.
    """
    if story.embargo_until is not None and not by.has_perm("desk.publish_story"):
        raise Refused(_("Only a publisher moves or lifts an embargo."))
    if not story.may_be_edited_by(by):
        raise Refused(_("You may not do this with this story."))
    with moving(story, "embargo", by=by, at=at, reason=reason, embargo_until=until) as (move, public):
        if until and public.live:
            raise Refused(_("The story is live: an embargo comes too late. Withdraw it, if it must go."))
        if until and public.waiting and public.waiting.live_from < until:
            raise Refused(_("The story is scheduled before that time: cancel the schedule first."))
        move.live_from = until


def edited(story: Story, *, by: User, at: dt.datetime, text: bool = True) -> None:
    """
    Note that `by` is saving a changed text over the `story` that was loaded: inside the saving transaction.

    Without `text` only who it is for or when it is due has changed, and the status stays as it is.

    Raises Refused when somebody has saved or moved it since. The log keeps a row only where the status falls back.
    """
    target = AFTER_EDIT.get(Status(story.status), story.status) if text else story.status
    _claim(story, status=target, saved_at=at)
    if target != story.status:
        _log(story, "edit", by=by, at=_never_back(story, at), to=target).save()
    _settle(story, status=target, saved_at=at)


def begun(story: Story, *, by: User, at: dt.datetime) -> None:
    """Log the beginning of a story that was just stored."""
    _log(story, "begin", by=by, at=at, to=story.status).save()


def _is_own_approval(story: Story, user: User, act: str) -> bool:
    """Whether a rule of the newsroom stands against it: nobody approves what they wrote themselves."""
    if act != "approve" or settings.NEWSROOM_APPROVE_OWN:
        return False
    return Story.objects.mine(user).filter(pk=story.pk).exists()


def _claim(story: Story, **changes: object) -> None:
    """Update the row if it is still as `story` was loaded."""
    claimed = Story.objects.filter(pk=story.pk, status=story.status, version=story.version).update(
        version=F("version") + 1, **changes
    )
    if claimed != 1:
        raise Refused(
            _("Someone else has saved or moved this story in the meantime. Load it again to see what they did.")
        )


def _never_back(story: Story, at: dt.datetime) -> dt.datetime:
    """`at`, or the instant of the newest move: a clock that jumped back is not believed, and no log runs backwards."""
    newest = story.moves.aggregate(Max("at"))["at__max"]
    return max(at, newest) if newest else at


def _settle(story: Story, **changes: object) -> None:
    story.version += 1
    for name, value in changes.items():
        setattr(story, name, value)


def _log(story: Story, act: str, *, by: User, at: dt.datetime, to: str, reason: str = "") -> Move:
    return Move(
        story=story,
        act=act,
        from_status=story.status,
        to_status=to,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        at=at,
        reason=reason,
    )
