"""
The older of IPTC's two ways (IIM, https://iptc.org/standards/iim/), in the encodings that agencies really send.

A marker says when it is UTF-8. Without one it may be that all the same, or what a Windows machine in Kyiv or in Paris
wrote twenty years ago.
"""

import re
from typing import Any

from PIL import IptcImagePlugin

FIELDS = {
    (2, 25): "keywords",
    (2, 37): "rights_end",
    (2, 40): "instructions",
    (2, 80): "photographer",
    (2, 90): "city",
    (2, 105): "headline",
    (2, 110): "credit",
    (2, 115): "source",
    (2, 116): "copyright",
    (2, 120): "caption",
}
MARKER, DATE, TIME = (1, 90), (2, 55), (2, 60)
# ISO 2022 escapes, as 1:90 has them.
MARKED = {b"\x1b%G": "utf-8", b"\x1b.A": "cp1252", b"\x1b-A": "cp1252", b"\x1b-L": "iso8859-5"}
# Windows-1251's letters above ASCII: А to я, and the rest of the Ukrainian, Belarusian and Russian alphabets.
_CYRILLIC = rb"\xa1-\xa3\xa5\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbc-\xff"
_WORD = re.compile(rb"[A-Za-z" + _CYRILLIC + rb"]+")
_ALL_HIGH = re.compile(rb"[" + _CYRILLIC + rb"]{2,}")


def read(image: Any) -> dict[str, str]:
    """The fields by our names, as text; lists joined by commas."""
    raw: dict[Any, Any] = IptcImagePlugin.getiptcinfo(image) or {}
    values = {key: value if isinstance(value, list) else [value] for key, value in raw.items()}
    marker = values.pop(MARKER, [b""])[0]
    encoding = encoding_of([one for key in FIELDS for one in values.get(key, ())], marker)
    found = {
        name: ", ".join(text for one in values.get(key, ()) if (text := one.decode(encoding, "ignore").strip("\0 ")))
        for key, name in FIELDS.items()
    }
    day, time = ((values.get(key) or [b""])[0].decode("ascii", "ignore").strip("\0 ") for key in (DATE, TIME))
    return found | {"taken": f"{day}T{time}" if day and time else day}


def encoding_of(texts: list[bytes], marker: bytes = b"") -> str:
    if all(map(_may_be_utf8, texts)):
        return "utf-8"
    marked = MARKED.get(marker.strip(b"\0 "), "")
    if marked and marked != "utf-8":
        return marked
    words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
    cyrillic = sum(1 for word in words if _ALL_HIGH.fullmatch(word))
    return "cp1251" if cyrillic > len(words) - cyrillic else "cp1252"


def _may_be_utf8(text: bytes) -> bool:
    """A program that counts bytes may have cut the last letter in two."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return "end of data" in error.reason and not text[: error.start].isascii()
    return True
