"""
gunicorn's log of requests: a line of JSON for each, without whole addresses and without what somebody looked for.

An address is cut to its network (/24, /48), a query is left out, and so is what stands in an address that opens a door
(the token of a preview or of a new password). Looked at: gunicorn's own format, which writes whatever a browser sends
between quotation marks and gathers 60 values for it; python-json-logger and structlog: they format what they are given.
"""

import datetime as dt
import json
import re
import time
from functools import lru_cache
from typing import Any

from gunicorn.glogging import Logger

# Whoever knows what follows may read or change something: it is no more written down than a password.
_DOORS = re.compile(r"^(/(?:[a-z]{2}/)?(?:preview|admin/password)/).+")
_PEER = re.compile(r"(?<=from ip=)\S+")
_LONGEST = 300  # of the words that a browser or a path may have


class AccessLog(Logger):
    """`logger_class` of gunicorn."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: dt.timedelta) -> None:
        if self.access_log_enabled:
            self.access_log.info(line(environ, resp.status, resp.sent, request_time))

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """What went wrong with a request, at its address, but not with what was asked there."""
        super().exception(msg, *(one.partition("?")[0] if isinstance(one, str) else one for one in args), **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """What gunicorn says of a request that it couldn't read names who sent it."""
        super().warning(_PEER.sub(lambda peer: _network(peer[0].rstrip(":")), str(msg)), *args, **kwargs)


def line(environ: dict[str, Any], status: str, sent: int, took: dt.timedelta) -> str:
    from newsroom.proxy import sender  # the settings are not read before the application is there

    return json.dumps(
        {
            "at": _second(int(time.time())),
            "from": _network(sender(environ)),
            "method": environ.get("REQUEST_METHOD", ""),
            "path": _path(environ.get("PATH_INFO", "")),
            "status": int(status[:3]),
            "bytes": sent,
            "ms": round(took.total_seconds() * 1000, 1),
            "agent": environ.get("HTTP_USER_AGENT", "")[:_LONGEST],
        }
    )


@lru_cache(maxsize=4)
def _second(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).isoformat()


@lru_cache(maxsize=1024)
def _network(address: str) -> str:
    from core.network import truncated

    return truncated(address)


@lru_cache(maxsize=1024)
def _path(path: str) -> str:
    readable = path.encode("latin-1", "replace").decode("utf-8", "replace")
    return _DOORS.sub(r"\1…", readable)[:_LONGEST]
