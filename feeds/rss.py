"""
RSS 2.0, https://www.rssboard.org/rss-specification.

Written with Django's generator and not with its Feed view, which takes addresses from the Host header and a
Last-Modified from the newest story, so that a withdrawal would go unnoticed.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from . import xml
from .entries import Channel, Entry

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    **xml.MEDIA,
}
CONTENT_TYPE = "application/rss+xml; charset=utf-8"


class RSS(Rss201rev2Feed):
    """With what RSS has no words for: every author by name alone, when an item was updated, its language."""

    content_type = CONTENT_TYPE
    channel: Channel

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for link in xml.links(self.channel):
            handler.addQuickElement("atom:link", None, link)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            handler.addQuickElement("dc:creator", person.name)
        handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))
        if entry.language:
            handler.addQuickElement("dc:language", entry.language)
        xml.add_picture(handler, entry.picture)
        if entry.content:
            handler.addQuickElement("content:encoded", entry.content)

    def latest_post_date(self) -> dt.datetime:
        return self.channel.updated


def write(channel: Channel) -> bytes:
    """`channel` as bytes."""
    feed = RSS(
        title=channel.title,
        link=channel.home,
        description=channel.description or channel.title,
        language=settings.LANGUAGE_CODE,
        feed_url=channel.url,
        stylesheets=xml.stylesheets(),
    )
    feed.channel = channel
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary),  # readers take a description for HTML
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            categories=entry.categories,
            entry=entry,
        )
    return feed.writeString("utf-8").encode()
