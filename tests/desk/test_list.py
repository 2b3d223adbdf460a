"""The list of stories: what stands in it, how it is searched, and what its actions do."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.models import Edition, Lead
from desk import publishing, search, workflow
from desk.models import Story
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story
from tests.desk.hands import signed_in, told, words

pytestmark = pytest.mark.django_db

LIST = "/admin/desk/story/"


def shown(client, **query):
    return words(client.get(LIST, query))


def act(client, name, *stories):
    return client.post(LIST, {"action": f"{name}_stories", "_selected_action": [one.pk for one in stories]})


def test_each_row_says_both_what_the_desk_and_what_readers_have():
    live = story("Live one")
    publish(live, at=timezone.now() - HOUR)
    waiting = story("Waiting one")
    publish(waiting, at=timezone.now(), live_from=dt.datetime(2031, 1, 15, 4, 0, tzinfo=dt.UTC))
    page = shown(signed_in("ed"))
    assert "Published" in page and "live since" in page
    assert "Scheduled" in page and "goes live at 15 Jan 2031, 06:00 EET" in page


def test_more_rows_cost_no_more_queries():
    ed = signed_in("ed")

    def count():
        with CaptureQueriesContext(connection) as queries:
            ed.get(LIST)
        return len(queries)

    for number in range(10):
        publish(story(by=[author(), author()], section=section(f"Section {number}")), at=timezone.now() - HOUR)
        if number == 1:
            few = count()
    assert count() == few


def test_a_reporter_sees_their_own_stories_and_no_others():
    story("Mine")
    story("Not mine", begun_by=person("ed"))
    assigned = story("Given to me", begun_by=person("ed"), assigned_to=person("rita"))
    signed = story("Signed by me", begun_by=person("ed"), by=[author(account=person("rita"))])
    page = shown(signed_in("rita"))
    assert "Mine" in page and assigned.headline in page and signed.headline in page
    assert "Not mine" not in page


def test_filters_do_not_name_what_one_may_not_see():
    story("Not mine", begun_by=person("ed"), assigned_to=person("paula"), section=section("Secret section"))
    story("Mine", section=section("Open section"))
    page = shown(signed_in("rita"))
    assert "Open section" in page and "Secret section" not in page and "Paula" not in page


@pytest.mark.parametrize("lookup", ["begun_by__password__startswith", "assigned_to__password__startswith"])
def test_no_lookup_leads_to_what_is_beside_a_story(lookup):
    story(assigned_to=person("ed"))
    response = signed_in("rita").get(LIST, {lookup: "a"})
    assert response.status_code in (302, 400)


def test_readers_axis_filters():
    live, waiting, gone, never = (story(name) for name in ("Living", "Waiting", "Withdrawn one", "Nothing yet"))
    now = timezone.now()
    publish(live, at=now - HOUR)
    publish(waiting, at=now - HOUR, live_from=now + DAY)
    publish(gone, at=now - 2 * HOUR)
    publishing.withdraw(gone, by=person("paula"), at=now - HOUR, reason="Wrong.")
    ed = signed_in("ed")
    for value, expected in {
        "live": live,
        "scheduled": waiting,
        "withdrawn": gone,
        "never": never,
    }.items():
        page = shown(ed, public=value)
        for one in (live, waiting, gone, never):
            assert (one.headline in page) == (one == expected), (value, one)


def test_search_finds_cyrillic_in_any_case_and_names_in_the_byline():
    story("Міст через Дніпро")
    story("Something else", by=[author("Оксана Коваль")])
    ed = signed_in("ed")
    assert "Міст через Дніпро" in shown(ed, q="міст")
    assert "Something else" in shown(ed, q="коваль") and "Міст" not in shown(ed, q="коваль")


def test_search_finds_words_whatever_their_accents_and_a_pasted_public_address():
    made = story("Čapek in Kyiv")
    edition = publish(made, at=timezone.now() - HOUR)
    story("Something else")
    ed = signed_in("ed")
    assert "Čapek in Kyiv" in shown(ed, q="capek KYIV")
    page = shown(ed, q=f"https://example.org{edition.get_absolute_url()}?utm_source=x")
    assert "Čapek in Kyiv" in page and "Something else" not in page


def test_a_row_tells_who_has_it_when_it_is_due_how_long_it_is_and_what_the_checks_found():
    late = timezone.now() - HOUR
    story("Bare", by=[], assigned_to=person("ed"), due_at=late, planned_words=800, standfirst="")
    page = shown(signed_in("paula"))
    for words_there in ("Ed", "overdue", "/ 800", "no byline", "no standfirst"):
        assert words_there in page


def test_the_mark_of_an_embargo_goes_by_the_clock_and_not_by_the_last_save():
    now = timezone.now()
    held, freed = story("Held", embargo_until=now + HOUR), story("Freed", embargo_until=now - HOUR)
    search.update([held, freed], now - DAY)
    table = html.fromstring(signed_in("ed").get(LIST).content.decode())
    marks = {
        row.findtext(".//th/a"): row.xpath(".//*[contains(@class, 'desk-problem')]/text()")
        for row in table.xpath("//*[@id='result_list']//tbody//tr")
    }
    assert "embargo" in marks["Held"] and "embargo" not in marks["Freed"]


def test_a_related_story_that_is_not_out_yet_is_no_mark_of_this_one():
    story("Points on", related=[story("Waiting")])
    assert "related story" not in shown(signed_in("ed"))


def test_filters_by_what_needs_me_and_what_is_late():
    waiting = story("Waiting for a nod")
    workflow.move(waiting, "submit", by=person("rita"), at=NOON)
    story("A late one", due_at=timezone.now() - HOUR)
    story("A soon one", due_at=timezone.now() + HOUR)
    ed = signed_in("ed")
    page = shown(ed, whose="needs")
    assert "Waiting for a nod" in page and "A late one" not in page
    page = shown(ed, due="overdue")
    assert "A late one" in page and "A soon one" not in page
    page = shown(ed, due="soon")
    assert "A soon one" in page and "A late one" not in page


def test_a_story_for_named_people_is_in_nobody_elses_list_search_or_count():
    made = story("Canary", is_restricted=True, section=section("Canary section"), due_at=timezone.now() - HOUR)
    story("Open")
    for query in ({}, {"q": "canary"}, {"whose": "needs"}, {"due": "overdue"}):
        for who in ("ed", "paula", "clara"):
            page = shown(signed_in(who), **query)
            assert "Canary" not in page, (who, query)
    assert "1 story" in shown(signed_in("ed"))
    assert "Canary" in shown(signed_in("rita"))
    act(signed_in("clara"), "spike", made)
    assert Story.objects.get(pk=made.pk).status == "draft"


def test_an_action_does_what_it_can_and_says_why_not_of_the_rest():
    ready, spiked = story("Ready"), story("Dropped")
    workflow.move(spiked, "spike", by=person("ed"), at=NOON)
    ed = signed_in("ed")
    said = told(ed, act(ed, "submit", ready, spiked))
    assert Story.objects.get(pk=ready.pk).status == "in_review"
    assert "1 story" in said and "Dropped:" in said and "does not fit" in said


def test_publishing_from_the_list_goes_through_the_same_checks():
    good, bad = story("Good"), story("No byline", by=[])
    paula = signed_in("paula")
    said = told(paula, act(paula, "publish", good, bad))
    assert Edition.objects.live(timezone.now()).filter(headline="Good").exists()
    assert not Edition.objects.filter(headline="No byline").exists()
    assert "The story has no byline." in said


def test_what_readers_have_seen_is_not_published_again_without_saying_what_changed():
    made = story("Seen")
    publish(made, at=timezone.now() - HOUR)
    edit(made, headline="Seen, changed")
    paula = signed_in("paula")
    assert "what kind of change" in told(paula, act(paula, "publish", made)) or "minor" in told(
        paula, act(paula, "publish", made)
    )
    assert Edition.objects.filter(article__uid=made.uid).count() == 1


def test_the_lead_is_picked_from_the_list():
    made = story()
    edition = publish(made, at=timezone.now() - HOUR)
    ed = signed_in("ed")
    act(ed, "lead", made)
    assert Lead.objects.first().article == edition.article


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("rita", {"submit"}),
        ("ed", {"submit", "approve", "lead", "spike", "restore"}),
        ("paula", {"submit", "approve", "publish", "lead", "spike", "restore"}),
    ],
)
def test_actions_are_offered_by_right(who, offered):
    made = story()
    client = signed_in(who)
    page = client.get(LIST).content.decode()
    for name in ("submit", "approve", "publish", "lead", "spike", "restore"):
        assert (f'value="{name}_stories"' in page) == (name in offered), name
        if name not in offered:
            act(client, name, made)
            assert Story.objects.get(pk=made.pk).status == "draft"
    assert "delete_selected" not in page


def test_an_action_does_not_reach_a_story_of_others():
    made = story(begun_by=person("ed"))
    act(signed_in("rita"), "submit", made)
    assert Story.objects.get(pk=made.pk).status == "draft"
