"""What a file says of itself fills what nobody typed; see also test_exiftool.py."""

import datetime as dt
import hashlib
import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from core import text
from photos import intake, library, metadata, renditions
from photos.metadata import iim, moments, xmp
from photos.models import Photo

from . import pictures

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "standards" / "IPTC-PhotometadataRef-Std2021.1.jpg"


def read(data: bytes) -> dict:
    return intake.read(io.BytesIO(data), name="x.jpg").words


def with_iim(fields: dict[tuple[int, int], bytes | list[bytes]], **options) -> bytes:
    """A JPEG with IPTC's older fields, as Photoshop stores them."""
    block = b""
    for (record, number), values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            block += bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value
    resource = b"8BIM\x04\x04\x00\x00" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
    return with_segment(pictures.jpeg(90, 60, **options), b"Photoshop 3.0\0" + resource)


def with_segment(data: bytes, content: bytes, marker: bytes = b"\xff\xed") -> bytes:
    return data[:2] + marker + (len(content) + 2).to_bytes(2, "big") + content + data[2:]


def packet(inside: str) -> bytes:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
        'xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {names}>{inside}'
        "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def test_the_older_fields_are_read_in_utf8():
    words = read(
        with_iim(
            {
                (1, 90): b"\x1b%G",
                (2, 120): "Рятувальники гасять пожежу в Харкові.".encode(),
                (2, 80): "Олена Ковальчук".encode(),
                (2, 110): "Укрінформ via Getty Images".encode(),
                (2, 116): "© 2026 Укрінформ".encode(),
                (2, 25): ["пожежа".encode(), "Харків".encode()],
                (2, 90): "Харків".encode(),
                (2, 55): b"20260328",
                (2, 60): b"061500+0200",
                (2, 40): "Лише для редакцій".encode(),
                (2, 37): b"20270101",
            }
        )
    )
    assert words == {
        "caption": "Рятувальники гасять пожежу в Харкові.",
        "photographer": "Олена Ковальчук",
        "agency": "Укрінформ",
        "distributor": "Getty Images",
        "copyright": "© 2026 Укрінформ",
        "keywords": "пожежа, Харків",
        "city": "Харків",
        "taken_at": dt.datetime(2026, 3, 28, 4, 15, tzinfo=dt.UTC),
        "usage_terms": "Лише для редакцій",
        "rights_end": dt.date(2027, 1, 1),
    }


@pytest.mark.parametrize(
    ("caption", "encoding", "marker"),
    [
        ("Ґанок їхнього будинку в Києві, Getty.", "cp1251", b""),
        ("Київ", "cp1251", b""),
        ("Żółta łódź", "utf-8", b""),
        ("Café à Genève, l'été; Müller.", "cp1252", b""),
        ("Ö", "cp1252", b""),
        ("Київ", "utf-8", b"\x1b%G"),
        ("Київ", "cp1251", b"\x1b%G"),  # a marker that isn't true
        ("Café", "cp1252", b"\x1b.A"),
        ("Київ", "iso8859-5", b"\x1b-L"),
        ("Plain words", "ascii", b""),
    ],
)
def test_the_encoding_is_the_marked_one_or_a_sane_guess(caption, encoding, marker):
    fields = {(2, 120): caption.encode(encoding)}
    assert read(with_iim(({(1, 90): marker} if marker else {}) | fields))["caption"] == caption


def test_a_letter_that_was_cut_in_two_is_left_out():
    cut = ("Київ" * 4).encode()[:31]
    assert read(with_iim({(1, 90): b"\x1b%G", (2, 80): cut}))["photographer"] == ("Київ" * 4)[:15]


def test_xmp_is_read_as_elements_lists_and_attributes():
    inside = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">They meet.</rdf:li>'
        '<rdf:li xml:lang="uk-UA">Вони зустрілися.</rdf:li></rdf:Alt></dc:description>'
        "<dc:creator><rdf:Seq><rdf:li>Saul Loeb</rdf:li><rdf:li>Olena Ko</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:Credit>AFP via Getty Images</photoshop:Credit>"
        "<dc:subject><rdf:Bag><rdf:li>summit</rdf:li><rdf:li>Kyiv</rdf:li></rdf:Bag></dc:subject>"
        '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial only</rdf:li></rdf:Alt>'
        "</xmpRights:UsageTerms><photoshop:Instructions>NO ARCHIVES</photoshop:Instructions>"
        "<plus:LicenseEndDate>2026-12-31</plus:LicenseEndDate>"
        '<ext:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><ext:City>Lviv</ext:City>'
        "<exif:GPSLatitude>50,27.0N</exif:GPSLatitude></rdf:li></rdf:Bag></ext:LocationCreated>"
    )
    data = pictures.jpeg(
        90, 60, xmp=packet(inside).replace(b'rdf:about=""', b'photoshop:DateCreated="2026-03-28T06:00"')
    )
    assert read(data) == {
        "caption": "They meet.",
        "photographer": "Saul Loeb, Olena Ko",
        "agency": "AFP",
        "distributor": "Getty Images",
        "keywords": "summit, Kyiv",
        "city": "Lviv",
        "usage_terms": "Editorial only\nNO ARCHIVES",
        "rights_end": dt.date(2026, 12, 31),
        "taken_at": dt.datetime(2026, 3, 28, 4, 0, tzinfo=dt.UTC),
    }


