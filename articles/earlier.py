"""
Earlier editions: what stood, from when to when, and what changed from one to the next.

Reached below the address of an article that is live: `v/` lists its editions, `v/N/` shows one, `v/N/changes/` what it
changed. All that readers have had are there; of those closed, erased or withdrawn the fact and the dates alone.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.middleware import InstantRequest
from core.readers import absolute, for_readers

from . import differences, drawing
from .differences import BlockChange, Segment
from .models import Edition, Withdrawal
from .showing import corrections
from .views import instead, look_up

# Why the words of an edition are not shown, in the order in which they are asked; and the answer's status.
WITHHELD = {
    "erased": (410, gettext_lazy("A law has made us erase the words of this version.")),
    "closed": (451, gettext_lazy("For a legal reason we no longer show the words of this version.")),
    "withdrawn": (410, gettext_lazy("This version was withdrawn. What we published again is shown from then on.")),
}


@dataclass(frozen=True)
class Past:
    """One edition as readers may know it: of one that is `withheld` ("" or a key of WITHHELD) the dates alone."""

    edition: Edition
    withheld: str
    is_current: bool

    @property
    def words(self) -> str:
        """Why nothing more is told."""
        return str(WITHHELD[self.withheld][1]) if self.withheld else ""


def editions(current: Edition, at: dt.datetime) -> list[Past]:
    """The editions of an article that readers have had, newest first, without their texts. Two queries."""
    withdrawn = Withdrawal.objects.filter(article=current.article_id, withdrawn_at__lte=at)
    last = withdrawn.aggregate(last=Max("withdrawn_at"))["last"]
    known = Edition.objects.known(at).filter(article=current.article_id).select_related("closure", "erasure")
    return [
        Past(edition, _withheld(edition, last), edition.pk == current.pk)
        for edition in known.defer("body").order_by("-live_from", "-pk")
    ]


def _withheld(edition: Edition, last_withdrawal: dt.datetime | None) -> str:
    if hasattr(edition, "erasure"):
        return "erased"
    if hasattr(edition, "closure"):
        return "closed"
    # What was withdrawn does not come back by the side door when a better text is published.
    return "withdrawn" if last_withdrawal and edition.live_from < last_withdrawal else ""


@for_readers
def history(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    current = look_up(request, year, month, day, slug)
    if not isinstance(current, Edition):
        return instead(request, current, below="v/")
    past = editions(current, request.at)
    context = {
        **_context(current, _("Versions of this story"), "v/"),
        "past": [(one, _compared_with(one, past)) for one in past],
        "corrections": corrections(current, request.at),
    }
    return render(request, "articles/history.html", context)


@for_readers
def edition(request: InstantRequest, year: int, month: int, day: int, slug: str, number: int) -> HttpResponse:
    """What stood; 404 for a number that readers have never had."""
    current = look_up(request, year, month, day, slug)
    if not isinstance(current, Edition):
        return instead(request, current, below=f"v/{number}/")
    past = editions(current, request.at)
    one = _find(past, number)
    # Its canonical address is the story's: whoever looks for it should find what is true now.
    context = _context(current, current.headline, "") | {
        "past": one,
        "compared_with": _compared_with(one, past),
        "corrections": corrections(current, request.at),
    }
    if one.withheld:
        return _withheld_page(request, context, one)
    shown = Edition.objects.with_rows().get(pk=one.edition.pk)
    context |= {"edition": shown, "article": shown.article, "page_title": shown.headline}
    context["text"] = drawing.text(shown, request.at)
    response = render(request, "articles/edition.html", context)
    drawing.allow_frames(response, shown)
    return response


@for_readers
def changes(request: InstantRequest, year: int, month: int, day: int, slug: str, number: int) -> HttpResponse:
    """What this edition changed of the one before it; 404 for the first."""
    current = look_up(request, year, month, day, slug)
    if not isinstance(current, Edition):
        return instead(request, current, below=f"v/{number}/changes/")
    past = editions(current, request.at)
    one = _find(past, number)
    before = _compared_with(one, past)
    context = _context(current, _("What changed"), f"v/{number}/changes/") | {"past": one, "before": before}
    if one.withheld:
        return _withheld_page(request, context, one)
    if before is None:
        raise Http404("nothing to compare it with")
    old, new = (Edition.objects.with_rows().get(pk=which.edition.pk) for which in (before, one))
    found = differences.bodies(drawing.in_words(old, request.at), drawing.in_words(new, request.at))
    context |= {"new": new, "lines": _lines(old, new), "blocks": _near_changes(found)}
    return render(request, "articles/changes.html", context)


def _find(past: list[Past], number: int) -> Past:
    for one in past:
        if one.edition.number == number:
            return one
    raise Http404("no such version")


def _compared_with(one: Past, past: list[Past]) -> Past | None:
    """The edition before `one`, where both may be shown."""
    place = past.index(one) + 1
    before = past[place] if place < len(past) else None
    return before if before and not before.withheld and not one.withheld else None


def _lines(old: Edition, new: Edition) -> list[tuple[str, list[Segment]]]:
    """What changed above and beside the text: a name for each, and its words."""
    pairs = [
        (_("Headline"), old.headline, new.headline),
        (_("Standfirst"), old.standfirst, new.standfirst),
        (_("Authors"), old.byline(), new.byline()),
        (_("Caption"), old.lead_caption_line, new.lead_caption_line),
    ]
    return [(name, differences.words(before, after)) for name, before, after in pairs if before != after]


def _near_changes(found: list[BlockChange]) -> list[BlockChange | None]:
    """The changed blocks, each with the one before and after it; None stands for a run of unchanged ones left out."""
    near = [any(block.changed for block in found[max(0, place - 1) : place + 2]) for place in range(len(found))]
    kept: list[BlockChange | None] = []
    for block, is_near in zip(found, near, strict=True):
        if is_near:
            kept.append(block)
        elif not kept or kept[-1] is not None:
            kept.append(None)
    return kept if any(near) else []


def _withheld_page(request: InstantRequest, context: dict[str, Any], one: Past) -> HttpResponse:
    status, _words = WITHHELD[one.withheld]
    return render(request, "articles/edition_withheld.html", context, status=status)


def _context(current: Edition, title: str, below: str) -> dict[str, Any]:
    return {
        "current": current,
        "page_title": title,
        "is_indexed": False,
        "canonical": absolute(current.get_absolute_url() + below),
    }
