"""
How the demo's stories are told from a newsroom's own: by their uid.

A uid of the demo has a prefix of its own and version 8 (RFC 9562, 5.8: made as somebody sees fit). A story begun at the
desk gets a random uid, version 4, so it never looks like one.
"""

import hashlib
import uuid

from desk.models import Story

# "meridi" in ASCII.
_PREFIX = "6d6572696469"
_FIRST = uuid.UUID(_PREFIX + "8" + "0" * 19)
_LAST = uuid.UUID(_PREFIX + "8" + "f" * 19)


def uid(name: str) -> uuid.UUID:
    """The uid of the demo story `name`, the same in every newsroom and on every day."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return uuid.UUID(f"{_PREFIX}8{digest[:3]}8{digest[3:18]}")


def has_own_stories() -> bool:
    """Whether this newsroom has a story that the demo did not bring."""
    return Story.objects.exclude(uid__range=(_FIRST, _LAST)).exists()
