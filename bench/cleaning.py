"""
How long the gate takes for a text, as ratios to nh3's bare cleaning of the same, and a text with many blocks to draw.

A body of 100 kB (a long read of some 15,000 words, with links, lists, a table, quotes, cards and pictures) is to take
less than 20 ms. The processor's seconds count, the least of some rounds: the machine may do other things meanwhile.
"""

import os
import time
from collections.abc import Callable

import nh3

BODY_BYTES = 100_000
LIMIT = 0.020
UID = "8c6976e5-b541-4415-bde9-08bd4dee15df"
# Ukrainian letters, typographic quotes and no-break spaces, as texts have them.
PART = (
    "<h2>What was found {n}</h2><p>“It sings”\xa0— said the <strong>engineer</strong>, <em>and not</em> the mayor’s. "
    'Read <a href="https://example.org/report?id={n}">the report</a>, <a href="/2026/03/10/bridge-{n}/">ours</a>.</p>'
    "<p>Міст закриють для вантажівок у понеділок, а пором перевозитиме їх доти, доки не замінять дві опори з сорока. "
    "Nobody asked whether it would hold: they asked when it would open, and for how many years, and who would pay.</p>"
    "<ul><li>Two bearings</li><li>One rail<ol><li>the eastern one</li></ol></li></ul>"
    "<blockquote><p>Nobody asked us.</p></blockquote>"
    '<figure class="nr-image" data-photo="{n}" data-alt="A bridge" data-photographer="Saul Loeb" data-agency="AFP">'
    "<figcaption>The bridge at dawn.</figcaption></figure>"
    f'<aside class="nr-related" data-article="{UID}" data-standfirst="Own words."></aside>'
    "<table><tbody><tr><th scope=\"row\">Ours</th><td>12</td></tr></tbody></table>"
)  # fmt: skip


def body() -> str:
    parts: list[str] = []
    while sum(len(part.encode()) for part in parts) < BODY_BYTES:
        parts.append(PART.replace("{n}", str(len(parts) + 1)))
    return "".join(parts)


def pasted(clean: str) -> str:
    """As a browser may send it: with the dress of a word processor, which goes."""
    dressed = clean.replace("<p>", '<p class="MsoNormal" style="margin:0cm;color:#1F3864"><span lang="EN-GB">')
    return dressed.replace("</p>", "<o:p></o:p></span></p>")


def least(work: Callable[[], object], rounds: int = 15) -> float:
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from articles import blocks
    from articles.reading import count_words
    from core.html import ALLOWED, ALLOWED_TAGS, SCHEMES, gate

    clean = "".join(gate(body()))  # a plain str again, as it comes from a table or a form
    attributes = {tag: set(names) for tag, names in ALLOWED.items()}

    def bare(html: str) -> None:
        nh3.clean(html, tags=set(ALLOWED_TAGS), attributes=attributes, url_schemes=set(SCHEMES), link_rel=None)

    print(f"a text of {len(clean.encode()) / 1000:.0f} kB, {count_words(clean)} words")
    for name, html in (("as it is stored", clean), ("as it is pasted", pasted(clean))):
        took, base = least(lambda html=html: gate(html)), least(lambda html=html: bare(html))
        size = len(html.encode()) / 1000
        print(
            f"cleaning it {name}, {size:.0f} kB: {took * 1000:.1f} ms, {took / base:.1f} × bare nh3 ({base * 1000:.1f})"
        )
        assert name != "as it is stored" or took < LIMIT, f"{took * 1000:.1f} ms, and {LIMIT * 1000:.0f} is the most"
    cut, base = least(lambda: blocks.cut(clean)), least(lambda: bare(clean))
    count = len(blocks.references(clean))
    print(f"cutting it at its {count} references: {cut * 1000:.2f} ms, {cut / base:.2f} × bare nh3")


if __name__ == "__main__":
    main()
