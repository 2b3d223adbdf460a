"""When things happened in the demo, told from now: “40m” and “5h” ago, “1 14:05” for that time yesterday."""

import datetime as dt
import re

from core.clock import parse_local, to_local

_AGO = re.compile(r"(-?\d+)([mh])")
_DAY = re.compile(r"(\d+) (\d+):(\d\d)")
_UNITS = {"m": "minutes", "h": "hours"}


def instant(words: str, at: dt.datetime) -> dt.datetime:
    """The instant that `words` mean at `at`. A minus before hours or minutes: they are still to come."""
    if ago := _AGO.fullmatch(words):
        return at - dt.timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if day := _DAY.fullmatch(words):
        date = to_local(at).date() - dt.timedelta(days=int(day[1]))
        # By day, when no clock is put back or forward.
        return parse_local(dt.datetime.combine(date, dt.time(int(day[2]), int(day[3]))))
    raise ValueError(f"no time of the demo: {words!r}")
