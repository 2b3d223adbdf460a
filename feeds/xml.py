"""What RSS and Atom say in the same words: of a picture, of addresses, of how a browser shows them."""

from collections.abc import Iterator

from django.conf import settings
from django.templatetags.static import static
from django.utils.feedgenerator import Stylesheet
from django.utils.xmlutils import SimplerXMLGenerator

from .entries import Channel, Picture

# https://www.rssboard.org/media-rss
MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


def stylesheets() -> list[Stylesheet]:
    """What makes a feed readable for whoever opens it in a browser: CSS, since browsers are giving XSLT up."""
    return [Stylesheet(static("css/feed.css"), mimetype="text/css")]


def links(channel: Channel) -> Iterator[dict[str, str]]:
    """The attributes of the links that a channel has besides those to its page and to itself."""
    # https://www.rfc-editor.org/rfc/rfc5005#section-3
    if channel.first_url:
        yield {"rel": "first", "href": channel.first_url}
    if settings.NEWSROOM_WEBSUB_HUB:
        yield {"rel": "hub", "href": settings.NEWSROOM_WEBSUB_HUB}
    if channel.next_url:
        yield {"rel": "next", "href": channel.next_url}


def add_picture(handler: SimplerXMLGenerator, picture: Picture | None) -> None:
    """
    The lead picture with its credit, for readers that print them in a place of their own.

    Its caption stands in the text: <media:description> some programs take for the story's own (feedparser does).
    """
    if picture is None:
        return
    size = {"width": str(picture.width), "height": str(picture.height)}
    handler.startElement("media:content", {"url": picture.url, "type": "image/jpeg", "medium": "image", **size})  # type: ignore[arg-type]
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")
