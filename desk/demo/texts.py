"""
The demo's words, as plain text files: a header of `name: value` lines, an empty line, and the text.

In the text a blank line ends a paragraph. “## ” begins a heading, “- ” a list item, “> ” a quotation, “| ” a row of a
table (the first is its head), “Q: ” and “A: ” the turns of an interview, “+ ” a picture of a gallery (`name: caption`);
*emphasis*, **strong**, [words](address).
"""

import dataclasses
import html
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"\*(.+?)\*")
_TURNS = {"Q: ": "question", "A: ": "answer"}


@dataclasses.dataclass(frozen=True)
class Text:
    """One file, or one part of a file: its header, and its blocks as HTML."""

    name: str
    header: dict[str, str]
    blocks: list[str]

    @property
    def body(self) -> str:
        return "".join(self.blocks)

    def words(self, key: str, between: str = ",") -> list[str]:
        """The value of `key` as a list; empty where the header has none."""
        return [one.strip() for one in self.header.get(key, "").split(between) if one.strip()]


def stories() -> list[Text]:
    """Every story of the demo, the full ones and the short ones."""
    full = [read(file.stem, file.read_text()) for file in sorted((HERE / "stories").glob("*.txt"))]
    briefs = (HERE / "briefs.txt").read_text().split("\n====\n")
    return full + [read(f"brief {number}", brief) for number, brief in enumerate(briefs, start=1)]


def pages() -> list[Text]:
    return [read(file.stem, file.read_text()) for file in sorted((HERE / "pages").glob("*.txt"))]


def read(name: str, source: str) -> Text:
    head, _blank, text = source.strip().partition("\n\n")
    pairs = [line.partition(": ") for line in head.splitlines()]
    blocks = [_block(lines.splitlines()) for lines in re.split(r"\n{2,}", text.strip()) if lines]
    return Text(name, {key: value.strip() for key, _colon, value in pairs}, blocks)


def _block(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("## "):
        return f"<h2>{_inline(first[3:])}</h2>"
    if first.startswith("- "):
        items = "\n".join(lines)[2:].split("\n- ")
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    if first.startswith("> "):
        quoted = " ".join(line.removeprefix("> ") for line in lines)
        return f"<blockquote><p>{_inline(quoted)}</p></blockquote>"
    if first.startswith("| "):
        return _table([[cell.strip() for cell in line.strip("| ").split("|")] for line in lines])
    if first.startswith("+ "):
        return _gallery([line.removeprefix("+ ").partition(": ") for line in lines])
    for mark, kind in _TURNS.items():
        if first.startswith(mark):
            words = _inline(" ".join(lines)[len(mark) :])
            # Strong, so that a page without a style sheet tells who speaks.
            return f'<p class="{kind}">' + (f"<strong>{words}</strong>" if kind == "question" else words) + "</p>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(rows: list[list[str]]) -> str:
    # A head that begins with an empty cell has lost it to the stripping.
    head = [""] * (len(rows[-1]) - len(rows[0])) + rows[0]
    columns = "".join(f'<th scope="col">{_inline(cell)}</th>' if cell else "<td></td>" for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{_inline(row[0])}</th>'
        + "".join(f"<td>{_inline(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"


def _gallery(pictures: list[tuple[str, str, str]]) -> str:
    """The pictures by their names: whoever stores the text puts the library's keys there."""
    figures = "".join(
        f'<figure class="nr-image" data-photo="{name}"><figcaption>{_inline(caption)}</figcaption></figure>'
        for name, _colon, caption in pictures
    )
    return f'<figure class="nr-gallery">{figures}</figure>'


def _inline(text: str) -> str:
    text = _LINK.sub(r'<a href="\2">\1</a>', html.escape(text, quote=False))
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
