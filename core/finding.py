"""How the desk's lists and choosers look for words that somebody types."""

import functools
import operator

from django.db.models import Q

from core import text


def containing(words: str, *columns: str) -> Q:
    """
    Rows whose `columns` hold every one of `words`, in any case.

    SQLite's icontains knows only ASCII's cases, so a Cyrillic word is asked for in the cases it is usually written in.
    """
    found = Q()
    for word in text.nfc(words).split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        found &= functools.reduce(
            operator.or_, (Q(**{f"{column}__icontains": one}) for column in columns for one in spellings)
        )
    return found
