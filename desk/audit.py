"""
Everything that the newsroom knows of what happened to one story, in order of time: for editors, and for a court.

It is read from the records themselves (moves, saves, editions, corrections, withdrawals, closures, erasures, readers'
reports, preview links), which nobody changes; nothing is written for it.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Closure, Correction, Edition, Erasure, Report, Withdrawal

from . import reports
from .models import Move, Save, Story

WORDS = {
    "save": gettext_noop("Saved"),
    "edition": gettext_noop("Edition made"),
    "correction": gettext_noop("Correction recorded"),
    "withdrawal": gettext_noop("Withdrawal announced"),
    "vanishing": gettext_noop("Taken down by order"),
    "closure": gettext_noop("Text of an edition closed"),
    "erasure": gettext_noop("Words of an edition erased"),
    "report": gettext_noop("A reader reported an error"),
    "answer": gettext_noop("A reader’s report dealt with"),
    "link": gettext_noop("Preview link made"),
    "revocation": gettext_noop("Preview link revoked"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `who` is "" for a reader, `why` the words given for it, `facts` the rest, as JSON."""

    at: dt.datetime
    kind: str
    what: str
    who: str = ""
    why: str = ""
    edition: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def trail(story: Story) -> list[Event]:
    """Every event of `story`, oldest first. A dozen queries, however long the story."""
    events = [
        *map(_of_move, story.moves.all()),
        *map(_of_save, story.saves.defer("snapshot").select_related("restored_from")),
        *_of_editions(story),
        *_of_reports(story),
        *_of_links(story),
    ]
    return sorted(events, key=lambda event: event.at)


def document(story: Story, *, by: User, at: dt.datetime) -> dict[str, Any]:
    """The trail as plain JSON, with the text of every edition and its place in the chain of digests."""
    return {
        "newsroom": settings.NEWSROOM_NAME,
        "site": settings.NEWSROOM_SITE_URL,
        "exported_at": _instant(at),
        "exported_by": by.get_username(),
        "story": {"uid": str(story.uid), "headline": story.headline, "status": story.status},
        "events": [
            {
                "at": _instant(event.at),
                "kind": event.kind,
                "what": event.what,
                "who": event.who,
                "why": event.why,
                "edition": event.edition,
                **event.facts,
            }
            for event in trail(story)
        ],
        "editions": [_text_of(edition) for edition in _editions(story).with_rows().select_related("digest", "erasure")],
    }


def spelt(story: Story, *, by: User, at: dt.datetime) -> str:
    return json.dumps(document(story, by=by, at=at), ensure_ascii=False, indent=2)


def _of_move(move: Move) -> Event:
    facts: dict[str, Any] = {"act": move.act, "from": move.from_status, "to": move.to_status}
    if move.live_from:
        facts["live_from"] = _instant(move.live_from)
    return Event(move.at, "move", move.label, move.by_name, move.reason, move.edition_number, facts)


def _of_save(save: Save) -> Event:
    facts = {"version": save.version}
    if save.restored_from:
        facts["restored_from"] = save.restored_from.version
    return Event(save.at, "save", _(WORDS["save"]), save.by_name, facts=facts)


def _editions(story: Story) -> Any:
    return Edition.objects.filter(article__uid=story.uid).order_by("number")


def _of_editions(story: Story) -> Iterator[Event]:
    made = {move.edition_number: move.at for move in story.moves.all() if move.act in ("publish", "fix", "reschedule")}
    for edition in _editions(story).defer("body"):
        facts = {
            "live_from": _instant(edition.live_from),
            "live_until": _instant(edition.live_until),
            "change": edition.change,
        }
        at = made.get(edition.number, edition.live_from)
        what = f"{_(WORDS['edition'])}: {edition.get_change_display()}"
        yield Event(at, "edition", what, why=edition.note, edition=edition.number, facts=facts)
    for correction in Correction.objects.filter(article__uid=story.uid).select_related(
        "written_by", "approved_by", "edition_before", "edition_after"
    ):
        facts = {
            "type": correction.kind,
            "written_by": _name(correction.written_by),
            "edition_before": correction.edition_before.number,
            "answers": correction.answers_id,
            "id": correction.pk,
        }
        yield Event(
            correction.published_at,
            "correction",
            f"{_(WORDS['correction'])}: {correction.label}",
            _name(correction.approved_by),
            correction.text,
            correction.edition_after.number,
            facts,
        )
    for gone in Withdrawal.objects.filter(article__uid=story.uid):
        kind = "vanishing" if gone.vanishes else "withdrawal"
        facts = {"shows_headline": gone.shows_headline}
        yield Event(gone.withdrawn_at, kind, _(WORDS[kind]), why=gone.reason, facts=facts)
    for closure in Closure.objects.filter(edition__article__uid=story.uid).select_related("edition", "by"):
        yield Event(
            closure.closed_at,
            "closure",
            _(WORDS["closure"]),
            _name(closure.by),
            closure.reason,
            closure.edition.number,
        )
    for erasure in Erasure.objects.filter(edition__article__uid=story.uid).select_related("edition", "by"):
        yield Event(
            erasure.erased_at,
            "erasure",
            _(WORDS["erasure"]),
            _name(erasure.by),
            erasure.reason,
            erasure.edition.number,
        )


def _of_reports(story: Story) -> Iterator[Event]:
    report: Report
    for report in reports.of_story(story).select_related("edition", "handled_by"):
        yield Event(
            report.at,
            "report",
            _(WORDS["report"]),
            why=report.text,
            edition=report.edition.number,
            facts={"id": report.pk},
        )
        if report.handled_at:
            facts = {"id": report.pk, "correction": report.correction_id}
            yield Event(report.handled_at, "answer", _(WORDS["answer"]), _name(report.handled_by), facts=facts)


def _of_links(story: Story) -> Iterator[Event]:
    for link in story.preview_links.select_related("made_by"):
        facts = {
            "recipient": link.recipient,
            "expires_at": _instant(link.expires_at),
            "opens": link.opens,
            "last_opened_at": _instant(link.last_opened_at),
        }
        what = f"{_(WORDS['link'])}: {link.recipient}"
        yield Event(link.made_at, "link", what, _name(link.made_by), facts=facts)
        if link.revoked_at:
            what = f"{_(WORDS['revocation'])}: {link.recipient}"
            yield Event(link.revoked_at, "revocation", what, facts={"recipient": link.recipient})


def _text_of(edition: Edition) -> dict[str, Any]:
    chained = getattr(edition, "digest", None)
    return {
        "number": edition.number,
        "address": edition.get_absolute_url(),
        "live_from": _instant(edition.live_from),
        "live_until": _instant(edition.live_until),
        "first_live_at": _instant(edition.first_live_at),
        "updated_at": _instant(edition.updated_at),
        "change": edition.change,
        "note": edition.note,
        "erased": hasattr(edition, "erasure"),
        "content": edition.snapshot(),
        "chain": {
            "position": chained.position,
            "form": chained.form,
            "salt": chained.salt,
            "content": chained.content,
            "previous": chained.previous,
            "digest": chained.digest,
        }
        if chained
        else None,
    }


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _instant(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None
