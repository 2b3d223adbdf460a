"""The parts of an address that are a date (`/2026/03/09/`, digits only, with their zeros) or an ordinal (`/v/2/`)."""

from django.urls import register_converter


class Year:
    # Room at both ends of what a date can hold: for the year after, and for any zone's offset.
    regex = "(?!9999)[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(int(value))


class TwoDigits(Year):
    """A month or a day. Whether the calendar has it is for the view to ask."""

    regex = "[0-9]{2}"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):02d}"


class Number(Year):
    """From one up, without zeros before it, and small enough for any column."""

    regex = "[1-9][0-9]{0,5}"


register_converter(Year, "year")
register_converter(TwoDigits, "two")
register_converter(Number, "number")
