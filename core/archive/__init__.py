"""
A whole newsroom in one file, and back: the database, the pictures, the secret key.

The file is a plain tar: `tar -tf` shows what is in it, and after `tar -xf`, `sha256sum -c SHA256SUMS` says whether it
is whole. It holds drafts, password hashes and the key that signs sessions, so its mode is 0600. The database in it is
SQLite's own file or PostgreSQL's own dump, each made by the database's own tool, so that it is one moment of it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from . import postgresql, sqlite, tape
from .trouble import ArchiveError

__all__ = ["ArchiveError", "Summary", "back_up", "restore"]

MEDIA, KEY = "media", "secret_key"


class Summary(NamedTuple):
    database_bytes: int
    pictures: int


def _keeper() -> ModuleType:
    """What copies this newsroom's database: archive/sqlite.py or archive/postgresql.py."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def back_up(target: Path, report: tape.Report = tape.nobody) -> Summary:
    """
    Write the newsroom as it is at this moment to `target`, while others go on writing.

    The database comes first, as it is at one moment. Pictures come after it: one added meanwhile does no harm. What was
    written is read again and compared with its digests; then `target` is replaced, never sooner.
    """
    keeper = _keeper()
    target = target.absolute()
    if not target.parent.is_dir():
        raise ArchiveError(_("There is no directory %(path)s.") % {"path": target.parent})
    with _directory_beside(target) as work:
        copy = work / keeper.NAME
        report(_("Database"), 0, 0)
        keeper.copy_to(copy)
        draft = work / "archive.tar"
        key = Path(settings.NEWSROOM_DATA) / KEY
        pictures = list(_files(Path(settings.MEDIA_ROOT)))
        total = copy.stat().st_size + sum(_size(file) for file in pictures)
        with tape.Writer(draft, report, _("Writing"), total) as archive:
            archive.add(copy, keeper.NAME)
            if key.exists():
                archive.add(key, KEY)
            written = sum(archive.add_if_there(file, f"{MEDIA}/{_inside_media(file)}") for file in pictures)
        tape.verify(draft, report)
        size = copy.stat().st_size
        draft.replace(target)
        _sync(target.parent)
    return Summary(size, written)


def restore(source: Path, *, force: bool = False, report: tape.Report = tape.nobody) -> tuple[Summary, list[str]]:
    """
    Put the newsroom in `source` in the place of this one.

    Everything is unpacked, compared with its digests and examined first; a file that is damaged, or newer than this
    code, changes nothing. Where somebody works in this newsroom already `force` is needed, and what was here is moved
    aside: to the places returned.
    """
    keeper = _keeper()
    data = Path(settings.NEWSROOM_DATA)
    had_pictures = any(_files(Path(settings.MEDIA_ROOT)))
    was_empty = not had_pictures and keeper.is_empty()
    connection.close()
    if not force and not was_empty:
        raise ArchiveError(
            _("There is a newsroom at %(path)s already. With --force it is moved aside and the backup takes its place.")
            % {"path": keeper.place() if not had_pictures else data}
        )
    with _directory_beside(data / KEY) as work:
        pictures = tape.unpack(source, work, _belongs, report)
        _assert_same_database(source, work, keeper)
        database = work / keeper.NAME
        keeper.assert_sound(database)
        _assert_not_newer(keeper.migrations(database))
        keeper.assert_nobody_has_it_open()
        summary = Summary(database.stat().st_size, pictures)
        aside = data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        aside.mkdir(mode=0o700)
        (work / MEDIA).mkdir(exist_ok=True)
        report(_("Database"), 0, 0)
        try:
            places = keeper.put(database, aside, keep=not was_empty)
        except ArchiveError:
            aside.rmdir()
            raise
        _exchange(work / MEDIA, Path(settings.MEDIA_ROOT), aside)
        if (work / KEY).exists():
            _exchange(work / KEY, data / KEY, aside)
        if was_empty:
            shutil.rmtree(aside)
            return summary, []
        return summary, [str(aside), *places]


@contextmanager
def _directory_beside(path: Path) -> Iterator[Path]:
    """A directory on the same file system as `path`, for its owner alone, and gone afterwards."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".archive-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # a rendition was made anew while we walked
        return 0


def _inside_media(file: Path) -> str:
    return file.relative_to(settings.MEDIA_ROOT).as_posix()


def _belongs(name: str) -> bool:
    return name in (sqlite.NAME, postgresql.NAME, KEY) or name.startswith(f"{MEDIA}/")


def _assert_same_database(source: Path, work: Path, keeper: ModuleType) -> None:
    if (work / keeper.NAME).exists():
        return
    if any((work / other.NAME).exists() for other in (sqlite, postgresql)):
        raise ArchiveError(
            _("%(path)s is a backup of another kind of database than the one that DATABASE_URL names.")
            % {"path": source}
        )
    raise ArchiveError(_("%(path)s has no database in it.") % {"path": source})


def _assert_not_newer(applied: set[tuple[str, str]]) -> None:
    known: set[tuple[str, str]] = set()
    for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        known |= {key, *migration.replaces}
    apps = {app for app, _name in known}
    if unknown := sorted(f"{app}.{name}" for app, name in applied - known if app in apps):
        raise ArchiveError(
            _("The backup is newer than this code, which does not know %(migration)s.") % {"migration": unknown[-1]}
        )


def _exchange(new: Path, place: Path, aside: Path) -> None:
    if place.exists():
        place.replace(aside / place.name)
    new.replace(place)


def _sync(folder: Path) -> None:
    """Have the name itself outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
