"""What a reader asked the search page: words and filters, read from an address, and addresses that ask the same."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles import standing
from articles.models import Edition, Section
from articles.search.base import line
from articles.search.finding import Filters
from articles.search.query import MAX_CHARACTERS, Query, parse
from articles.search.words import keys
from authors.models import Author
from core.clock import newsroom_zone

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """
    `values` holds the parameters that mean something, in one order; whatever else was in the address is ignored.

    `problems` says, by parameter, what isn't understood of those.
    """

    values: dict[str, str]
    query: Query
    filters: Filters
    sections: Sequence[Section]
    authors: Sequence[Author]
    problems: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.query or self.filters)

    def url(self, path: str, **more: object) -> str:
        asked = urlencode({**self.values, **more})
        return f"{path}?{asked}" if asked else path

    @property
    def has_phrase(self) -> bool:
        return any(term.phrase for term in self.query.wanted)

    @cached_property
    def people(self) -> list[Author]:
        """Those of the newsroom whose names answer all that is looked for: their pages may be what is meant."""
        if not self.query.wanted:
            return []
        names = [(author, line(keys(author.name))) for author in self.authors]
        return [author for author, name in names if all(term.loose.search(name) for term in self.query.wanted)]


def read(parameters: QueryDict, at: dt.datetime) -> Asked:
    """
    What `parameters` ask for at the instant `at`; the sections where they are not kept, two queries for an author.

    A section, kind or author that there isn't leaves the filter unset, which the form then shows.
    """
    words = " ".join(parameters.get("q", "").split())
    problems: dict[str, str] = {}
    sections = standing.sections_at(at)
    section = next((one for one in sections if one.slug == parameters.get("section")), None)
    kind = parameters.get("kind") if parameters.get("kind") in Edition.Kind.values else None
    author = Author.objects.at_address(slug) if (slug := parameters.get("author")) else None
    authors = list(Author.objects.masthead().select_related(None))
    if author and author not in authors:
        authors.append(author)
    days: dict[str, dt.date] = {}
    bounds: dict[str, dt.datetime] = {}
    for name, plus in (("from", 0 * DAY), ("until", DAY)):
        typed = parameters.get(name, "").strip()
        if typed:
            try:
                days[name] = dt.date.fromisoformat(typed)
                bounds[name] = dt.datetime.combine(days[name] + plus, dt.time(), newsroom_zone()).astimezone(dt.UTC)
            except (ValueError, OverflowError):
                problems[name] = _("Write the day like this: 2026-03-09.")
    values = {
        "q": words[:MAX_CHARACTERS],
        "section": section.slug if section else "",
        "kind": kind or "",
        "author": author.slug if author else "",
        **{name: days[name].isoformat() for name in days if name in bounds},
    }
    return Asked(
        values={name: value for name, value in values.items() if value},
        query=parse(words),
        filters=Filters(
            section=section.pk if section else None,
            kind=kind,
            profiles=author.profiles if author else None,
            since=bounds.get("from"),
            before=bounds.get("until"),
        ),
        sections=sections,
        authors=authors,
        problems=problems,
    )
