"""Readers' pages out of memory: never stale, never early, the same for everybody, and nobody's own."""

import datetime as dt
import gzip
import io
import threading
import time

import pytest
from django.core.signing import TimestampSigner
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import staff_cookie
from desk import publishing
from desk.models import Story
from newsroom.pages import PageLayer, truth
from newsroom.pages.kept import Memory, Page
from newsroom.pages.layer import takes_gzip
from newsroom.pages.query import LONGEST, narrowed
from newsroom.pages.truth import Truth
from newsroom.pages.turns import Turns
from tests.cast import edit, person, publish, story

pytestmark = pytest.mark.django_db(transaction=True)  # a server opens and closes connections as it likes


class Site:
    """The layer around Django, asked as a server asks it."""

    def __init__(self):
        self.asked = []
        self.told = []
        django = get_wsgi_application()

        def counting(environ, start_response):
            self.asked.append(f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}")
            self.told.append(environ)
            return django(environ, start_response)

        self.layer = PageLayer(counting)

    def get(self, address, method="GET", **headers):
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost:8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **headers,
        }
        said = []
        body = b"".join(self.layer(environ, lambda status, headers, exc_info=None: said.append((status, headers))))
        status, sent = said[0]
        return Answer(int(status[:3]), {name.lower(): value for name, value in sent}, body)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(truth, "BELIEVED", 0)
    return Site()


def now():
    return dt.datetime.now(dt.UTC)


def test_the_second_reader_is_answered_from_memory_and_costs_one_look(site):
    address = publish(at=now()).get_absolute_url()
    first = site.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = site.get(address)
    assert (first.status, first.body) == (200, second.body)
    assert len(site.asked) == 1
    assert len(queries) == 1


def test_the_generation_is_believed_for_half_a_second_and_no_longer(monkeypatch):
    site = Site()
    address = publish(at=now()).get_absolute_url()
    site.get(address)
    site.get(address)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(100):
            site.get(address)
    assert len(queries) <= 1
    assert truth.BELIEVED <= 0.5


def test_what_is_published_is_there_at_once_and_what_is_withdrawn_is_gone(site):
    made = story("First words")
    address = publish(made, at=now()).get_absolute_url()
    assert "First words" in site.get("/").text
    made = edit(made, headline="Second words")
    publish(made, at=now(), change="minor")
    for page in ("/", address, "/news-feed/"):
        assert "Second words" in site.get(page).text
        assert "First words" not in site.get(page).text
    publishing.withdraw(
        Story.objects.get(pk=made.pk), by=person("paula"), at=now(), reason="All wrong", shows_headline=False
    )
    assert site.get(address).status == 410
    assert "Second words" not in site.get("/").text


def test_a_story_appears_at_its_time_with_nobodys_hand_and_not_before(site):
    publish(at=now())
    made = story("Comes by itself")
    begins = now() + dt.timedelta(seconds=1.5)
    publish(made, at=now(), live_from=begins)
    while now() < begins - dt.timedelta(seconds=0.2):
        assert "Comes by itself" not in site.get("/").text
        time.sleep(0.05)
    assert len([one for one in site.asked if one == "/?"]) == 1  # from memory until then
    time.sleep(max(0, (begins - now()).total_seconds()))
    assert "Comes by itself" in site.get("/").text


def test_a_proxy_is_never_told_to_keep_a_page_past_the_next_change(site):
    publish(at=now())
    assert "s-maxage=30" in site.get("/").headers["cache-control"]
    publish(at=now(), live_from=now() + dt.timedelta(seconds=9))
    for _ in range(2):
        said = site.get("/").headers["cache-control"]
        kept = int(said.partition("s-maxage=")[2].partition(",")[0])
        assert 0 <= kept < 9
        assert f"stale-while-revalidate={kept}," in said
        assert "stale-if-error=86400" in said
        assert "max-age=0" in said


def test_a_page_does_not_depend_on_parameters_that_it_does_not_know(site):
    address = publish(at=now()).get_absolute_url()
    plain = site.get(address)
    assert site.get(f"{address}?utm_source=x&fbclid=%3Cscript%3E").body == plain.body
    assert site.asked == [f"{address}?"]


def test_only_known_parameters_reach_django_each_once_and_in_one_order():
    assert narrowed("utm=1&before=a&q=b&before=c&_=2") == "q=b&before=c"
    assert narrowed("") == ""
    assert narrowed("q") == "q"


def test_nothing_that_one_request_says_of_itself_reaches_a_page_for_all(site):
    """Not the headers, not where it comes from, not how it spelled our host: no page could print them."""
    address = publish(at=now()).get_absolute_url()
    own = {
        f"HTTP_{name}": "kanarka" for name in ("COOKIE", "ACCEPT_LANGUAGE", "USER_AGENT", "X_FORWARDED_FOR", "X_ANY")
    }
    own |= {"REMOTE_ADDR": "203.0.113.7", "RAW_URI": f"{address}?kanarka", "CONTENT_TYPE": "kanarka"}
    answer = site.get(f"{address}?kanarka=1", HTTP_HOST="127.0.0.1:1234", **own)
    assert answer.status == 200
    told = site.told[0]
    assert not [name for name, value in told.items() if "kanarka" in str(value) or "203.0.113" in str(value)]
    assert [name for name in told if name.startswith("HTTP_")] == ["HTTP_HOST"]
    assert told["HTTP_HOST"] == "localhost:8000"


