"""
Files that are broken, or made to break something: (name, bytes, what must become of it), by the hundred.

"refused": in words. "taken": as a picture. "either": one of the two, never an error. Everything is generated here, the
random parts from a fixed seed.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms, PngImagePlugin

from . import pictures
from .test_metadata import packet, with_iim, with_segment

Case = tuple[str, bytes, str]
REFUSED, TAKEN, EITHER = "refused", "taken", "either"
# Whatever else a file carries, none of it may come out again.
PAYLOADS = (b"<script>alert(1)</script>", b"<?php system($_GET[0]);", b"/*PAYLOAD*/")
FORMATS = {
    "jpeg": ("JPEG", {}),
    "progressive": ("JPEG", {"progressive": True}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {}),
    "webp-lossless": ("WEBP", {"lossless": True}),
    "avif": ("AVIF", {}),
    "gif": ("GIF", {}),
}


def sample(kind: str, size: tuple[int, int] = (160, 120)) -> bytes:
    name, options = FORMATS[kind]
    return pictures.encoded(Image.effect_noise(size, 80).convert("RGB"), name, **options)


def strangers() -> Iterator[Case]:
    """What is no picture of ours at all."""
    chance = random.Random(1)
    for length in (0, 1, 2, 3, 8, 100, 5000):
        yield f"random bytes, {length}", chance.randbytes(length), REFUSED
        yield f"zeros, {length}", b"\0" * length, REFUSED
        yield f"0xFF, {length}", b"\xff" * length, REFUSED
    for kind in (
        "BMP",
        "TIFF",
        "ICO",
        "PPM",
        "PCX",
        "TGA",
        "JPEG2000",
        "PDF",
        "DDS",
        "ICNS",
        "SGI",
        "IM",
        "QOI",
        "EPS",
    ):
        try:
            yield kind, pictures.encoded(pictures.scene(64, 64), kind), REFUSED
        except (KeyError, OSError):
            continue  # this Pillow can't write it
    yield "page", b"<!doctype html>" + PAYLOADS[0], REFUSED
    yield "drawing", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', REFUSED
    yield "drawing with entities", b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'x'>]><svg>&a;</svg>", REFUSED
    yield "photoshop", b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, 90000, 90000, 8, 3) + b"\0" * 99, REFUSED
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99, REFUSED
    yield "film", b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + b"\0" * 99, REFUSED
    yield "program", b"MZ" + b"\0" * 500, REFUSED
    yield "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", REFUSED
    for name, magic in {
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "png": b"\x89PNG\r\n\x1a\n",
        "gif": b"GIF89a",
        "webp": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        "avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    }.items():
        yield f"only the beginning of a {name}", magic, REFUSED
        yield f"the beginning of a {name} and noise", magic + chance.randbytes(4000), REFUSED


def cut_off() -> Iterator[Case]:
    for kind in FORMATS:
        data = sample(kind)
        for part in range(1, 25):
            yield f"{kind} cut off at {part}/25", data[: len(data) * part // 25], REFUSED
        for missing in (1, 2, 3, 8, 12):
            yield f"{kind} without its last {missing} bytes", data[:-missing], EITHER
        yield f"{kind} without its beginning", data[7:], REFUSED
        yield f"{kind} behind other bytes", b"\n\n" + data, REFUSED
        yield f"{kind} with a tail", data + b"tail" * 999, TAKEN


def damaged() -> Iterator[Case]:
    chance = random.Random(2)
    for kind in FORMATS:
        data = sample(kind, (64, 48))
        for number in range(25):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 12)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            yield f"{kind} with broken bytes, {number}", bytes(broken), EITHER
        for number in range(8):
            place, length = chance.randrange(len(data)), chance.randint(1, 200)
            yield f"{kind} with a hole, {number}", data[:place] + b"\0" * length + data[place + length :], EITHER
            yield f"{kind} with a gap, {number}", data[:place] + data[place + length :], EITHER
            yield f"{kind} with a stutter, {number}", data[:place] + data[place - length : place] + data[place:], EITHER


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, depth: int, colour: int, raw: bytes, *more: bytes, interlace: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    body = png_chunk(b"IHDR", header) + b"".join(more) + png_chunk(b"IDAT", zlib.compress(raw, 9))
    return b"\x89PNG\r\n\x1a\n" + body + png_chunk(b"IEND", b"")


def vast_png(width: int, height: int) -> bytes:
    """Transparent black, made row by row, so that making it takes no memory itself."""
    packer, row = zlib.compressobj(1), bytes(1 + 4 * width)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def with_jpeg_size(data: bytes, width: int, height: int) -> bytes:
    place = min(found for found in (data.find(b"\xff\xc0"), data.find(b"\xff\xc2")) if found > 0)
    return data[: place + 5] + struct.pack(">HH", height, width) + data[place + 9 :]


def oversized() -> Iterator[Case]:
    """Headers that promise what isn't there, or nothing at all."""
    vast = [(0, 0), (0, 10), (10, 0), (65535, 65535), (65535, 2000), (2000, 65535), (40000, 10), (12000, 12000)]
    for width, height in vast:
        for kind in ("jpeg", "progressive"):
            yield f"{kind} of {width} × {height}", with_jpeg_size(sample(kind), width, height), REFUSED
        yield f"png of {width} × {height}", pictures.png_header(width, height), REFUSED
        gif = sample("gif")
        yield f"gif of {width} × {height}", gif[:6] + struct.pack("<HH", width, height) + gif[10:], EITHER
        avif = sample("avif")
        place = avif.find(b"ispe") + 8
        changed = avif[:place] + struct.pack(">II", width, height) + avif[place + 8 :]
        yield f"avif of {width} × {height}", changed, REFUSED
    for width, height in [(2**31 - 1, 1), (1, 2**31 - 1), (2**31 - 1, 2**31 - 1), (2**32 - 1, 2**32 - 1)]:
        yield f"png of {width} × {height}", pictures.png_header(width, height), REFUSED
    for width, height in [(16384, 16384), (2**24, 1), (1, 2**24), (2**24, 2**24)]:
        body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + (width - 1).to_bytes(3, "little")
        body += (height - 1).to_bytes(3, "little") + sample("webp")[12:]
        yield f"webp of {width} × {height}", b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body, REFUSED
    yield "jpeg of one row more than it has", with_jpeg_size(sample("jpeg"), 160, 121), EITHER
    yield "jpeg of ten times the rows it has", with_jpeg_size(sample("jpeg"), 160, 1200), EITHER