def test_of_a_text_in_several_languages_the_newsrooms_is_taken(settings):
    settings.LANGUAGE_CODE = "uk"
    inside = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">They meet.</rdf:li>'
        '<rdf:li xml:lang="uk-UA">Вони зустрілися.</rdf:li></rdf:Alt></dc:description>'
    )
    assert read(pictures.jpeg(90, 60, xmp=packet(inside)))["caption"] == "Вони зустрілися."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_format_that_carries_xmp_is_read(kind):
    data = pictures.encoded(pictures.scene(60, 40), kind, xmp=packet("<photoshop:City>Київ</photoshop:City>"))
    if kind == "PNG":
        from PIL import PngImagePlugin

        chunks = PngImagePlugin.PngInfo()
        chunks.add_itxt("XML:com.adobe.xmp", packet("<photoshop:City>Київ</photoshop:City>").decode())
        data = pictures.encoded(pictures.scene(60, 40), kind, pnginfo=chunks)
    assert read(data) == {"city": "Київ"}


def test_the_newer_field_goes_first_unless_an_old_program_wrote_last():
    inside = "<photoshop:City>Lviv</photoshop:City>"
    block = bytes((0x1C, 2, 90)) + (4).to_bytes(2, "big") + b"Kyiv"

    def resource(number: int, content: bytes) -> bytes:
        head = b"8BIM" + number.to_bytes(2, "big") + b"\0\0" + len(content).to_bytes(4, "big")
        return head + content + b"\0" * (len(content) % 2)

    for digest, city in [
        (hashlib.md5(block).digest(), "Lviv"),
        (b"x" * 16, "Kyiv"),
        (b"\0" * 16, "Lviv"),
    ]:
        segment = b"Photoshop 3.0\0" + resource(0x0404, block) + resource(0x0425, digest)
        assert read(with_segment(pictures.jpeg(90, 60, xmp=packet(inside)), segment))["city"] == city


def test_control_characters_are_cleaned_and_never_refused():
    words = read(
        with_iim(
            {(2, 120): b"Bell \x07 and\x00 null\rline\x0b", (2, 80): b"A\tB\x1f\nC", (2, 90): b"\x00\x00", (2, 5): b"x"}
        )
    )
    assert words == {"caption": "Bell  and null\nline", "photographer": "A B C"}
    broken = packet("<photoshop:City>Ky\x07iv&#x8;</photoshop:City>")
    assert read(pictures.jpeg(90, 60, xmp=broken)) == {"city": "Kyiv"}
    for code in (*range(0x20), 0x7F, 0x85, 0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0xD800):
        for several in (True, False):
            text.validate_characters(metadata.tidy(f"a{chr(code)}b", 100, several), one_line=not several)


def test_what_is_too_long_is_cut_and_kept():
    words = read(with_iim({(2, 80): ("Слово " * 100).encode(), (2, 25): [b"word"] * 900}))
    assert len(words["photographer"]) <= 200
    assert words["photographer"].endswith("Слово…")
    assert len(words["keywords"]) <= 1000


def test_the_camera_is_believed_about_the_time_and_nothing_else():
    exif = Image.Exif()
    exif[0x013B] = "owner@example.org"
    exif[0x8298] = "owner@example.org"
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA"
    exif.get_ifd(0x8769).update({0x9003: "2026:03:28 06:00:00", 0x9011: "+01:00", 0xA430: "owner@example.org"})
    assert read(pictures.jpeg(90, 60, exif=exif.tobytes())) == {"taken_at": dt.datetime(2026, 3, 28, 5, tzinfo=dt.UTC)}


