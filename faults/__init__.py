"""
What happens when something breaks: each module breaks one thing under load and looks at what is left.

    make faults                  all of them, one after the other
    make faults ARGS="killed"    some of them

A module has `run(folder)`, which returns what it saw as one sentence, or raises Broken (the newsroom's fault) or
Skipped (this machine lacks what is needed). Everything runs in processes and directories of its own,
on free loopback ports.
"""


class Broken(Exception):
    """What a newsroom must never do, in words."""


class Skipped(Exception):
    """Why this fault can't be tried on this machine."""


def insist(holds: object, words: str) -> None:
    if not holds:
        raise Broken(words)
