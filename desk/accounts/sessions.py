"""
settings.SESSION_ENGINE: Django's sessions in the database, each with whose it is; and ending them.

Looked at: django-user-sessions and django-qsessions, which do this with whole addresses and last looked at years ago.
This is the way that Django's own documentation shows.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from core.network import browser_of, truncated

from .models import Session

WHERE = "_where"  # in the session: began, seen (ISO), network, browser
# How old "last seen" may get before a page writes it anew.
PACE = dt.timedelta(minutes=5)


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def save(self, must_create: bool = False) -> None:
        """Django takes every failure for a session that somebody has ended (400); a full disk is another thing."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        if data.get(SESSION_KEY):
            row.account_id = int(data[SESSION_KEY])
        if WHERE in data:
            began, seen, row.address, row.browser = data[WHERE]
            row.began_at, row.seen_at = dt.datetime.fromisoformat(began), dt.datetime.fromisoformat(seen)
        return row


def where(request: HttpRequest) -> tuple[str, str]:
    """The network and the browser that a request comes from, as far as we keep them."""
    address: str | None = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request)
    return truncated(address or ""), browser_of(request.META.get("HTTP_USER_AGENT", "")[:500])


def connect() -> None:
    user_logged_in.connect(_begins, dispatch_uid="desk.accounts.sessions")


def _begins(sender: object, request: HttpRequest, user: User, **_signal: object) -> None:
    now = timezone.now().isoformat()
    request.session[WHERE] = [now, now, *where(request)]


def seen(request: HttpRequest, at: dt.datetime) -> None:
    """Note that the session is in use, at most once in PACE; its end moves with it."""
    known = request.session.get(WHERE)
    began, last = (known[0], dt.datetime.fromisoformat(known[1])) if known else (at.isoformat(), None)
    if last is None or at - last >= PACE:
        request.session[WHERE] = [began, at.isoformat(), *where(request)]


def of(user: User) -> QuerySet[Session]:
    """The open sessions of an account, the one used last first."""
    return Session.objects.filter(account=user.pk, expire_date__gt=timezone.now()).order_by("-seen_at", "-began_at")


def handle(session: Session) -> str:
    """What a page may call a session by: the key itself would open it."""
    return salted_hmac("desk.accounts.sessions", session.pk, algorithm="sha256").hexdigest()[:32]


def end(user: User, *, but: str | None = None, only: Iterable[Session] | None = None) -> int:
    """End the sessions of an account: all, or `only` those, never the one with the key `but`. How many those were."""
    found = of(user).exclude(pk=but) if but else of(user)
    if only is not None:
        found = found.filter(pk__in=[session.pk for session in only])
    return found.delete()[0]
