"""Which of the outside's two troubles an exception comes from: the disk is full, or the database is away."""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection

FULL, AWAY = "full", "away"

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What SQLite says where a write fails for want of room, or of a quota: https://www.sqlite.org/rescode.html
_SQLITE_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_SHMSIZE")
_POSTGRESQL_NO_ROOM = "53100"  # disk_full: https://www.postgresql.org/docs/current/errcodes-appendix.html


def of(error: BaseException | None) -> str:
    """FULL, AWAY, or "" where the fault is our own."""
    found = list(_causes(error))
    if any(_is_full(one) for one in found):
        return FULL
    # The driver's own too: Django hands on its errors as its own, but for what closing a cursor raises. On PostgreSQL
    # each list of choices, read to its end, closes a cursor on the server.
    driver = connection.Database  # type: ignore[attr-defined]  # django-stubs doesn't know it
    away = (OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError)
    if any(isinstance(one, away) for one in found):
        return AWAY
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """`error` and what it came of, innermost last."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in _SQLITE_NO_ROOM
    return getattr(error, "sqlstate", None) == _POSTGRESQL_NO_ROOM
