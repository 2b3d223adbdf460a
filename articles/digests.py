"""
The chain of digests over everything that went live: whoever changes a row past all guards is found out.

Each edition's canonical JSON, with a salt before it, is hashed; that hash and the link before make the next link, in
order of going live. One job adds links (chain()); verify() walks them all. The head of the chain is worth most when it
is kept somewhere else: then nobody can rewrite the whole of it either.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Digest, Edition
from .models.content import canonical

FIRST = "0" * 64
# Somebody who publishes has read the clock and not yet stored: the job waits until all of that instant must be there.
SETTLED_AFTER = dt.timedelta(seconds=30)

# Which columns the JSON of each form has. A new column makes a new form: what is in the chain keeps its own.
FORMS = {
    1: (
        "kind headline standfirst slug body section language lead_photo lead_caption lead_photographer lead_agency "
        "lead_distributor lead_alt bylines topics related "
        "uid number address live_from first_live_at updated_at change note words reading_minutes"
    ).split(),
}
FORMS[2] = [*FORMS[1], "pieces", "video_address", "video_seconds"]
FORMS[3] = [*FORMS[2], "video_captions"]
NEWEST = max(FORMS)
BATCH = 200


@dataclass(frozen=True)
class Fault:
    """What verify() found: which edition or position, and what is wrong, in words."""

    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.what}: {self.words}"


def chain(at: dt.datetime) -> int:
    """Add a link for every edition that has gone live and has none; how many. Two at once: one fails, and adds none."""
    with transaction.atomic():
        last = Digest.objects.order_by("-position").first()
        position, previous = (last.position, last.digest) if last else (0, FIRST)
        keys = list(_missing(at).order_by("live_from", "pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            editions = Edition.objects.with_rows().in_bulk(keys[start : start + BATCH])
            links = []
            for key in keys[start : start + BATCH]:
                position, salt = position + 1, secrets.token_hex(32)
                content = content_digest(editions[key], salt, NEWEST)
                link = Digest(edition=editions[key], position=position, form=NEWEST, salt=salt, content=content)
                link.previous, link.digest = previous, link_digest(previous, content)
                links.append(link)
                previous = link.digest
            Digest.objects.bulk_create(links)
    return len(keys)


def continue_chain() -> int:
    """Add what has gone live and is settled, as the worker does every minute; how many."""
    return chain(timezone.now() - SETTLED_AFTER)


def verify(at: dt.datetime) -> Iterator[Fault]:
    """Everything wrong between the chain and the editions, in order of the chain; nothing when all is as it was."""
    expected, previous = 1, FIRST
    links = Digest.objects.order_by("position").iterator(chunk_size=BATCH)
    for batch in _batches(links):
        editions = Edition.objects.with_rows().select_related("erasure").in_bulk([link.edition_id for link in batch])
        for link in batch:
            while expected < link.position:
                yield Fault(f"position {expected}", "the link is missing")
                expected += 1
            yield from _faults(link, editions.get(link.edition_id), previous)
            expected, previous = link.position + 1, link.digest
    for edition in _missing(at - SETTLED_AFTER).select_related("address").order_by("live_from", "pk"):
        yield Fault(name_of(edition), "went live and is not in the chain")


def _faults(link: Digest, edition: Edition | None, previous: str) -> Iterator[Fault]:
    if edition is None:
        yield Fault(f"position {link.position}", f"edition {link.edition_id} is gone")
        return
    name = name_of(edition)
    if link.previous != previous:
        yield Fault(name, "its link does not follow from the one before")
    if link.digest != link_digest(link.previous, link.content):
        yield Fault(name, "its link was changed")
    if hasattr(edition, "erasure"):
        if link.salt or edition.body:
            yield Fault(name, "was to be erased and is not")
    elif link.form not in FORMS or link.content != content_digest(edition, link.salt, link.form):
        yield Fault(name, "was changed after it went live")


def _missing(at: dt.datetime) -> Any:
    return Edition.objects.seen(at).filter(digest=None, erasure=None)


def _batches(links: Iterator[Digest], size: int = BATCH) -> Iterator[list[Digest]]:
    batch: list[Digest] = []
    for link in links:
        batch.append(link)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def content_digest(edition: Edition, salt: str, form: int) -> str:
    return _sha256(f"{salt}{canonical(values(edition, form))}")


def link_digest(previous: str, content: str) -> str:
    return _sha256(f"{previous}{content}")


def values(edition: Edition, form: int = NEWEST) -> dict[str, Any]:
    """What of `edition` (loaded with_rows) is hashed: plain JSON values, names as printed."""
    every = edition.snapshot() | {
        "uid": str(edition.article.uid),
        "number": edition.number,
        "address": [edition.address.date.isoformat(), edition.address.slug],
        "live_from": _instant(edition.live_from),
        "first_live_at": _instant(edition.first_live_at),
        "updated_at": _instant(edition.updated_at),
        "change": edition.change,
        "note": edition.note,
        "words": edition.words,
        "pieces": edition.pieces,
        "reading_minutes": edition.reading_minutes,
    }
    chosen = {name: every[name] for name in FORMS[form]}
    return json.loads(json.dumps(chosen))  # as plain as it will be read


def name_of(edition: Edition) -> str:
    return f"edition {edition.number} of {edition.get_absolute_url()} (row {edition.pk})"


def _instant(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds") if moment else None


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
