"""The database of a newsroom on SQLite: one file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from .trouble import ArchiveError

NAME = "newsroom.sqlite3"


def place() -> Path:
    """Where it lies."""
    return Path(connection.settings_dict["NAME"])


def copy_to(copy: Path) -> None:
    """SQLite's own backup, in one step: no writer waits, and none is caught half-way."""
    database = place()
    if not database.exists():
        raise ArchiveError(_("There is no database at %(path)s.") % {"path": database})
    with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(copy)) as destination:
        source.backup(destination)
        destination.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing in a log beside it
    assert_sound(copy)


def assert_sound(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
            strays = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        answer, strays = str(error), None
    if answer != "ok" or strays:
        reason = answer if answer != "ok" else _("rows point at nothing")
        raise ArchiveError(_("The database is damaged: %(reason)s") % {"reason": reason})


def migrations(database: Path) -> set[tuple[str, str]]:
    """Those that were applied to it."""
    try:
        with closing(sqlite3.connect(database)) as copy:
            return set(copy.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError as error:
        raise ArchiveError(_("The database in it is no newsroom's.")) from error


def is_empty() -> bool:
    """Whether nobody has an account: nothing here that could be missed."""
    if not place().exists():
        return True
    try:
        with closing(sqlite3.connect(place())) as current:
            return current.execute("SELECT 1 FROM auth_user LIMIT 1").fetchone() is None
    except sqlite3.OperationalError as error:
        return "no such table" in str(error)
    except sqlite3.DatabaseError:  # damaged: what can be saved of it may be dear to somebody
        return False


def assert_nobody_has_it_open() -> None:
    """SQLite leaves WAL for the last connection only, so this finds a running site, and folds the log into the file."""
    if not place().exists():
        return
    try:
        with closing(sqlite3.connect(place(), timeout=0)) as current:
            current.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise ArchiveError(_("The newsroom is running. Stop it first.")) from error
    except sqlite3.DatabaseError:  # damaged, which may be why somebody restores
        return


def put(new: Path, aside: Path, *, keep: bool) -> list[str]:
    """Move the database that is here into the directory `aside`, and `new` into its place."""
    _raise_generation(new)
    database = place()
    if database.exists():
        database.replace(aside / NAME)
    new.replace(database)
    for suffix in ("-wal", "-shm"):  # of a damaged database; it can't be folded in
        log = database.with_name(database.name + suffix)
        if log.exists():
            log.replace(aside / (NAME + suffix))
    return []


def _raise_generation(new: Path) -> None:
    """What was kept of pages from before must not pass for current: go on counting where the higher number stopped."""

    def generation(file: Path) -> int:
        try:
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
                return int(opened.execute("SELECT max(number) FROM core_generation").fetchone()[0] or 0)
        except sqlite3.DatabaseError:  # none there, or none to be read
            return 0

    number = max(generation(place()), generation(new)) + 1
    with closing(sqlite3.connect(new)) as copy, copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'core_generation'").fetchone():
            copy.execute("UPDATE core_generation SET number = ?", [number])
