"""Mails with a link that sets a password once. Sent by the worker, so that no page waits for the mail server."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task

# Somebody who asks again and again for another's link fills no mailbox.
PAUSE = timedelta(minutes=1)


def link(user: User) -> str:
    """Where `user` sets a password: good once, for PASSWORD_RESET_TIMEOUT, and until the e-mail address changes."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    # Never from the Host header: whoever asks for somebody's link could name a host of their own there.
    return f"{settings.NEWSROOM_SITE_URL}{path}"


@task()
def send_invitation(user_id: int, inviter: str) -> bool:
    """`inviter` is the name of the colleague who invites."""
    user = User.objects.filter(pk=user_id, is_active=True, is_staff=True).exclude(email="").first()
    if user is None:
        return False
    subject = _("Your account at %(name)s") % {"name": settings.NEWSROOM_NAME}
    return _send(user, subject, "desk/accounts/invitation.txt", inviter=inviter)


@task()
def send_links(address: str) -> int:
    """Mail a link to every colleague with this e-mail address; how many that were: nobody, if it is a stranger's."""
    users = User.objects.filter(email__iexact=address, is_active=True, is_staff=True).exclude(email="")
    return sum(_send_link_now_and_then(user) for user in users)


def _send_link_now_and_then(user: User) -> bool:
    mark = f"password-link-{user.pk}"
    if not cache.add(mark, 1, PAUSE.total_seconds()):
        return False
    try:
        return send_link(user)
    except Exception:
        cache.delete(mark)  # nothing came: the next try is not one too many
        raise


@task()
def send_link_to(user_id: int) -> bool:
    user = User.objects.filter(pk=user_id, is_active=True, is_staff=True).exclude(email="").first()
    return user is not None and send_link(user)


@task()
def send_reset(user_id: int) -> bool:
    """That the second factor of `user_id` was reset."""
    user = User.objects.filter(pk=user_id, is_active=True, is_staff=True).exclude(email="").first()
    if user is None:
        return False
    subject = _("Your second factor at %(name)s was reset") % {"name": settings.NEWSROOM_NAME}
    return _send(user, subject, "desk/accounts/second_factor_reset.txt")


@task()
def send_address_changed(user_id: int, old: str, by: str) -> bool:
    """To `old`, that the mail of `user_id` goes elsewhere from now on, links for a password with it; `by` did it."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    subject = _("Your e-mail address at %(name)s was changed") % {"name": settings.NEWSROOM_NAME}
    return _send(user, subject, "desk/accounts/address_changed.txt", to=old, by=by)


def send_link(user: User) -> bool:
    subject = _("Your password at %(name)s") % {"name": settings.NEWSROOM_NAME}
    return _send(user, subject, "desk/accounts/password_link.txt")


def _send(user: User, subject: str, template: str, to: str = "", **more: Any) -> bool:
    context = {
        "user": user,
        "name": user.get_short_name() or user.get_username(),
        "newsroom": settings.NEWSROOM_NAME,
        "link": link(user),
        "days": max(1, settings.PASSWORD_RESET_TIMEOUT // 86_400),
        "desk": f"{settings.NEWSROOM_SITE_URL}{reverse('admin:index')}",
        **more,
    }
    return send_mail(subject, render_to_string(template, context), None, [to or user.email]) == 1
