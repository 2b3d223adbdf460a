"""
The HTML gate: every rich text passes it on its way to a table, whoever sends it.

The browser only proposes HTML; what is kept is decided here, by one allow-list. The editor's own configuration is made
from the same list (ALLOWED), so that it offers nothing which the gate then takes away.
"""

import re
import uuid
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import embeds, soup, text
from core.links import without_marks

MAX_BODY = 1_000_000  # characters; a novel has half of that
ID_PREFIX = "t-"  # the page's own ids never begin so

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Each tag with its own attributes; "*" are those of every tag. No style, no event handler, no img, no iframe:
# a picture is a figure that refers to the library (data-photo) and keeps its words, a card an aside that refers to a
# story (data-article), what stands elsewhere a figure with its address (data-embed). A figure of the class nr-gallery
# stands around several pictures (core/soup.py). articles/blocks.py draws them.
ALLOWED: dict[str, frozenset[str]] = {
    "*": frozenset({"class", "dir", "id", "lang"}),
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "aside": frozenset({"data-article", "data-standfirst"}),
    "b": frozenset(),
    "blockquote": frozenset({"cite"}),
    "br": frozenset(),
    "caption": frozenset(),
    "cite": frozenset(),
    "code": frozenset(),
    "em": frozenset(),
    "figcaption": frozenset(),
    "figure": frozenset(
        {"data-photo", "data-alt", "data-photographer", "data-agency", "data-distributor"} | {"data-embed"}
    ),
    "h2": frozenset(),
    "h3": frozenset(),
    "h4": frozenset(),
    "hr": frozenset(),
    "i": frozenset(),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start"}),
    "p": frozenset(),
    "pre": frozenset(),
    "q": frozenset({"cite"}),
    "s": frozenset(),
    "span": frozenset(),
    "strong": frozenset(),
    "sub": frozenset(),
    "sup": frozenset(),
    "table": frozenset(),
    "tbody": frozenset(),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "thead": frozenset(),
    "time": frozenset({"datetime"}),
    "tr": frozenset(),
    "u": frozenset(),
    "ul": frozenset(),
}
ALLOWED_TAGS = frozenset(ALLOWED) - {"*"}

