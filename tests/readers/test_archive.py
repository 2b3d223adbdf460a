"""The archive: years, months and days on the newsroom's calendar."""

import datetime as dt

import pytest

from tests.cast import DAY, NOON, publish, section, story

from .pages import headlines, show_more, tree

pytestmark = pytest.mark.django_db


def entries(response):
    return tree(response).xpath("//ul[@class='calendar']//a/@href")


def ways(response):
    return [
        next(iter(tree(response).xpath(f"//nav[@class='turn']//a[@rel='{rel}']/@href")), "") for rel in ("prev", "next")
    ]


@pytest.fixture
def stories():
    publish(story("Old", section=section()), at=dt.datetime(2024, 12, 31, 21, 59, tzinfo=dt.UTC))
    publish(story("New Year"), at=dt.datetime(2024, 12, 31, 22, 0, tzinfo=dt.UTC))  # midnight in Kyiv
    publish(story("March"), at=NOON)
    publish(story("To come"), at=NOON, live_from=NOON + DAY)


def test_a_year_lists_the_months_that_have_stories(reader, stories):
    assert entries(reader.get("/2024/")) == ["/2024/12/"]
    assert entries(reader.get("/2025/")) == ["/2025/01/"]
    assert entries(reader.get("/2026/")) == ["/2026/03/"]


def test_a_month_lists_the_days_that_have_stories(reader, stories):
    assert entries(reader.get("/2024/12/")) == ["/2024/12/31/"]
    assert entries(reader.get("/2025/01/")) == ["/2025/01/01/"]
    assert entries(reader.get("/2026/03/")) == ["/2026/03/10/"]
    assert entries(reader.get("/2026/03/", at=NOON + DAY)) == ["/2026/03/10/", "/2026/03/11/"]


def test_a_day_begins_at_the_newsrooms_midnight(reader, stories):
    assert headlines(reader.get("/2024/12/31/")) == ["Old"]
    assert headlines(reader.get("/2025/01/01/")) == ["New Year"]


def test_each_page_leads_to_the_nearest_before_and_after(reader, stories):
    assert ways(reader.get("/2025/")) == ["/2024/", "/2026/"]
    assert ways(reader.get("/2025/01/")) == ["/2024/12/", "/2026/03/"]
    assert ways(reader.get("/2025/01/01/")) == ["/2024/12/31/", "/2026/03/10/"]
    assert ways(reader.get("/2024/12/31/")) == ["", "/2025/01/01/"]
    assert ways(reader.get("/2026/03/10/")) == ["/2025/01/01/", ""]


def test_a_day_without_stories_is_a_page_between_two_that_have_some(reader, stories):
    response = reader.get("/2025/06/01/")
    assert response.status_code == 200
    assert ways(response) == ["/2025/01/01/", "/2026/03/10/"]
    assert tree(response).xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize(
    "path", ["/2024/12/30/", "/2024/11/", "/2023/", "/2026/03/11/", "/2026/04/", "/2027/", "/9998/"]
)
def test_there_is_no_archive_before_the_first_story_or_after_the_last(reader, stories, path):
    assert reader.get(path).status_code == 404


def test_a_long_day_goes_on_by_cursor(reader):
    for number in range(25):
        publish(story(f"Story {number:02}"), at=NOON - number * dt.timedelta(minutes=1))
    first = reader.get("/2026/03/10/")
    second = reader.get(show_more(first))
    assert headlines(first) + headlines(second) == [f"Story {number:02}" for number in range(25)]
    assert show_more(second) == ""


@pytest.mark.parametrize("zone", ["Asia/Beirut", "Pacific/Apia", "America/Sao_Paulo", "Pacific/Kiritimati"])
@pytest.mark.parametrize("path", ["/2022/03/27/", "/2011/12/30/", "/2018/11/04/", "/2018/11/", "/2011/"])
def test_days_that_lack_their_midnight_or_all_of_it_are_days_all_the_same(reader, settings, zone, path):
    from django.utils import timezone

    settings.TIME_ZONE = zone
    timezone.get_default_timezone.cache_clear()
    publish(at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    publish()
    try:
        assert reader.get(path).status_code == 200
    finally:
        timezone.get_default_timezone.cache_clear()
