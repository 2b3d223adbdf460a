"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.feedgenerator import rfc3339_date

from core.readers import absolute

from .entries import Channel, Entry

CONTENT_TYPE = "application/feed+json; charset=utf-8"


def write(channel: Channel) -> bytes:
    """`channel` as bytes."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "icon": absolute(static("icons/mark-180.png")),
        "language": settings.LANGUAGE_CODE,
    }
    if channel.description:
        feed["description"] = channel.description
    if channel.next_url:
        feed["next_url"] = channel.next_url
    if settings.NEWSROOM_WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.NEWSROOM_WEBSUB_HUB}]
    feed["items"] = [_item(entry) for entry in channel.entries]
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
    }
    # An item has some content, by the specification.
    if entry.content:
        item["content_html"] = entry.content
        if entry.summary:
            item["summary"] = entry.summary
    else:
        item["content_text"] = entry.summary or entry.title
    if entry.picture:
        item["image"] = entry.picture.url
    if entry.language:
        item["language"] = entry.language
    if entry.authors:
        item["authors"] = [
            {"name": one.name, "url": one.url} if one.url else {"name": one.name} for one in entry.authors
        ]
    if entry.categories:
        item["tags"] = list(entry.categories)
    return item
