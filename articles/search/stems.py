"""
What a word typed into the search box is also looked for as, so that "зеленського" finds "Зеленський".

One small rule and no dictionary. An ending is taken off, and every word is found that begins with what is left. Where
only three letters are left, that would find anything ("суд" in "Судан"): then the same three letters with any of the
endings are looked for. Ukrainian names of towns change a vowel before the ending (Київ, Києва; Львів, Львова), English
nouns in -y change it (city, cities): both spellings are looked for.

What it doesn't know: other changes inside a word (день, дня; ріка, рік) and other languages' endings, whose words are
found by their beginning.
"""

import functools
from dataclasses import dataclass

SHORTEST_BEGINNING = 4  # letters that are enough to look for all that begins with them
SHORTEST_STEM = 3

# Of nouns, adjectives and names: Ukrainian, and those that Russian has besides.
CYRILLIC = """
    а я у ю о е є и і ї й ь ы
    ой ей ій ий ый ою ею єю ої ом ем єм им ім ым ам ям ах ях их іх ых ів ов ая яя ое ее ые ие
    ого ього его ому ьому ему ами ями ими іми ыми ові еві єві
""".split()
# Where Ukrainian writes the first letter of an ending: after which letters. So "Росіі" doesn't pass for "Росії".
VOWEL_LETTERS = "аеиіоуяюєїыэё"
AFTER_APOSTROPHE = "бпвмфр"
# An ending, and how many letters it has to leave: "indeed" is not the past of "inde".
LATIN = {"ing": 5, "ed": 5, "es": 4, "s": 4}
NO_PLURAL = ("ss", "us", "is")
VOWELS = [("ов", "ів"), ("ев", "ів"), ("єв", "їв"), ("ів", "ов"), ("їв", "єв")]


@dataclass(frozen=True)
class Word:
    """The keys that answer for one typed word: `forms` as they are, and all that begins with one of `beginnings`."""

    forms: tuple[str, ...]
    beginnings: tuple[str, ...] = ()

    def answers(self, key: str) -> bool:
        return key in self.forms or key.startswith(self.beginnings)


@functools.lru_cache(maxsize=1_000)
def widened(key: str) -> Word:
    """What `key`, a word as words.key() makes it, is looked for as."""
    if len(key) < SHORTEST_STEM or not key.isalpha():
        return Word((key,))
    if _is_cyrillic(key):
        stems, endings = _cyrillic(key), CYRILLIC
    elif key.isascii():
        stems, endings = _latin(key), ["s"]
    else:
        stems, endings = [key], []
    forms = {key: None}
    for stem in stems:
        if len(stem) < SHORTEST_BEGINNING:
            forms |= dict.fromkeys([stem, *_with(stem, endings)])
    beginnings = sorted({stem for stem in stems if len(stem) >= SHORTEST_BEGINNING})
    # "школо…" says nothing that "школ…" doesn't.
    needed = [stem for stem in beginnings if not any(stem != b and stem.startswith(b) for b in beginnings)]
    return Word(tuple(form for form in forms if not form.startswith(tuple(needed))), tuple(needed))


@functools.lru_cache(maxsize=1_000)
def inflected(key: str) -> Word:
    """`key` with its endings and no more: what a minus before a word means, and what ranks before its beginnings."""
    word = widened(key)
    endings = CYRILLIC if _is_cyrillic(key) else list(LATIN)
    forms = [*word.forms, *(form for stem in word.beginnings for form in [stem, *_with(stem, endings)])]
    return Word(tuple(dict.fromkeys([key, *forms])))


def _with(stem: str, endings: list[str]) -> list[str]:
    return [stem + ending for ending in endings if not _is_cyrillic(stem) or _may_end(stem, stem + ending)]


def _is_cyrillic(key: str) -> bool:
    return "\u0400" <= key[0] <= "\u052f"


def _cyrillic(key: str) -> list[str]:
    possible = [key.removesuffix(ending) for ending in CYRILLIC if key.endswith(ending)]
    possible = [stem for stem in possible if len(stem) >= SHORTEST_STEM and _may_end(stem, key)] or [key]
    stems = [min(possible, key=len)]
    # "музей" is музе-ї as well as муз-ею.
    stems += [stem for stem in possible if len(stem) == len(key) - 1 >= SHORTEST_BEGINNING]
    for stem in [*stems, key]:
        for ending, other in VOWELS:
            if stem.endswith(ending) and len(stem) >= SHORTEST_BEGINNING:
                stems += [stem, stem.removesuffix(ending) + other]
    return stems


def _may_end(stem: str, key: str) -> bool:
    before, first = stem[-1], key[len(stem)]
    if first in "иі":
        return before not in VOWEL_LETTERS
    if first == "й":
        return before in VOWEL_LETTERS
    return first != "ї" or before in VOWEL_LETTERS + AFTER_APOSTROPHE


def _latin(key: str) -> list[str]:
    if key.endswith("ies") and len(key) >= 6:
        return [key[:-3] + "y", key[:-1]]
    if key.endswith("y") and len(key) >= 4 and key[-2] not in "aeiou":
        return [key, key[:-1] + "ie"]
    for ending, left in LATIN.items():
        if key.endswith(ending) and len(key) - len(ending) >= left and not key.endswith(NO_PLURAL):
            return [key.removesuffix(ending)]
    return [key]
