"""The command that looks where the links in our texts lead, for readers and now."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Page
from desk import links, publishing
from desk.models import Story
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic

pytestmark = pytest.mark.django_db
TODAY = "/2026/03/10/"


def linking(*paths):
    return "".join(f'<p>See <a href="{path}">the page</a>.</p>' for path in paths)


def told(at=NOON):
    return [(fault.text, fault.path, fault.end.state, fault.end.path) for fault in links.faults(at)]


@pytest.fixture
def targets(settings):
    """One of each that a link may lead to."""
    old = story(slug="old", by=[author(slug="rita")], topics=[topic("Energy")], section=section("War"))
    publish(old, at=NOON - DAY)
    then = NOON - 3 * HOUR
    publish(edit(old, at=then, slug="new"), at=then, change="minor")
    gone = story(slug="gone")
    publish(gone, at=NOON - DAY)
    gone = Story.objects.get(pk=gone.pk)
    publishing.withdraw(gone, by=person("paula"), at=NOON - HOUR, reason="Wrong.")
    publish(story(slug="soon"), at=NOON - HOUR, live_from=NOON + HOUR)
    topic("Nothing yet")
    renamed = section("Peace")
    renamed.slug = "peace-talks"
    renamed.save()
    return settings.NEWSROOM_SITE_URL


def test_each_link_that_leads_elsewhere_is_named_with_its_story_and_the_reason(targets):
    body = linking(
        "/2026/03/09/old/", f"{targets}/2026/03/09/old/text/?a=b#c", "/2026/03/09/gone/", f"{TODAY}soon/",
        "/2026/03/09/never/", "/2026/02/30/x/", "/topic/nothing-yet/", "/topic/none/", "/section/peace/", "/News-Feed",
        "/about/", "/nowhere",
    )  # fmt: skip
    publish(story("With links", body=body), at=NOON - HOUR, override="On purpose.")
    name = "“With links”, live"
    assert told() == [
        (name, "/2026/03/09/old/", "moved", "/2026/03/09/new/"),
        (name, "/2026/03/09/old/text/", "moved", "/2026/03/09/new/text/"),
        (name, "/2026/03/09/gone/", "withdrawn", ""),
        (name, f"{TODAY}soon/", "waiting", ""),
        (name, "/2026/03/09/never/", "unknown", ""),
        (name, "/2026/02/30/x/", "unknown", ""),
        (name, "/topic/nothing-yet/", "waiting", ""),
        (name, "/topic/none/", "unknown", ""),
        (name, "/section/peace/", "moved", "/section/peace-talks/"),
        (name, "/News-Feed", "moved", "/news-feed/"),
        (name, "/about/", "unknown", ""),
        (name, "/nowhere", "unknown", ""),
    ]
    assert ("“With links”, live", f"{TODAY}soon/", "waiting", "") not in told(NOON + HOUR)


def test_links_that_lead_straight_to_a_page_and_links_to_others_are_not_named(targets):
    whole = (
        "/", "/2026/03/09/new/", "/2026/03/09/new/v/1/", "/author/rita/", "/topic/energy/rss.xml", "/section/war/",
        "/kind/opinion/", "/2026/03/", f"{targets}/news-feed/", "https://example.org/nowhere", "mailto:a@example.org",
        "#below",
    )  # fmt: skip
    publish(story(body=linking(*whole)), at=NOON - HOUR)
    assert told() == []


def test_a_working_copy_is_looked_through_and_what_its_live_edition_says_is_told_once(targets):
    made = story("Live", body=linking("/one/"))
    publish(made, at=NOON - HOUR, override="On purpose.")
    edit(made, body=linking("/one/", "/two/"))
    draft = story("Draft", body=linking("/three/"))
    story("Spiked", body=linking("/four/"), status=Story.Status.SPIKED)
    Page.objects.create(slug="about", title="About", body=linking("/five/"))
    live_key, draft_key = (f"/admin/desk/story/{one.pk}/change/" for one in (made, draft))
    assert [(text, path) for text, path, *_rest in told()] == [
        ("Page “About”", "/five/"),
        ("“Live”, live", "/one/"),
        (f"“Live”, working copy, {live_key}", "/two/"),
        (f"“Draft”, working copy, {draft_key}", "/three/"),
    ]


def test_a_story_for_named_people_is_not_named_in_a_log():
    story("Nobody may know", body=linking("/nowhere/"), is_restricted=True)
    ((text, *_rest),) = told()
    assert "Nobody may know" not in text
    assert "/admin/desk/story/" in text


def test_earlier_editions_and_what_is_closed_are_not_looked_through():
    made = story("Mended", body=linking("/nowhere/"))
    publish(made, at=NOON - HOUR, override="On purpose.")
    publish(edit(made, body="<p>No link.</p>"), at=NOON, change="minor")
    assert told() == []


def test_cron_hears_of_it_by_the_exit_status(capsys):
    now = timezone.now()
    call_command("check_links")
    assert capsys.readouterr().out == ""
    war = section("War")
    war.slug = "conflict"
    war.save()
    publish(story("To what moved", body=linking("/section/war/")), at=now - HOUR)
    call_command("check_links")
    assert "“To what moved”, live: /section/war/: moved to /section/conflict/" in capsys.readouterr().out
    publish(story("Broken", body=linking("/nowhere/")), at=now - HOUR, override="On purpose.")
    with pytest.raises(CommandError, match="1 link is broken"):
        call_command("check_links")
    assert "“Broken”, live: /nowhere/: there is no such page" in capsys.readouterr().out


def test_it_looks_up_each_address_once_however_many_texts_link_to_it(django_assert_max_num_queries):
    for _ in range(6):
        publish(story(body=linking("/section/none/", "/author/none/")), at=NOON - HOUR, override="On purpose.")
    with django_assert_max_num_queries(12):
        assert len(told()) == 12
