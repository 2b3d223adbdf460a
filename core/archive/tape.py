"""The archive as a file: members with their digests, written, read again and unpacked."""

import hashlib
import io
import os
import shutil
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from .trouble import ArchiveError

SUMS = "SHA256SUMS"  # the last member: an archive without it was cut off
# Told what is being done, how many bytes of it are done, and of how many (0: not known).
Report = Callable[[str, int, int], None]


def nobody(what: str, done: int, total: int) -> None:
    """A report that nobody reads."""


class _Read:
    """A file that is being read: what was read of it goes into a digest and to somebody who waits."""

    def __init__(self, file: IO[bytes], told: Callable[[int], None]) -> None:
        self.file, self.told, self.digest = file, told, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        self.told(len(block))
        return block


class Writer:
    """`with Writer(…) as archive: archive.add(file, name)`; the digests follow at the end, and it is on the disk."""

    def __init__(self, path: Path, report: Report, what: str, total: int) -> None:
        self.path, self.report, self.what, self.total = path, report, what, total
        self.done = 0
        self.sums: list[str] = []

    def __enter__(self) -> "Writer":
        self.path.touch(mode=0o600)
        self.archive = tarfile.open(self.path, "w", format=tarfile.PAX_FORMAT)
        return self

    def add(self, file: Path, name: str) -> None:
        with file.open("rb") as content:
            member = self.archive.gettarinfo(name, fileobj=content)
            member.name = name
            member.type, member.linkname = tarfile.REGTYPE, ""  # never a hard link to a member before it
            member.size = os.fstat(content.fileno()).st_size
            read = _Read(content, self._told)
            self.archive.addfile(member, read)
        self.sums.append(f"{read.digest.hexdigest()}  {name}\n")

    def add_if_there(self, file: Path, name: str) -> bool:
        try:
            self.add(file, name)
        except FileNotFoundError:  # a rendition was made anew meanwhile
            return False
        return True

    def _told(self, read: int) -> None:
        self.done += read
        self.report(self.what, min(self.done, self.total), self.total)

    def __exit__(self, *failed: Any) -> None:
        if failed[0] is None:
            sums = "".join(self.sums).encode()
            member = tarfile.TarInfo(SUMS)
            member.size, member.mode = len(sums), 0o600
            self.archive.addfile(member, io.BytesIO(sums))
        self.archive.close()
        with self.path.open("rb") as file:
            os.fsync(file.fileno())


def verify(path: Path, report: Report) -> None:
    """Read the archive at `path` again: what the disk kept is what was written. Raises ArchiveError."""
    _walk(path, report, _("Comparing"), lambda member: None)


def unpack(source: Path, work: Path, belongs: Callable[[str], bool], report: Report) -> int:
    """
    Unpack what `belongs` in an archive of ours into `work`, and nothing else, whatever its names say.

    Returns the number of pictures. Raises ArchiveError, also where a digest differs or the end is missing.
    """
    pictures = 0

    def place_for(member: tarfile.TarInfo) -> Path:
        nonlocal pictures
        path = PurePosixPath(member.name)
        ours = member.isfile() and belongs(member.name) and ".." not in path.parts and not path.is_absolute()
        if not ours:
            raise ArchiveError(_("%(name)s does not belong in a backup.") % {"name": member.name})
        pictures += len(path.parts) > 1
        place = work.joinpath(*path.parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    _walk(source, report, _("Reading"), place_for)
    return pictures


def _walk(source: Path, report: Report, what: str, place_for: Callable[[tarfile.TarInfo], Path | None]) -> None:
    """Read every member, into the file that `place_for` names, and compare its digest."""
    found: dict[str, str] = {}
    promised: dict[str, str] | None = None
    try:
        total = source.stat().st_size
        with tarfile.open(source) as archive:
            for member in archive:
                if promised is not None:
                    raise ArchiveError(_("%(name)s does not belong in a backup.") % {"name": member.name})
                if member.name == SUMS and member.isfile():
                    promised = _sums(archive.extractfile(member))
                    continue
                place = place_for(member)
                start = member.offset_data
                content = archive.extractfile(member)
                if content is None:  # a directory or a device; place_for() refuses both
                    raise ArchiveError(_("%(name)s does not belong in a backup.") % {"name": member.name})
                with content:
                    read = _Read(content, lambda _size, c=content, s=start: report(what, s + c.tell(), total))  # type: ignore[misc]
                    _copy(read, place, member.mode)
                found[member.name] = read.digest.hexdigest()
    except (tarfile.TarError, OSError, EOFError, UnicodeDecodeError) as error:
        raise ArchiveError(
            _("%(path)s cannot be read as a backup: %(reason)s") % {"path": source, "reason": error}
        ) from error
    if promised is None:
        raise ArchiveError(_("%(path)s was cut off: the list of digests at its end is missing.") % {"path": source})
    for name in sorted(promised.keys() | found.keys()):
        if promised.get(name) != found.get(name):
            raise ArchiveError(
                _("%(path)s is damaged: %(name)s is not what was backed up.") % {"path": source, "name": name}
            )


def _sums(file: IO[bytes] | None) -> dict[str, str]:
    lines = file.read().decode().splitlines() if file else []
    return {name: digest for digest, _gap, name in (line.partition("  ") for line in lines)}


def _copy(read: _Read, place: Path | None, mode: int) -> None:
    if place is None:
        while read.read(1 << 20):
            pass
        return
    with place.open("xb") as file:
        shutil.copyfileobj(read, file, 1 << 20)
    place.chmod(stat.S_IMODE(mode) & 0o700 | 0o600)