def test_a_long_question_is_answered_and_not_kept(site):
    address = f"/search/?q={'long+' * (LONGEST // 5)}"
    for _ in range(2):
        assert site.get(f"{address}&utm_source=kanarka").status == 200
    assert len(site.asked) == 2
    assert "kanarka" not in "".join(site.asked)
    assert len(site.layer.memory) == 0


def test_a_redirect_is_kept_by_proxies_no_longer_than_a_page(site):
    made = story(slug="old")
    old = publish(made, at=now()).get_absolute_url()
    publish(edit(made, slug="new"), at=now(), change="minor")
    publish(edit(made, slug="old"), at=now(), change="minor", live_from=now() + dt.timedelta(seconds=5))
    said = site.get(old).headers["cache-control"]
    assert int(said.partition("s-maxage=")[2].partition(",")[0]) < 5
    assert "max-age=0" in said


def test_a_redirect_keeps_what_was_asked(site):
    made = story(slug="old")
    old = publish(made, at=now()).get_absolute_url()
    publish(edit(made, slug="new"), at=now(), change="minor")
    for _ in range(2):
        moved = site.get(f"{old}?utm_source=letter")
        assert moved.status == 301
        assert moved.headers["location"].endswith("/new/?utm_source=letter")
    assert "utm" not in site.get(old).headers["location"]


def test_a_cookie_neither_reaches_a_page_nor_switches_the_memory_off(site):
    address = publish(at=now()).get_absolute_url()
    for number in range(3):
        answer = site.get(address, HTTP_COOKIE=f"sessionid=made-up-{number}; newsroom_staff=forged:1:x")
        assert "set-cookie" not in answer.headers
        assert "cookie" not in answer.headers["vary"].lower()
    assert len(site.asked) == 1


def test_staff_with_a_cookie_that_we_signed_are_answered_by_django(site):
    address = publish(at=now()).get_absolute_url()
    signed = TimestampSigner(salt=staff_cookie.NAME).sign("paula")
    for _ in range(2):
        assert site.get(address, HTTP_COOKIE=f"{staff_cookie.NAME}={signed}").status == 200
    assert len(site.asked) == 2
    assert len(site.layer.memory) == 0


def test_errors_forms_the_desk_and_unknown_hosts_are_not_kept(site):
    address = publish(at=now()).get_absolute_url()
    for path in ("/nothing/", "/admin/login/", "/healthz", f"{address}report/"):
        for _ in range(2):
            site.get(path)
        assert len([one for one in site.asked if one == f"{path}?"]) == 2, path
    site.get(address)
    assert site.get(address, HTTP_HOST="evil.example").status == 400
    assert site.get(address, method="POST").status == 405


def test_no_proxy_may_keep_an_error(site):
    """One that keeps a 404 for minutes, as Varnish does unless told, would hide a story that begins meanwhile."""
    for _ in range(2):
        answer = site.get("/2026/01/01/nothing/", HTTP_IF_NONE_MATCH="*")
        assert (answer.status, answer.headers["cache-control"]) == (404, "no-store")
        assert "etag" not in answer.headers
    head = site.get("/2026/01/01/nothing/", method="HEAD")
    assert (head.status, head.body) == (404, b"")
    assert len(site.layer.memory) == 0


def test_a_page_that_fails_is_asked_for_again(site, monkeypatch):
    from feeds import front

    publish(at=now())
    monkeypatch.setattr(front, "_picked", lambda at: 1 / 0)
    assert site.get("/").status == 500
    monkeypatch.undo()
    assert site.get("/").status == 200


def test_a_preview_never_touches_the_memory(site):
    from desk import preview_links

    made = story("Not yet out")
    link = preview_links.make(made, "A lawyer", 1, by=person("paula"), at=now())
    address = f"/preview/{link.token}/"
    for _ in range(2):
        assert "Not yet out" in site.get(f"{address}?any=1").text
    assert site.asked == [f"{address}?any=1"] * 2
    assert len(site.layer.memory) == 0


def test_https_alone_is_answered_from_memory_where_the_site_is_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site()
    address = publish(at=now()).get_absolute_url()
    assert site.get(address, HTTP_X_FORWARDED_PROTO="https").status == 200
    assert site.get(address).status == 301


def test_zipped_or_whole_it_is_the_same_page_with_a_tag_of_its_own(site):
    address = publish(at=now()).get_absolute_url()
    whole, zipped = site.get(address), site.get(address, HTTP_ACCEPT_ENCODING="br, gzip")
    assert gzip.decompress(zipped.body) == whole.body
    assert zipped.headers["content-encoding"] == "gzip"
    assert whole.headers["etag"] != zipped.headers["etag"]
    assert "accept-encoding" in whole.headers["vary"].lower()
    for answer in (whole, zipped):
        again = site.get(address, HTTP_IF_NONE_MATCH=f'"other", W/{answer.headers["etag"]}')
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"]
        assert again.headers["cache-control"]
    assert site.get(address, HTTP_IF_NONE_MATCH='"other"').status == 200
    head = site.get(address, method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole.body)))


