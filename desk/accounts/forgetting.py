"""What the newsroom forgets by itself: network addresses and how to reach readers, after thirty days."""

import datetime as dt

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils import timezone

from articles.models import Knock, Report
from articles.reports import WINDOW

from .models import SignIn
from .sessions import SessionStore

ADDRESSES = dt.timedelta(days=30)
LINES = dt.timedelta(days=365)


def forget(at: dt.datetime | None = None) -> dict[str, int]:
    """
    Take out of the database what is older than it may get at the instant `at` (now): how much of each there was.

    Run every hour by the worker; harmless to repeat.
    """
    at = at or timezone.now()
    old = at - ADDRESSES
    done = {"axes": 0}
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        rows = model.objects.filter(attempt_time__lt=old).exclude(ip_address=None, user_agent="")
        # What was sent with the attempt tells as much as the address.
        more = {"get_data": "", "post_data": ""} if model is AccessAttempt else {}
        done["axes"] += rows.update(ip_address=None, user_agent="", http_accept="", **more)
        model.objects.filter(attempt_time__lt=at - LINES).delete()
    done["sign-ins"] = SignIn.objects.filter(at__lt=old).exclude(address="", browser="").update(address="", browser="")
    done["lines"] = SignIn.objects.filter(at__lt=at - LINES).delete()[0]
    done["reports"] = Report.objects.filter(at__lt=old).exclude(contact="").update(contact="")
    Knock.forget(before=at - WINDOW)
    SessionStore.clear_expired()
    return done
