"""
Part of a file, for whoever asks for some of its bytes: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests

Django's FileResponse sends the whole. Looked at: WhiteNoise's, which serves static files, and is no use without its
own index of them. One range is served; of several at once a server may send the whole, and so do we.
"""

import os
import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

_ONE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


class _Part:
    """The bytes of `file` from where it stands, `length` of them."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def respond(request: HttpRequest, file: BinaryIO, content_type: str, etag: str) -> HttpResponseBase:
    """`file` whole (200), the part of it that is asked for (206), or word that it has no such part (416)."""
    size = os.fstat(file.fileno()).st_size
    asked = wanted(request, size, etag)
    if asked is None:
        response: HttpResponseBase = FileResponse(file, content_type=content_type)
    elif not asked:
        file.close()
        response = HttpResponse(status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{size}"})
        response["Cache-Control"] = "no-store"
    else:
        file.seek(asked.start)
        response = FileResponse(_Part(file, len(asked)), status=206, content_type=content_type)
        response["Content-Length"] = str(len(asked))
        response["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def wanted(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes that are asked for, an empty range where the file has none of them, None for all of it."""
    found = _ONE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    # Of another file than the one that somebody has the beginning of, only the whole is of use.
    if request.method != "GET" or not found or (condition is not None and condition != etag):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
