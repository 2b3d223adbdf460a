"""
What changed between two texts, word by word, as prose: no HTML source, and nothing an eye alone can see.

Readers get it for two editions of an article, the desk for any two saves of a story. difflib compares; lxml.html.diff
was tried and reads badly: it marks up a whole paragraph where a link in it moved.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _
from lxml import html

SAME, REMOVED, ADDED = "same", "removed", "added"

# Words with the space after them, so that a changed word takes its own space along; punctuation by itself.
_TOKEN = re.compile(r"\w+(?:['’ʼ-]\w+)*\s*|[^\w\s]\s*|\s+")
# Blocks that hold blocks: what is compared is inside them.
_CONTAINERS = {"ul", "ol", "blockquote", "figure", "table", "thead", "tbody", "tr", "div", "aside"}
# Two paragraphs with less than this in common are one gone and one new, not one rewritten.
_ALIKE = 0.4

NAMES = {
    "p": _("Paragraph"),
    "h2": _("Heading"),
    "h3": _("Heading"),
    "h4": _("Heading"),
    "li": _("List item"),
    "figcaption": _("Caption"),
    "td": _("Table cell"),
    "th": _("Table cell"),
    "hr": _("Rule"),
    "aside": _("Card"),
    "figure": _("Picture"),
    "section": _("Embed"),
    "header": _("Gallery"),
}


@dataclasses.dataclass(frozen=True)
class Segment:
    """Some words that are the same in both texts, or only in the old (removed), or only in the new (added)."""

    kind: str
    text: str


@dataclasses.dataclass(frozen=True)
class Block:
    """A piece of a body that stands by itself: its tag, its words, and its source to compare looks by."""

    tag: str
    text: str
    source: str


@dataclasses.dataclass(frozen=True)
class BlockChange:
    """
    A block as it was and is. `formatting` is true where the words are the same and their look or links are not.
    """

    tag: str
    segments: list[Segment]
    formatting: bool = False

    @property
    def changed(self) -> bool:
        return self.formatting or any(segment.kind != SAME for segment in self.segments)

    @property
    def name(self) -> str:
        return str(NAMES.get(self.tag, NAMES["p"]))


def words(old: str, new: str) -> list[Segment]:
    """`old` and `new` as one run of segments, in reading order; the same and added ones together are `new`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Segment] = []

    def say(kind: str, tokens: Sequence[str]) -> None:
        if not tokens:
            return
        if found and found[-1].kind == kind:
            found[-1] = Segment(kind, found[-1].text + "".join(tokens))
        else:
            found.append(Segment(kind, "".join(tokens)))

    matcher = SequenceMatcher(
        None, [t.strip() or " " for t in before], [t.strip() or " " for t in after], autojunk=False
    )
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if _tag == "equal":
            say(SAME, after[j1:j2])
        else:
            say(REMOVED, before[i1:i2])
            say(ADDED, after[j1:j2])
    return found


def blocks(body: str) -> list[Block]:
    """The blocks of an HTML body, in order, those inside lists, quotes and tables each for itself."""
    if not body.strip():
        return []
    return list(_walk(html.fragment_fromstring(body, create_parent="div")))


def prose(body: str) -> str:
    """The words of an HTML body, a line for each block."""
    return "\n".join(block.text for block in blocks(body) if block.text)


def bodies(old: str, new: str) -> list[BlockChange]:
    """Every block of two HTML bodies in reading order, with what changed inside; unchanged ones included."""
    before, after = blocks(old), blocks(new)
    changes: list[BlockChange] = []
    matcher = SequenceMatcher(None, [b.source for b in before], [b.source for b in after], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            changes += [BlockChange(block.tag, _whole(SAME, block)) for block in after[j1:j2]]
        else:
            changes += _rewritten(before[i1:i2], after[j1:j2])
    return changes


def _rewritten(before: Sequence[Block], after: Sequence[Block]) -> Iterator[BlockChange]:
    """Pair, in order, the blocks that are the same one rewritten; between pairs, what went stands before what came."""
    pairs = []
    start = 0
    for new, block in enumerate(after):
        old = next((place for place in range(start, len(before)) if _alike(before[place], block)), None)
        if old is not None:
            pairs.append((old, new))
            start = old + 1
    last_old = last_new = 0
    for old, new in [*pairs, (len(before), len(after))]:
        yield from (BlockChange(gone.tag, _whole(REMOVED, gone)) for gone in before[last_old:old])
        yield from (BlockChange(come.tag, _whole(ADDED, come)) for come in after[last_new:new])
        if old < len(before):
            was, now = before[old], after[new]
            yield BlockChange(now.tag, words(was.text, now.text), formatting=was.text == now.text)
        last_old, last_new = old + 1, new + 1


def _alike(old: Block, new: Block) -> bool:
    if old.text == new.text:
        return True
    matcher = SequenceMatcher(None, _TOKEN.findall(old.text), _TOKEN.findall(new.text), autojunk=False)
    return matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _whole(kind: str, block: Block) -> list[Segment]:
    return [Segment(kind, block.text)] if block.text else []


def _walk(element: html.HtmlElement) -> Iterator[Block]:
    if loose := " ".join((element.text or "").split()):
        yield Block("p", loose, loose)
    for child in element:
        if child.tag in _CONTAINERS and len(child):
            yield from _walk(child)
        elif isinstance(child.tag, str):
            source = html.tostring(child, encoding="unicode", with_tail=False)
            yield Block(child.tag, _text(child), source)
        if loose := " ".join((child.tail or "").split()):
            yield Block("p", loose, loose)


def _text(element: html.HtmlElement) -> str:
    for line_break in element.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return " ".join(element.text_content().split())
