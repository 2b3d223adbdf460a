"""
Where an author can be reached: which services, what an address there looks like, and the link that is made of it.

People paste what they have: “@name”, a bare name, an address with or without https. All of it is brought to one form,
and a link is only ever made by these patterns, so that no other scheme and no other host can stand behind a label.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A list to choose from, not a directory: more would push the stories down.
MOST = 8


class Kind(models.TextChoices):
    EMAIL = "email", gettext_lazy("Email")
    TELEGRAM = "telegram", "Telegram"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    WEBSITE = "website", gettext_lazy("Website")


@dataclass(frozen=True)
class Service:
    """A site where people have a name. `before` is what stands between host and name in an address there."""

    hosts: tuple[str, ...]
    name: re.Pattern[str]
    link: str
    example: str
    before: str = ""


_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"

SERVICES = {
    Kind.TELEGRAM: Service(("t.me", "telegram.me"), re.compile(r"\w{4,32}", re.A), "https://t.me/{}", "@name"),
    Kind.X: Service(("x.com", "twitter.com"), re.compile(r"\w{1,15}", re.A), "https://x.com/{}", "@name"),
    Kind.FACEBOOK: Service(
        ("facebook.com", "fb.com", "m.facebook.com"),
        re.compile(r"[A-Za-z0-9.-]{2,80}"),
        "https://www.facebook.com/{}",
        "facebook.com/name",
    ),
    Kind.INSTAGRAM: Service(
        ("instagram.com",), re.compile(r"[\w.]{1,30}", re.A), "https://www.instagram.com/{}/", "@name"
    ),
    Kind.BLUESKY: Service(
        ("bsky.app",), re.compile(_DOMAIN, re.I), "https://bsky.app/profile/{}", "@name.bsky.social", before="profile/"
    ),
}
_FEDIVERSE = re.compile(rf"@?(\w+(?:[\w.-]*\w)?)@({_DOMAIN})", re.A | re.I)
_MASTODON_PATH = re.compile(r"/@(\w+(?:[\w.-]*\w)?)/?", re.A)
_is_email = EmailValidator()
_is_web_address = URLValidator(schemes=["http", "https"])


def normalise(kind: str, address: str) -> str:
    """The one form in which `address` is kept; raises ValidationError, in words, for what is no such address."""
    return _NORMALISE[Kind(kind)](address.strip())


def url(kind: str, address: str) -> str:
    """The address of the link; raises ValidationError as normalise() does."""
    if kind not in Kind.values:
        raise ValidationError("unknown kind")
    address = normalise(kind, address)
    if kind == Kind.EMAIL:
        return f"mailto:{address}"
    if kind == Kind.MASTODON:
        name, host = address.removeprefix("@").split("@")
        return f"https://{host}/@{name}"
    if kind == Kind.WEBSITE:
        return address
    return SERVICES[Kind(kind)].link.format(address)


def label(kind: str, address: str) -> str:
    """The link's words: the service, or the host of a website."""
    if kind == Kind.WEBSITE:
        return (_split(address).hostname or address).removeprefix("www.")
    return str(Kind(kind).label) if kind in Kind.values else kind


def _split(address: str) -> SplitResult:
    """The parts of an address that may lack its scheme; raises ValidationError where it has none to be split into."""
    try:
        return urlsplit(address if "://" in address else f"https://{address}")
    except ValueError as error:
        raise ValidationError(_("This is not an address on the web.")) from error


def _normalise_name(kind: Kind) -> Callable[[str], str]:
    service = SERVICES[kind]

    def normalise_name(address: str) -> str:
        name = address.removeprefix("@")
        if "/" in name:
            parts = _split(name)
            host = (parts.hostname or "").removeprefix("www.")
            path = parts.path.strip("/")
            if parts.scheme in ("http", "https") and host in service.hosts and path.startswith(service.before):
                name = path.removeprefix(service.before).removeprefix("@")
        if not service.name.fullmatch(name):
            raise ValidationError(
                _("This is no address on %(service)s. It looks like %(example)s."),
                code="contact",
                params={"service": kind.label, "example": service.example},
            )
        return name

    return normalise_name


def _normalise_email(address: str) -> str:
    address = re.sub("^mailto:", "", address, flags=re.I)
    try:
        _is_email(address)
    except ValidationError as error:
        raise ValidationError(_("This is no e-mail address. It looks like name@example.org.")) from error
    return address


def _normalise_mastodon(address: str) -> str:
    if "://" in address or "/" in address:
        parts = _split(address)
        path = _MASTODON_PATH.fullmatch(parts.path)
        address = f"@{path[1]}@{parts.netloc}" if path and parts.scheme in ("http", "https") else ""
    found = _FEDIVERSE.fullmatch(address)
    if not found:
        raise ValidationError(_("This is no address on Mastodon. It looks like @name@example.social."))
    return f"@{found[1]}@{found[2].lower()}"


def _normalise_website(address: str) -> str:
    address = address if "://" in address else f"https://{address}"
    try:
        _is_web_address(address)
    except ValidationError as error:
        raise ValidationError(_("This is no address on the web. It looks like https://example.org/name.")) from error
    parts = _split(address)
    if parts.username or parts.password or any(character in address for character in " <>\"'`\\"):
        raise ValidationError(_("An address with a password or quotation marks in it is not one to print."))
    return address


_NORMALISE: dict[Kind, Callable[[str], str]] = {
    Kind.EMAIL: _normalise_email,
    Kind.MASTODON: _normalise_mastodon,
    Kind.WEBSITE: _normalise_website,
    **{kind: _normalise_name(kind) for kind in SERVICES},
}
