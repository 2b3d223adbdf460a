"""Characters: which may be stored, in which form, and how words are counted."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets): one of them in one headline makes a whole feed unreadable.
# DEL and the C1 controls are allowed there but never meant: they come from text read in a wrong encoding.
_NEVER = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NEVER}]")
_FORBIDDEN_IN_A_LINE = re.compile(f"[{_NEVER}\\t\\n\\r\\u2028\\u2029]")
_LINE_BREAKS = re.compile("\r\n|\r")
# Any run with more than a plain space in it, and runs of plain spaces. No-break spaces are typography and stay.
_RUN_OF_SPACE = re.compile("[ \t\n\r\u2028\u2029]+")
# Marks piled upon one letter are put in order at a cost that grows with the square of the pile: minutes for a text of
# nothing else. No script needs more than the 30 of https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format.
_PILE = 30
_MAYBE_A_PILE = re.compile(rf"[^\w\s\x00-\x7f]{{{_PILE + 1},}}")
_WORD = re.compile(r"\w+")


def nfc(text: str) -> str:
    """The same text with each letter and its accents as one character, so that equal words compare equal."""
    if text.isascii():
        return text
    # Putting in order can lengthen a pile (one mark may stand for two), so it is cut after that as well.
    return _MAYBE_A_PILE.sub(_cut_piles, unicodedata.normalize("NFC", _MAYBE_A_PILE.sub(_cut_piles, text)))


def is_nfc(text: str) -> bool:
    """Whether nfc() would change nothing; far quicker to say."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _MAYBE_A_PILE.search(text))


def _cut_piles(found: re.Match[str]) -> str:
    kept, height = [], 0
    for character in found.group():
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _PILE:
            kept.append(character)
    return "".join(kept)


def validate_characters(text: str, *, one_line: bool = False) -> None:
    """Raise ValidationError, in words and with the place, at the first character that can't be stored."""
    found = (_FORBIDDEN_IN_A_LINE if one_line else _FORBIDDEN).search(text)
    if found is None:
        return
    code = f"U+{ord(found.group()):04X}"
    before = text[: found.start()].split()
    if before:
        message = _(
            "There is an invisible control character (%(code)s) after “%(words)s”. Delete it and type the words again."
        )
    else:
        message = _(
            "There is an invisible control character (%(code)s) at the beginning. Delete it and type the words again."
        )
    # The words shown must be printable themselves; what stands before the first bad character is.
    raise ValidationError(
        message, code="control_character", params={"code": code, "words": " ".join(before[-3:])[-40:]}
    )


def one_line(text: str) -> str:
    """`text` on one line: line breaks and runs of space become one space, the ends are trimmed; in NFC."""
    return nfc(_RUN_OF_SPACE.sub(" ", text).strip(" "))


def lines(text: str) -> str:
    """`text` with line breaks as a line feed alone, the ends trimmed; in NFC."""
    return nfc(_LINE_BREAKS.sub("\n", text).strip(" \t\n"))


def words(text: str) -> int:
    """How many words: runs of letters, digits and underscores of any script."""
    return sum(1 for _word in _WORD.finditer(text))


def folded(text: str) -> str:
    """
    `text` as it is looked for: without case, and without the accents of Latin and Greek letters ("Čapek" as "capek").

    Of Cyrillic letters the marks stay: й is not и, ї is not і.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            kept.append(character)
        elif kept and "\u0400" <= kept[-1][0] <= "\u052f":
            kept[-1] += character
    return nfc("".join(kept)).casefold()
