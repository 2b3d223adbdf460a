"""Real files, made by Pillow, for the tests of pictures."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

from photos import library
from photos.models import Photo

# What must never reach a reader: it stands in every place where a file can carry words.
SECRETS = (b"SN-48151623", b"50.4501", b"GPSLatitude", b"Canon EOS", b"Lviv safe house", b"owner@example.org")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="50.4501" '
    b'xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="SN-48151623"/></rdf:RDF></x:xmpmeta>'
)


def scene(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """A picture whose corners are red, green, blue and white (clockwise from the top left), so that a turn shows."""
    image = Image.new("RGB", (width, height), "white")
    half = (width // 2, height // 2)
    image.paste((255, 0, 0), (0, 0, *half))
    image.paste((0, 255, 0), (half[0], 0, width, half[1]))
    image.paste((0, 0, 255), (half[0], half[1], width, height))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 1200, height: int = 800, **options: Any) -> bytes:
    return encoded(scene(width, height), "JPEG", **options)


def exif(orientation: int = 1) -> bytes:
    """As a phone writes it: where, with what, whose."""
    data = Image.Exif()
    data[ExifTags.Base.Make] = "Canon EOS"
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Artist] = "owner@example.org"
    data[ExifTags.Base.BodySerialNumber] = "SN-48151623"
    data.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (50.0, 27.0, 0.36),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (30.0, 31.0, 24.24),
            ExifTags.GPS.GPSAreaInformation: "Lviv safe house",
        }
    )
    data.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "SN-48151623"
    return data.tobytes()


def telltale(kind: str) -> bytes:
    """A file of that kind with a secret in every place the kind has: EXIF, XMP, comments, text chunks, its tail."""
    image = scene()
    match kind:
        case "JPEG":
            data = encoded(image, kind, exif=exif(), xmp=XMP, comment=b"Lviv safe house")
        case "PNG":
            words = PngImagePlugin.PngInfo()
            words.add_text("Comment", "Lviv safe house")
            words.add_itxt("XML:com.adobe.xmp", XMP.decode())
            data = encoded(image, kind, exif=exif(), pnginfo=words)
        case "GIF":
            data = encoded(image, kind, comment=b"Lviv safe house")
        case _:
            data = encoded(image, kind, exif=exif(), xmp=XMP)
    return data + b"SN-48151623"


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels, in under 100 bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    frames = [scene(64, 48), scene(64, 48).rotate(180)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


WORDS = {
    "caption": "U.S. President Joe Biden meets with Ukraine's President Volodymyr Zelensky.",
    "photographer": "Saul Loeb",
    "agency": "AFP",
    "distributor": "Getty Images",
    "alt": "Two men in suits shake hands before a fireplace.",
}


def photo(data: bytes | None = None, **fields: Any) -> Photo:
    """A picture in the library, with the words of WORDS unless others are given."""
    return library.add(upload(jpeg() if data is None else data), **(WORDS | fields))
