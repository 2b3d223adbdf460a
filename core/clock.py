"""The newsroom's clock: between instants (aware, UTC) and what the clock on its wall shows."""

from datetime import UTC, datetime, tzinfo

from django.utils import timezone


class NoSuchTime(ValueError):
    """A wall time that isn't one instant."""

    def __init__(self, wall: datetime) -> None:
        super().__init__(wall.isoformat(sep=" ", timespec="minutes"))
        self.wall = wall


class SkippedHour(NoSuchTime):
    """The clocks go forward over this time. `earlier` and `later` show the same minutes before and after it (UTC)."""

    def __init__(self, wall: datetime, earlier: datetime, later: datetime) -> None:
        super().__init__(wall)
        self.earlier, self.later = earlier, later


class DoubledHour(NoSuchTime):
    """The clocks go back over this time, so it comes twice: at `first` and at `second` (UTC)."""

    def __init__(self, wall: datetime, first: datetime, second: datetime) -> None:
        super().__init__(wall)
        self.first, self.second = first, second


def newsroom_zone() -> tzinfo:
    """The newsroom's time zone: it dates addresses, and every time on the desk is in it."""
    return timezone.get_default_timezone()


def to_local(instant: datetime) -> datetime:
    """The aware `instant` as the newsroom's clock shows it."""
    return instant.astimezone(newsroom_zone())


def zoned(instant: datetime | None) -> str:
    """On the newsroom's clock with its distance from UTC, for machines: "2026-03-10T14:00:00+02:00"; "" of None."""
    return to_local(instant).isoformat(timespec="seconds") if instant else ""


def parse_local(wall: datetime, fold: int | None = None) -> datetime:
    """
    The instant (UTC) at which the newsroom's clock shows `wall` (naive).

    Raises SkippedHour where it never does, DoubledHour where it does so twice and `fold` doesn't say which:
    0 the first, 1 the second. `fold` is ignored elsewhere. Raises OverflowError at the ends of the calendar.
    """
    zone = newsroom_zone()
    readings = [wall.replace(tzinfo=zone, fold=n).astimezone(UTC) for n in (0, 1)]
    first, second = readings
    if first == second:
        return first
    if to_local(first).replace(tzinfo=None, fold=0) != wall.replace(fold=0):
        # In a gap the reading by the old offset lies after the jump, the one by the new offset before it.
        raise SkippedHour(wall, earlier=second, later=first)
    if fold is None:
        raise DoubledHour(wall, first=first, second=second)
    return readings[fold]


def zone_label(instant: datetime) -> str:
    """The short name of the newsroom's zone at `instant`: "EET", "EEST"; "UTC+03" where the zone has no letters."""
    name = to_local(instant).tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