def bombs() -> Iterator[Case]:
    """Small on the disk; as much as we take, or more, in memory or time."""
    yield "png of 100 million black pixels", png(10_000, 10_000, 1, 0, b"\0" * (1251 * 10_000)), TAKEN
    yield "png of 100 million pixels with a palette", pictures.encoded(Image.new("P", (10_000, 10_000)), "PNG"), TAKEN
    yield "gif of 100 million pixels", pictures.encoded(Image.new("P", (10_000, 10_000)), "GIF"), TAKEN
    yield "jpeg of 99 million pixels", pictures.encoded(Image.new("L", (9_900, 10_000)), "JPEG"), TAKEN
    yield "png of 100 million transparent pixels", vast_png(10_000, 10_000), TAKEN
    for kind, size, options in [
        ("JPEG", (8_900, 8_900), {"progressive": True, "subsampling": 0}),
        ("AVIF", (6_400, 5_000), {"speed": 10}),
    ]:
        yield f"{kind} as large as it may be", pictures.encoded(Image.new("RGB", size, "brown"), kind, **options), TAKEN
    yield "webp of 32 million pixels", pictures.encoded(Image.new("RGB", (6_400, 5_000)), "WEBP"), TAKEN
    yield "webp of 40 million pixels", pictures.encoded(Image.new("RGB", (8_000, 5_000)), "WEBP"), REFUSED
    yield "png of a line", png(30_000, 1, 8, 0, b"\0" * 30_001), TAKEN
    scans = pictures.encoded(Image.new("RGB", (8_000, 8_000), "brown"), "JPEG", progressive=True)
    last = scans[scans.rfind(b"\xff\xda") : -2]
    yield "jpeg of a thousand scans", scans[:-2] + last * 1_000 + b"\xff\xd9", REFUSED
    small = pictures.encoded(Image.new("RGB", (400, 400), "brown"), "JPEG", progressive=True)
    last = small[small.rfind(b"\xff\xda") : -2]
    yield "small jpeg of a million scans", small[:-2] + last * 1_000_000 + b"\xff\xd9", REFUSED
    text = zlib.compress(b"A" * 60_000_000, 9)
    picture = b"\0" * (91 * 60)
    yield (
        "png with a text that unpacks to 60 MB",
        png(90, 60, 8, 0, picture, png_chunk(b"zTXt", b"x\0\0" + text)),
        EITHER,
    )
    yield (
        "png with XMP that unpacks to 60 MB",
        png(90, 60, 8, 0, picture, png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + text)),
        EITHER,
    )
    yield (
        "png with a profile that unpacks to 60 MB",
        png(90, 60, 8, 0, picture, png_chunk(b"iCCP", b"x\0\0" + text)),
        EITHER,
    )
    yield "png with more pixels than its size", png(90, 60, 8, 0, b"\0" * 50_000_000), EITHER
    yield "png with fewer pixels than its size", png(90, 60, 8, 0, b"\0" * 100), REFUSED
    many = b"".join(png_chunk(b"tEXt", b"k%d\0v" % number) for number in range(50_000))
    yield "png with 50,000 texts", png(90, 60, 8, 0, picture, many), EITHER
    jpeg = sample("jpeg")
    for _ in range(200):
        jpeg = with_segment(jpeg, b"\0" * 60_000, b"\xff\xe5")
    yield "jpeg with 12 MB before its pixels", jpeg, TAKEN


