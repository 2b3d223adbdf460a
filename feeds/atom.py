"""Atom 1.0, https://www.rfc-editor.org/rfc/rfc4287, with the removals of https://www.rfc-editor.org/rfc/rfc6721."""

import datetime as dt
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from core.readers import absolute

from . import xml
from .entries import Channel, Entry, Person

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACES = {"xmlns:at": "http://purl.org/atompub/tombstones/1.0", **xml.MEDIA}


class Atom(Atom1Feed):
    """With every author, each text's language, and what Django's writes in RSS only: the style sheet."""

    content_type = CONTENT_TYPE
    channel: Channel

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **NAMESPACES}

    def write(self, outfile: Any, encoding: Any) -> None:
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for stylesheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", str(stylesheet))
        handler.startElement("feed", AttributesImpl(self.root_attributes()))
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for link in xml.links(self.channel):
            handler.addQuickElement("link", None, link)
        handler.addQuickElement("icon", absolute(static("icons/mark-180.png")))
        # Entries without an author of their own (a correction) speak for the newsroom: RFC 4287, 4.1.1.
        _add_person(handler, Person(settings.NEWSROOM_NAME))
        # The entry under the same id says it in words, to readers that don't know of these.
        for entry in self.channel.entries:
            if entry.is_removal:
                gone = {"ref": entry.id, "when": rfc3339_date(entry.updated)}
                handler.startElement("at:deleted-entry", AttributesImpl(gone))
                handler.addQuickElement("at:comment", entry.summary)
                handler.endElement("at:deleted-entry")

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        entry: Entry = item["entry"]
        is_foreign = entry.language and entry.language != settings.LANGUAGE_CODE
        return {"xml:lang": entry.language} if is_foreign else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            _add_person(handler, person)
        xml.add_picture(handler, entry.picture)
        if entry.content:
            handler.addQuickElement("content", entry.content, {"type": "html"})

    def latest_post_date(self) -> dt.datetime:
        return self.channel.updated


def _add_person(handler: SimplerXMLGenerator, person: Person) -> None:
    handler.startElement("author", AttributesImpl({}))
    handler.addQuickElement("name", person.name)
    if person.url:
        handler.addQuickElement("uri", person.url)
    handler.endElement("author")


def write(channel: Channel) -> bytes:
    """`channel` as bytes; its id is its address, which the pages of a feed have in common."""
    feed = Atom(
        title=channel.title,
        link=channel.home,
        description=channel.description,
        subtitle=channel.description or None,
        language=settings.LANGUAGE_CODE,
        feed_url=channel.url,
        feed_guid=channel.first_url or channel.url,
        stylesheets=xml.stylesheets(),
    )
    feed.channel = channel
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary),  # Django says that a summary is HTML
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
            entry=entry,
        )
    return feed.writeString("utf-8").encode()
