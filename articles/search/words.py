"""
Words as the index holds them, the same for a story, for a question and for the marks in a snippet.

Both databases are given words that were folded and cut here, and neither folds or cuts anything itself: so they find
the same, and й stays й.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from core.text import folded, nfc

LONGEST = 60  # letters; what is longer is no word, and PostgreSQL refuses lexemes of 2 kB

# In Ukrainian and Crimean Tatar names, in English possessives: several characters for one thing, and often left out.
_APOSTROPHES = "'’‘ʼʹ`´′＇"
# Soft hyphens, joiners, directions: not seen, and not typed.
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"


def _marks() -> str:
    """Marks that stand upon a letter (stress, vowel signs), as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0xFE30):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_WORD = re.compile(rf"[^\W_]+(?:[{_marks()}{_UNSEEN}]+[^\W_]*|[{_APOSTROPHES}][^\W_]+)*")
_LEFT_OUT = re.compile(rf"[{_APOSTROPHES}{_UNSEEN}ـ]")


class Span(NamedTuple):
    """A word of a text: where it stands, and its key in the index."""

    start: int
    end: int
    key: str


@functools.lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """`word` as it is looked for; "" for what has no letters."""
    plain = _LEFT_OUT.sub("", folded(word))
    if not plain.isascii():
        # What stands alone by now is a stress upon a Cyrillic letter; й and ї are one character each.
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    return plain[:LONGEST]


def spans(text: str) -> Iterator[Span]:
    """The words of `text`, which has to be in NFC, in order."""
    for found in _WORD.finditer(text):
        if word := key(found.group()):
            yield Span(found.start(), found.end(), word)


def keys(text: str) -> list[str]:
    """The words of `text` in order, as the index holds them."""
    return [word for found in _WORD.findall(nfc(text)) if (word := key(found))]
