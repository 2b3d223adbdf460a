"""The secret key that a newsroom makes for itself, once."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def read_or_make(path: Path) -> str:
    """
    The key in the file `path`, which is made (mode 0600) when it isn't there.

    Any number of processes may ask at once and all get the same key: a whole file is linked
    into place, and who comes second reads the first one's. Raises ValueError for a file that
    holds too little to be a key, rather than replace what signed every session so far.
    """
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")  # mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            Path(draft).unlink()
    key = path.read_text().strip()
    if len(key) < 50:
        raise ValueError(
            f"{path} is too short to be a secret key. Restore it from a backup, or delete it to make a new one."
        )
    return key
