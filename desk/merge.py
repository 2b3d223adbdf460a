"""
Two people have saved over the same text: what both may keep, and what only they can decide.

Three snapshots (articles.models.Content.snapshot) go in: the one both began from, theirs (stored) and yours (just
typed). Paragraphs that don't touch merge by themselves. Looked at: merge3 (GPL, lines only) and three-merge
(characters, so that two half sentences make nonsense); this is a three-way merge (https://www.cis.upenn.edu/~bcpierce/papers/diff3-short.pdf)
of the blocks of a text.
"""

import dataclasses
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any

from lxml import html

Snapshot = dict[str, Any]

# The picture and its words go together where one side has changed the picture itself.
PICTURE = (
    "lead_photo",
    "lead_caption",
    "lead_photographer",
    "lead_agency",
    "lead_distributor",
    "lead_alt",
)
THEIRS, YOURS, BOTH = "theirs", "yours", "both"


@dataclasses.dataclass(frozen=True)
class Conflict:
    """One place that both have changed, each in their way. `key` names it: a field, or "body:3"."""

    key: str
    base: Any
    theirs: Any
    yours: Any

    @property
    def field(self) -> str:
        return self.key.partition(":")[0]


@dataclasses.dataclass(frozen=True)
class Merge:
    """
    What came out: `fields` merged, `body` as pieces in order, and the `conflicts` in the order of reading.

    With no conflict `result()` is the merged snapshot; with some it takes a choice for each.
    """

    fields: Snapshot
    body: Sequence[str | Conflict]
    conflicts: list[Conflict]

    def result(self, choices: Mapping[str, str] | None = None) -> Snapshot:
        """
        The snapshot with each conflict settled by `choices` (its key: theirs, yours, or, in the body, both).

        Raises KeyError for a conflict without a choice.
        """
        choices = choices or {}
        settled = dict(self.fields)
        for conflict in self.conflicts:
            if conflict.field == "picture":
                settled.update(_settle(conflict, choices[conflict.key]))
            elif conflict.field != "body":
                settled[conflict.field] = _settle(conflict, choices[conflict.key])
        settled["body"] = "\n\n".join(
            text
            for piece in self.body
            if (text := _settle(piece, choices[piece.key]) if isinstance(piece, Conflict) else piece)
        )
        return settled


def merge(base: Snapshot, theirs: Snapshot, yours: Snapshot) -> Merge:
    """What `theirs` and `yours` make of `base` together."""
    fields: Snapshot = {}
    conflicts: list[Conflict] = []
    # `base` may have been stored before a field was added: a key that it lacks is one that nobody had touched.
    base = {key: base.get(key, theirs.get(key)) for key in theirs}
    picture_changed = len({base.get("lead_photo"), theirs.get("lead_photo"), yours.get("lead_photo")}) > 1
    apart = [key for key in theirs if key != "body" and not (picture_changed and key in PICTURE)]
    if picture_changed:
        was, one, other = ({key: side.get(key) for key in PICTURE} for side in (base, theirs, yours))
        fields.update(_one("picture", was, one, other, conflicts))
    for key in apart:
        if key in ("topics", "related"):
            fields[key] = _members(base[key], theirs[key], yours[key])
        else:
            fields[key] = _one(key, base[key], theirs[key], yours[key], conflicts)
    body = list(_body(base["body"], theirs["body"], yours["body"]))
    conflicts += [piece for piece in body if isinstance(piece, Conflict)]
    return Merge(fields, body, conflicts)


def _settle(conflict: Conflict, choice: str) -> Any:
    if choice == BOTH and conflict.field == "body":
        return "\n\n".join(filter(None, [conflict.theirs, conflict.yours]))
    return {THEIRS: conflict.theirs, YOURS: conflict.yours}[choice]


def _one(key: str, base: Any, theirs: Any, yours: Any, conflicts: list[Conflict]) -> Any:
    if theirs == yours or yours == base:
        return theirs
    if theirs != base:
        conflicts.append(Conflict(key, base, theirs, yours))
    return yours


def _members(base: list[Hashable], theirs: list[Hashable], yours: list[Hashable]) -> list[Hashable]:
    """Their order, without what you took away, and with what you added."""
    removed, added = set(base) - set(yours), [one for one in yours if one not in base and one not in theirs]
    return [one for one in theirs if one not in removed] + added


def _body(base: str, theirs: str, yours: str) -> Iterator[str | Conflict]:
    if theirs == yours or yours == base:
        yield theirs
        return
    if theirs == base:
        yield yours
        return
    a, b, c = (_blocks(text) for text in (theirs, base, yours))
    last_a = last_b = last_c = 0
    for in_a, in_b, in_c, length in _agreements(a, b, c):
        chunk = [a[last_a:in_a], b[last_b:in_b], c[last_c:in_c]]
        yield from _chunk(last_b, *("\n\n".join(blocks) for blocks in chunk))
        yield from b[in_b : in_b + length]
        last_a, last_b, last_c = in_a + length, in_b + length, in_c + length


def _chunk(place: int, theirs: str, base: str, yours: str) -> Iterator[str | Conflict]:
    if theirs == yours or yours == base:
        if theirs:
            yield theirs
    elif theirs == base:
        if yours:
            yield yours
    else:
        yield Conflict(f"body:{place}", base, theirs, yours)


def _agreements(a: list[str], b: list[str], c: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of blocks that all three share: where each begins in `a`, `b`, `c`, and how long. The last is the ends."""
    ours = SequenceMatcher(None, b, a, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, b, c, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(ours) and j < len(theirs):
        begin = max(ours[i].a, theirs[j].a)
        end = min(ours[i].a + ours[i].size, theirs[j].a + theirs[j].size)
        if begin < end:
            yield ours[i].b + begin - ours[i].a, begin, theirs[j].b + begin - theirs[j].a, end - begin
        if ours[i].a + ours[i].size < theirs[j].a + theirs[j].size:
            i += 1
        else:
            j += 1
    yield len(a), len(b), len(c), 0


def _blocks(body: str) -> list[str]:
    """The body as the sources of its top-level blocks; loose words escaped, of which lxml gives the characters."""
    if not body.strip():
        return []
    found = []
    for piece in html.fragments_fromstring(body):
        if isinstance(piece, str):
            if piece.strip():
                found.append(escape(piece.strip(), quote=False))
            continue
        found.append(html.tostring(piece, encoding="unicode", with_tail=False))
        if (piece.tail or "").strip():
            found.append(escape(piece.tail.strip(), quote=False))
    return found
