"""
The words that came with a picture: what agencies and photographers wrote into its IPTC and XMP fields.

https://iptc.org/std/photometadata/specification/IPTC-PhotoMetadata. Only what somebody wrote on purpose is read: of
EXIF, which the camera writes by itself, nothing but the time. Neither a coordinate nor the camera's owner gets any
further.
"""

import hashlib
import unicodedata
from datetime import date, datetime
from typing import Any

from PIL import ExifTags, Image

from core import text
from photos.credits import parse
from photos.metadata import iim, moments, xmp

# How long each may become in the library; what is longer is cut, since nobody typed it here.
LENGTHS = {
    "caption": 5000,
    "photographer": 200,
    "agency": 200,
    "distributor": 200,
    "alt": 500,
    "copyright": 300,
    "keywords": 1000,
    "city": 200,
    "usage_terms": 3000,
}
OF_SEVERAL_LINES = ("caption", "usage_terms")
DIGEST_OF_IIM, IIM = 0x0425, 0x0404

Words = dict[str, Any]


def read(image: Image.Image) -> Words:
    """
    What the file says of itself, by the names of Photo's columns; nothing empty among it. Never raises.

    `taken_at` is an aware datetime, `rights_end` a date, the rest clean text that fits its column.
    """
    new, old, camera = _safely(xmp.read, image), _safely(iim.read, image), _safely(_camera, image)
    sources = [old, new] if _older_field_is_newer(image) else [new, old]

    def first(name: str) -> Any:
        return next((source[name] for source in sources if source.get(name)), "")

    photographer, agency, distributor = parse(first("credit"), photographer=first("photographer"))
    found: Words = {name: first(name) for name in ("alt", "copyright", "keywords", "city")} | {
        "caption": first("caption") or first("headline"),
        "photographer": photographer,
        "agency": agency or ("" if distributor else first("source")),
        "distributor": distributor,
        "usage_terms": _joined(first("usage_terms"), first("instructions")),
    }
    words: Words = {name: tidy(said, LENGTHS[name], name in OF_SEVERAL_LINES) for name, said in found.items()}
    words["taken_at"] = moments.taken([one.get("taken", "") for one in (*sources, camera)])
    words["rights_end"] = moments.day(first("rights_end"))
    return {name: value for name, value in words.items() if value}


def as_json(words: Words) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in words.items()}


def from_json(stored: dict[str, str]) -> Words:
    kinds: dict[str, Any] = {"taken_at": datetime.fromisoformat, "rights_end": date.fromisoformat}
    return {name: kinds.get(name, str)(value) for name, value in stored.items()}


def tidy(words: str, limit: int, several_lines: bool = False) -> str:
    """Text that a column takes: without control characters and the padding of old programs, cut at a word."""
    words = "".join(filter(_may_stand, words[: 4 * limit].replace("\r\n", "\n").replace("\r", "\n")))
    words = text.lines(words) if several_lines else text.one_line(words)
    if len(words) <= limit:
        return words
    return (words[: limit - 1].rsplit(None, 1) or [""])[0] + "…"


def _may_stand(character: str) -> bool:
    """Not a control, half of a surrogate pair, no character at all, or the mark for what couldn't be decoded."""
    if character in "\n\t":
        return True
    if unicodedata.category(character) in ("Cc", "Cs"):
        return False
    return character not in "\ufeff\ufffd" and ord(character) & 0xFFFE != 0xFFFE


def _joined(*texts: str) -> str:
    return "\n".join(dict.fromkeys(one.strip() for one in texts if one.strip()))


def _safely(reader: Any, image: Image.Image) -> dict[str, str]:
    try:
        found: dict[str, str] = reader(image)
        return found
    except Exception:  # what can't be parsed says nothing; the picture may be fine
        return {}


def _camera(image: Image.Image) -> dict[str, str]:
    exif = image.getexif().get_ifd(ExifTags.IFD.Exif)
    taken, offset = exif.get(ExifTags.Base.DateTimeOriginal, ""), exif.get(ExifTags.Base.OffsetTimeOriginal, "")
    return {"taken": f"{taken}".strip("\0 ") + f"{offset}".strip("\0 ")}


def _older_field_is_newer(image: Image.Image) -> bool:
    """
    Whether a program that knows nothing of XMP changed the IPTC fields last, so that XMP is out of date.

    A program that writes both leaves the digest of the older ones beside them:
    https://web.archive.org/web/20180919181934/http://www.metadataworkinggroup.org/pdf/mwg_guidance.pdf, 3.2.
    """
    blocks = image.info.get("photoshop")
    if not isinstance(blocks, dict) or not isinstance(blocks.get(IIM), bytes):
        return False
    digest = blocks.get(DIGEST_OF_IIM)
    actual = hashlib.md5(blocks[IIM], usedforsecurity=False).digest()
    return isinstance(digest, bytes) and len(digest) == 16 and any(digest) and digest != actual
