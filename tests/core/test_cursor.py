"""A cursor comes back as it went out, and anything else is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import cursor

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@given(
    st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC)),
    st.integers(1, 2**63 - 1),
)
def test_a_cursor_comes_back_to_the_microsecond(instant, pk):
    assert cursor.decode(cursor.encode(instant, pk)) == (instant, pk)


def test_the_zone_of_the_instant_does_not_matter():
    kyiv = NOON.astimezone(timezone(timedelta(hours=2)))
    assert cursor.encode(kyiv, 7) == cursor.encode(NOON, 7)


def test_a_cursor_is_safe_in_an_address():
    assert cursor.encode(NOON, 7).replace("-", "").replace("_", "").isalnum()


@given(st.text())
def test_any_text_is_a_cursor_or_refused(garbage):
    try:
        instant, pk = cursor.decode(garbage)
    except cursor.BadCursor:
        return
    assert cursor.encode(instant, pk) == garbage


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "x",
        "\x00" * 22,
        "A" * 21,
        "A" * 22,  # the key 0
        "A" * 23,
        "_" * 22,
        "f_________9_________9w",  # beyond the year 9999
        "1" * 5000,
        "АБВ",
        cursor.encode(NOON, 7) + "\n",
        cursor.encode(NOON, 7) + "==",
        cursor.encode(NOON, 7)[:-1] + "x",  # other bits to spare: another address of the same page
        "' OR 1=1 --",
    ],
)
def test_garbage_is_refused(garbage):
    with pytest.raises(cursor.BadCursor):
        cursor.decode(garbage)


def test_what_is_not_text_is_refused():
    with pytest.raises(cursor.BadCursor):
        cursor.decode(None)