@pytest.mark.parametrize(
    ("texts", "instant"),
    [
        (["2026-03-28T06:00:00+02:00"], "2026-03-28T04:00"),
        (["2026-03-28T06:00:00.250Z"], "2026-03-28T06:00"),
        (["20260328T060000-0500"], "2026-03-28T11:00"),
        (["2026:03:28 06:00:00"], "2026-03-28T04:00"),  # the newsroom's zone
        (["2026-07-28T06:00"], "2026-07-28T03:00"),
        (["2026-03-28"], "2026-03-27T22:00"),
        (["2026-03-28", "2026:03:28 06:00:00"], "2026-03-28T04:00"),
        (["2026-03-28T06:00:00", "2026:03:28 06:00:00-05:00"], "2026-03-28T11:00"),
        (["0000:00:00 00:00:00", "2026-03-28T06:00:00Z"], "2026-03-28T06:00"),
        (["2026-03-29T03:30:00"], "2026-03-29T01:30"),  # an hour that the clocks skip
    ],
)
def test_the_time_is_told_from_whatever_says_it(texts, instant):
    assert moments.taken(texts) == dt.datetime.fromisoformat(f"{instant}Z")


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "2026",
        "2026-03",
        "2026-02-31",
        "2026-03-28T25:00:00",
        "9999-12-31",
        "0001-01-01",
        "yesterday",
        "00000000",
        "2026-03-28T06:00:00+99:00",
    ],
)
def test_a_time_that_makes_no_sense_is_none(nonsense):
    assert moments.taken([nonsense]) is None


def test_words_survive_being_kept_as_json():
    words = {
        "caption": "Київ",
        "taken_at": dt.datetime(2026, 3, 28, 4, tzinfo=dt.UTC),
        "rights_end": dt.date(2026, 1, 1),
    }
    assert metadata.from_json(metadata.as_json(words)) == words


def test_a_packet_that_goes_out_reads_back():
    data = pictures.jpeg(60, 40, xmp=xmp.write('A & "B" <c>', "Київ]]>/AFP via X", "© 2026 Ґ"))
    assert read(data) == {
        "photographer": 'A & "B" <c>',
        "agency": "Київ]]>/AFP",
        "distributor": "X",
        "copyright": "© 2026 Ґ",
    }
    assert xmp.write("", "", "") == b""


@pytest.mark.skipif(not REFERENCE.exists(), reason="IPTC's reference picture is not on this machine")
class TestTheReferencePicture:
    def test_fills_what_it_should(self):
        assert read(REFERENCE.read_bytes()) == {
            "caption": "The description aka caption (ref2021.1)",
            "photographer": "Creator1 (ref2021.1)",
            "agency": "Credit Line (ref2021.1)",
            "copyright": "Copyright (Notice) 2021.1 IPTC - www.iptc.org (ref2021.1)",
            "keywords": "Keyword1ref2021.1, Keyword2ref2021.1, Keyword3ref2021.1",
            "city": "City (Core) (ref2021.1)",
            "taken_at": dt.datetime(2021, 10, 20, 21, 1, 1, tzinfo=dt.UTC),
            "usage_terms": "Rights Usage Terms (ref2021.1)\nAn Instruction (ref2021.1)",
            "alt": "This is the Alt Text description to support accessibility in 2021.1",
        }

    def test_its_older_fields_alone_say_the_same(self):
        with Image.open(REFERENCE) as image:
            found = iim.read(image)
        assert found["caption"] == "The description aka caption (ref2021.1)"
        assert found["photographer"] == "Creator1 (ref2021.1)"
        assert moments.taken([found["taken"]]) == dt.datetime(2021, 10, 20, 21, 1, 1, tzinfo=dt.UTC)

    @pytest.mark.django_db
    def test_no_public_byte_has_a_coordinate_or_more_than_the_credit(self):
        photo = library.add(pictures.upload(REFERENCE.read_bytes()))
        for one in renditions.every(photo):
            public = one.ensure().read_bytes()
            for secret in (
                b"GPS",
                b"48,16",
                b"48.275",
                b"16,20",
                b"City",
                b"Location",
                b"Licensor",
                b"Person",
                b"Exif",
            ):
                assert secret not in public, (one.name, secret)
            assert b"Creator1" in public
            assert b"Copyright (Notice) 2021.1 IPTC" in public


@pytest.mark.django_db
class TestTheLibrary:
    FILE = {(2, 120): b"From the file.", (2, 80): b"Saul Loeb", (2, 110): b"AFP via Getty Images", (2, 55): b"20260328"}

    def test_only_empty_fields_are_filled_and_what_the_file_said_is_kept(self):
        photo = library.add(pictures.upload(with_iim(self.FILE)), caption="Typed.", agency="")
        photo = Photo.objects.get(pk=photo.pk)
        assert (photo.caption, photo.credit) == ("Typed.", "Saul Loeb/AFP via Getty Images")
        assert photo.taken_at == dt.datetime(2026, 3, 27, 22, tzinfo=dt.UTC)
        assert photo.from_file["caption"] == "From the file."
        assert metadata.from_json(photo.from_file)["taken_at"] == photo.taken_at

    def test_a_file_that_says_nothing_leaves_everything_empty(self):
        photo = library.add(pictures.upload(pictures.telltale("JPEG")))
        assert (photo.from_file, photo.credit, photo.caption, photo.city) == ({}, "", "", "")