@pytest.mark.parametrize(
    ("accepted", "zips"),
    [
        ("gzip", True),
        ("br, gzip", True),
        ("gzip;q=0.5, br;q=1", True),
        ("x-gzip", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("br, gzip; q=0.000, deflate", False),
        ("not-gzipped", False),
    ],
)
def test_zipped_is_sent_to_who_takes_it(accepted, zips):
    assert takes_gzip(accepted) is zips


def test_every_kept_page_carries_the_key_that_a_proxy_forgets_it_by(site, settings):
    for path in ("/", "/news-feed/", publish(at=now()).get_absolute_url()):
        assert site.get(path).headers["surrogate-key"] == "newsroom"


def test_the_memory_is_bounded_and_forgets_what_nobody_asked_for():
    def page(size):
        return Page.of("200 OK", [], bytes(range(256)) * (size // 256), since=0.0, generation=1, until=0)

    memory = Memory(64 * 1024)
    for number in range(100):
        memory.put((str(number), ""), page(4096))
        memory.get(("0", ""))
        assert memory.used <= memory.limit
    assert memory.get(("0", "")) is not None
    assert memory.get(("99", "")) is not None
    assert memory.get(("50", "")) is None
    memory.put(("giant", ""), page(1024 * 1024))
    assert memory.get(("giant", "")) is None
    assert len(memory) > 1


def test_a_page_that_many_ask_for_is_rendered_once(monkeypatch):
    site = Site()
    address = publish(at=now()).get_absolute_url()
    barrier, answers = threading.Barrier(8), []

    def ask():
        try:
            barrier.wait()
            answers.append(site.get(address).status)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
    assert site.asked == [f"{address}?"]


def test_they_wait_in_one_line_however_many_come_and_whenever():
    """Who comes while the second is inside joins those who wait for it, though the first has gone."""
    turns, inside, most = Turns(), [], []

    def go():
        with turns.of("page", 5):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=go) for _ in range(12)]
    for thread in threads:
        thread.start()
        time.sleep(0.004)
    for thread in threads:
        thread.join()
    assert most == [1] * 12
    assert len(turns) == 0


def test_who_has_waited_long_enough_goes_ahead_and_others_do_not_wait_at_all():
    turns = Turns()
    with turns.of("page", 0), turns.of("page", 0.01), turns.of("other", 0):
        assert len(turns) == 2
    assert len(turns) == 0


def test_a_page_that_was_just_made_is_not_thrown_away_by_who_believes_the_generation_of_before():
    site = Site()
    first = publish(at=now()).get_absolute_url()
    site.get(first)
    second = publish(at=now()).get_absolute_url()
    for _ in range(3):
        site.get(second)
    assert site.asked == [f"{first}?", f"{second}?"]
    assert site.get(first).status == 200
    assert len(site.asked) == 3  # and what is older than that is known to be old at once


def test_the_generation_is_read_before_the_content_on_the_connection_that_reads_it(site):
    with_one = publish(at=now()).get_absolute_url()
    seen = []

    def look(execute, sql, params, many, context):
        seen.append((id(context["connection"].connection), sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        site.get(with_one)
    assert "core_generation" in seen[0][1]
    assert len(seen) > 3
    assert len({one for one, _sql in seen}) == 1


class TestADatabaseThatDoesNotAnswer:
    def test_one_thread_waits_for_it_and_the_others_are_told_at_once(self, monkeypatch):
        from django.db import DatabaseError

        monkeypatch.setattr(truth, "PATIENCE", 0.1)
        hangs, asked = threading.Event(), []

        def hang(*_args):
            asked.append(1)
            hangs.wait(10)
            raise DatabaseError

        monkeypatch.setattr(truth, "current", hang)
        known, refused = Truth(), []

        def ask():
            try:
                known.generation()
            except DatabaseError:
                refused.append(time.monotonic())

        threads = [threading.Thread(target=ask) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads[1:]:
            thread.join(5)
        assert len(refused) == 4
        begun = time.monotonic()
        ask()
        assert time.monotonic() - begun < 0.05
        assert asked == [1]
        hangs.set()
        threads[0].join(5)

    def test_it_is_believed_again_as_soon_as_it_answers_one(self, monkeypatch):
        from django.db import DatabaseError

        known = Truth()

        def away():
            raise DatabaseError

        monkeypatch.setattr(truth, "current", away)
        with pytest.raises(DatabaseError):
            known.generation()
        monkeypatch.undo()
        generation, _until = known.fresh(now())
        assert known.generation() == generation


def test_a_database_that_is_away_does_not_take_the_kept_pages_along(site, monkeypatch):
    from django.db import OperationalError

    address = publish(at=now()).get_absolute_url()
    kept = site.get(address)

    def away(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(truth, "current", away)
    assert site.get(address).body == kept.body
