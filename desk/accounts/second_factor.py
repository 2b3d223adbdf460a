"""
The second factor: a code from a person's phone, by django-otp. Who needs one, turning it on and off, and asking for it.

Someone has at most one device, and beside it recovery codes. Of those we keep digests: they are shown once, and a
copy of the database doesn't open the door with them. (The phone's key has to be kept as it is.)
"""

import dataclasses
import datetime as dt
import secrets
from base64 import b32encode

import django_otp
import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import record, sessions
from .models import SignIn

CODES = 10
DIGITS = 6
# Letters and figures that nobody mixes up; ten of them are 50 bits.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 10
# Wrong codes after which the pause grows no more. django-otp doubles it up to a hundred years, so whoever stole a
# password could shut its owner out with it. These are 34 minutes: 42 guesses a day, which take 21 years on average.
LONGEST_PAUSE = 12


@dataclasses.dataclass(frozen=True)
class Wait:
    """No code is looked at for now: after wrong ones, the next may be tried in 1, 2, 4, 8 … seconds."""

    seconds: int


def is_required(user: User) -> bool:
    """Whether the newsroom asks this account for a second factor (settings.NEWSROOM_SECOND_FACTOR)."""
    match settings.NEWSROOM_SECOND_FACTOR:
        case "everybody":
            return True
        case "publishers":
            return user.has_perm("desk.publish_story")
    return False


def device_of(user: User) -> TOTPDevice | None:
    """The device that `user` has turned on."""
    return TOTPDevice.objects.filter(user=user.pk, confirmed=True).first()


def is_verified(user: User) -> bool:
    """Whether the session of this request was opened with a code. Set by django-otp's middleware."""
    return getattr(user, "otp_device", None) is not None


def suffices(user: User) -> bool:
    """
    Whether this session is good for the desk: with a code where there is a device, or nobody asks for one.

    Asked more than once in a request, of its own `user`, who therefore remembers whether there is a device.
    """
    if is_verified(user):
        return True
    if not hasattr(user, "_has_device"):
        user._has_device = device_of(user) is not None  # type: ignore[attr-defined]
    return not (user._has_device or is_required(user))  # type: ignore[attr-defined]


def must_enrol(user: User) -> bool:
    """Whether all that is missing is that `user` turns a second factor on."""
    return not is_verified(user) and is_required(user) and device_of(user) is None


# Turning on and off


@transaction.atomic
def begin(user: User) -> TOTPDevice:
    """A new device that counts for nothing until a code from it was typed; the one begun before is dropped."""
    unfinished(user).delete()
    return TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def unfinished(user: User):  # type: ignore[no-untyped-def]
    return TOTPDevice.objects.filter(user=user.pk, confirmed=False)


def confirm(request: HttpRequest, user: User, device: TOTPDevice, code: str) -> list[str] | Wait | None:
    """
    Turn `device` on where `code` is its own: the recovery codes then, to be shown once. None where it is not.

    Sessions elsewhere, which were opened by a password alone, end.
    """
    checked = _verify(user, device, code)
    if not isinstance(checked, TOTPDevice):
        return checked
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = make_codes(user)
        record.note(SignIn.What.ON, user, request)
    django_otp.login(request, TOTPDevice.objects.get(pk=device.pk))
    request.session.cycle_key()
    sessions.end(user, but=request.session.session_key)
    return codes


@transaction.atomic
def make_codes(user: User) -> list[str]:
    """New recovery codes, in place of any before: each opens the door once. A session that one opened stays open."""
    device, _new = StaticDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "recovery codes"})
    device.token_set.all().delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH)) for _code in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def turn_off(user: User) -> bool:
    """Drop device and recovery codes; whether there was a device. Who calls it says so in the log."""
    had = device_of(user) is not None
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    return had


# Asking


def check(user: User, typed: str) -> TOTPDevice | StaticDevice | Wait | None:
    """
    The device that `typed` is a code of: the phone's, or the recovery codes', of which it is used up.

    Wait while no code is looked at. A code opens once: the phone's, too, is not taken twice.
    """
    code = "".join(typed.split()).replace("-", "").lower()
    if len(code) == DIGITS and code.isascii() and code.isdecimal():
        device = device_of(user)
    else:
        device, code = StaticDevice.objects.filter(user=user, confirmed=True).first(), _digest(code)
    return None if device is None else _verify(user, device, code)


def _verify(user: User, device: TOTPDevice | StaticDevice, code: str) -> TOTPDevice | StaticDevice | Wait | None:
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until: dt.datetime = why["locked_until"]
        return Wait(max(1, int((until - timezone.now()).total_seconds()) + 1))
    # In a transaction of its own and with the row held: wrong codes count, whatever comes of the request.
    found = django_otp.verify_token(user, device.persistent_id, code)
    if found is None:
        rows = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=LONGEST_PAUSE)
        rows.update(throttling_failure_count=LONGEST_PAUSE)
    return found


def _digest(code: str) -> str:
    return salted_hmac("desk.accounts.recovery", code, algorithm="sha256").hexdigest()[:16]


# Showing


def qr(device: TOTPDevice) -> SafeString:
    """What the phone's camera reads, as an SVG to stand in the page: dark on white by day and by night."""
    drawn = segno.make(device.config_url, error="m", micro=False)
    svg = drawn.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass="desk-qr")
    # Drawn by segno from numbers and colours alone: the words are in the modules, not in the markup.
    return mark_safe(svg)


def secret(device: TOTPDevice) -> str:
    """The device's key for typing, in fours."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
