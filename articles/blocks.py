"""
The blocks of a text that refer to something: cards of other stories, pictures of the library, what stands elsewhere.

In a body they are empty shells with a reference (core/html.py). cut() reads them once, when an edition is made; drawing
(articles/drawing.py) then only joins the ready pieces with what the references stand for at the instant of reading.

A gallery is pictures that know that they stand together: whatever holds for a picture in a text holds for each of them.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from html import escape, unescape
from itertools import groupby
from typing import Any

from django.utils.translation import ngettext

from core import embeds
from core.soup import is_gallery

# A piece is HTML as it is, or a reference: {"card": uid, …}, {"photo": key, …} or {"embed": address, …}. A picture of a
# gallery has the gallery's number in the text: {"photo": key, "gallery": 1, …}.
Piece = str | dict[str, Any]

# In what the gate lets through, values are quoted and hold no angle bracket.
_TAG = re.compile(r'<(/?)(aside|figure)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SHELL = re.compile(r"</?(?:figure|figcaption|aside)(?: [^<>]*)?>")
WORDS = ("alt", "photographer", "agency", "distributor")


def cut(body: str) -> list[Piece]:
    """A clean body as its pieces, in order; [] where it has no reference: it is then shown as it stands."""
    pieces: list[Piece] = []
    at = 0
    for start, end, reference in _shells(body):
        if body[at:start].strip():
            pieces.append(body[at:start])
        if reference:
            pieces.append(reference)
        at = end
    if not pieces:
        return []
    return [*pieces, body[at:]] if body[at:].strip() else pieces


def references(body: str) -> list[dict[str, Any]]:
    """Those of a clean body alone, in order."""
    return [piece for piece in cut(body) if isinstance(piece, dict)]


def cards(pieces: list[Piece]) -> list[uuid.UUID]:
    """The stories whose cards stand in the text, each once."""
    return list(dict.fromkeys(uuid.UUID(one["card"]) for one in pieces if isinstance(one, dict) and "card" in one))


def photos(pieces: list[Piece]) -> list[int]:
    """The pictures in the text by their keys, each once."""
    return list(dict.fromkeys(one["photo"] for one in pieces if isinstance(one, dict) and "photo" in one))


def gathered(pieces: list[Piece]) -> Iterator[Piece | list[dict[str, Any]]]:
    """The pieces in order, the pictures of each gallery as one list."""
    for gallery, run in groupby(pieces, lambda piece: piece.get("gallery") if isinstance(piece, dict) else None):
        if gallery is None:
            yield from run
        else:
            yield [piece for piece in run if isinstance(piece, dict)]


def in_words(pieces: list[Piece], tell: Callable[[dict[str, Any]], str]) -> str:
    """
    The pieces as HTML in which each reference is a block of the words that `tell` has for it: to be compared.

    What it has no words for is left out.
    """
    said = []
    for part in gathered(pieces):
        if isinstance(part, str):
            said.append(part)
            continue
        several = part if isinstance(part, list) else [part]
        told = [(piece, words) for piece in several if (words := tell(piece))]
        if len(told) > 1:
            count = ngettext("%(count)s picture", "%(count)s pictures", len(told)) % {"count": len(told)}
            said.append(f"<header>{count}</header>")
        for piece, words in told:
            tag = "aside" if "card" in piece else "figure" if "photo" in piece else "section"
            said.append(f"<{tag}>{escape(words)}</{tag}>")
    return "".join(said)


def _shells(body: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """The outermost elements with a reference: where each begins and ends, and it. {} for the tags of a gallery."""
    galleries, within = 0, False
    depth = 0  # of figures within the one that was found
    begun: tuple[int, int, dict[str, str]] | None = None
    for tag in _TAG.finditer(body):
        closes, name = bool(tag.group(1)), tag.group(2)
        if begun is not None:
            if name == "figure":
                depth += -1 if closes else 1
                if depth == 0:
                    start, inner, attributes = begun
                    if reference := _reference(attributes, body[inner : tag.start()]):
                        yield start, tag.end(), reference | ({"gallery": galleries} if within else {})
                    begun = None
            continue
        attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag.group(3))}
        if within and closes:
            # The gate lets nothing but pictures into a gallery: this is its end.
            within = False
            yield tag.start(), tag.end(), {}
        elif name == "aside":
            card = _reference(attributes, "") if body.startswith("</aside>", tag.end()) else None
            if card:
                yield tag.start(), tag.end() + len("</aside>"), card
        elif is_gallery(attributes):
            galleries, within = galleries + 1, True
            yield tag.start(), tag.end(), {}
        elif "data-photo" in attributes or "data-embed" in attributes:
            begun, depth = (tag.start(), tag.end(), attributes), 1


def _reference(attributes: dict[str, str], inner: str) -> dict[str, Any] | None:
    if uid := attributes.get("data-article"):
        return {"card": uid, "standfirst": attributes.get("data-standfirst", "")}
    caption = _SHELL.sub("", inner).replace("&nbsp;", "\xa0").strip("\xa0 \t\n")
    if key := attributes.get("data-photo"):
        words = {name: attributes.get(f"data-{name}", "") for name in WORDS}
        return {"photo": int(key), "caption": caption, **words}
    found = embeds.find(attributes.get("data-embed", ""))
    return {"embed": found.address, "caption": caption} if found else None
