"""
The corpus of xss.py through the gate: whatever is kept of it holds nothing that runs, asks elsewhere, or isn't ours.

What comes out is judged by a parser that has no part in the gate (libxml2, by way of lxml); Chromium judges it again in
tests/browser/test_xss.py.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from lxml import html as libxml

from core import html
from core.html import gate
from tests.core import xss

UID = "8c6976e5-b541-4415-bde9-08bd4dee15df"
# Where a payload may stand: alone, inside what we keep, in a value, and in something left open.
AROUND = {
    "alone": "{}",
    "in a paragraph": "<p>before {} after</p>",
    "in a table, in no cell": "<table>{}<tr>{}</table>",
    "in a title": '<abbr title="{}">x</abbr>',
    "in an address": '<a href="{}">x</a>',
    "in a bare value": "<p title={}>x</p>",
    "after a card": f'<aside class="nr-related" data-article="{UID}">{{}}</aside>',
    "in a card": f'<aside class="nr-related" data-article="{UID}" data-standfirst="{{}}"></aside>',
    "in a picture": '<figure data-photo="8" data-alt="{}" data-agency="{}"><figcaption>{}</figcaption></figure>',
    "in an embed": '<figure class="nr-embed" data-embed="{}"><figcaption>x</figcaption></figure>',
    "under an embed": '<figure data-embed="https://vimeo.com/76979871"><figcaption>{}</figcaption></figure>',
    "in a fact box": '<figure class="nr-facts"><figcaption>{}</figcaption><p>{}</p></figure>',
    "in a pull quote": '<figure class="nr-pull"><blockquote><p>{}</p></blockquote><figcaption>{}</figcaption></figure>',
    "in a tag left open": "<p {}",
    "after a comment left open": "<!-- {} --> {}",
    "written as words": "words {}",
}
# Allowed or not, none of these may ever be on a list of ours.
NEVER_TAGS = frozenset(
    "script style iframe frame frameset object embed applet base link meta form input button textarea select option "
    "svg math template noscript title noembed noframes xmp plaintext img image picture source video audio".split()
)
NEVER_ATTRIBUTES = frozenset(
    "style src srcset srcdoc action formaction data background poster ping target name form is slot nonce xmlns "
    "xlink:href manifest http-equiv content contenteditable autofocus popover".split()
)


def kept(payload: str) -> str | None:
    """What the gate keeps of it; None where it refuses the whole, in words."""
    try:
        return gate(payload)
    except ValidationError as refused:
        assert all(refused.messages)
        return None


def scheme(address: str) -> str:
    """As a browser reads it, https://url.spec.whatwg.org/#concept-basic-url-parser."""
    address = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(0x21)))))
    found = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    return found.group(1).lower() if found else ""


def faults(cleaned: str) -> list[str]:
    """Everything in it that no text of ours may have."""
    if not cleaned.strip():
        return []
    found = []
    for element in libxml.document_fromstring(f"<html><body><main>{cleaned}</main></body></html>").iter():
        if element.tag in ("html", "body", "main") and not element.attrib:
            continue
        if not isinstance(element.tag, str):
            found.append(f"a comment or an instruction: {element}")
            continue
        if element.tag not in html.ALLOWED_TAGS or element.tag in NEVER_TAGS:
            found.append(f"<{element.tag}>")
            continue
        for name, value in element.attrib.items():
            allowed = html.ALLOWED[element.tag] | html.ALLOWED["*"] | ({"rel"} if element.tag == "a" else set())
            if name not in allowed or name in NEVER_ATTRIBUTES or name.startswith("on"):
                found.append(f"<{element.tag} {name}>")
            if name in ("href", "cite", "data-embed"):
                address = urlsplit(value)
                elsewhere = value.startswith(("//", "/\\", "\\")) or (
                    scheme(value) in ("http", "https") and not address.netloc
                )
                if scheme(value) not in {"", *html.SCHEMES} or elsewhere:
                    found.append(f"<{element.tag} {name}={value!r}>")
            if name == "id" and not value.startswith(html.ID_PREFIX):
                found.append(f"id={value!r}")
            if name == "class" and not set(value.split()) <= html.ALLOWED_CLASSES.get(element.tag, frozenset()):
                found.append(f"class={value!r}")
            if name == "rel" and value != "external noopener":
                found.append(f"rel={value!r}")
    return found


@pytest.mark.parametrize("category", xss.CATEGORIES)
def test_of_no_payload_anything_is_kept_that_could_run(category):
    wrong = []
    for payload in xss.CATEGORIES[category]():
        for where, around in AROUND.items():
            cleaned = kept(around.replace("{}", payload))
            if cleaned is None:
                continue
            if found := faults(cleaned):
                wrong.append(f"{where}: {payload!r} became {cleaned!r}: {found}")
            if kept("".join(cleaned)) != cleaned:
                wrong.append(f"{where}: {payload!r} became {cleaned!r}, and something else when cleaned again")
    assert not wrong, "\n".join(wrong[:20])


def test_two_payloads_make_no_third():
    """One opens what the other closes."""
    payloads = [*xss.comments_left_open(), *xss.read_in_two_ways(), *xss.malformed()]
    wrong = []
    for step in (1, 7, 31):
        for one, other in zip(payloads, payloads[step:], strict=False):
            cleaned = kept(one + other)
            if cleaned and faults(cleaned):
                wrong.append(f"{one + other!r} became {cleaned!r}: {faults(cleaned)}")
    assert not wrong, "\n".join(wrong[:20])


def test_the_corpus_is_large_and_the_judge_is_strict():
    corpus = xss.corpus()
    assert len(corpus) > 2000
    # Most of what is in it would be found, were it let through.
    assert sum(1 for payload in corpus if not faults(payload)) < len(corpus) * 0.2
    for fine in ('<abbr title="x">a</abbr><a href="/x">b</a>', '<h2 id="t-x">a</h2>', '<p class="lede">a</p>'):
        assert faults(fine) == []


def test_what_holds_no_letter_of_a_tag_stays_as_it_was_typed():
    for words in (
        "{{7*7}}",
        "${alert(1)}",
        "%(headline)s {0}",
        "+ADw-script+AD4-",
        "\\x3cimg\\x3e",
        "'; DROP TABLE x; --",
    ):
        assert gate(f"<p>{words}</p>") == f"<p>{words}</p>"
