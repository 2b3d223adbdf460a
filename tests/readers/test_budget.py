"""How many queries a page costs: a fixed number, however much is on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors.models import Author
from core import kept
from tests.articles.test_blocks import card, embed, picture
from tests.cast import DAY, MINUTE, NOON, author, edit, publish, section, story, topic
from tests.photos.pictures import photo

from .pages import show_more

pytestmark = pytest.mark.django_db


def cost(reader, path):
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(path)
    assert response.status_code == 200, path
    return len(queries), [query["sql"][:300] for query in queries]


def fill(number, *, sections=1):
    """`number` stories, each of three authors, with two topics and a related one."""
    people = [author(f"Author {n}", biography="Writes.") for n in range(3)]
    about = [topic("Energy"), topic("Courts")]
    last = []
    for n in range(number):
        made = story(by=people, topics=about, related=last, kind="analysis", section=section(f"Section {n % sections}"))
        publish(made, at=NOON - n * MINUTE)
        last = [*last[-3:], made]
    return made, people[0]


PATHS = {
    "/": 8,
    "/news-feed/": 4,
    "/section/section-0/": 6,
    "/topic/energy/": 6,
    "/kind/analysis/": 5,
    "author": 8,
    "/authors/": 4,
    "/2026/": 5,
    "/2026/03/": 5,
    "/2026/03/10/": 6,
    "/rss.xml": 4,
    "/corrections/": 4,
    "/corrections/rss.xml": 3,
    "article": 8,
    "text": 8,
}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_costs_as_many_queries_with_thirty_stories_as_with_two(reader, path):
    def find(made, who):
        address = made.article.editions.get().get_absolute_url()
        return {"author": who.get_absolute_url(), "article": address, "text": f"{address}text/"}.get(path, path)

    small, queries = cost(reader, find(*fill(2)))
    assert small <= PATHS[path], queries
    reader.at = NOON + DAY
    large, queries = cost(reader, find(*fill(30, sections=6)))
    assert large == small, queries


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by the size of its tables")
@pytest.mark.parametrize(
    "path", ["/", "/news-feed/", "/section/section-0/", "/topic/energy/", "/kind/analysis/", "author"]
)
def test_no_list_sorts_the_archive_to_show_its_head(reader, path):
    """Each is read off an index; at most a few stories of one instant are put in order."""
    _made, who = fill(25)
    address = who.get_absolute_url() if path == "author" else path
    for asked in (address, show_more(reader.get(address)) or address):
        with CaptureQueriesContext(connection) as queries:
            reader.get(asked)
        own = [query["sql"] for query in queries if query["sql"].startswith('SELECT "articles_edition"')]
        lists = [sql for sql in own if "LIMIT" in sql]
        assert lists, asked
        for sql in lists:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
                plan = [row[3] for row in cursor.fetchall()]
            assert "USE TEMP B-TREE FOR ORDER BY" not in plan, (asked, plan)
            assert not [step for step in plan if step.startswith("SCAN")], (asked, plan)


def with_everything_on_it():
    """Two addresses of articles that have whatever an article may have."""
    shot = photo()
    people = [author(f"Author {n}", biography="Writes.", portrait=shot, portrait_alt="A face") for n in range(3)]
    lead = {"lead_alt": "Two men", "lead_photographer": "Saul Loeb", "lead_agency": "AFP"}
    about = [topic("Energy", is_thread=True), topic("Courts")]
    others = [
        story(f"Other {n}", lead_photo=shot, by=people[:1], topics=about[n % 3 : n % 3 + 1], **lead) for n in range(14)
    ]
    for n, other in enumerate(others):
        publish(other, at=NOON - (n + 2) * MINUTE)
    addresses = []
    for _ in range(2):
        blocks = [card(others[0]), picture(shot), embed(), card(others[1]), picture(shot)]
        made = story(
            by=people,
            topics=about,
            related=others[:4],
            lead_photo=shot,
            **lead,
            body="".join(f"<p>Words.</p>{block}" for block in blocks),
        )
        publish(made, at=NOON - MINUTE)
        made = edit(made, body=made.body.replace("Words", "Other words", 1))
        edition = publish(made, at=NOON - MINUTE / 2, change="correction", correction="We had it wrong.")
        addresses.append(edition.get_absolute_url())
    return addresses


@pytest.mark.django_db(transaction=True)  # what a transaction sees isn't kept
class TestTheArticleWithEverythingOnIt:
    def test_it_costs_eight_queries_at_most_and_the_first_page_of_a_moment_ten(self, reader):
        first, second = with_everything_on_it()
        kept.forget()
        cold, queries = cost(reader, first)
        assert cold <= 10, queries
        warm, queries = cost(reader, second)
        assert warm <= 8, queries
        page = reader.text(second)
        parts = ("corrections", "thread-1", "related", "more", "trail")
        for part in ("card--", "<picture>", 'class="topics"', 'class="authors"', *(f'id="{part}"' for part in parts)):
            assert part in page, part
        assert page.count('class="thread"') == 1
        assert page.count("Author 2") >= 2
        assert "Other 3" in page.partition('id="related"')[2]

    def test_the_page_cache_in_front_asks_nothing_twice(self):
        from tests.readers.test_page_cache import Site

        for address in with_everything_on_it():
            site = Site()
            with CaptureQueriesContext(connection) as queries:
                assert site.get(address).status == 200
            generations = [one for one in queries if "core_generation" in one["sql"]]
            assert len(generations) == 1, [one["sql"][:200] for one in queries]
            assert len(queries) <= 10

    def test_lists_cost_six_queries_at_most_also_as_the_first_page_of_a_moment(self, reader):
        with_everything_on_it()
        who = Author.objects.order_by("pk")[0].get_absolute_url()
        for path in ("/news-feed/", "/section/war/", "/topic/energy/", "/kind/news/", who):
            kept.forget()
            cold, queries = cost(reader, path)
            # A profile is one more: its former addresses, its links.
            assert cold <= (7 if path == who else 6), queries
            assert cost(reader, path)[0] <= (5 if path == who else 4), path
