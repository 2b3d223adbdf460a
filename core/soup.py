"""
HTML of any kind as a short, balanced stream of the tags we know, before the real parser sees it.

An HTML5 parser takes time that grows with the square of the depth of open tags, and of the attributes of one tag, so
both are bounded here, in one linear reading. Only known tags come out, each closed where it must be, with known
attributes in quotes; so what the parser sees is no deeper than what was counted here, whatever the input pretended
with comments, scripts, void tags or tags left open. Nothing here makes text safe: that is the gate's (core/html.py).
"""

import re
from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_DEPTH = 100

# Most tags of most texts: read at once, to the same end as by the steps below.
_PLAIN_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)>")
_TAG_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)            # its name
        (?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?  # its value
    """,
    re.VERBOSE,
)
_END_OF_TAG = re.compile(r"[\s/=]*>")

_LONE_AMPERSAND = re.compile("&(?![a-zA-Z#])")

VOID = frozenset({"br", "hr"})
# Elements that mean the same, or nearly, as one we keep. A block we don't know is still the end of a paragraph:
# "one</div><div>two" must not become "onetwo".
RENAMED: Mapping[str, str] = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "strike": "s",
    "del": "s",
    "ins": "u",
    "tt": "code",
    "tfoot": "tbody",
    **dict.fromkeys(
        {"address", "article", "center", "dd", "details", "dialog", "div", "dt", "fieldset", "footer", "form"}
        | {"header", "hgroup", "legend", "main", "nav", "section", "summary"},
        "p",
    ),
}
# What stands between these tags is not words.
_WITH_CONTENT = frozenset(
    {"script", "style", "iframe", "noembed", "noframes", "title", "textarea", "xmp"}
    | {"svg", "math", "template", "select", "object", "applet", "audio", "video"}
)
_END_OF_CONTENT = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE) for name in _WITH_CONTENT}

_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4"})
_ENDS_A_PARAGRAPH = _PARAGRAPHS | {"ul", "ol", "blockquote", "hr", "table", "figure", "figcaption", "pre", "caption"}
_TABLE_PARTS: Mapping[str, frozenset[str]] = {
    "td": frozenset({"td", "th", "caption"}),
    "th": frozenset({"td", "th", "caption"}),
    "tr": frozenset({"tr", "caption"}),
    "tbody": frozenset({"thead", "tbody", "caption"}),
    "thead": frozenset({"thead", "tbody", "caption"}),
    "caption": frozenset({"caption"}),
}
# An end tag never reaches past these, nor does a new paragraph end one outside of them.
_WALLS = frozenset({"table", "td", "th", "caption"})
# Elements that HTML ends by itself, or that hold nothing: however many there are, they lie beside one another.
_NEVER_DEEP = frozenset(
    {"area", "base", "basefont", "bgsound", "body", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "html"}
    | {"image", "img", "input", "keygen", "link", "meta", "optgroup", "option", "param", "rb", "rp", "rt", "rtc"}
    | {"source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"}
)
_WITHOUT_WORDS = frozenset({"table", "thead", "tbody", "tr"})
# A figure of figures, among the open tags. It holds pictures alone, and so many; whatever else comes ends it.
_GALLERY = "gallery"
MOST_PICTURES = 30

Attributes = dict[str, str]


def is_gallery(attributes: Attributes) -> bool:
    """Whether a figure with these attributes is one around pictures, and refers to nothing itself."""
    return "nr-gallery" in attributes.get("class", "").split() and not attributes.keys() & {"data-photo", "data-embed"}


class _Soup:
    def __init__(self, html: str, known: Mapping[str, frozenset[str]], reference: Callable[[Attributes], bool]) -> None:
        self.html = html
        self.known = known
        self.reference = reference
        self.out: list[str] = []
        self.open: list[str] = []  # names; "" for a span that says nothing and was left out, _GALLERY for a figure
        self.gallery, self.pictures = 0, 0  # where in `out` the last one begins, and how many it has
        self.dissolved = 0  # how many that we don't keep, or not as they are, stand open
        self.never_again: set[str] = set()  # ends that were looked for and do not come any more

    def read(self) -> str:
        html, at = self.html, 0
        while (lt := html.find("<", at)) >= 0:
            self._text(html[at:lt])
            at = self._markup(lt)
        self._text(html[at:])
        while self.open:
            self._pop()
        return "".join(self.out)

    def _text(self, words: str) -> None:
        if words:
            if not words.isspace():
                self._in_a_gallery(picture=False)
                self._in_a_cell()
            self.out.append(_LONE_AMPERSAND.sub("&amp;", words) if "&" in words else words)

    def _in_a_cell(self) -> None:
        """
        What stands in a table but in no cell gets one of its own.

        A parser would move it before the table, piece by piece, at a cost that grows with the square of the pieces.
        """
        if self.open and self.open[-1] in _WITHOUT_WORDS:
            for name in ("tr", "td")[self.open[-1] == "tr" :]:
                self.open.append(name)
                self.out.append(f"<{name}>")

    def _markup(self, lt: int) -> int:
        """Read what begins with the "<" at `lt`; where to read on."""
        if plain := _PLAIN_TAG.match(self.html, lt):
            name = plain.group(2)
            if plain.group(1):
                self._end(name)
            elif name in _WITH_CONTENT:
                return self._past_content(name, plain.end())
            else:
                self._dissolve(name)
                self._start(RENAMED.get(name, name), {})
            return plain.end()
        following = self.html[lt + 1 : lt + 2]
        if following == "!" and self.html.startswith("<!--", lt):
            return self._past("-->", lt, lt + 2)
        if following in ("!", "?"):
            return self._past(">", lt, lt + 1)
        if following == "/" and (name := _TAG_NAME.match(self.html, lt + 2)):
            past = self._past(">", lt, name.end())
            if past > lt + 1:
                self._end(name.group().lower())
            return past
        if name := _TAG_NAME.match(self.html, lt + 1):
            return self._start_tag(lt, name.group().lower(), name.end())
        self._text("&lt;")
        return lt + 1

    def _past(self, end: str, lt: int, at: int) -> int:
        """Behind the next `end`; where there is none, the "<" was only a character."""
        if end not in self.never_again:
            found = self.html.find(end, at)
            if found >= 0:
                return found + len(end)
            self.never_again.add(end)
        self._text("&lt;")
        return lt + 1

    def _start_tag(self, lt: int, name: str, at: int) -> int:
        written, name = name, RENAMED.get(name, name)
        own, common = self.known.get(name, frozenset()), self.known["*"]
        attributes: Attributes = {}
        while not (end := _END_OF_TAG.match(self.html, at)):
            found = _ATTRIBUTE.match(self.html, at)
            if not found:  # the text ends within the tag: a browser shows nothing of it either
                return len(self.html)
            attribute, value = found.group(1).lower(), found.group(2) or ""
            if (attribute in own or attribute in common) and attribute not in attributes:
                quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
                attributes[attribute] = (value[1:-1] if quoted else value).replace('"', "&quot;")
            at = found.end()
        if name in _WITH_CONTENT:
            return self._past_content(name, end.end())
        if "/" not in end.group():
            self._dissolve(written)
        self._start(name, attributes)
        return end.end()

    def _dissolve(self, name: str) -> None:
        """Count the beginning of an element of which nothing is left."""
        if self._dissolves(name):
            self.dissolved += 1
            self._check_depth(self.dissolved)

    def _dissolves(self, name: str) -> bool:
        """Whether nothing of its own is left of the element, which a browser would nest all the same."""
        if name in _NEVER_DEEP:
            return False
        return name == "aside" or RENAMED.get(name, "p" if name not in self.known else "") == "p"

    def _check_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise ValidationError(
                _("The text has more than %(depth)s layers of formatting inside each other. Paste it as plain text."),
                code="too_deep",
                params={"depth": MAX_DEPTH},
            )

    def _past_content(self, name: str, at: int) -> int:
        if name not in self.never_again:
            if end := _END_OF_CONTENT[name].search(self.html, at):
                return end.end()
            self.never_again.add(name)
        return at

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in self.known:
            self._in_a_gallery(picture=name == "figure" and "data-photo" in attributes)
        if name == "aside":
            if self.reference(attributes):
                # A reference is empty: the card is put there when the page is read. What stood in it comes after it.
                self._in_a_cell()
                self._end_paragraph()
                self.out.append(f"<aside{_written(attributes)}></aside>")
                return
            name = "p"
        if name not in self.known:
            return
        if name in _TABLE_PARTS:
            if "table" not in self.open:
                return
            self._close(_TABLE_PARTS[name], walls=frozenset({"table"}))
        else:
            self._in_a_cell()
        if name in _ENDS_A_PARAGRAPH:
            self._end_paragraph()
        elif name == "li":
            self._close(frozenset({"li"}), walls=_WALLS | {"ul", "ol"})
        elif name == "a":
            self._close(frozenset({"a"}), walls=_WALLS)
        if name in VOID:
            self.out.append(f"<{name}>")
            return
        if name == "span" and not attributes:
            self.open.append("")
        else:
            if name == "figure" and is_gallery(attributes) and _GALLERY not in self.open:
                self.gallery, self.pictures = len(self.out), 0
                self.open.append(_GALLERY)
            else:
                self.open.append(name)
            self.out.append(f"<{name}{_written(attributes)}>" if attributes else f"<{name}>")
        self._check_depth(len(self.open))

    def _in_a_gallery(self, picture: bool) -> None:
        """What begins directly in one: a picture is its next, anything else ends it."""
        if self.open and self.open[-1] == _GALLERY:
            if picture and self.pictures < MOST_PICTURES:
                self.pictures += 1
            else:
                self._pop()

    def _end_paragraph(self) -> None:
        self._close(_PARAGRAPHS, walls=_WALLS)

    def _end(self, name: str) -> None:
        if self._dissolves(name):
            self.dissolved = max(0, self.dissolved - 1)
        name = RENAMED.get(name, name)
        if self.open and self.open[-1] == name:  # as nearly always
            self._pop()
        elif name == "span":
            self._close(frozenset({"span", ""}), walls=_WALLS)
        elif name == "table" or name in _TABLE_PARTS:
            self._close(frozenset({name}), walls=frozenset({"table"}) - {name})
        elif name in self.known:
            self._close(frozenset({name, _GALLERY} if name == "figure" else {name}), walls=_WALLS)

    def _close(self, names: frozenset[str], walls: frozenset[str]) -> None:
        """Close the innermost open tag of `names` and all within it; nothing where a wall stands before it."""
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth] in names:
                while len(self.open) > depth:
                    self._pop()
                return
            if self.open[depth] in walls:
                return

    def _pop(self) -> None:
        name = self.open.pop()
        if name == _GALLERY:
            if self.pictures:
                self.out.append("</figure>")
            else:
                del self.out[self.gallery :]
        elif name:
            self.out.append(f"</{name}>")


def _written(attributes: Attributes) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())


def balanced(html: str, known: Mapping[str, frozenset[str]], reference: Callable[[Attributes], bool]) -> str:
    """
    `html` with the tags in `known` alone, balanced, no deeper than MAX_DEPTH; raises ValidationError where it is.

    `known` gives each tag's attributes, "*" those of every tag; `reference` says whether an aside refers to something
    (another is read as a paragraph). Linear in the length of `html`.
    """
    return _Soup(html, known, reference).read()
