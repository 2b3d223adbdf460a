"""
Pixels in, files for readers out: turned upright, in sRGB, on white, and with nothing in them but the picture and,
where it is given, a packet that says whose it is.

Knows nothing of the database. AVIF first: at the same distance from the original (PSNR) as our JPEG it takes half the
bytes on a photograph, somewhat fewer than WebP, and at speed 8 no more time than WebP; speed 6 takes four times that
for a tenth of the bytes (bench/renditions.py). WebP and JPEG stand behind it for older browsers.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageCms

from photos import intake

Box = tuple[float, float, float, float]


class Spoilt(Exception):
    """The original can't be decoded (any more)."""


@dataclass(frozen=True)
class Encoding:
    format: str
    mime: str
    options: dict[str, Any]


ENCODINGS = {
    "avif": Encoding("AVIF", "image/avif", {"quality": 60, "speed": 8}),
    "webp": Encoding("WEBP", "image/webp", {"quality": 76}),
    "jpg": Encoding("JPEG", "image/jpeg", {"quality": 78, "optimize": True, "progressive": True}),
}


@dataclass(frozen=True)
class Order:
    """The part of the upright picture that is wanted, the pixels it is to have, and the key of its encoding."""

    box: Box
    size: tuple[int, int]
    extension: str


# What undoes the orientation that a camera noted, https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.6.4 A.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")
STRIP_ROWS = 256


def develop(original: IO[bytes], orders: Iterable[Order], xmp: bytes = b"") -> Iterator[bytes]:
    """The ordered files, in their order, from one decoding, each with the packet `xmp` in it. Raises Spoilt."""
    orders = list(orders)
    reduction = min(min((o.box[2] - o.box[0]) / o.size[0], (o.box[3] - o.box[1]) / o.size[1]) for o in orders)
    try:
        picture, (width, height) = _negative(original, max(1, int(reduction)))
    except Exception as error:  # decoders raise anything on a damaged file
        raise Spoilt(str(error)) from error
    across, down = picture.width / width, picture.height / height
    for order in orders:
        left, top, right, bottom = order.box
        box = (left * across, top * down, min(right * across, picture.width), min(bottom * down, picture.height))
        sized = picture.resize(order.size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        yield encode(sized, order.extension, xmp)


def encode(picture: Image.Image, extension: str, xmp: bytes = b"") -> bytes:
    encoding = ENCODINGS[extension]
    # Pillow writes some of what it found in the original (a JPEG's comment, a colour profile) from here.
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, encoding.format, **encoding.options, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def _negative(original: IO[bytes], reduction: int) -> tuple[Image.Image, tuple[int, int]]:
    """
    The picture upright, opaque, in sRGB, at no less than 1/reduction of its size; and its full upright size.

    Never holds a second copy at full size beside the decoder's own.
    """
    with Image.open(original, formats=intake.FORMATS) as image:
        width, height = image.size
        # For JPEG, libjpeg computes only a half, a quarter or an eighth of the pixels, never fewer than asked for.
        image.draft(None, (-(-width // reduction), -(-height // reduction)))
        image.load()
        turn = intake.orientation(image)
        left = max(1, reduction // round(width / image.width))
        picture = _to_srgb(_reduced(image, left), image.info.get("icc_profile"))
    if turn in UPRIGHT:
        picture = picture.transpose(UPRIGHT[turn])
    return picture, (height, width) if turn in intake.SIDEWAYS else (width, height)


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """1/factor of the size, in one of the modes L, RGB and CMYK; what was transparent is white."""
    if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
        return image.reduce(factor) if factor > 1 else image.copy()
    # By strips, since a conversion copies; of whole blocks, so that no seam shows.
    rows = max(1, STRIP_ROWS // factor) * factor
    out = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, rows):
        strip = _opaque(image.crop((0, top, image.width, min(top + rows, image.height))))
        out.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return out


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):  # a grey PNG of 16 bits; Pillow's own conversion would cut off at 255
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile, or one of another colour space than the pixels': as if there were none
    return picture.convert("RGB")
