"""What is read is counted where it is handed out: who reads, once; who only looks, or is a program, not at all."""

import pytest
from django.core.signing import TimestampSigner
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from articles import readership
from articles.models import Counted
from core import staff_cookie
from newsroom.pages import counter, truth
from newsroom.pages.counter import Counter, is_person
from tests.cast import edit, publish, story

from .test_page_cache import Site, now

pytestmark = pytest.mark.django_db(transaction=True)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(truth, "BELIEVED", 0)
    return Site()


@pytest.fixture
def article():
    return publish(at=now())


def numbers(site):
    return dict(site.layer.counter._numbers)


def read(site, path, **headers):
    return site.get(path, **{"HTTP_USER_AGENT": BROWSER, **headers})


def test_the_first_who_reads_and_those_who_get_a_kept_page_are_counted_alike(site, article):
    address = article.get_absolute_url()
    tag = read(site, address).headers["etag"]
    read(site, address, HTTP_ACCEPT_ENCODING="gzip")
    assert read(site, address, HTTP_IF_NONE_MATCH=tag).status == 304  # has it, and reads it again
    read(site, f"{address}text/")
    assert numbers(site) == {article.article_id: 4}


def test_it_is_the_article_that_is_counted_whatever_its_edition_or_address(site, article):
    made = story("One", slug="one")
    first = publish(made, at=now())
    read(site, first.get_absolute_url())
    second = publish(edit(made, slug="two"), at=now(), change="minor")
    read(site, first.get_absolute_url())  # only leads there
    read(site, second.get_absolute_url())
    assert numbers(site) == {first.article_id: 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"method": "HEAD"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_COOKIE": "STAFF"},
    ],
)
def test_who_does_not_read_is_not_counted(site, article, headers):
    if "HTTP_COOKIE" in headers:
        headers = {"HTTP_COOKIE": f"{staff_cookie.NAME}={TimestampSigner(salt=staff_cookie.NAME).sign('1')}"}
    for _ in range(2):
        assert read(site, article.get_absolute_url(), **headers).status == 200
    assert numbers(site) == {}


def test_lists_errors_and_earlier_versions_are_no_reading(site, article):
    for path in ("/", "/news-feed/", "/rss.xml", "/nothing/", f"{article.get_absolute_url()}v/1/"):
        read(site, path)
    assert numbers(site) == {}


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0 Safari/537.36",
        "facebookexternalhit/1.1",
        "curl/8.5.0",
        "python-requests/2.32",
        "Go-http-client/2.0",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html)",
        "Mozilla/5.0",
    ],
)
def test_programs_that_say_so_are_programs(agent):
    assert not is_person(agent)


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
        "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile "
        "Safari/537.36",
        "Lynx/2.9.0 libwww-FM/2.14",
        "w3m/0.5.3",
    ],
)
def test_browsers_are_people(agent):
    assert is_person(agent)


def test_counting_asks_the_database_for_nothing_and_writing_is_one_batch(site, article):
    others = [publish(at=now()) for _ in range(3)]
    for one in (article, *others):
        read(site, one.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            read(site, article.get_absolute_url())
    assert not [one for one in queries if "core_generation" not in one["sql"]]
    with CaptureQueriesContext(connection) as queries:
        site.layer.counter.write()
    assert len([one for one in queries if "INSERT" in one["sql"]]) == 1
    readership.sum_up()
    assert readership.of_article(article.article_id, now()).ever == 6
    assert numbers(site) == {}


def test_what_the_database_does_not_take_is_kept_for_the_next_time(article, monkeypatch):
    counts = Counter()
    counts.add(article.article_id)

    def away(*_args):
        counts.add(article.article_id)  # read while it is tried
        raise DatabaseError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(readership, "hand_over", away)
        counts.write()
    counts.write()
    assert Counted.objects.get().number == 2


def test_a_process_remembers_so_many_articles_and_no_more(monkeypatch):
    monkeypatch.setattr(counter, "MOST", 3)
    counts = Counter()
    for number in [1, 2, 3, 4, 5, 1]:
        counts.add(number)
    assert len(counts) == 3
    assert counts._numbers[1] == 2


def test_an_article_that_is_not_there_does_not_stop_the_counting(article, caplog):
    counts = Counter()
    counts.add(10**6)
    counts.write()
    assert len(counts) == 0
    counts.add(article.article_id)
    counts.write()
    assert Counted.objects.get().number == 1
