"""
Addresses from headlines and names, in plain ASCII.

Ukrainian follows the Cabinet of Ministers' resolution 55 of 27 January 2010
(https://zakon.rada.gov.ua/laws/show/55-2010-п); every other script goes through anyascii.
"""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

MAX_LENGTH = 120

_LETTERS = {
    **dict(zip("абвгґдезиіклмнопрстуфх", "a b v h g d e z y i k l m n o p r s t u f kh".split(), strict=True)),
    **dict(zip("жцчшщ", "zh ts ch sh shch".split(), strict=True)),
    **dict(zip("єїйюя", "ie i i iu ia".split(), strict=True)),
    "ь": "",
}
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_WORD = re.compile(r"[^\W\d_]+")


def transliterate(text: str) -> str:
    """`text` in ASCII: "Згурський, Єнакієве" becomes "zghurskyi, yenakiieve". Lower case."""
    # An apostrophe between letters is not written, and what follows it is not the beginning of a word.
    lowered = unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)
    return anyascii(_WORD.sub(lambda match: _ukrainian(match[0]), lowered))


def slug_for(words: str, default: str = "story") -> str:
    """A slug for `words`, at most MAX_LENGTH characters and cut between words; `default` where nothing is left."""
    slug = slugify(transliterate(words)) or default
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def _ukrainian(word: str) -> str:
    written = []
    for place, letter in enumerate(word):
        if letter == "г" and place and word[place - 1] == "з":
            written.append("gh")
        elif place == 0 and letter in _AT_START:
            written.append(_AT_START[letter])
        else:
            written.append(_LETTERS.get(letter, letter))
    return "".join(written)
