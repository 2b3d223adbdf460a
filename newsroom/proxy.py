from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.network import household


def client_address(request: HttpRequest) -> str | None:
    """settings.AXES_CLIENT_IP_CALLABLE: by what wrong passwords and reports are counted. None where nobody can say."""
    return household(sender(request.META))


def sender(environ: Mapping[str, Any]) -> str:
    """
    The address that a request comes from.

    Behind a proxy of ours that is the last entry of X-Forwarded-For, the one it wrote itself: the entries
    before it are the client's own claims. Without NEWSROOM_BEHIND_PROXY the header is not read at all.
    """
    peer = str(environ.get("REMOTE_ADDR", ""))
    if settings.NEWSROOM_BEHIND_PROXY:
        return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or peer
    return peer
