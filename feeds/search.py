"""The search page. It needs no script, and what is looked for is written down nowhere."""

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import standing
from articles.discovery import much_used
from articles.models import Edition
from articles.search import places
from articles.search.finding import Page, Search
from articles.search.snippets import marked, snippet
from core.cursor import BadCursor
from core.middleware import InstantRequest
from core.readers import absolute, for_readers

from .search_form import Asked, read

_NUMBER = re.compile("[1-9][0-9]{0,3}")


@for_readers
def search(request: InstantRequest) -> HttpResponse:
    """
    The form, and what answers it: the best of the newest first, by ?page=; the older ones by date, by ?before=.

    404 for a page that there isn't.
    """
    asked = read(request.GET, request.at)
    context: dict[str, Any] = {
        "asked": asked,
        "kinds": Edition.Kind.choices,
        "sections": asked.sections,
        "standing": standing.pages(asked.sections),
        "page_title": _("Search"),
        "canonical": absolute(asked.url(request.path)),
        "is_indexed": False,
    }
    if asked:
        context |= _answer(request, asked)
    if not context.get("results"):
        context["topics"] = much_used(request.at)
    return render(request, "feeds/search.html", context)


def _answer(request: InstantRequest, asked: Asked) -> dict[str, Any]:
    found = Search(asked.query, asked.filters, request.at)
    context: dict[str, Any] = {"found": found}
    before, number = request.GET.get("before"), request.GET.get("page", "1")
    if before is not None:
        try:
            page = found.tail(places.from_cursor(before))
        except BadCursor as error:
            raise Http404("no such page of the list") from error
        context |= {"is_tail": True, "canonical": absolute(asked.url(request.path, before=before))}
        more: dict[str, object] = {}
    else:
        if not _NUMBER.fullmatch(number) or int(number) > max(found.pages, 1):
            raise Http404("no such page of the list")
        page = found.page(int(number))
        more = {"page": int(number) + 1} if int(number) < found.pages else {}
        context["is_first_page"] = number == "1"
        if number != "1":
            context["canonical"] = absolute(asked.url(request.path, page=number))
    if not more and page.after is not None:
        more = {"before": places.to_cursor(page.after)}
    return context | {
        "results": _results(page, asked),
        "next_url": asked.url(request.path, **more) if more else "",
        "page_title": _("Search: %(words)s") % {"words": asked.values["q"]} if asked.query else _("Search"),
    }


def _results(page: Page, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "edition": edition,
            "headline": marked(edition.headline, asked.query),
            "snippet": snippet(edition, asked.query),
        }
        for edition in page.editions
    ]
