"""
Wrong passwords are slowed, by account and by address: settings.AXES_HANDLER, which counts in django-axes' table.

axes has one limit for everything that it counts by. Here a name from one address has its own, low; the name from all
addresses together and an address with all names have higher ones, against guesses from many places and at many names.
Those alone would let anybody shut an editor out by guessing on purpose. So a browser on which the account signed in
before (known.py) is counted by itself, and a link by mail makes any browser such a one.
"""

import datetime as dt
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import known

# Wrong passwords within AXES_COOLOFF_TIME, beside AXES_FAILURE_LIMIT for a name from one address or known browser.
OF_ACCOUNT = 20
OF_ADDRESS = 50

Credentials = dict[str, Any] | None


class Throttle(AxesDatabaseHandler):
    """A row's `user_agent` is the mark of a known browser, "" for all others: what they call themselves isn't kept."""

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        """How near the nearest limit is, as a number that axes compares with AXES_FAILURE_LIMIT."""
        limit: int = settings.AXES_FAILURE_LIMIT
        counts = [(self._own(request, credentials), limit)]
        if not _mark(request, credentials):
            strangers = AccessAttempt.objects.filter(user_agent="")
            counts += [
                (strangers.filter(username=get_client_username(request, credentials)), OF_ACCOUNT),
                (strangers.filter(ip_address=request.axes_ip_address), OF_ADDRESS),  # type: ignore[attr-defined]
            ]
        since = request.axes_attempt_time - settings.AXES_COOLOFF_TIME  # type: ignore[attr-defined]
        return max(_sum(rows, since) * limit // most for rows, most in counts)

    def filter_user_attempts(self, request: HttpRequest, credentials: Credentials = None) -> list[Any]:
        """What a success forgets: the wrong ones before it, of this name from here. An attack's stay."""
        return [self._own(request, credentials)]

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **more: Any) -> None:
        if request is not None:
            request.axes_user_agent = _mark(request, credentials)
        super().user_login_failed(sender, credentials, request, **more)

    def _own(self, request: HttpRequest, credentials: Credentials) -> QuerySet[AccessAttempt]:
        rows = AccessAttempt.objects.filter(username=get_client_username(request, credentials))
        if mark := _mark(request, credentials):
            return rows.filter(user_agent=mark)
        return rows.filter(user_agent="", ip_address=request.axes_ip_address)  # type: ignore[attr-defined]


def _mark(request: HttpRequest, credentials: Credentials) -> str:
    return known.mark(request, get_client_username(request, credentials))


def _sum(rows: QuerySet[AccessAttempt], since: dt.datetime) -> int:
    found = rows.filter(attempt_time__gte=since).aggregate(found=Sum("failures_since_start"))["found"]
    return int(found or 0)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Credentials) -> HttpResponse:
    """settings.AXES_LOCKOUT_CALLABLE: 429, in words; the same for a name that nobody has."""
    answer = render(request, "admin/locked_out.html", status=429)
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    answer["Cache-Control"] = "no-store, private"
    return answer
