"""
The log of sign-ins. django-axes counts for the lock and forgets within the hour; what people may look at is here.

Its tables were no store for it: they hold whole addresses and the names that strangers typed, and know no second
factor.
"""

import datetime as dt
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice

from .models import SignIn
from .sessions import where

What = SignIn.What
# Of these, one line an hour says it all.
_MANY = (What.WRONG_PASSWORD, What.WRONG_CODE, What.REFUSED, What.ASKED)
_LATELY = dt.timedelta(hours=1)


def note(what: SignIn.What, account: User | None, request: HttpRequest | None) -> None:
    """Write one line. The time is the server's own: a log is no place for another's."""
    at = timezone.now()
    address, browser = where(request) if request else ("", "")
    same = {"what": what, "account": account, "address": address, "browser": browser}
    if what in _MANY:
        line = SignIn.objects.filter(**same, at__gt=at - _LATELY).order_by("-at").values_list("pk", flat=True)[:1]
        if SignIn.objects.filter(pk__in=list(line)).update(times=F("times") + 1, at=at):
            return
    SignIn.objects.create(**same, at=at)


def lately(what: SignIn.What, request: HttpRequest) -> int:
    """How often that was noted of the network that `request` comes from, until an hour has passed without it."""
    lines = SignIn.objects.filter(what=what, address=where(request)[0], at__gt=timezone.now() - _LATELY)
    return lines.aggregate(found=Sum("times", default=0))["found"]


def connect() -> None:
    user_logged_in.connect(_in, dispatch_uid="desk.accounts.record")
    user_logged_out.connect(_out, dispatch_uid="desk.accounts.record")
    user_login_failed.connect(_failed, dispatch_uid="desk.accounts.record")
    user_locked_out.connect(_refused, dispatch_uid="desk.accounts.record")


def _in(sender: object, request: HttpRequest, user: Any, **_signal: object) -> None:
    match getattr(user, "otp_device", None):
        case None:
            what = What.IN
        case StaticDevice():
            what = What.IN_BY_RECOVERY
        case _:
            what = What.IN_BY_CODE
    note(what, user, request)


def _out(sender: object, request: HttpRequest, user: User | None, **_signal: object) -> None:
    if user is not None:
        note(What.OUT, user, request)


def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: object) -> None:
    # Once the lock is on, axes says so by its own signal.
    if request is not None and not getattr(request, "axes_locked_out", False):
        note(What.WRONG_PASSWORD, _named(credentials.get("username")), request)


def _refused(sender: object, request: HttpRequest, username: str | None = None, **_signal: object) -> None:
    note(What.REFUSED, _named(username), request)


def _named(username: str | None) -> User | None:
    return User.objects.filter(username=(username or "").replace("\0", "")).first()
