"""
What a person may do with a story now, as buttons and list actions show it, and the doing of it.

The table is desk.workflow's; this adds the two acts that move no status (the front page's lead), asks first what
needs asking, and finds the words for what was done.
"""

import dataclasses
import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition, Lead

from . import forms, publishing, workflow
from .models import Story
from .models.public_state import PublicState
from .wording import when

Words = str | Promise
LEAD_ACTS = {"lead": gettext_lazy("Lead the front page"), "unlead": gettext_lazy("Give the front page back")}

# What asks something first, and with what. The others are done at once.
FORMS: dict[str, type[forms.ActForm]] = {
    "return": forms.ReturnForm,
    "publish": forms.PublishForm,
    "reschedule": forms.RescheduleForm,
    "cancel": forms.ActForm,
    "withdraw": forms.WithdrawForm,
    "vanish": forms.VanishForm,
    "spike": forms.SpikeForm,
}

ACTS = (*(act for act, transition in workflow.TRANSITIONS.items() if transition.is_button), *LEAD_ACTS)

# The one button that stands out, by status: the next step of a story's way.
_NEXT = {
    Story.Status.DRAFT: ("submit", "publish"),
    Story.Status.IN_REVIEW: ("approve", "publish"),
    Story.Status.APPROVED: ("publish",),
}


@dataclasses.dataclass(frozen=True)
class Button:
    act: str
    verb: Words
    asks: bool
    is_primary: bool = False


def verb(act: str, public: PublicState | None = None) -> Words:
    if act in LEAD_ACTS:
        return LEAD_ACTS[act]
    if act == "publish" and public and public.last:
        return _("Publish the changes") if public.live else _("Publish again")
    return workflow.TRANSITIONS[act].verb


def buttons(story: Story, user: User, at: dt.datetime) -> list[Button]:
    """What `user` may do with `story` now; at most one of them is primary."""
    public = story.public_state(at)
    acts = [transition.act for transition in workflow.available(story, user, at)]
    primary = next((act for act in _NEXT.get(Story.Status(story.status), ()) if act in acts), None)
    if user.has_perm("desk.pick_lead") and public.live:
        acts.append("unlead" if leads(public.live, at) else "lead")
    return [Button(act, verb(act, public), act in FORMS, act == primary) for act in acts]


def leads(edition: Edition, at: dt.datetime) -> bool:
    """Whether the article of this live edition is the pick that leads the front page at `at`."""
    live = Exists(Edition.objects.live(at).filter(article=OuterRef("article")))
    pick = Lead.objects.filter(Q(article=None) | live, picked_at__lte=at).first()
    return pick is not None and pick.article_id == edition.article_id


def perform(story: Story, act: str, *, by: User, at: dt.datetime, **asked: Any) -> str:
    """Do it; returns what was done in a sentence. Raises workflow.Refused, also for words that no table takes."""
    try:
        return _perform(story, act, by=by, at=at, **asked)
    except ValidationError as error:
        raise workflow.Refused(*error.messages) from error


def _perform(story: Story, act: str, *, by: User, at: dt.datetime, **asked: Any) -> str:
    match act:
        case "publish":
            edition = publishing.publish(story, by=by, at=at, **asked)
            return _published(edition, at)
        case "reschedule":
            edition = publishing.reschedule(story, by=by, at=at, **asked)
            return _("It goes live at %(time)s.") % {"time": when(edition.live_from, at)}
        case "cancel":
            publishing.cancel(story, by=by, at=at)
            return _("The schedule is cancelled; nothing will go live by itself.")
        case "withdraw":
            publishing.withdraw(story, by=by, at=at, **asked)
            return _("Withdrawn. Its address now says when and why.")
        case "vanish":
            publishing.vanish(story, by=by, at=at, **asked)
            return _("It has vanished: for readers there never was such a story.")
        case "lead":
            publishing.pick_lead(story, by=by, at=at)
            return _("It leads the front page now.")
        case "unlead":
            publishing.pick_lead(None, by=by, at=at)
            return _("The newest story leads the front page again.")
        case _:
            workflow.move(story, act, by=by, at=at, **asked)
            return {
                "submit": _("Sent for review."),
                "return": _("Returned to the writer."),
                "approve": _("Approved."),
                "spike": _("Spiked. It can be restored."),
                "restore": _("Restored as a draft."),
            }[act]


def _published(edition: Edition, at: dt.datetime) -> str:
    if edition.live_from > at:
        return _("Scheduled: it goes live at %(time)s.") % {"time": when(edition.live_from, at)}
    return _("Published. Readers have it now.")


def done_already(story: Story, act: str, by: User, at: dt.datetime) -> bool:
    """Whether `by` did this a moment ago and nobody moved the story since: a second click of the same hand."""
    last = story.moves.last()
    return last is not None and last.act == act and last.by_id == by.pk and at - last.at < dt.timedelta(minutes=1)