# The classes that the stylesheet knows.
ALLOWED_CLASSES: dict[str, frozenset[str]] = {
    "aside": frozenset({"nr-related"}),
    "figure": frozenset({"nr-embed", "nr-facts", "nr-gallery", "nr-image", "nr-pull"}),
    "p": frozenset({"lede", "question", "answer", "note"}),
}

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}")
_PHOTO = re.compile(r"[1-9][0-9]{0,17}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_SPAN_OF_CELLS = re.compile(r"[1-9][0-9]?")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DATETIME = re.compile(r"[0-9A-Za-z :.+-]{1,40}")
# A "/" with another, or with a backslash (which browsers take for one), begins the name of somebody's host.
_OUR_PATH = re.compile(r"/(?![/\\])|\?")

# In what nh3 writes, attribute values are quoted and hold no angle bracket.
_LINK = re.compile(r'<a((?: [a-z-]+="[^"]*")*)>')
_HREF = re.compile(r' href="([^"]*)"')
_EMBED = re.compile(r'<figure [^<>]*?data-embed="([^"]*)"')
_EMPTY = re.compile(r"<(p|h[234])(?: [^<>]*)?>(?:[^\S\xa0]|&nbsp;|<br>|\u200b)*</\1>")
_AFTER_A_REFERENCE = re.compile(r"</aside>(?:\s|&nbsp;|\u200b)+")
_LINES_BEFORE_PRE = re.compile(r"(<pre[^<>]*>)\n+")
# A combining stroke on an angle bracket would be composed with it into another character.
_STROKE = re.compile("([<>])\u0338+")
_BRACKET = re.compile("([<>])")

# Cleaning mends broken nesting step by step; what isn't still after this many steps was made to be so.
_STEPS = 8


class CleanHTML(SafeString):
    """HTML that came out of the gate. Only gate() makes one; templates may print it as it is."""

    __slots__ = ()


def gate(html: str) -> CleanHTML:
    """
    What may be kept of `html`; the same again for what it has returned.

    Raises ValidationError, in words, for what is too long or too deeply nested, and for control characters.
    """
    if isinstance(html, CleanHTML):
        return html
    _check_length(html)
    text.validate_characters(html)
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    for _step in range(_STEPS):
        cleaned = _cleaned(html)
        _check_length(cleaned)
        if cleaned == html:
            return CleanHTML(cleaned)
        html = cleaned
    raise ValidationError(_("The formatting of this text can't be read. Paste it as plain text."), code="tangled")


def harmless(html: str) -> str:
    """
    What an editor may be given of a text that nobody has cleaned yet: what gate() keeps, and of what it refuses all but
    what could run, as long and with the characters that it has, so that somebody can mend it; too deep a one as words.
    """
    try:
        return gate(html)
    except ValidationError:
        pass
    try:
        return _allowed(soup.balanced(html, ALLOWED, _is_reference))
    except ValidationError:
        return escape(html)


def _check_length(html: str) -> None:
    if len(html) > MAX_BODY:
        raise ValidationError(
            _("The text has %(length)s characters with its formatting; %(limit)s is the most that can be kept."),
            code="too_long",
            params={
                "length": number_format(len(html), force_grouping=True),
                "limit": number_format(MAX_BODY, force_grouping=True),
            },
        )


def _cleaned(html: str) -> str:
    before = _normalised(html)
    html = soup.balanced(before, ALLOWED, _is_reference)
    _check_length(html)
    html = _allowed(html)
    # An entity may have stood for a control character: only now it can be seen.
    text.validate_characters(html)
    _check_embeds(html)
    html = _EMPTY.sub("", html)
    html = _AFTER_A_REFERENCE.sub("</aside>", html)
    html = _LINES_BEFORE_PRE.sub(r"\1", html)
    html = _LINK.sub(_with_rel, html)
    return (html if html == before else _normalised(html)).strip(" \t\n")


def _allowed(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes={tag: set(names) for tag, names in ALLOWED.items()},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _normalised(html: str) -> str:
    """NFC of what stands between angle brackets: composing across one would break the tag."""
    if text.is_nfc(html):
        return html
    return _STROKE.sub(r"\1", "".join(text.nfc(part) for part in _BRACKET.split(html)))


def _check_embeds(html: str) -> None:
    """Raise ValidationError for an address that can't be embedded: dropped, it would vanish without a word."""
    for found in _EMBED.finditer(html):
        address = unescape(found.group(1))
        if embeds.find(address) is None:
            raise ValidationError(embeds.refusal(address), code="embed")


def _is_reference(attributes: soup.Attributes) -> bool:
    return _article(attributes.get("data-article", "")) is not None


def _article(value: str) -> str | None:
    try:
        return str(uuid.UUID(value)) if len(value) <= 36 else None
    except ValueError:
        return None


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value to keep of an attribute that is allowed; None drops it."""
    match name:
        case "class":
            kept = [word for word in value.split() if word in ALLOWED_CLASSES.get(tag, ())]
            return " ".join(dict.fromkeys(kept)) or None
        case "id":
            return _own_id(value)
        case "href":
            return _href(value)
        case "cite":
            return value if _SCHEME.match(value) and _href(value) == value else None
        case "data-article":
            return _article(value)
        case "data-photo":
            return value if _PHOTO.fullmatch(value) else None
        case "data-embed":
            found = embeds.find(value)
            return found.address if found else value  # what is none is refused by _check_embeds()
        case "data-alt" | "data-standfirst" | "data-photographer" | "data-agency" | "data-distributor":
            return text.one_line(value) or None
        case "dir":
            return value.lower() if value.lower() in ("ltr", "rtl", "auto") else None
        case "lang":
            return value if _LANGUAGE.fullmatch(value) else None
        case "colspan" | "rowspan":
            return value if _SPAN_OF_CELLS.fullmatch(value) else None
        case "scope":
            return value if value in ("row", "col") else None
        case "start" | "value":
            return value if _NUMBER.fullmatch(value) else None
        case "datetime":
            return value if _DATETIME.fullmatch(value) else None
        case "reversed":
            return ""
        case _:  # title: words
            return value


def _own_id(value: str) -> str | None:
    if not _ID.fullmatch(value):
        return None
    return value if value.startswith(ID_PREFIX) else ID_PREFIX + value


def _href(value: str) -> str | None:
    """An address within the page, on this site, or with one of SCHEMES; None for any other."""
    # Browsers drop tabs and line breaks inside an address and trim spaces before reading it; so do we.
    value = without_marks(re.sub(r"[\t\n\r]", "", value).strip(" "))
    if value.startswith("#"):
        own = _own_id(value[1:])
        return "#" + own if own else None
    if scheme := _SCHEME.match(value):
        name = scheme.group(1).lower()
        if name not in SCHEMES:
            return None
        if name not in ("http", "https"):
            return value
        return value if re.match(r"//[^/\\]", value[scheme.end() :]) else None
    return value if _OUR_PATH.match(value) else None


def _with_rel(link: re.Match[str]) -> str:
    """
    A link that leads off the site says so (external: the stylesheet and readers' tools may show it) and gives the
    other page no handle on ours (noopener, should a template open it in a new tab). One of our own needs no rel.
    """
    href = _HREF.search(link.group(1))
    if href is None or not href.group(1)[:8].lower().startswith(("http://", "https://")):
        return link.group()
    host = re.split(r"[/?#\\]", href.group(1).split("//", 1)[1], maxsplit=1)[0].lower()
    if host == urlsplit(settings.NEWSROOM_SITE_URL).netloc.lower():
        return link.group()
    return f'<a{link.group(1)} rel="external noopener">'
