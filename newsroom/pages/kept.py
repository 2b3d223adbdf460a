"""Pages as bytes: one kept answer, and the bounded memory that holds them."""

import dataclasses
import gzip
import hashlib
import threading
from collections import OrderedDict

from django.conf import settings

from core.purge import SURROGATE_KEY

Headers = list[tuple[str, str]]
Key = tuple[str, str]  # path and query

# Said anew with each answer, or of no use to a browser.
_OURS = {"content-length", "etag", "cache-control", "vary", "content-encoding", "date", "connection"}


@dataclasses.dataclass(frozen=True)
class Page:
    """
    One answer of Django's. `generation`, and `since` and `until` (seconds of the clock), say when it is true.

    The headers of each way of sending it are put together here and not for each reader; Cache-Control is said anew.
    """

    status: str
    headers: Headers
    body: bytes
    zipped: bytes
    etag: str
    cache_control: str
    generation: int
    since: float
    until: float
    whole_headers: Headers
    zipped_headers: Headers
    article: int = 0  # the key of the one that is read here

    @classmethod
    def of(
        cls,
        status: str,
        headers: Headers,
        body: bytes,
        *,
        generation: int,
        since: float,
        until: float,
        article: int = 0,
    ) -> "Page":
        kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
        kept.append((settings.NEWSROOM_SURROGATE_HEADER, SURROGATE_KEY))
        said = next((value for name, value in headers if name.lower() == "cache-control"), "")
        etag = hashlib.sha256(body).hexdigest()[:24]
        # No time in the header: the same page is the same bytes, in every worker.
        zipped = gzip.compress(body, 6, mtime=0)
        varies = ("Vary", "Accept-Encoding")
        whole_headers = [*kept, ("ETag", f'"{etag}"'), varies, ("Content-Length", str(len(body)))]
        zipped_headers = [
            *kept,
            ("ETag", f'"{etag}-gz"'),
            varies,
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(zipped))),
        ]
        return cls(
            status, kept, body, zipped, etag, said, generation, since, until, whole_headers, zipped_headers, article
        )

    @classmethod
    def passing(cls, status: str, headers: Headers, body: bytes) -> "Page":
        """
        An answer that is not to be kept, here or by anybody: an error, or what a view marked as its own.

        Said to proxies, too: left alone, some keep a 404 for minutes, and a story begins within them.
        """
        others = [(name, value) for name, value in headers if name.lower() not in {"cache-control", "content-length"}]
        said = next((value for name, value in headers if name.lower() == "cache-control"), "no-store")
        whole = [*others, ("Content-Length", str(len(body)))]
        return cls(status, others, body, b"", "", said, -1, 0, 0, whole, whole)

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, roughly."""
        return len(self.body) + len(self.zipped) + 1024

    def header(self, name: str) -> str:
        return next((value for header, value in self.headers if header.lower() == name), "")


class Memory:
    """Kept pages by key, within a number of bytes: the least recently asked for goes first. Safe between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        if page.size > self.limit // 4:
            return  # one giant doesn't empty the house
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.used += page.size
            while self.used > self.limit:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.used -= page.size
