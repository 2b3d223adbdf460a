"""
An article as ninjs 3.1, the IPTC's news in JSON, for programs that take stories in: https://iptc.org/standards/ninjs/.

The same text that readers get in a feed, by the same id (articles/identity.py).
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from core.clock import zoned
from core.readers import absolute
from core.structured import without_empty
from photos import renditions

from .drawing import Things, whole
from .identity import tag
from .models import Edition, Section, Topic

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
HTML, PLAIN = "text/html", "text/plain"


def of_edition(edition: Edition, things: Things) -> dict[str, Any]:
    """`edition` is live and has its lists; its text with what `things` has for it."""
    return without_empty(
        {
            "standard": STANDARD,
            "uri": tag(edition.article.uid),
            "type": "text",
            "representationType": "full",
            "version": str(edition.number),
            "pubStatus": "usable",
            "firstCreated": zoned(edition.first_live_at),
            "versionCreated": zoned(edition.live_from),
            "contentCreated": zoned(edition.told_at),
            "language": edition.language,
            "title": edition.headline,
            "headlines": _words("main", edition.headline),
            "descriptions": _words("summary", edition.standfirst),
            "by": edition.byline(),
            "bodies": _body(edition, things),
            "people": [
                without_empty(
                    {
                        "rel": "author",
                        "name": row.printed_name,
                        "uri": "" if row.author.is_hidden else absolute(row.author.get_absolute_url()),
                    }
                )
                for row in edition.named_writers
            ],
            "organisations": [{"rel": "publisher", "name": settings.NEWSROOM_NAME, "uri": absolute(reverse("front"))}],
            "subjects": _subjects(edition),
            "genres": [{"name": str(edition.get_kind_display())}],
            "copyrightHolder": settings.NEWSROOM_NAME,
            "edNote": edition.note,
            "altIds": [{"role": "web", "value": absolute(edition.get_absolute_url())}],
            "associations": _lead(edition),
        }
    )


def _words(role: str, value: str) -> list[dict[str, Any]]:
    return [{"role": role, "contentType": PLAIN, "value": value}] if value else []


def _body(edition: Edition, things: Things) -> list[dict[str, Any]]:
    value = whole(edition, things)
    return [{"role": "main", "contentType": HTML, "wordCount": edition.words, "value": value}] if value else []


def _subjects(edition: Edition) -> list[dict[str, Any]]:
    filed: list[tuple[str, Section | Topic]] = [("section", edition.section)] if edition.section else []
    filed += [("topic", topic) for topic in edition.filed_under]
    return [{"rel": rel, "name": one.name, "uri": absolute(one.get_absolute_url())} for rel, one in filed]


def _lead(edition: Edition) -> list[dict[str, Any]]:
    """The lead picture, a news object of its own, in every size that readers get of it as JPEG."""
    lead = edition.lead
    if lead is None:
        return []
    ladder = renditions.ladders(lead.photo, lead.cut)["jpg"]
    found = {
        "rel": "lead",
        "uri": absolute(lead.largest.address),
        "type": "picture",
        "name": lead.alt or edition.headline,
        "headlines": _words("caption", edition.lead_caption),
        "by": edition.lead_credit,
        "renditions": [
            {
                "name": str(one.width),
                "href": absolute(one.address),
                "contentType": one.mime,
                "width": one.width,
                "height": one.height,
            }
            for one in ladder
        ],
    }
    return [without_empty(found)]
