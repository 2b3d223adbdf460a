"""Files as photographers' programs write them, and ours as those programs read them: with exiftool, where it is."""

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from photos import library, renditions
from photos.models import Photo

from . import pictures

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed (libimage-exiftool-perl)"),
]

UKRAINIAN = {
    "caption": "Рятувальники гасять пожежу в Харкові після обстрілу, 28 березня 2026 року.",
    "photographer": "Олена Ковальчук",
    "agency": "Укрінформ",
    "distributor": "Getty Images",
    "copyright": "© 2026 Укрінформ. Усі права захищено.",
    "keywords": "пожежа, Харків, їжак, Ґудзик",
    "city": "Харків",
    "usage_terms": "Лише для редакційного використання.",
    "taken_at": dt.datetime(2026, 3, 28, 4, 15, tzinfo=dt.UTC),
}
SECRETS = [
    "-GPSLatitude=50.4501",
    "-GPSLatitudeRef=N",
    "-GPSLongitude=30.5234",
    "-GPSLongitudeRef=E",
    "-XMP-exif:GPSLatitude=50.4501",
    "-XMP-iptcExt:LocationCreatedSublocation=Lviv safe house",
    "-SerialNumber=SN-48151623",
    "-XMP-aux:SerialNumber=SN-48151623",
    "-OwnerName=owner@example.org",
    "-Make=Canon EOS",
]


def exiftool(*arguments: str) -> str:
    done = subprocess.run(["exiftool", "-q", "-m", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def written(folder: Path, kind: str, *arguments: str) -> bytes:
    file = folder / f"x.{kind.lower()}"
    file.write_bytes(pictures.encoded(pictures.scene(1000, 700), kind))
    exiftool("-overwrite_original", "-charset", "iptc=utf8", *arguments, str(file))
    return file.read_bytes()


def iptc(encoding: str = "UTF8") -> list[str]:
    keywords = [f"-IPTC:Keywords={word}" for word in UKRAINIAN["keywords"].split(", ")]
    return [
        *(["-IPTC:CodedCharacterSet=UTF8"] if encoding == "UTF8" else ["-charset", f"iptc={encoding}"]),
        f"-IPTC:Caption-Abstract={UKRAINIAN['caption']}",
        f"-IPTC:By-line={UKRAINIAN['photographer']}",
        "-IPTC:Credit=Укрінформ via Getty Images",
        f"-IPTC:CopyrightNotice={UKRAINIAN['copyright']}",
        f"-IPTC:City={UKRAINIAN['city']}",
        f"-IPTC:SpecialInstructions={UKRAINIAN['usage_terms']}",
        "-IPTC:DateCreated=2026:03:28",
        "-IPTC:TimeCreated=06:15:00+02:00",
        *keywords,
    ]


def xmp() -> list[str]:
    return [
        f"-XMP-dc:Description={UKRAINIAN['caption']}",
        f"-XMP-dc:Creator={UKRAINIAN['photographer']}",
        "-XMP-photoshop:Credit=Олена Ковальчук/Укрінформ via Getty Images",
        f"-XMP-dc:Rights={UKRAINIAN['copyright']}",
        f"-XMP-photoshop:City={UKRAINIAN['city']}",
        f"-XMP-xmpRights:UsageTerms={UKRAINIAN['usage_terms']}",
        "-XMP-photoshop:DateCreated=2026:03:28 06:15:00+02:00",
        *(f"-XMP-dc:Subject={word}" for word in UKRAINIAN["keywords"].split(", ")),
    ]


def taken_in(data: bytes, name: str) -> Photo:
    return Photo.objects.get(pk=library.add(pictures.upload(data, name)).pk)


def assert_is_ukrainian(photo: Photo) -> None:
    assert {name: getattr(photo, name) for name in UKRAINIAN} == UKRAINIAN
    assert photo.credit == "Олена Ковальчук/Укрінформ via Getty Images"


@pytest.mark.parametrize("encoding", ["UTF8", "Cyrillic"])
def test_ukrainian_fields_of_the_older_kind_fill_the_form(tmp_path, encoding):
    assert_is_ukrainian(taken_in(written(tmp_path, "JPEG", *iptc(encoding), *SECRETS), "x.jpg"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_ukrainian_fields_of_the_newer_kind_fill_the_form(tmp_path, kind):
    assert_is_ukrainian(taken_in(written(tmp_path, kind, *xmp(), *SECRETS), f"x.{kind.lower()}"))


def test_public_files_name_the_credit_and_copyright_and_tell_nothing_else(tmp_path):
    data = written(tmp_path, "JPEG", *iptc(), *xmp(), *SECRETS)
    assert b"SN-48151623" in data
    photo = taken_in(data, "x.jpg")
    for one in renditions.every(photo):
        public = one.ensure().read_bytes()
        assert b"SN-48151623" not in public
        assert b"Lviv safe house" not in public
        (told,) = json.loads(exiftool("-json", "-G1", "-a", "-n", str(one.path)))
        assert told["XMP-photoshop:Credit"] == "Олена Ковальчук/Укрінформ via Getty Images", one.name
        assert told["XMP-dc:Rights"] == UKRAINIAN["copyright"]
        assert told["XMP-dc:Creator"] == UKRAINIAN["photographer"]
        groups = {key.partition(":")[0] for key in told}
        assert not groups & {"GPS", "ExifIFD", "IFD0", "IPTC", "Photoshop", "Canon", "XMP-exif", "XMP-aux"}
        assert not [key for key in told if "GPS" in key or "Location" in key or "Serial" in key or "Owner" in key]