def polyglots() -> Iterator[Case]:
    """A picture to us, something else to somebody else."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("x.html", PAYLOADS[0])
    for kind in FORMATS:
        yield f"{kind} and archive", sample(kind) + archive.getvalue(), TAKEN
        for payload in PAYLOADS:
            yield f"{kind} and {payload[:6].decode()}", sample(kind) + payload, TAKEN
    scene = pictures.scene(90, 60)
    for payload in PAYLOADS:
        name = payload[:6].decode()
        yield f"jpeg with {name} in its comment", pictures.encoded(scene, "JPEG", comment=payload), TAKEN
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", payload.decode())
        yield f"png with {name} in its text", pictures.encoded(scene, "PNG", pnginfo=words), TAKEN
        yield f"gif with {name} in its comment", pictures.encoded(scene, "GIF", comment=payload), TAKEN
        yield f"jpeg with {name} in its caption", with_iim({(2, 120): payload, (2, 90): payload}), TAKEN
        exif = Image.Exif()
        exif[0x010E] = exif[0x013B] = payload.decode()
        for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
            yield f"{kind} with {name} in its EXIF", pictures.encoded(scene, kind, exif=exif.tobytes()), TAKEN
    script = sample("gif")
    yield "gif that is a script", b"GIF89a/*" + script[8:10] + script[10:] + b"*/=1;" + PAYLOADS[2], EITHER
    yield "page behind a picture's first bytes", b"\xff\xd8\xff" + PAYLOADS[0], REFUSED
    yield "pdf with a picture in it", b"%PDF-1.4\n" + sample("jpeg"), REFUSED


def moving() -> Iterator[Case]:
    for kind in ("GIF", "WEBP", "AVIF", "PNG"):
        yield f"moving {kind}", pictures.moving(kind), REFUSED
    frames = [pictures.scene(90, 60)] * 2
    yield (
        "phone's jpeg of two pictures",
        pictures.encoded(frames[0], "MPO", save_all=True, append_images=frames[1:]),
        TAKEN,
    )
    mpo = pictures.encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])
    yield "phone's jpeg whose second picture is cut off", mpo[: len(mpo) * 3 // 4], EITHER


def odd_but_fine() -> Iterator[Case]:
    scene = pictures.scene(90, 60)
    for mode in ("L", "RGB", "CMYK", "1"):
        yield f"jpeg in {mode}", pictures.encoded(scene.convert(mode), "JPEG"), TAKEN
    for mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "I"):
        try:
            yield f"png in {mode}", pictures.encoded(scene.convert("L").convert(mode), "PNG"), TAKEN
        except (OSError, ValueError):
            continue
    for depth, colour, channels in [
        (16, 0, 1),
        (16, 2, 3),
        (16, 4, 2),
        (16, 6, 4),
        (8, 4, 2),
        (8, 6, 4),
        (2, 0, 1),
        (4, 0, 1),
    ]:
        row = b"\0" + bytes(-(-90 * channels * depth // 8))
        yield f"png of {depth} bits in colour type {colour}", png(90, 60, depth, colour, row * 60), TAKEN
    for depth in (1, 2, 4, 8):
        palette = png_chunk(b"PLTE", bytes(range(3 * 2**depth % 256)) or bytes(3)) + png_chunk(b"tRNS", b"\0\x80")
        row = b"\0" + bytes(-(-90 * depth // 8))
        yield f"png with a palette of {depth} bits", png(90, 60, depth, 3, row * 60, palette), TAKEN
    yield "png without its palette", png(90, 60, 8, 3, b"\0" * (91 * 60)), EITHER
    yield (
        "png whose pixels are beyond its palette",
        png(90, 60, 8, 3, b"\0" + b"\xff" * 90 + b"\0" * (91 * 59), png_chunk(b"PLTE", bytes(3))),
        EITHER,
    )
    yield "png of a depth that isn't", png(90, 60, 3, 2, b"\0" * 9999), REFUSED
    yield "png of a colour type that isn't", png(90, 60, 8, 5, b"\0" * 9999), REFUSED
    yield "png with a broken checksum", (data := sample("png"))[:29] + b"\0\0\0\0" + data[33:], REFUSED
    for size in [(1, 1), (1, 3000), (3000, 1), (2, 2), (7, 11)]:
        for kind in FORMATS:
            yield f"{kind} of {size[0]} × {size[1]}", sample(kind, size), TAKEN
    for options in (
        {"quality": 1},
        {"quality": 100},
        {"subsampling": 0},
        {"subsampling": 2},
        {"restart_marker_blocks": 1},
    ):
        yield f"jpeg with {options}", pictures.encoded(scene, "JPEG", **options), TAKEN
    yield "gif of one frame with a delay", pictures.encoded(scene, "GIF", duration=500), TAKEN
    yield "interlaced gif", pictures.encoded(scene, "GIF", interlace=1), TAKEN
    yield "webp with transparency", pictures.encoded(scene.convert("RGBA"), "WEBP"), TAKEN
    yield "avif with transparency", pictures.encoded(scene.convert("RGBA"), "AVIF"), TAKEN


def bad_metadata() -> Iterator[Case]:
    """Around pixels that are fine. A picture isn't lost for it, where the decoder can go on."""
    scene, chance = pictures.scene(90, 60), random.Random(3)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xmp = {
        "empty": b"",
        "nothing but spaces": b" " * 5000,
        "no XML": b"<<<<>>>> not xml",
        "random": chance.randbytes(3000),
        "cut off": packet("<photoshop:City>Kyiv</photoshop:City>")[:200],
        "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode(),
        "quadratic": b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 20000 + b'">]><x>' + b"&a;" * 3000 + b"</x>",
        "another file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "another machine": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
        "deep": b"<a>" * 9000 + b"</a>" * 9000,
        "wide": packet("<photoshop:City>Kyiv</photoshop:City>" * 900),
        "in UTF-16": packet("<photoshop:City>Kyiv</photoshop:City>").decode().encode("utf-16"),
        "of zeros": packet("<photoshop:City>Ky\0iv</photoshop:City>"),
        "nested where none belongs": packet("<photoshop:City><a><b>Kyiv</b></a></photoshop:City>"),
        "a list in a list": packet("<photoshop:City><rdf:Bag><rdf:li><rdf:Bag/></rdf:li></rdf:Bag></photoshop:City>"),
    }
    for name, data in xmp.items():
        yield f"jpeg with XMP: {name}", pictures.encoded(scene, "JPEG", xmp=data), TAKEN
        if data:
            yield f"webp with XMP: {name}", pictures.encoded(scene, "WEBP", xmp=data), TAKEN
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", (b"<a>" * 500_000 + b"</a>" * 500_000).decode(), zip=True)
    yield "png with XMP 500,000 deep", pictures.encoded(scene, "PNG", pnginfo=words), EITHER

    base = pictures.encoded(scene, "JPEG")
    blocks = {
        "cut off in its name": b"Photoshop 3.0\x008BI",
        "cut off in its length": b"Photoshop 3.0\x008BIM\x04\x04\0\0\0",
        "longer than it is": b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff\x1c\x02\x78",
        "of length zero": b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0",
        "with a long name": b"Photoshop 3.0\x008BIM\x04\x04\xff" + b"n" * 300,
        "random": b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\x0f\xa0" + chance.randbytes(4000),
        "no block": b"Photoshop 3.0\0" + chance.randbytes(400),
    }
    for name, data in blocks.items():
        yield f"jpeg with an IPTC block {name}", with_segment(base, data), EITHER
    for name, value in {
        "with a length of its length": b"\x1c\x02\x78\x80\x04\xff\xff\xff\xff",
        "with a field longer than the block": b"\x1c\x02\x78\x7f\xff" + b"x" * 10,
        "out of step": b"\0\x1c\x02\x78\0\x01x",
        "of 8,000 fields": b"\x1c\x02\x19\0\x01x" * 8000,
        "of record 0": b"\x1c\x00\x00\0\x01x",
    }.items():
        value += b"\0" * (len(value) % 2)
        data = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(value)) + value
        yield f"jpeg with IPTC {name}", with_segment(base, data), TAKEN
    for marker in (b"\x1b%G", b"\x1b%/I", b"\x1b", b"\0", b"\xff\xff", b""):
        fields = {(1, 90): marker, (2, 120): chance.randbytes(300), (2, 80): b"\xff\xfe\0K", (2, 55): b"99999999"}
        yield f"jpeg with IPTC in {marker!r}", with_iim(fields), TAKEN

    for order in (b"II*\0", b"MM\0*"):
        pack = "<" if order[:1] == b"I" else ">"
        loop = order + struct.pack(f"{pack}I", 8) + struct.pack(f"{pack}HHHIII", 1, 0x8769, 4, 1, 8, 8)
        vast = order + struct.pack(f"{pack}I", 8) + struct.pack(f"{pack}HHHIII", 1, 0x010E, 2, 2**32 - 1, 8, 0)
        many = order + struct.pack(f"{pack}I", 8) + struct.pack(f"{pack}H", 65535) + b"\x01" * 30000
        turn = order + struct.pack(f"{pack}I", 8) + struct.pack(f"{pack}HHHIHHI", 1, 0x0112, 3, 1, 99, 0, 0)
        for name, data in {
            "in a loop": loop,
            "of vast length": vast,
            "of 65,535 tags": many,
            "turned 99": turn,
        }.items():
            yield f"jpeg with EXIF {name} ({pack})", pictures.encoded(scene, "JPEG", exif=b"Exif\0\0" + data), TAKEN
            yield f"webp with EXIF {name} ({pack})", pictures.encoded(scene, "WEBP", exif=b"Exif\0\0" + data), EITHER
    yield "jpeg with random EXIF", pictures.encoded(scene, "JPEG", exif=b"Exif\0\0" + chance.randbytes(900)), TAKEN

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profiles = {
        "random": chance.randbytes(3000),
        "cut off": srgb[:300],
        "of greys": srgb.replace(b"RGB ", b"GRAY"),
        "in Lab": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
        "that says it is vast": b"\xff\xff\xff\xff" + srgb[4:],
        "of 5 MB": srgb + b"\0" * 5_000_000,
        "of nothing but tags": srgb[:128] + b"\xff\xff\xff\xff" + b"\1" * 5000,
    }
    for name, profile in profiles.items():
        for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
            yield f"{kind} with a profile {name}", pictures.encoded(scene, kind, icc_profile=profile), EITHER
        yield (
            f"CMYK jpeg with a profile {name}",
            pictures.encoded(scene.convert("CMYK"), "JPEG", icc_profile=profile),
            EITHER,
        )


GROUPS = {
    made.__name__: made
    for made in (
        strangers,
        cut_off,
        damaged,
        oversized,
        bombs,
        polyglots,
        moving,
        odd_but_fine,
        bad_metadata,
    )
}
