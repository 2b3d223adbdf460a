"""Addresses of topics and sections are promises: renamed or merged, they lead to the present one in one hop."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.merging import merge, separate
from articles.models import Edition, EditionTopic, Section, SectionAddress, Topic, TopicAddress
from core.models import current
from tests import cast
from tests.readers.pages import headlines

pytestmark = pytest.mark.django_db
LATER = cast.NOON + cast.DAY


def renamed(one, *slugs):
    for slug in slugs:
        one.slug = slug
        one.save()
    return one


def goes_to(client, path):
    answer = client.get(path)
    return answer.status_code, answer.get("Location")


@pytest.mark.parametrize("kind", ["topic", "section"])
def test_after_three_renames_every_address_leads_to_the_present_one_in_one_hop(client, kind):
    one = getattr(cast, kind)("Energy")
    cast.publish(cast.story(topics=[cast.topic("Energy")], section=cast.section("Energy")))
    renamed(one, "power", "heat", "light")
    for former in ("energy", "power", "heat"):
        assert goes_to(client, f"/{kind}/{former}/") == (301, f"/{kind}/light/")
        assert goes_to(client, f"/{kind}/{former}/rss.xml") == (301, f"/{kind}/light/rss.xml")
    assert client.get(f"/{kind}/light/").status_code == 200
    renamed(one, "energy")
    assert client.get(f"/{kind}/energy/").status_code == 200
    assert goes_to(client, f"/{kind}/light/") == (301, f"/{kind}/energy/")


@pytest.mark.parametrize("model", [Topic, Section])
def test_a_former_address_is_given_to_nobody_else(model):
    renamed(model.objects.create(name="Energy", slug="energy"), "power")
    with pytest.raises(ValidationError):
        model(name="Other", slug="energy").full_clean()
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        model.objects.create(name="Other", slug="energy")
    with pytest.raises(TypeError):
        model.objects.update(slug="energy")
    assert not model.objects.filter(name="Other").exists()


def test_rows_made_in_bulk_have_their_addresses():
    Topic.objects.bulk_create([Topic(name="A", slug="a"), Topic(name="B", slug="b")])
    Section.objects.bulk_create([Section(name="C", slug="c")])
    assert {*TopicAddress.objects.values_list("slug", flat=True)} == {"a", "b"}
    assert SectionAddress.objects.get().section.name == "C"


def test_a_former_address_of_a_topic_without_a_story_tells_nothing(client):
    secret = renamed(cast.topic("Secret"), "open")
    cast.story(topics=[secret])
    for slug in ("secret", "open"):
        assert client.get(f"/topic/{slug}/").status_code == 404
        assert client.get(f"/topic/{slug}/rss.xml").status_code == 404


def two():
    return cast.topic("Energy", description="Power."), cast.topic("Power grid", description="The old words.")


def test_a_merged_topic_is_one_page_one_feed_and_one_name_and_no_edition_is_touched(client):
    energy, grid = two()
    made = [
        cast.publish(cast.story(f"Story {hour}", topics=[which]), at=cast.NOON + hour * cast.HOUR)
        for hour, which in enumerate([energy, grid, energy, grid])
    ]
    both = cast.publish(cast.story("Both", topics=[energy, grid]), at=cast.NOON + 4 * cast.HOUR)
    renamed(grid, "grid")
    before = list(Edition.objects.values()), list(EditionTopic.objects.values())
    generation = current()
    merge(grid, energy)
    assert current() > generation
    assert (list(Edition.objects.values()), list(EditionTopic.objects.values())) == before
    assert headlines(client.get("/topic/energy/")) == ["Both", "Story 3", "Story 2", "Story 1", "Story 0"]
    feed = client.get("/topic/energy/rss.xml").content.decode()
    assert [feed.count(f"<title>Story {n}</title>") for n in range(4)] == [1, 1, 1, 1]
    for former in ("power-grid", "grid"):
        assert goes_to(client, f"/topic/{former}/") == (301, "/topic/energy/")
        assert goes_to(client, f"/topic/{former}/atom.xml") == (301, "/topic/energy/atom.xml")
    for edition in (made[1], both):
        page = client.get(edition.get_absolute_url()).content.decode()
        assert page.count('href="/topic/energy/"') == 1
        assert "Power grid" not in page


def test_the_sitemap_names_the_topic_that_stays_and_no_other(client):
    energy, grid = two()
    cast.topic("Without a story")
    cast.publish(cast.story(topics=[grid]))
    merge(grid, energy)
    said = client.get("/sitemap-topics.xml").content.decode()
    assert said.count("/topic/energy/</loc>") == 1
    assert said.count("/topic/") == 1


def test_what_an_edition_says_of_itself_stays_what_it_was():
    energy, grid = two()
    edition = cast.publish(cast.story(topics=[grid]))
    loaded = Edition.objects.with_rows().get(pk=edition.pk)
    before = loaded.snapshot()
    merge(grid, energy)
    loaded = Edition.objects.with_rows().get(pk=edition.pk)
    assert loaded.snapshot() == before
    assert [topic.name for topic in loaded.subjects] == ["Energy"]


def test_chains_are_flattened_and_rings_refused():
    energy, grid = two()
    third, fourth = cast.topic("Third"), cast.topic("Fourth")
    merge(third, grid)
    merge(grid, energy)
    assert Topic.objects.get(pk=third.pk).merged_into == energy
    assert merge(fourth, third) == energy  # by way of an alias
    for topic, into in [(energy, grid), (energy, energy), (grid, energy), (grid, fourth)]:
        with pytest.raises(ValidationError):
            merge(topic, into)
    assert not Topic.objects.filter(merged_into__merged_into__isnull=False).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=energy.pk).update(merged_into=energy)


def test_topics_can_be_taken_apart_again(client):
    energy, grid = two()
    cast.publish(cast.story("Of the grid", topics=[grid]))
    merge(grid, energy)
    assert separate(grid) == energy
    assert headlines(client.get("/topic/power-grid/")) == ["Of the grid"]
    assert client.get("/topic/energy/").status_code == 404
    with pytest.raises(ValidationError):
        separate(grid)


def test_a_page_of_a_merged_list_neither_repeats_nor_skips_nor_costs_more():
    topics = [cast.topic(name) for name in ("Energy", "Grid", "Heat")]
    for number in range(12):
        cast.publish(cast.story(topics=[topics[number % 3]]), at=cast.NOON + number // 2 * cast.HOUR)
    for alias in topics[1:]:
        merge(alias, topics[0])
    found = Topic.objects.at_address("heat")
    live = Edition.objects.filed_in(found.keys).live(LATER)
    whole = [edition.pk for edition in live.latest_first("filings")]
    assert len(whole) == 12
    walked, rows = [], list(live.latest_first("filings")[:5])
    while rows:
        walked += [row.pk for row in rows]
        rows = list(live.before(rows[-1].first_live_at, rows[-1].article_id, "filings").latest_first("filings")[:5])
    assert walked == whole


def test_an_address_costs_one_query_where_nothing_was_merged():
    cast.topic("Energy")
    with CaptureQueriesContext(connection) as asked:
        assert len(Topic.objects.at_address("energy").keys) == 1
    assert len(asked) == 1
