"""
What may become a picture of ours, decided by its content and never by its name.

Limits are checked against the header, before a pixel is decoded. They keep a process under 600 MB: a JPEG is decoded
at an eighth of its size, but a progressive one keeps its coefficients (6 bytes a pixel); a PNG takes 4 bytes a pixel;
the decoders of WebP and AVIF hold copies and planes of their own (up to 16 bytes a pixel).
"""

import hashlib
import os
import threading
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from photos import metadata, tones

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_PIXELS_OF = {"progressive": 80_000_000, "WEBP": 32_000_000, "AVIF": 32_000_000}
MAX_SIDE = 30_000
# A JPEG may be written as many passes over its pixels, each of a dozen bytes if it says nothing. A camera's or an
# agency's has at most some twenty; this many pixels in all passes together take two seconds.
MAX_PASSED_PIXELS = 2_000_000_000
EXTENSIONS = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".gif"})
SIDEWAYS = (5, 6, 7, 8)
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

# Decoding is what takes memory, so a process does one at a time.
one_at_a_time = threading.Lock()

# Pillow's own guard, which warns at this number and raises at twice it, stands behind ours.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class Facts:
    """What a picture's content says. Width and height are those a reader sees: orientation is applied."""

    format: str
    width: int
    height: int
    bytes: int
    digest: str
    tone: str
    # What its IPTC and XMP fields say, by the names of Photo's columns.
    words: metadata.Words = field(default_factory=dict, compare=False)

    @property
    def columns(self) -> dict[str, Any]:
        """What is kept of every picture beside it, by the names of Photo's columns."""
        return {name: value for name, value in vars(self).items() if name != "words"}


def read(file: Any, name: str = "", size: int | None = None) -> Facts:
    """
    The facts about the picture in a seekable binary file (Django's or Python's), which is left rewound.

    Raises ValidationError, worded for an editor, when readers could not be shown it.
    """
    check_name(name)
    length = file.seek(0, os.SEEK_END) if size is None else size
    check_size(length)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    try:
        with _open(file) as image:
            width, height = image.size
            _check_header(image)
            if image.format in ("JPEG", "MPO"):
                _check_passes(file, width * height)
            with one_at_a_time:
                _decode(image)
            if orientation(image) in SIDEWAYS:
                width, height = height, width
            # A phone's JPEG with a depth map or a second exposure behind it calls itself MPO; the first picture counts.
            kind = "JPEG" if image.format == "MPO" else image.format
            tone, words = tones.of(image), metadata.read(image)
    finally:
        file.seek(0)
    return Facts(str(kind).lower(), width, height, length, digest, tone, words)


def check_name(name: str) -> None:
    """Content decides, but a file that calls itself a page or a program is somebody's mistake or trick."""
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in EXTENSIONS:
        raise ValidationError(
            _("A file named “%(suffix)s” is not taken as a picture. Save it as JPEG, PNG, WebP, AVIF or GIF."),
            code="name",
            params={"suffix": suffix[:20]},
        )


def check_size(size: int) -> None:
    if size == 0:
        raise ValidationError(_("This file is empty."), code="empty")
    if size > MAX_BYTES:
        raise ValidationError(
            _("This file has %(size)s; a picture may have %(limit)s."),
            code="bytes",
            params={"size": filesizeformat(size), "limit": filesizeformat(MAX_BYTES)},
        )


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 (upright) to 8, as EXIF or XMP say; to be asked once the picture is loaded."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # EXIF that can't be parsed says nothing; the picture may be fine
        return 1


def _open(file: IO[bytes]) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    except Exception as error:  # decoders raise SyntaxError, KeyError, struct.error … on hostile headers
        raise ValidationError(
            _("This is not a picture we can read. Send JPEG, PNG, WebP, AVIF or GIF; export a drawing (SVG) first."),
            code="not-a-picture",
        ) from error


def _check_header(image: Image.Image) -> None:
    width, height = image.size
    kind = "progressive" if image.info.get("progressive") else str(image.format)
    limit = MAX_PIXELS_OF.get(kind, MAX_PIXELS)
    if not width * height:
        raise ValidationError(_("There is nothing in this picture: it has no width or no height."), code="no-size")
    if width * height > limit:
        raise _too_many_pixels(limit, width, height)
    if max(width, height) > MAX_SIDE:
        raise ValidationError(
            _("This picture is %(width)s × %(height)s pixels; a side may have %(limit)s."),
            code="side",
            params={"width": width, "height": height, "limit": MAX_SIDE},
        )
    # An MPO has several pictures, but isn't moving.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValidationError(_("This picture moves. Send a still one."), code="animated")


def _check_passes(file: IO[bytes], pixels: int) -> None:
    """Refuse a JPEG that takes minutes to decode by its many passes."""
    place, passes, end = file.tell(), 0, b""
    file.seek(0)
    while block := file.read(1 << 20):
        # The marker of a pass; among pixels 0xFF is always followed by another byte.
        passes += (end + block).count(b"\xff\xda")
        end = block[-1:]
    file.seek(place)
    if passes * pixels > MAX_PASSED_PIXELS:
        raise ValidationError(
            _("This picture is stored in %(passes)s passes, and would take too long to read. Save it anew as JPEG."),
            code="passes",
            params={"passes": passes},
        )


def _decode(image: Image.Image) -> None:
    """Read every byte: a file that ends early or is damaged in the middle shows itself only here."""
    # libjpeg then reads the whole stream, but computes an eighth of the pixels in each direction.
    image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    try:
        image.load()
    except Exception as error:  # as above: any decoder's error is the file's fault
        raise ValidationError(
            _("This picture is damaged or was cut off on its way. Get it again and upload it once more."),
            code="damaged",
        ) from error


def _too_many_pixels(limit: int, width: int = 0, height: int = 0) -> ValidationError:
    if not width:
        return ValidationError(
            _("This picture has far too many pixels; it may have %(limit)s million."),
            code="pixels",
            params={"limit": limit // 1_000_000},
        )
    return ValidationError(
        _("This picture has %(width)s × %(height)s pixels, %(count)s million; it may have %(limit)s million."),
        code="pixels",
        params={
            "width": width,
            "height": height,
            "count": -(-width * height // 1_000_000),
            "limit": limit // 1_000_000,
        },
    )
