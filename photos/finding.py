"""How the library is searched: without regard to case, nor to accents where the letter is Latin."""

import unicodedata
from typing import Any

# The columns that are searched, by the names of Photo's.
SEARCHED = ("caption", "photographer", "agency", "distributor", "keywords", "city", "alt")
# Letters that are no others with an accent upon them, and yet are typed as such; and the apostrophes of every keyboard.
_ALIKE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"} | dict.fromkeys("’ʼ‘‛`´ʹ′", "'")
)


def folded(text: str) -> str:
    """
    `text` as it is compared: "Łódź" is "lodz", "П’ЯТЬ" is "п'ять", and «й» stays another letter than «и».

    Stress marks over Cyrillic vowels go, since dictionaries print them and nobody types them.
    """
    found: list[str] = []
    is_latin = False
    for character in unicodedata.normalize("NFC", text).casefold():
        parts = unicodedata.normalize("NFKD", character)
        if unicodedata.combining(parts[0]):  # a mark that no letter took in
            if not is_latin and parts not in ("\u0300", "\u0301"):
                found.append(character)
            continue
        is_latin = "LATIN" in unicodedata.name(parts[0], "")
        if is_latin:
            parts = "".join(part for part in parts if not unicodedata.combining(part))
        else:
            parts = unicodedata.normalize("NFKC", character)
        found.append(parts)
    return unicodedata.normalize("NFC", "".join(found)).casefold().translate(_ALIKE)


def search_text(photo: Any) -> str:
    """What a picture is found by, folded; one line for each column."""
    return "\n".join(folded(text) for name in SEARCHED if (text := getattr(photo, name)))
