"""How long a text takes to read, and how many words it has."""

import math
import re

from lxml import html

WORDS_PER_MINUTE = 238  # silent reading of English non-fiction, https://doi.org/10.1016/j.jml.2019.104047

_WORD = re.compile(r"\w+")
_BLOCKS = "p h2 h3 h4 li ul ol blockquote figure figcaption table tr td th caption br hr pre aside div".split()
# Cards and embeds are drawn from elsewhere; they are not the story's own words.
_NOT_READ = "//aside[@data-article] | //figure[@data-embed]"
_PICTURES = "//figure[@data-photo]"


def count_words(body: str) -> int:
    """Words of an HTML body: text, lists, quotes and captions, without cards and embeds."""
    return len(_WORD.findall(plain_text(body)))


def plain_text(body: str, *, captions: bool = True) -> str:
    """
    The text of an HTML body, a line for each block, without cards and embeds; with the captions of its pictures or not.

    A picture may be pulled for what its caption tells, so what readers find by searching is without.
    """
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    for element in root.xpath(_NOT_READ if captions else f"{_NOT_READ} | {_PICTURES}"):
        element.drop_tree()
    for element in root.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return root.text_content()


def minutes(words: int) -> int:
    """Reading time in whole minutes, rounded up, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
