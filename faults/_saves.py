"""Editors at work, and afterwards: is everything there that was acknowledged, and nothing half?"""

import contextlib
import time
from collections.abc import Iterator

from . import insist
from ._desk import Editor
from ._newsroom import PASSWORD, Newsroom

STORED = """
import json
from desk.models import Story
print(json.dumps([
    {"key": story.pk, "headline": story.headline, "body": story.body, "version": story.version,
     "saves": [[save.version, json.loads(save.snapshot)] for save in story.saves.all()]}
    for story in Story.objects.prefetch_related("saves")]))
"""


@contextlib.contextmanager
def editors(newsroom: Newsroom, timeout: float = 30) -> Iterator[list[Editor]]:
    """One for each story, saving while the block runs; they finish what they began."""
    reader = newsroom.reader()
    reader.sign_in("ed", PASSWORD)
    at_work = []
    for key in newsroom.keys:
        one = newsroom.reader()
        one.cookies = dict(reader.cookies)
        at_work.append(Editor(one, key, timeout))
    for editor in at_work:
        editor.thread.start()
    try:
        yield at_work
    finally:
        for editor in at_work:
            editor.stop.set()
        for editor in at_work:
            editor.thread.join(60)


def wait_for(at_work: list[Editor], saves: int, seconds: float = 60) -> None:
    """Until each of them has had so many more saves acknowledged."""
    wanted = [len(editor.acknowledged) + saves for editor in at_work]
    end = time.monotonic() + seconds
    while any(len(editor.acknowledged) < count for editor, count in zip(at_work, wanted, strict=True)):
        insist(
            time.monotonic() < end,
            f"after {seconds:.0f} s nothing can be saved: "
            + "; ".join(f"{one.refused[-1].status} {one.refused[-1].text[:200]}" for one in at_work if one.refused),
        )
        time.sleep(0.05)


def check(newsroom: Newsroom, at_work: list[Editor]) -> str:
    """Compare what was acknowledged with what is stored; says how many saves there were."""
    from ._desk import numbers

    stored = {row["key"]: row for row in newsroom.ask(STORED)}
    for editor in at_work:
        row = stored[editor.key]
        kept: set[int] = set()
        for version, snapshot in row["saves"]:
            found = numbers(snapshot["headline"]) | numbers(snapshot["body"])
            insist(len(found) == 1, f"save {version} of story {editor.key} is half done: {snapshot}")
            kept |= {int(number) for number in found}
        missing = set(editor.acknowledged) - kept
        insist(not missing, f"acknowledged and lost, of story {editor.key}: {sorted(missing)[:10]}")
        now = numbers(row["headline"]) | numbers(row["body"])
        insist(len(now) == 1, f"story {editor.key} is half done: {row['headline']} / {row['body']}")
        if row["saves"]:
            last_version, last = row["saves"][-1]
            insist(last_version == row["version"], f"story {editor.key} has a version that no save has")
            insist(numbers(last["headline"]) == now, f"story {editor.key} is not what was saved last")
    return f"{sum(len(one.acknowledged) for one in at_work)} saves acknowledged and all there"
