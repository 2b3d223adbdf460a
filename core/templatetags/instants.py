"""
Instants as readers see them: in the newsroom's zone, absolute, inside `<time datetime>`.

A page may be kept for hours, so nothing here says "today" or "minutes ago"; `static/js/reader.js` does that
from `datetime` where the element has `data-instant`.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

register = template.Library()


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


@lru_cache(maxsize=32)
def _patterns(language: str | None) -> dict[str, str]:
    """How dates are written in the active language."""
    # Translators: E is the month's name as it stands in a date (genitive in Ukrainian); the other letters are Django's.
    day = pgettext("date format", "j E Y")
    return {
        "full": pgettext("date and time format", "j E Y, H:i"),
        "short": pgettext("short date and time format", "j M Y, H:i"),
        "date": day,
        "day": pgettext("date format with weekday", "l, j E Y"),
        "month": pgettext("month format", "F Y"),
        "time": pgettext("time format", "H:i"),
    }


def _written(moment: date, form: str) -> str:
    written = date_format(moment, _patterns(get_language())[form], use_l10n=False)
    return f"{written} {moment.tzname()}" if form == "full" and isinstance(moment, datetime) else written


@register.simple_tag
def instant(moment: datetime | None, form: str = "short") -> SafeString | str:
    """
    `<time>` of an aware datetime; '' for None. The title has the full instant with its zone.

    form: "short" and "time" become relative where the script runs, "full" (with the zone) and "date" stay as they are.
    """
    if moment is None:
        return ""
    zone = timezone.get_current_timezone() if timezone.is_aware(moment) else None
    return _element(moment, form, zone, get_language())


@lru_cache(maxsize=4096)
def _element(moment: datetime, form: str, zone: tzinfo | None, language: str | None) -> SafeString:
    """The element, kept: lists show the same instants again and again. Equal instants are one whatever their zone."""
    local = moment.astimezone(zone) if zone else moment
    if form in ("full", "date"):
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            local.isoformat(timespec="seconds"),
            _written(local, "full"),
            _written(local, form),
        )
    return format_html(
        '<time datetime="{}" title="{}" data-instant="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        _written(local, "full"),
        form,
        _written(local, form),
    )


@register.filter
def written(day: date | datetime, form: str = "date") -> str:
    """A date or instant in words, without an element: "date", "day" (with its weekday), "month", "full"."""
    return _written(_local(day) if isinstance(day, datetime) else day, form)


@register.simple_tag
def days(editions: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Editions in the order given, grouped by the newsroom's calendar day of their first publication."""
    return [
        (day, list(group)) for day, group in groupby(editions, key=lambda edition: _local(edition.first_live_at).date())
    ]
