"""
The place in a list ordered by (instant, key), as a short word for an address.

A list continues after the last row seen, wherever it has moved to since, so nothing is repeated or skipped. The word
is 16 bytes, microseconds since 1970 and the key, in URL-safe base64 without padding: 22 characters.
"""

import base64
import re
import struct
from datetime import UTC, datetime, timedelta

_SHAPE = re.compile("[A-Za-z0-9_-]{22}")
_FORMAT = struct.Struct(">qq")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A year away from what datetime can hold, so that any zone's offset can still be applied.
_FIRST = datetime(2, 1, 1, tzinfo=UTC)
_LAST = datetime(9998, 12, 31, tzinfo=UTC)


class BadCursor(ValueError):
    """Not a cursor that encode() made."""


def encode(instant: datetime, pk: int) -> str:
    """The cursor of the row `pk` at `instant` (aware)."""
    packed = _FORMAT.pack((instant - _EPOCH) // _MICROSECOND, pk)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(cursor: str) -> tuple[datetime, int]:
    """(instant in UTC, pk); raises BadCursor for everything that encode() couldn't have made."""
    if not isinstance(cursor, str) or not _SHAPE.fullmatch(cursor):
        raise BadCursor("not a cursor")
    microseconds, pk = _FORMAT.unpack(base64.urlsafe_b64decode(cursor + "=="))
    try:
        instant = _EPOCH + microseconds * _MICROSECOND
    except OverflowError:
        raise BadCursor("no such instant") from None
    # The last character has bits to spare: only one spelling is ours, so that one page has one address.
    if pk < 1 or not _FIRST <= instant <= _LAST or encode(instant, pk) != cursor:
        raise BadCursor("not a cursor")
    return instant, pk
