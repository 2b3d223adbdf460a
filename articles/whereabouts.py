"""
Where an address of this site leads, for readers at an instant.

present() puts right what was meant: an address in the wrong case, without its slash or with one too many, or under a
former name. All at once, so that nobody is sent on twice. What comes out is the address of a page that this site has;
where there is none to tell of, nothing comes out, and the answer is the same as for what never was.
"""

import dataclasses
import datetime as dt
from typing import Any

from django.http import Http404
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from authors.models import Author

from . import addresses
from .addresses import Gone, Moved
from .models import Address, Edition, Page, Section, Topic

ADDRESSED: dict[str, Any] = {"author": Author, "section": Section, "topic": Topic}
HERE, MOVED, WAITING, WITHDRAWN, UNKNOWN = "here", "moved", "waiting", "withdrawn", "unknown"


@dataclasses.dataclass(frozen=True)
class End:
    """What somebody finds who follows a link: one of the words above; `path`: where they are sent, if they are."""

    state: str
    path: str = ""


def end_of(path: str, at: dt.datetime) -> End:
    """
    What is at `path`, unquoted and without its query. Of pages whose address is no row's own, only whether they exist.
    """
    try:
        found = resolve(path)
    except Resolver404:
        meant = present(path, at)
        return End(MOVED, meant) if meant else End(UNKNOWN)
    if {"year", "slug"} <= {*found.kwargs}:
        return _end_of_article(found, path, at)
    model = ADDRESSED.get(_kind(found))
    if model is None:
        there = found.url_name != "page" or Page.objects.filter(slug=found.kwargs["slug"]).exists()
        return End(HERE if there else UNKNOWN)
    row = model.objects.at_address(found.kwargs["slug"])
    if row is None:
        return End(UNKNOWN)
    if not _is_told_of(row, at):
        return End(WAITING)
    own = _at(found, row.slug)
    return End(HERE) if own == path else End(MOVED, own)


def present(path: str, at: dt.datetime) -> str | None:
    """The path of the page that `path` was meant to lead to, never `path` itself; None where there is no such page."""
    base = path.rstrip("/")
    if path.startswith("//") or not base:
        return None
    for spelled in dict.fromkeys([f"{base}/", base, f"{base}/".lower(), base.lower()]):
        try:
            found = resolve(spelled)
        except Resolver404:
            continue
        if found.url_name:  # the desk takes any address below it, under no name
            target = _present(found, spelled, at)
            return None if target == path else target
    return None


def _end_of_article(found: ResolverMatch, path: str, at: dt.datetime) -> End:
    try:
        date, slug = _date(found), found.kwargs["slug"]
        what = addresses.look_up(date, slug, at)
    except ValueError:
        return End(UNKNOWN)
    except Http404:
        waits = Edition.objects.waiting(at).filter(address__date=date, address__slug=slug).exists()
        return End(WAITING if waits else UNKNOWN)
    if isinstance(what, Gone):
        return End(WITHDRAWN)
    return End(MOVED, what.edition.get_absolute_url() + _below(path)) if isinstance(what, Moved) else End(HERE)


def _present(found: ResolverMatch, spelled: str, at: dt.datetime) -> str | None:
    if {"year", "slug"} <= {*found.kwargs}:
        return _present_article(found, spelled, at)
    model = ADDRESSED.get(_kind(found))
    if model is None:
        return spelled
    slug = _as_written(model.kept_addresses()[0].objects.all(), found.kwargs["slug"])
    row = model.objects.at_address(slug) if slug else None
    return _at(found, row.slug) if row and _is_told_of(row, at) else None


def _present_article(found: ResolverMatch, spelled: str, at: dt.datetime) -> str | None:
    try:
        date = _date(found)
        slug = _as_written(Address.objects.filter(date=date), found.kwargs["slug"])
        what = addresses.look_up(date, slug, at) if slug else None
    except (ValueError, Http404):
        return None
    if isinstance(what, Gone):
        # It is told there, and nothing below it.
        return reverse("article", args=[*spelled.split("/")[1:4], slug])
    edition = what.edition if isinstance(what, Moved) else what
    return edition.get_absolute_url() + _below(spelled) if edition else None


def _kind(found: ResolverMatch) -> str:
    return str(found.url_name).removesuffix("_feed")


def _at(found: ResolverMatch, slug: str) -> str:
    return reverse(str(found.url_name), kwargs={**found.kwargs, "slug": slug})


def _date(found: ResolverMatch) -> dt.date:
    return dt.date(found.kwargs["year"], found.kwargs["month"], found.kwargs["day"])


def _below(path: str) -> str:
    """What follows /YYYY/MM/DD/slug/."""
    return path.split("/", 5)[5]


def _is_told_of(row: Any, at: dt.datetime) -> bool:
    """A topic's name may say what is being worked on, until it has a story."""
    return not isinstance(row, Topic) or Edition.objects.filed_in(row.keys).live(at).exists()


def _as_written(rows: Any, slug: str) -> str | None:
    """The slug that was written like this, or else in another case."""
    found = sorted(rows.filter(slug__iexact=slug).values_list("slug", flat=True), key=lambda one: one != slug)
    return found[0] if found else None
