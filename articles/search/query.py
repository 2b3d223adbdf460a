"""What somebody typed, taken apart: words, "phrases" in quotes, what a minus leaves out. Nothing is ever an error."""

import functools
import re
from dataclasses import dataclass

from .stems import Word, inflected, widened
from .words import keys

MAX_CHARACTERS = 1_000
MAX_TERMS = 12

_QUOTES = re.compile("[“”„‟«»＂]")
# A minus says no only at the beginning of a word; within one ("Івано-Франківськ") it joins.
_PIECE = re.compile(r'([-−–]?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """
    One thing that a story has to say, or must not: a `phrase`, its words in this order and as they are, or a `word`.

    `typed` is what it was made of.
    """

    typed: tuple[str, ...]
    phrase: tuple[str, ...] = ()
    word: Word | None = None

    @functools.cached_property
    def literal(self) -> re.Pattern[str]:
        """Finds the phrase, or the word in any of its inflections, in keys that are parted by spaces."""
        forms = [" ".join(self.phrase)] if self.phrase else inflected(self.typed[0]).forms
        return re.compile(f" (?:{'|'.join(map(re.escape, forms))}) ")

    @functools.cached_property
    def loose(self) -> re.Pattern[str]:
        """Finds all that answers, in the same."""
        if self.word is None or not self.word.beginnings:
            return self.literal
        beginnings = "|".join(map(re.escape, self.word.beginnings))
        forms = "|".join(f"{re.escape(form)} " for form in self.word.forms)
        return re.compile(f" (?:{beginnings}{'|' * bool(forms)}{forms})")


@dataclass(frozen=True)
class Query:
    """`is_cut`: more was typed than is looked for."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def parse(text: str) -> Query:
    """The query that `text` means: any text, of any length."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    shortened = text[:MAX_CHARACTERS]
    for minus, quoted, plain in _PIECE.findall(_QUOTES.sub('"', shortened)):
        words = tuple(keys(quoted or plain))
        if not words:
            continue
        if quoted:
            (unwanted if minus else wanted)[Term(words, phrase=words)] = None
        elif not minus:
            wanted |= dict.fromkeys(Term((word,), word=widened(word)) for word in words)
        elif len(words) == 1:
            unwanted[Term(words, word=inflected(words[0]))] = None
        else:
            unwanted[Term(words, phrase=words)] = None
    is_cut = len(text) > MAX_CHARACTERS or len(wanted) > MAX_TERMS or len(unwanted) > MAX_TERMS
    return Query(tuple(wanted)[:MAX_TERMS], tuple(unwanted)[:MAX_TERMS], is_cut)
