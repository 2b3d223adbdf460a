"""Times and names as templates print them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import translation

from core.templatetags.instants import days, instant, written
from core.templatetags.presentation import deeds, initials, tongue

SUMMER = dt.datetime(2026, 7, 1, 21, 30, 15, tzinfo=dt.UTC)  # half past midnight in Kyiv
WINTER = dt.datetime(2026, 11, 24, 12, 3, tzinfo=dt.UTC)


def test_an_instant_is_printed_on_the_newsrooms_clock_with_the_whole_of_it_at_hand():
    printed = instant(WINTER)
    assert 'datetime="2026-11-24T14:03:00+02:00"' in printed
    assert 'title="24 November 2026, 14:03 EET"' in printed
    assert ">24 Nov 2026, 14:03</time>" in printed


def test_the_full_form_names_the_zone_and_is_left_alone_by_the_script():
    printed = instant(SUMMER, "full")
    assert ">2 July 2026, 00:30 EEST</time>" in printed
    assert "data-instant" not in printed


@pytest.mark.parametrize(("form", "words"), [("time", "14:03"), ("date", "24 November 2026")])
def test_an_instant_can_be_short(form, words):
    assert f">{words}</time>" in instant(WINTER, form)


def test_no_instant_prints_nothing():
    assert instant(None) == ""


def test_a_day_is_written_with_its_weekday_and_a_month_without_its_day():
    assert written(dt.date(2026, 11, 24), "day") == "Tuesday, 24 November 2026"
    assert written(dt.date(2026, 11, 1), "month") == "November 2026"


def test_editions_are_grouped_by_the_newsrooms_day_in_the_order_given():
    late, early, before = (
        SimpleNamespace(first_live_at=moment)
        for moment in (SUMMER + dt.timedelta(hours=1), SUMMER, SUMMER - dt.timedelta(hours=1))
    )
    assert days([late, early, before]) == [(dt.date(2026, 7, 2), [late, early]), (dt.date(2026, 7, 1), [before])]


def test_a_text_in_another_language_says_so_and_which_way_it_runs():
    with translation.override("en"):
        assert tongue(SimpleNamespace(language="ar", direction="rtl")) == ' lang="ar" dir="rtl"'
        assert tongue(SimpleNamespace(language="en", direction="ltr")) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Olha Kovalenko", "OK"),
        ("Reuters", "R"),
        ("Łucja Brzezińska-Nowák", "ŁB"),
        ("Jean Marie Le Guen", "JG"),
        ("", ""),
        ("— —", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


def test_a_byline_names_what_was_done_besides_the_words():
    credit = SimpleNamespace(roles=["words", "photos", "video"], role_labels=["Words", "Photos", "Video"])
    assert deeds(credit) == "Photos, Video"
    assert deeds(SimpleNamespace(roles=["words"], role_labels=["Words"])) == ""
