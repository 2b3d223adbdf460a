"""The formats that a feed comes in, by the name of its file; and how one is answered."""

import hashlib
from types import ModuleType

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from . import atom, json_feed, rss
from .entries import Channel

FORMATS: dict[str, ModuleType] = {"rss.xml": rss, "atom.xml": atom, "feed.json": json_feed}


def respond(request: HttpRequest, channel: Channel, file: str = "rss.xml") -> HttpResponseBase:
    """
    The feed, or 304 to whoever names its ETag, which is of the bytes.

    There is no Last-Modified, and If-Modified-Since alone always gets the whole: a story's withdrawal makes no story
    newer, and whoever asks only for what is newer would never learn of it.
    """
    if file not in FORMATS:
        raise Http404("no such format")
    body = FORMATS[file].write(channel)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag}
    if settings.NEWSROOM_WEBSUB_HUB:  # https://www.w3.org/TR/websub/#discovery
        headers["Link"] = f'<{settings.NEWSROOM_WEBSUB_HUB}>; rel="hub", <{channel.url}>; rel="self"'
    response = HttpResponse(body, content_type=FORMATS[file].CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
