"""
The blocks of a text that refer to something: cards of other stories, pictures of the library, what stands elsewhere.

In a body they are empty shells with a reference (core/html.py). cut() reads them once, when an edition is made; drawing
(articles/drawing.py) then only joins the ready pieces with what the references stand for at the instant of reading.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any

from core import embeds

# A piece is HTML as it is, or a reference: {"card": uid, …}, {"photo": key, …} or {"embed": address, …}.
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
    for start, end, attributes, inner in _shells(body):
        reference = _reference(attributes, inner)
        if reference is None:
            continue
        if body[at:start].strip():
            pieces.append(body[at:start])
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


def in_words(pieces: list[Piece], tell: Callable[[dict[str, Any]], str]) -> str:
    """
    The pieces as HTML in which each reference is a block of the words that `tell` has for it: to be compared.

    What it has no words for is left out.
    """
    said = []
    for piece in pieces:
        if isinstance(piece, str):
            said.append(piece)
        elif words := tell(piece):
            tag = "aside" if "card" in piece else "figure" if "photo" in piece else "section"
            said.append(f"<{tag}>{escape(words)}</{tag}>")
    return "".join(said)


def _shells(body: str) -> Iterator[tuple[int, int, dict[str, str], str]]:
    """The outermost elements with a reference: where each begins and ends, its attributes, what stands in it."""
    depth = 0  # of figures within the one that was found
    begun: tuple[int, int, dict[str, str]] | None = None
    for tag in _TAG.finditer(body):
        closes, name = bool(tag.group(1)), tag.group(2)
        if begun is not None:
            if name == "figure":
                depth += -1 if closes else 1
                if depth == 0:
                    start, inner, attributes = begun
                    yield start, tag.end(), attributes, body[inner : tag.start()]
                    begun = None
            continue
        if closes or "data-" not in tag.group(3):
            continue
        attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag.group(3))}
        if name == "aside" and "data-article" in attributes and body.startswith("</aside>", tag.end()):
            yield tag.start(), tag.end() + len("</aside>"), attributes, ""
        elif name == "figure" and ("data-photo" in attributes or "data-embed" in attributes):
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
