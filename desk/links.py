"""Links in a text to pages of this site, and where they lead: for the check before publication, and for a command."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from lxml import html

from articles import whereabouts
from articles.models import Edition, Page
from articles.whereabouts import End

from .models import Story

REMEMBERED = 50_000  # paths of one run; beyond, they are looked up again


@dataclasses.dataclass(frozen=True)
class Fault:
    """A link that doesn't lead straight to a page: in which text, for an editor to find it, and what is at its end."""

    text: str
    path: str
    end: End

    @property
    def is_broken(self) -> bool:
        return self.end.state != whereabouts.MOVED

    def __str__(self) -> str:
        why = {
            whereabouts.UNKNOWN: _("there is no such page"),
            whereabouts.WITHDRAWN: _("that story was withdrawn"),
            whereabouts.WAITING: _("not public yet"),
            whereabouts.MOVED: _("moved to %(path)s") % {"path": self.end.path},
        }
        return f"{self.text}: {self.path}: {why[self.end.state]}"


def internal(body: str) -> list[str]:
    """The paths on this site that `body` links to, unquoted, without query and fragment, each once."""
    if "<a " not in body:
        return []
    ours = urlsplit(settings.NEWSROOM_SITE_URL).netloc
    found = []
    for href in html.fragment_fromstring(body, create_parent="div").xpath("//a/@href"):
        parts = urlsplit(str(href))
        if parts.path.startswith("/") and parts.netloc in ("", ours) and parts.scheme in ("", "http", "https"):
            found.append(unquote(parts.path))
    return list(dict.fromkeys(found))


def faults(at: dt.datetime) -> Iterator[Fault]:
    """
    Of all that readers get and of all that is being worked on: editions that are live, working copies, standing pages.

    Text by text, however many there are; what a working copy shares with its live edition is told once.
    """
    known: dict[str, End] = {}

    def of(text: str, paths: list[str]) -> Iterator[Fault]:
        for path in paths:
            end = known.get(path) or whereabouts.end_of(path, at)
            if len(known) < REMEMBERED:
                known[path] = end
            if end.state != whereabouts.HERE:
                yield Fault(text, path, end)

    linking = {"body__contains": "<a "}
    for page in Page.objects.filter(**linking).order_by("pk").iterator(200):
        yield from of(_("Page “%(title)s”") % {"title": page.title}, internal(page.body))
    live = Edition.objects.live(at).filter(**linking).select_related("address").order_by("pk")
    for edition in live.only("headline", "body", "address").iterator(200):
        yield from of(_("“%(headline)s”, live") % {"headline": edition.headline}, internal(edition.body))
    public = Edition.objects.live(at).filter(article__uid=OuterRef("uid")).values("body")
    stories = Story.objects.filter(**linking).exclude(status=Story.Status.SPIKED).annotate(public=Subquery(public[:1]))
    for story in stories.only("headline", "body", "is_restricted").order_by("pk").iterator(200):
        told = set(internal(story.public or ""))
        yield from of(_name(story), [path for path in internal(story.body) if path not in told])


def _name(story: Story) -> str:
    """What is for named people isn't named in a log or in cron's mail."""
    address = reverse("admin:desk_story_change", args=[story.pk])
    if story.is_restricted:
        return _("A story for named people, %(address)s") % {"address": address}
    return _("“%(headline)s”, working copy, %(address)s") % {"headline": story.headline, "address": address}
