"""What an article leads on to: stories of the same matter, the story so far; and the topics that are written about."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import discovery
from articles.merging import merge
from articles.models import Edition, Topic
from core import kept
from desk import publishing
from desk.models import Story
from tests.articles.test_blocks import card
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, edit, person, publish, section, story, topic

from . import leaks
from .pages import tree

pytestmark = pytest.mark.django_db


def more(reader, edition, at=NOON):
    page = tree(reader.get(edition.get_absolute_url(), at=at))
    return [h.text_content().strip() for h in page.xpath("//*[@aria-labelledby='more']//h3")]


def test_stories_that_share_topics_come_first_then_those_of_the_section_near_in_time(reader):
    energy, courts, war, culture = topic("Energy"), topic("Courts"), section("War"), section("Culture")
    for number in range(12):  # what the News Feed below the article has
        publish(story(f"News {number}", section=section("Sport")), at=NOON - number * MINUTE)
    publish(story("Both topics", topics=[energy, courts], section=culture), at=NOON - 3 * DAY)
    publish(story("One topic and the section", topics=[energy], section=war), at=NOON - 2 * DAY)
    publish(story("One topic, later", topics=[courts], section=culture), at=NOON - 2 * DAY)
    publish(story("One topic, of long ago", topics=[courts], section=culture), at=NOON - 300 * DAY)
    publish(story("Only the section", section=war), at=NOON - DAY)
    publish(story("Nothing in common", section=culture), at=NOON - DAY)
    here = publish(story("Here", topics=[energy, courts], section=war), at=NOON - HOUR)
    assert more(reader, here) == [
        "Both topics", "One topic and the section", "One topic, later", "Only the section",
    ]  # fmt: skip


def test_what_is_on_the_page_already_is_not_told_again(reader):
    energy = topic("Energy")
    picked, placed = story("Picked by hand", topics=[energy]), story("In the text", topics=[energy])
    waiting = story("Picked, and not out", topics=[energy])
    publish(picked, at=NOON - 3 * HOUR)
    publish(placed, at=NOON - 3 * HOUR)
    publish(story("Another", topics=[energy]), at=NOON - 4 * HOUR)
    body = f"<p>Text.</p>{card(placed)}"
    here = publish(story("Here", topics=[energy], related=[picked, waiting], body=body), at=NOON - HOUR)
    assert more(reader, here) == ["Another"]
    publish(waiting, at=NOON - HOUR / 2)
    assert more(reader, here) == ["Another"]


def test_what_the_feed_below_has_is_told_again_for_a_topic_and_not_for_the_section(reader):
    publish(story("Same topic", topics=[topic("Energy")]), at=NOON - 2 * HOUR)
    publish(story("Same section"), at=NOON - 2 * HOUR)
    here = publish(story("Here", topics=[topic("Energy")]), at=NOON - HOUR)
    page = reader.text(here.get_absolute_url()).partition('id="trail"')[2]
    assert "Same topic" in page
    assert "Same section" in page
    assert more(reader, here) == ["Same topic"]


def test_only_what_is_live_at_the_instant_is_told(reader):
    energy = topic("Energy")
    here = publish(story("Here", topics=[energy]), at=NOON - DAY)
    story("Draft", topics=[energy])
    gone = story("Gone", topics=[energy])
    publish(gone, at=NOON - 2 * HOUR)
    changed = story("As it was", topics=[energy])
    publish(changed, at=NOON - 2 * HOUR)
    publish(edit(changed, at=NOON - HOUR, headline="As it is"), at=NOON - HOUR, change="update")
    publish(story("Soon", topics=[energy]), at=NOON - HOUR, live_from=NOON + HOUR)
    gone = Story.objects.get(pk=gone.pk)
    publishing.withdraw(gone, by=person("paula"), at=NOON - HOUR, reason="Wrong.")
    assert more(reader, here) == ["As it is"]
    assert more(reader, here, NOON + HOUR - SECOND) == ["As it is"]
    assert more(reader, here, NOON + HOUR) == ["Soon", "As it is"]


def test_no_article_tells_of_what_readers_may_not_know(reader):
    leaks.world()
    leaks.plant()
    words = [secret.word for secret in leaks.SECRETS if secret.state in leaks.WITHOUT_TRACE]
    for edition in Edition.objects.live(NOON):
        page = reader.text(edition.get_absolute_url())
        assert not [word for word in words if word in page]


def test_of_merged_topics_stories_under_either_name_are_company(reader):
    energy, grid = topic("Energy"), topic("Grid")
    publish(story("Of the grid", topics=[grid], section=section("Culture")), at=NOON - 30 * DAY)
    publish(story("Of energy", topics=[energy], section=section("Culture")), at=NOON - 30 * DAY)
    here = publish(story("Here", topics=[grid]), at=NOON - HOUR)
    merge(grid, energy)
    assert sorted(more(reader, here)) == ["Of energy", "Of the grid"]


@pytest.mark.django_db(transaction=True)  # what a transaction sees isn't kept
def test_articles_of_one_topic_share_what_was_asked_until_something_changes(reader):
    energy = topic("Energy")
    for number in range(30):
        publish(story(f"Story {number}", topics=[energy]), at=NOON - number * HOUR)
    addresses = [edition.get_absolute_url() for edition in Edition.objects.latest_first()[:8]]
    reader.text(addresses[0])

    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            reader.text(path)
        return [one["sql"] for one in queries if "UNION" in one["sql"] or "AS part_0" in one["sql"]]

    assert [asked(path) for path in addresses[1:]] == [[]] * 7
    publish(story("New", topics=[energy]), at=NOON)
    assert len(asked(addresses[1])) == 1
    assert more(reader, Edition.objects.get(headline="Story 1"))[0] == "New"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by the size of its tables")
def test_the_company_of_an_article_is_read_off_indexes(reader):
    here = publish(story(topics=[topic("Energy"), topic("Courts")]), at=NOON - HOUR)
    with CaptureQueriesContext(connection) as queries:
        reader.text(here.get_absolute_url())
    (sql,) = [one["sql"] for one in queries if "UNION ALL" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        plan = [row[3] for row in cursor.fetchall()]
    assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], plan
    assert not [step for step in plan if step.startswith("SCAN articles")], plan


# The story so far


def thread(reader, edition, at=NOON):
    """The steps as they are read: (headline, or "…" for those left out, whether it is this article)."""
    page = tree(reader.get(edition.get_absolute_url(), at=at))
    steps = page.xpath("//*[@class='thread']//li")
    return [
        "…" if step.get("class") == "thread__gap" else ("*" if step.get("class") == "thread__here" else "")
        + step.xpath("string(.//p[@class='thread__headline'])")
        for step in steps
    ]  # fmt: skip


def running(number, about):
    return [publish(story(f"Part {n}", topics=[about]), at=NOON - (number - n) * HOUR) for n in range(1, number + 1)]


def test_an_article_of_a_running_story_tells_it_in_order_of_time(reader):
    parts = running(4, topic("The trial", is_thread=True))
    assert thread(reader, parts[1]) == ["Part 1", "*Part 2", "Part 3", "Part 4"]
    page = tree(reader.get(parts[1].get_absolute_url()))
    (section,) = page.xpath("//*[@class='thread']")
    assert section.xpath(".//h2/a/@href") == ["/topic/the-trial/"]
    assert section.xpath(".//*[@aria-current='page']/text()") == ["Part 2"]
    assert section.xpath(".//li//a/@href") == [parts[n].get_absolute_url() for n in (0, 2, 3)]


def test_a_topic_that_is_no_running_story_and_a_story_of_one_article_tell_nothing(reader):
    assert thread(reader, running(3, topic("Energy"))[1]) == []
    assert thread(reader, running(1, topic("The trial", is_thread=True))[0]) == []


def test_a_long_story_tells_its_beginning_its_newest_and_where_one_is(reader):
    parts = running(14, topic("The trial", is_thread=True))
    newest = [f"Part {n}" for n in range(9, 15)]
    assert thread(reader, parts[13]) == ["Part 1", "…", *newest[:-1], "*Part 14"]
    assert thread(reader, parts[4]) == ["Part 1", "…", "*Part 5", "…", *newest]
    assert thread(reader, parts[1]) == ["Part 1", "*Part 2", "…", *newest]
    assert thread(reader, parts[0]) == ["*Part 1", "…", *newest]


def test_a_story_longer_than_what_is_looked_at_still_tells_how_it_began(reader):
    parts = running(discovery.NEAR + 6, topic("The trial", is_thread=True))
    newest = [f"Part {n}" for n in range(25, 31)]
    assert thread(reader, parts[29]) == ["Part 1", "…", *newest[:-1], "*Part 30"]
    assert thread(reader, parts[3]) == ["Part 1", "…", "*Part 4", "…", *newest]
    assert thread(reader, parts[0]) == ["*Part 1", "…", *newest]


def test_the_story_so_far_has_only_what_is_live(reader):
    trial = topic("The trial", is_thread=True)
    parts = running(3, trial)
    publish(story("Part 4", topics=[trial]), at=NOON - HOUR, live_from=NOON + HOUR)
    gone = Story.objects.get(uid=parts[1].article.uid)
    publishing.withdraw(gone, by=person("paula"), at=NOON, reason="Wrong.")
    assert thread(reader, parts[2]) == ["Part 1", "*Part 3"]
    assert thread(reader, parts[2], NOON + HOUR) == ["Part 1", "*Part 3", "Part 4"]


def test_a_running_story_that_was_merged_is_told_whole(reader):
    trial, court = topic("The trial", is_thread=True), topic("The court case")
    early = publish(story("Early", topics=[court]), at=NOON - 3 * DAY)
    publish(story("Both", topics=[court, trial]), at=NOON - 2 * DAY)
    late = publish(story("Late", topics=[trial]), at=NOON - DAY)
    merge(court, trial)
    assert thread(reader, early) == ["*Early", "Both", "Late"]
    assert thread(reader, late) == ["Early", "Both", "*Late"]


def test_what_the_story_so_far_tells_is_not_told_again_as_company(reader):
    trial = topic("The trial", is_thread=True)
    parts = running(3, trial)
    assert more(reader, parts[0]) == []


def test_a_running_story_has_a_page_and_feeds_of_its_own(reader):
    running(2, topic("The trial", is_thread=True, description="From the arrest on."))
    page = reader.text("/topic/the-trial/")
    assert "The story so far" in page
    assert "From the arrest on." in page
    assert reader.get("/topic/the-trial/rss.xml").status_code == 200


# The topics that are written about most


def names(at=NOON):
    kept.forget()
    return [one.name for one in discovery.much_used(at.replace())]


def test_topics_are_counted_by_live_editions_alone(reader):
    energy, courts, secret = topic("Energy"), topic("Courts"), topic("Secret")
    for number in range(2):
        publish(story(topics=[courts]), at=NOON - number * HOUR)
    made = story(topics=[energy])
    publish(made, at=NOON - DAY)
    for hours in (5, 4, 3):
        then = NOON - hours * HOUR
        publish(edit(made, at=then, body=f"<p>{hours}</p>"), at=then, change="minor")
    story(topics=[secret])
    publish(story(topics=[secret]), at=NOON - HOUR, live_from=NOON + HOUR)
    assert names() == ["Courts", "Energy"]
    assert names(NOON + HOUR) == ["Courts", "Energy", "Secret"]
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=NOON, reason="Wrong.")
    assert names() == ["Courts"]


def test_merged_topics_are_counted_as_one_and_a_story_of_both_once():
    energy, grid, courts = topic("Energy"), topic("Grid"), topic("Courts")
    for about in ([energy], [grid], [energy, grid], [courts], [courts]):
        publish(story(topics=about), at=NOON - HOUR)
    merge(grid, energy)
    assert names() == ["Energy", "Courts"]


def test_only_the_newest_stories_count_so_that_it_costs_the_same_with_a_long_archive(monkeypatch):
    monkeypatch.setattr(discovery, "AMONG", 2)
    for number, about in enumerate(["New", "New", "Old", "Old", "Old"]):
        publish(story(topics=[topic(about)]), at=NOON - number * HOUR)
    assert names() == ["New"]


def test_they_are_where_somebody_looks_for_something(reader):
    publish(story(topics=[topic("Energy")]), at=NOON - HOUR)
    Topic.objects.create(name="Unused", slug="unused")
    for path, status in (("/search/", 200), ("/search/?q=zzyzx", 200), ("/nothing-here/", 404)):
        response = reader.get(path)
        assert response.status_code == status
        links = tree(response).xpath("//main//ul[@class='topics']//a/@href")
        assert links == ["/topic/energy/"], path
    assert not tree(reader.get("/search/?q=text")).xpath("//main//ul[@class='topics']")
