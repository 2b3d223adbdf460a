"""Letting somebody go, taking them back, helping who lost a phone. What people wrote and did stays under their name."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from desk.workflow import Refused

from . import mail, record, second_factor, sessions
from .models import SignIn


@transaction.atomic
def let_go(user: User, *, former: bool) -> int:
    """
    Switch the account off, now; how many sessions that ended. `former`: the masthead drops them too.

    The password goes with it, so that no session, no link in an old mail and no remembered password opens the desk
    when the account is switched on again.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise Refused(_("This is the last account that may do everything. Give that to somebody else first."))
    user.is_active = False
    user.set_unusable_password()
    user.save()
    author = getattr(user, "author", None)
    if former and author is not None:
        author.is_active = False
        author.save()
    return sessions.end(user)


def take_back(user: User) -> None:
    """Switch the account on again. It has no password until its owner sets one by a link."""
    User.objects.filter(pk=user.pk).update(is_active=True)


@transaction.atomic
def reset_second_factor(user: User) -> bool:
    """
    Turn the second factor of `user` off for them, and end their sessions; whether there was one.

    Whose account it is learns of it by mail, for it may be somebody else who asked.
    """
    had = second_factor.turn_off(user)
    if had:
        sessions.end(user)
        record.note(SignIn.What.RESET, user, None)  # who did it is in the account's history
        mail.send_reset.enqueue(user.pk)
    return had
