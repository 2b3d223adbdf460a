"""XMP, https://developer.adobe.com/xmp/docs/: read from a file that came in, written into those that go out."""

import re
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from django.conf import settings
from PIL import Image

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
IPTC_MORE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_BYTES = 2_000_000

# Ours, and where XMP may have it, the better place first.
FIELDS = {
    "alt": [IPTC + "AltTextAccessibility"],
    "caption": [DC + "description"],
    "city": [PHOTOSHOP + "City"],
    "copyright": [DC + "rights"],
    "credit": [PHOTOSHOP + "Credit"],
    "headline": [PHOTOSHOP + "Headline"],
    "instructions": [PHOTOSHOP + "Instructions"],
    "keywords": [DC + "subject"],
    "photographer": [DC + "creator"],
    "rights_end": [PLUS + "LicenseEndDate"],
    "source": [PHOTOSHOP + "Source"],
    "taken": [PHOTOSHOP + "DateCreated", EXIF + "DateTimeOriginal"],
    "usage_terms": [RIGHTS + "UsageTerms"],
}
# Characters that XML can't carry, raw or as a reference, which some programs write all the same.
_NO_XML = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.I
)

Properties = dict[str, list[tuple[str, str]]]  # by their names: values, each with its language


def read(image: Image.Image) -> dict[str, str]:
    """The fields by our names, as text; lists joined by commas. Raises anything on what is no XMP."""
    packet = image.info.get("xmp")
    if isinstance(packet, str):
        packet = packet.encode()
    if not isinstance(packet, bytes) or len(packet) > MOST_BYTES:
        return {}
    root = _parsed(packet)
    found = properties(root)
    words = {name: next((text for key in keys if (text := _text(found.get(key)))), "") for name, keys in FIELDS.items()}
    words["city"] = words["city"] or _city(root)
    return words


def _parsed(packet: bytes) -> Element:
    """Without entities, so that no bomb goes off."""
    packet = packet.strip(b"\0 \t\r\n")
    try:
        root: Element = ElementTree.fromstring(packet, forbid_dtd=True)
    except ParseError:
        root = ElementTree.fromstring(_NO_XML.sub(b"", packet), forbid_dtd=True)
    return root


def properties(root: Element) -> Properties:
    """The properties of the picture itself, not those of structures inside them."""
    found: Properties = {}
    rdf = root if root.tag == RDF + "RDF" else root.find(RDF + "RDF")
    for description in rdf.findall(RDF + "Description") if rdf is not None else ():
        for name, value in description.attrib.items():
            found.setdefault(name, []).append((value, ""))
        for child in description:
            boxes = [box for box in child if box.tag in (RDF + "Alt", RDF + "Bag", RDF + "Seq")]
            items = [item for box in boxes for item in box] if boxes else [child]
            values = [(item.text or "", item.get(LANGUAGE, "").lower()) for item in items]
            found.setdefault(str(child.tag), []).extend(values)
    return found


def _text(values: list[tuple[str, str]] | None) -> str:
    """Of one text in several languages the newsroom's, else the default one; of a list all."""
    values = [(text.strip(), language) for text, language in values or () if text.strip()]
    spoken = dict(reversed([(language, text) for text, language in values if language]))
    if not spoken:
        return ", ".join(dict.fromkeys(text for text, _language in values))
    wanted = settings.LANGUAGE_CODE
    ours = next((text for language, text in spoken.items() if language.split("-")[0] == wanted), "")
    return ours or spoken.get("x-default", "") or values[0][0]


def _city(root: Element) -> str:
    """Newer files name the city among the details of where a picture was made, or of what it shows."""
    for place in ("LocationCreated", "LocationShown"):
        for found in root.iter(IPTC_MORE + place):
            for inner in found.iter():
                city = inner.get(IPTC_MORE + "City") or (inner.text if inner.tag == IPTC_MORE + "City" else "")
                if city and city.strip():
                    return city.strip()
    return ""


def write(photographer: str, credit: str, copyright: str) -> bytes:
    """A packet with who is to be named for a picture and whose it is, and nothing else; b"" when nobody is known."""
    parts = [
        f"<dc:creator><rdf:Seq><rdf:li>{escape(photographer)}</rdf:li></rdf:Seq></dc:creator>" if photographer else "",
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(copyright)}</rdf:li></rdf:Alt></dc:rights>'
        if copyright
        else "",
        f"<photoshop:Credit>{escape(credit)}</photoshop:Credit>" if credit else "",
    ]
    if not any(parts):
        return b""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f'{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
