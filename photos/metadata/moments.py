"""When a picture was taken, from the ways in which files say so."""

import re
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_offset

from core import clock

# Nothing was photographed before.
FIRST_YEAR, LAST_YEAR = 1826, 2200
# XMP: 2026-03-28T06:00:00.25+02:00; IIM: 20260328T060000+0200; EXIF: 2026:03:28 06:00:00+02:00.
_MOMENT = re.compile(
    r"(?P<year>\d{4})[-:]?(?P<month>\d\d)[-:]?(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?$",
    re.ASCII,
)

_PARTS = ("year", "month", "day", "hour", "minute", "second")

Found = tuple[datetime, bool, timedelta | None]  # wall time, whether the hour is known, how far ahead of UTC


def taken(texts: list[str]) -> datetime | None:
    """
    The instant that the first of `texts` to make sense names; one with an hour goes before a bare date.

    Without a zone it is the newsroom's, unless another of them tells the same wall time with one. A bare date is its
    midnight in the newsroom.
    """
    found = [one for one in map(_read, texts) if one]
    if not found:
        return None
    wall, _has_hour, offset = next((one for one in found if one[1]), found[0])
    offsets = [other[2] for other in found if other[0] == wall and other[2] is not None]
    if offset is None and offsets:
        offset = offsets[0]
    zone = clock.newsroom_zone() if offset is None else fixed_offset(offset)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def day(text: str) -> date | None:
    """A bare date, or the date of a moment."""
    found = _read(text)
    return found[0].date() if found else None


def _read(text: str) -> Found | None:
    match = _MOMENT.match(text.strip())
    if not match:
        return None
    part = match.groupdict()
    try:
        year, month, on, hour, minute, second = (int(part[name] or 0) for name in _PARTS)
        wall = datetime(year, month, on, hour, minute, second)
        offset = _offset(part["zone"])
    except ValueError:  # the 31st of February, the 25th hour
        return None
    return (wall, part["hour"] is not None, offset) if FIRST_YEAR <= wall.year <= LAST_YEAR else None


def _offset(zone: str | None) -> timedelta | None:
    if not zone or zone == "Z":
        return timedelta(0) if zone else None
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
