"""
Whether the News Feed has newer stories than those on a page that somebody has open.

Asked by static/js/newer.js with the cursor of the newest story that the page shows, so all who opened it since that
story ask the same, and are answered out of the page cache until something is published.
"""

import datetime as dt

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import ngettext

from articles.models import Edition
from core import cursor
from core.middleware import InstantRequest
from core.readers import for_readers

MOST = 50  # are counted


@for_readers
def newer(request: InstantRequest) -> HttpResponse:
    """{"number": how many since ?after=, "words": what a link to them says}; 404 for a cursor that isn't ours."""
    try:
        instant, article_id = cursor.decode(request.GET.get("after", ""))
    except cursor.BadCursor as error:
        raise Http404("no such place in the list") from error
    number = count(instant, article_id, request.at)
    response = JsonResponse({"number": number, "words": words(number)})
    response["X-Robots-Tag"] = "noindex"
    return response


def count(instant: dt.datetime, article_id: int, at: dt.datetime) -> int:
    """How many live stories precede that one in the News Feed, at most one more than MOST; one query."""
    newest = Edition.objects.live(at).after(instant, article_id).latest_first()
    return len(newest.values_list("pk", flat=True)[: MOST + 1])


def words(number: int) -> str:
    if number > MOST:
        more = ngettext("More than %(number)s new story", "More than %(number)s new stories", MOST)
        return more % {"number": MOST}
    return ngettext("%(number)s new story", "%(number)s new stories", number) % {"number": number} if number else ""
