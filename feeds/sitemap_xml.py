"""Sitemaps as XML: https://www.sitemaps.org/protocol.html, and Google's words for pictures and news."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from lxml import etree

from core.clock import zoned
from core.readers import absolute

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True)
class News:
    """What a news search shows of a story: its headline, in its language, and when it first went out."""

    title: str
    language: str
    published_at: dt.datetime


@dataclass(frozen=True)
class Entry:
    """An address of this site as a path, when readers were last told of a change there, its pictures as paths."""

    path: str
    changed_at: dt.datetime | None = None
    pictures: Sequence[str] = ()
    news: News | None = None


def index_of(entries: Iterable[Entry]) -> bytes:
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})
    for entry in entries:
        _add(root, "sitemap", entry)
    return _written(root)


def urls(entries: Iterable[Entry]) -> bytes:
    """The schema wants one entry at least."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "image": IMAGE, "news": NEWS})
    for entry in entries:
        url = _add(root, "url", entry)
        if entry.news:
            _add_news(url, entry.news)
        for picture in entry.pictures:
            image = etree.SubElement(url, f"{{{IMAGE}}}image")
            etree.SubElement(image, f"{{{IMAGE}}}loc").text = absolute(picture)
    return _written(root)


def respond(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _add(root: etree._Element, name: str, entry: Entry) -> etree._Element:
    element = etree.SubElement(root, f"{{{SITEMAP}}}{name}")
    etree.SubElement(element, f"{{{SITEMAP}}}loc").text = absolute(entry.path)
    if entry.changed_at:
        etree.SubElement(element, f"{{{SITEMAP}}}lastmod").text = zoned(entry.changed_at)
    return element


def _add_news(url: etree._Element, told: News) -> None:
    news = etree.SubElement(url, f"{{{NEWS}}}news")
    publication = etree.SubElement(news, f"{{{NEWS}}}publication")
    etree.SubElement(publication, f"{{{NEWS}}}name").text = settings.NEWSROOM_NAME
    etree.SubElement(publication, f"{{{NEWS}}}language").text = told.language
    etree.SubElement(news, f"{{{NEWS}}}publication_date").text = zoned(told.published_at)
    etree.SubElement(news, f"{{{NEWS}}}title").text = told.title


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written
