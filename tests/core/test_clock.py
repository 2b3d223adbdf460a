"""Between the clock on the newsroom's wall and instants, over both changes of the clocks."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from core import clock

pytestmark = pytest.mark.usefixtures("in_kyiv")


@pytest.fixture
def in_kyiv():
    with override_settings(TIME_ZONE="Europe/Kyiv"):
        yield


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2026, 1, 15, 6, 0), datetime(2026, 1, 15, 4, 0, tzinfo=UTC)),
        (datetime(2026, 7, 15, 6, 0), datetime(2026, 7, 15, 3, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 2, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (datetime(2026, 3, 29, 4, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 4, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_one_instant(wall, instant):
    assert clock.parse_local(wall) == instant
    assert clock.parse_local(wall, fold=1) == instant  # fold matters in the doubled hour only
    assert clock.to_local(instant).replace(tzinfo=None) == wall


@pytest.mark.parametrize("minute", [0, 30, 59])
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_the_skipped_hour_is_refused_with_what_stands_on_either_side(minute, fold):
    with pytest.raises(clock.SkippedHour) as skipped:
        clock.parse_local(datetime(2026, 3, 29, 3, minute), fold=fold)
    assert clock.to_local(skipped.value.earlier).strftime("%H:%M") == f"02:{minute:02}"
    assert clock.to_local(skipped.value.later).strftime("%H:%M") == f"04:{minute:02}"


def test_the_doubled_hour_asks_which():
    wall = datetime(2026, 10, 25, 3, 30)
    with pytest.raises(clock.DoubledHour) as doubled:
        clock.parse_local(wall)
    assert doubled.value.first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == clock.parse_local(wall, fold=0)
    assert doubled.value.second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == clock.parse_local(wall, fold=1)


def test_the_zone_has_a_name_for_each_half_of_the_year():
    assert clock.zone_label(datetime(2026, 1, 1, tzinfo=UTC)) == "EET"
    assert clock.zone_label(datetime(2026, 7, 1, tzinfo=UTC)) == "EEST"


def test_a_zone_without_letters_is_named_by_its_offset():
    with override_settings(TIME_ZONE="America/Sao_Paulo"):
        assert clock.zone_label(datetime(2026, 1, 1, tzinfo=UTC)) == "UTC-03"


def test_a_zone_that_never_changes_has_every_hour_once():
    with override_settings(TIME_ZONE="UTC"):
        assert clock.parse_local(datetime(2026, 3, 29, 3, 30)) == datetime(2026, 3, 29, 3, 30, tzinfo=UTC)
