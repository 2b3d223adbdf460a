"""
The first middleware of the tests: no request reaches the database while a test empties its tables.

A browser that is closed still says goodbye (static/desk/beat.js), and on PostgreSQL that was a deadlock now and then.
"""

import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_lock = threading.Lock()
_inside = 0
_is_shut = False


class Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        global _inside
        with _lock:
            if _is_shut:
                return HttpResponse(status=503)
            _inside += 1
        try:
            return self.get_response(request)
        finally:
            with _lock:
                _inside -= 1


def open_() -> None:
    global _is_shut
    _is_shut = False


def shut(patience: float = 10) -> None:
    """Let nobody in any more, and wait for those who are inside, `patience` seconds at most."""
    global _is_shut
    with _lock:
        _is_shut = True
    until = time.monotonic() + patience
    while _inside and time.monotonic() < until:
        time.sleep(0.02)
