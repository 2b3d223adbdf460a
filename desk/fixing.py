"""
What a fix of the live text may touch, and how it comes into the texts that follow: see desk.publishing.fix().
"""

from collections.abc import Mapping

from .merge import Merge, Snapshot

# The words of a story. Its bylines, section and picture are changed on the working copy.
FIXABLE = ("headline", "standfirst", "body", "lead_caption", "lead_alt")


class Conflicts(Exception):
    """
    The fix touches what a later text has changed too. `merges` has one merge for the working copy ("story") and, where
    an edition waits, one for it ("waiting"); `unsettled` are their conflicts by key, "waiting/body:2".
    """

    def __init__(self, merges: Mapping[str, Merge], unsettled: list[str]) -> None:
        self.merges, self.unsettled = merges, unsettled
        super().__init__(", ".join(unsettled))


def settle(merges: Mapping[str, Merge], choices: Mapping[str, str]) -> dict[str, Snapshot]:
    """Each merge's result by its name. `choices` maps "name/key" to theirs, yours or both. Raises Conflicts."""
    keys = {f"{name}/{conflict.key}" for name, merged in merges.items() for conflict in merged.conflicts}
    if unsettled := sorted(keys - choices.keys()):
        raise Conflicts(merges, unsettled)
    results: dict[str, Snapshot] = {}
    for name, merged in merges.items():
        results[name] = merged.result(
            {key.partition("/")[2]: choices[key] for key in keys if key.startswith(f"{name}/")}
        )
    return results
