"""A few words of a story around what was looked for, with those words marked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Edition
from articles.reading import plain_text

from .query import Query
from .words import spans

LENGTH = 240  # characters
BEFORE = 60  # of them before the first word found, at most
LOOKED_THROUGH = 100_000  # characters of a text; a book is not read through for one line

_SPACE = re.compile(r"\s+")

Range = tuple[int, int]


def marked(text: str, query: Query) -> SafeString:
    """All of `text`, escaped, with what was looked for in <mark>."""
    return _print(text, _ranges(text, query)[0])


def snippet(edition: Edition, query: Query) -> SafeString:
    """Where the text says most of what was looked for; the standfirst where it says none of it."""
    standfirst = _SPACE.sub(" ", edition.standfirst)
    found, said = _ranges(standfirst, query)
    text = _SPACE.sub(" ", plain_text(edition.body, captions=False)[:LOOKED_THROUGH]).strip()
    in_text, said_in_text = _ranges(text, query)
    if standfirst and (not in_text or len(set(said)) >= len(set(said_in_text))):
        return _print(standfirst, found)
    return _cut(text, in_text, said_in_text)


def _ranges(text: str, query: Query) -> tuple[list[Range], list[int]]:
    """What stands in `text` of `query`: where, in order and apart, and by which of its terms."""
    words = list(spans(text))
    found: list[tuple[int, int, int]] = []
    for number, term in enumerate(query.wanted):
        if term.word is not None:
            found += [(word.start, word.end, number) for word in words if term.word.answers(word.key)]
            continue
        length = len(term.phrase)
        for first, word in enumerate(words):
            if word.key == term.phrase[0] and tuple(w.key for w in words[first : first + length]) == term.phrase:
                found.append((word.start, words[first + length - 1].end, number))
    ranges: list[Range] = []
    numbers: list[int] = []
    for start, end, number in sorted(found):
        if not ranges or start >= ranges[-1][1]:
            ranges.append((start, end))
            numbers.append(number)
    return ranges, numbers


def _cut(text: str, ranges: Sequence[Range], said: Sequence[int]) -> SafeString:
    """About LENGTH characters of `text` in whole words, from where most different terms stand close together."""
    best, most = 0, 0
    for first, (start, _end) in enumerate(ranges):
        window = {
            number
            for (_s, end), number in zip(ranges[first:], said[first:], strict=True)
            if end - start < LENGTH - BEFORE
        }
        if len(window) > most:
            best, most = start, len(window)
    begin = 0 if best <= BEFORE else text.rfind(" ", 0, best - BEFORE // 2) + 1
    begin = begin if best - begin <= BEFORE else best
    end = len(text) if len(text) - begin <= LENGTH else text.rfind(" ", 0, begin + LENGTH)
    end = end if end > best else min(len(text), begin + LENGTH)
    inside = [(start - begin, stop - begin) for start, stop in ranges if start >= begin and stop <= end]
    printed = _print(text[begin:end], inside)
    return format_html("{}{}{}", "… " if begin else "", printed, " …" if end < len(text) else "")


def _print(text: str, ranges: Sequence[Range]) -> SafeString:
    borders = [(0, 0), *ranges, (len(text), len(text))]
    # Every piece is escaped on its own: what is between two marks, and the marked words after it.
    return format_html_join(
        "",
        "{}{}",
        (
            (text[before[1] : now[0]], format_html("<mark>{}</mark>", text[now[0] : now[1]]) if now[0] < now[1] else "")
            for before, now in pairwise(borders)
        ),
    )
