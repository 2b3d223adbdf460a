"""
The layer around Django's WSGI application that answers readers from memory.

A page is kept under its address and is true for one generation of the site and until the next change that comes by
itself, whichever ends first. Only answers of views marked by core.readers.for_readers are kept, and only those that
say 200, 301 or 410 and carry no cookie. Looked at: Django's own cache middleware (runs after the request is built, keys
by Vary, knows no generation) and wsgi-level caches (unkept since 2016); measured in bench/pages.py.
"""

import dataclasses
import datetime as dt
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils.http import parse_http_date_safe

from core import staff_cookie
from core.middleware import READ, VOUCH

from .counter import Counter, is_reading
from .kept import Headers, Key, Memory, Page
from .query import LONGEST, narrowed
from .truth import Truth
from .turns import Turns

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

KEPT_STATUSES = ("200", "301", "410")
SHARED_SECONDS = 30  # how long a proxy may keep a page, and then serve it while it asks again
WHILE_DOWN_SECONDS = 24 * 60 * 60  # how long it may serve the last page while we are down
WAIT_SECONDS = 10  # for somebody else's rendering of the same page
HOSTS = 100  # spellings of our host that are remembered
_GZIP = re.compile(r"(?<![\w-])(?:x-)?gzip\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))", re.IGNORECASE)
# Besides the headers, all of them: what one request has and another for the same page hasn't.
_OWN = {"REMOTE_ADDR", "REMOTE_PORT", "RAW_URI", "REQUEST_URI", "CONTENT_TYPE", "CONTENT_LENGTH"}


@dataclasses.dataclass
class Asked:
    """What Django said, and what it was vouched for: generation, since and until; None where nobody could."""

    status: str = ""
    headers: Headers = dataclasses.field(default_factory=list)
    body: bytes = b""
    true: dict[str, Any] | None = None
    article: int = 0


class PageLayer:
    """A WSGI application around `application`, Django's. One for each process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.memory = Memory(settings.NEWSROOM_PAGE_MEMORY_MB * 1024 * 1024)
        self.truth = Truth()
        self.counter = Counter()
        self._turns = Turns()
        self._hosts: set[str] = set()  # known to be ours
        self._secure_header: tuple[str, str] | None = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not self._is_ours(environ):
            return self.application(environ, start_response)
        if is_staff(environ):
            return self.application(environ, start_response)
        query = narrowed(environ.get("QUERY_STRING", ""))
        # A pair: in one text, a question mark within the path would make two addresses one.
        key = (environ.get("PATH_INFO", ""), query)
        page = self.memory.get(key)
        if page is None and not is_readers(environ):
            return self.application(environ, start_response)
        if page is None or not self._is_true(page):
            page = self._render(key, query, environ)
        if page.article and is_reading(environ):
            self.counter.add(page.article)
        return answer(page, environ, start_response)

    def _is_ours(self, environ: Environ) -> bool:
        """Whether the request names our host and comes by our scheme: others Django refuses or redirects."""
        host = environ.get("HTTP_HOST", "")
        if host not in self._hosts:
            domain, _port = split_domain_port(host)
            if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
                return False
            if len(self._hosts) < HOSTS:
                self._hosts.add(host)
        if not settings.SECURE_SSL_REDIRECT:
            return True
        if self._secure_header:
            name, value = self._secure_header
            return str(environ.get(name, "")).split(",")[0].strip() == value
        return bool(environ.get("wsgi.url_scheme") == "https")

    def _is_true(self, page: Page) -> bool:
        # Before `since`, too, where somebody has set the clock back: what a fast clock showed must not stay.
        if not page.since <= time.time() < page.until:
            return False
        try:
            return page.generation == self.truth.generation()
        except DatabaseError:
            return True  # perhaps: better than none while nobody can be asked, as stale-if-error tells proxies

    def _render(self, key: Key, query: str, environ: Environ) -> Page:
        """Ask Django, one thread for one page: the others wait for what it finds."""
        with self._turns.of(key, WAIT_SECONDS):
            page = self.memory.get(key)
            if page is not None and self._is_true(page):
                return page
            asked = self._ask_django(query, environ)
            if asked.true is None or not is_keepable(asked.status, asked.headers):
                return Page.passing(asked.status, asked.headers, asked.body)
            page = Page.of(asked.status, asked.headers, asked.body, article=asked.article, **asked.true)
            if sum(map(len, key)) <= LONGEST:
                self.memory.put(key, page)
            return page

    def _ask_django(self, query: str, environ: Environ) -> Asked:
        """What a page is for everybody: no header of this request reaches it, and no parameter beyond its key."""
        asked = Asked()

        def vouch(at: dt.datetime) -> None:
            try:
                generation, until = self.truth.fresh(at)
                asked.true = {"generation": generation, "since": at.timestamp(), "until": until}
            except DatabaseError:
                asked.true = None

        def remember(status: str, headers: Headers, exc_info: Any = None) -> None:
            asked.status, asked.headers = status, headers

        told = {name: value for name, value in environ.items() if not name.startswith("HTTP_") and name not in _OWN}
        told |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_HOST": settings.SITE.netloc, VOUCH: vouch}
        if self._secure_header and self._secure_header[0] in environ:
            told[self._secure_header[0]] = environ[self._secure_header[0]]
        result = self.application(told, remember)
        try:
            asked.body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        asked.article = told.get(READ, 0)
        return asked


def is_readers(environ: Environ) -> bool:
    """Whether the address is answered by a view whose pages may be kept."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    try:
        return getattr(resolve(path).func, "is_for_readers", False)
    except Resolver404:
        return False


