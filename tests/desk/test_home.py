"""The home page: what needs each person, right and cheap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from core.clock import to_local
from desk import home, notes, queues, workflow
from desk.models import Story
from tests.cast import DAY, HOUR, MINUTE, author, person, publish, story, topic
from tests.desk.hands import change_url, signed_in, told, words
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def shelf(client, key):
    page = html.fromstring(client.get(HOME).content.decode())
    found = page.xpath(f'//section[@aria-labelledby="shelf-{key}"]')
    return " ".join(found[0].text_content().split()) if found else None


def submitted(**fields):
    made = story(**fields)
    workflow.move(made, "submit", by=person("rita"), at=timezone.now())
    return made


def test_each_list_holds_what_it_says():
    now = timezone.now()
    rita, ed, paula = signed_in("rita"), signed_in("ed"), signed_in("paula")
    story("A draft of mine")
    back = submitted(headline="Came back")
    workflow.move(back, "return", by=person("ed"), at=now, reason="Who says so?")
    submitted(headline="To review")
    ready = submitted(headline="Ready to go")
    workflow.move(ready, "approve", by=person("ed"), at=now)
    story("Late one", due_at=now - HOUR)
    story("Soon due", due_at=now + HOUR)
    story("Far off", due_at=now + 10 * DAY)
    publish(story("Out with a date", due_at=now - DAY), at=now - MINUTE)
    publish(story("At dawn"), at=now, live_from=now + 5 * HOUR)
    publish(story("Next week"), at=now, live_from=now + 7 * DAY)
    assert "A draft of mine" in shelf(rita, "drafts") and "Came back" not in shelf(rita, "drafts")
    assert "Came back" in shelf(rita, "returned")
    assert shelf(rita, "review") is None and shelf(rita, "approved") is None
    assert "To review" in shelf(ed, "review") and "Ready to go" not in shelf(ed, "review")
    assert "Ready to go" in shelf(paula, "approved") and shelf(ed, "approved") is None
    assert "Late one" in shelf(ed, "overdue") and "Out with a date" not in shelf(ed, "overdue")
    assert "Soon due" in shelf(ed, "due") and "Far off" not in shelf(ed, "due") and "Late one" not in shelf(ed, "due")
    assert "At dawn" in shelf(ed, "scheduled") and "Next week" not in shelf(ed, "scheduled")
    if (now - MINUTE).astimezone(timezone.get_default_timezone()).date() == now.astimezone(
        timezone.get_default_timezone()
    ).date():
        assert "Out with a date" in shelf(ed, "published")


def test_what_goes_public_without_an_edition_is_seen_here():
    ed, chief = signed_in("ed"), signed_in("clara")
    ed.post(reverse("admin:articles_topic_add"), {"name": "Harbours", "slug": "harbours", "description": ""})
    assert "Harbours" in shelf(chief, "without") and "added" in shelf(chief, "without")
    assert "Harbours" not in shelf(signed_in("stas"), "without")  # who keeps profiles sees profiles


def test_an_empty_newsroom_says_what_to_do():
    page = words(signed_in("paula").get(HOME))
    for sentence in ("You have no drafts. Begin a story.", "Nothing is late.", "Nothing goes live by itself."):
        assert sentence in page
    assert "ask a chief editor for a role" in words(signed_in("nora").get(HOME))


def test_notices_stand_here_until_the_story_is_opened():
    person("ed")
    made = story("Bridge")
    notes.write(made, "@ed who says ten?", by=person("rita"), at=timezone.now())
    ed = signed_in("ed")
    assert "who says ten?" in shelf(ed, "notices") and "Bridge" in shelf(ed, "notices")
    ed.get(change_url(made))
    assert "Bridge" not in shelf(ed, "notices")


def test_a_story_for_named_people_is_in_nobody_elses_home_nor_count():
    now = timezone.now()
    made = submitted(headline="Canary", due_at=now - HOUR)
    Story.objects.filter(pk=made.pk).update(is_restricted=True)
    waiting = story("Canary waits", is_restricted=True)
    waiting.named_people.add(person("paula"))
    publish(waiting, at=now, live_from=now + HOUR)
    for who in ("ed", "clara", "stas", "phil", "nora"):
        assert "Canary" not in words(signed_in(who).get(HOME)), who
    assert shelf(signed_in("ed"), "review").endswith("appears here.")
    assert "Canary waits" in shelf(signed_in("paula"), "scheduled")
    assert "Canary" in shelf(signed_in("rita"), "overdue")


@pytest.mark.parametrize("who", ["rita", "ed", "paula"])
def test_more_stories_cost_no_more_queries(who):
    client, now = signed_in(who), timezone.now()

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    def fill():
        story(by=[author()], assigned_to=person("rita"), due_at=now + HOUR)
        submitted(due_at=now - HOUR, assigned_to=person("ed"))
        made = submitted()
        workflow.move(made, "return", by=person("ed"), at=now, reason="No.")
        publish(story(), at=now)
        publish(story(), at=now, live_from=now + HOUR)
        topic(f"Topic {Story.objects.count()}")

    fill()
    count()
    few = count()
    for _ in range(4):
        fill()
    assert count() == few
    assert few <= 30


def test_pictures_whose_rights_are_about_to_end_stand_here_for_who_looks_after_them():
    assert shelf(signed_in("ed"), "rights") is None
    today = to_local(timezone.now()).date()
    for days in (-1, 0, 14, 15):
        photo(caption=f"In {days} days.", rights_end=today + DAY * days)
    for who in ("ed", "phil"):
        shown = shelf(signed_in(who), "rights")
        assert shown.index("In 0 days.") < shown.index("In 14 days.")
        assert "In -1 days." not in shown and "In 15 days." not in shown
    assert shelf(signed_in("rita"), "rights") is None


def test_a_long_shelf_shows_its_first_rows_and_leads_to_all():
    for number in range(home.ROWS + 3):
        story(f"Draft {number}")
    rita = signed_in("rita")
    assert f"{home.ROWS}+" in shelf(rita, "drafts") and "All of them" in shelf(rita, "drafts")


# The next in the queue


def test_the_next_in_the_queue_goes_round_and_then_home():
    first, second = submitted(), submitted()
    ed, url = signed_in("ed"), reverse("admin:desk_story_next")
    assert ed.get(url)["Location"] == change_url(first)
    assert ed.get(url, {"after": first.pk})["Location"] == change_url(second)
    assert ed.get(url, {"after": second.pk})["Location"] == change_url(first)
    assert ed.get(url, {"after": "x"})["Location"] == change_url(first)
    workflow.move(second, "approve", by=person("ed"), at=timezone.now())
    assert "Nothing else waits" in told(ed, ed.get(url, {"after": first.pk}))
    assert set(queues.needing(person("paula"))) == {first, second}
    for who in ("stas", "phil", "nora"):
        assert signed_in(who).get(url).status_code == 403


# What is read


def test_what_was_read_most_today_stands_here_with_how_often_and_each_finds_their_story():
    from articles import readership
    from desk import publishing

    now = timezone.now()
    few, many, gone = story("Read by few"), story("Read by many"), story("Read and withdrawn")
    editions = [publish(made, at=now - DAY) for made in (few, many, gone)]
    paula = signed_in("paula")
    assert "Nobody has read anything since midnight" in shelf(paula, "most-read")
    numbers = dict(zip([one.article_id for one in editions], (2, 31, 50), strict=True))
    readership.hand_over(numbers, now)
    readership.hand_over({editions[0].article_id: 1000}, now - 2 * DAY)  # another day's
    readership.sum_up()
    publishing.withdraw(Story.objects.get(pk=gone.pk), by=person("paula"), at=now, reason="Wrong.")
    said = shelf(paula, "most-read")
    assert said == "Most read today Read by many read 31 times Read by few read 2 times"
    page = html.fromstring(paula.get(HOME).content.decode())
    leads = page.xpath('//section[@aria-labelledby="shelf-most-read"]//li/a/@href')
    assert leads == [change_url(many), change_url(few)]


def test_a_storys_page_says_how_often_it_was_read():
    from articles import readership

    now = timezone.now()
    made = story("Bridge")
    ed = signed_in("ed")
    assert "today" not in words(ed.get(change_url(made))).partition("Preview")[0]
    edition = publish(made, at=now - 3 * DAY)
    readership.hand_over({edition.article_id: 120}, now - 2 * DAY)
    readership.hand_over({edition.article_id: 34}, now)
    readership.sum_up()
    assert "read 154 times, 34 today" in words(ed.get(change_url(made)))