def is_staff(environ: Environ) -> bool:
    """Whether the request carries a staff cookie that we have signed: then pages are made for it alone."""
    cookies = environ.get("HTTP_COOKIE", "")
    if staff_cookie.NAME not in cookies:
        return False
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return any(staff_cookie.is_ours(value) for name, _sign, value in pairs if name == staff_cookie.NAME)


def is_keepable(status: str, headers: Headers) -> bool:
    """Errors aren't kept, nor what is somebody's own."""
    if status[:3] not in KEPT_STATUSES:
        return False
    for name, value in headers:
        match name.lower():
            case "set-cookie":
                return False
            case "cache-control" if "private" in value or "no-store" in value:
                return False
            case "vary" if "cookie" in value.lower() or "*" in value:
                return False
    return True


def answer(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Send a kept page: whole or zipped, or 304 to whoever has it."""
    zips = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) and 0 < len(page.zipped) < len(page.body)
    said = ("Cache-Control", cache_control(page))
    if page.etag and has_it(page, environ) and page.status[:3] == "200":
        # What https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5 asks for: whoever has the page has the rest.
        etag = f'"{page.etag}-gz"' if zips else f'"{page.etag}"'
        start_response("304 Not Modified", [("ETag", etag), ("Vary", "Accept-Encoding"), said])
        return []
    headers = [*(page.zipped_headers if zips else page.whole_headers), said]
    if page.status[:3] == "301":
        headers = [(name, with_query(value, environ) if name == "Location" else value) for name, value in headers]
    start_response(page.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.zipped if zips else page.body]


def cache_control(page: Page) -> str:
    """
    For browsers: ask each time. For proxies: half a minute, but never past the next change that comes by itself.

    https://www.rfc-editor.org/rfc/rfc5861 for the stale-* directives. A view that says something itself is left alone.
    """
    return page.cache_control or _shared(max(0, min(SHARED_SECONDS, int(page.until - time.time()))))


@lru_cache(maxsize=SHARED_SECONDS + 1)
def _shared(seconds: int) -> str:
    shared = f"s-maxage={seconds}, stale-while-revalidate={seconds}"
    return f"public, max-age=0, {shared}, stale-if-error={WHILE_DOWN_SECONDS}"


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding names gzip, and not only to refuse it: https://www.rfc-editor.org/rfc/rfc9110#name-quality-values"""
    return _GZIP.search(accepted) is not None


def has_it(page: Page, environ: Environ) -> bool:
    """Whether the one who asks has this page already: by its tag, or, without one, by the time of its last change."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        if page.etag not in tags:
            return tags.strip() == "*"
        return page.etag in (tag.strip().removeprefix("W/").strip('"').removesuffix("-gz") for tag in tags.split(","))
    since, modified = environ.get("HTTP_IF_MODIFIED_SINCE"), page.header("last-modified")
    if not since or not modified:
        return False
    asked, changed = parse_http_date_safe(since), parse_http_date_safe(modified)
    return asked is not None and changed is not None and changed <= asked


def with_query(location: str, environ: Environ) -> str:
    """A redirect keeps what was asked, also what the page itself was not told of."""
    query = environ.get("QUERY_STRING", "")
    return f"{location}?{query}" if query and "?" not in location else location
