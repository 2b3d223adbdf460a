"""
Files that no row of the library knows: what is left of an upload whose transaction was rolled back, of a worker that
was killed, of a picture pulled while the disk was full.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photos import renditions, storage
from photos.models import Photo


@dataclass(frozen=True)
class Litter:
    """Files, or folders of them, that may go; and how many files there are in all."""

    originals: list[Path]
    renditions: list[Path]
    originals_in_all: int

    @property
    def paths(self) -> list[Path]:
        return [*self.originals, *self.renditions]

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.paths if path.exists())


def litter(older_than: float) -> Litter:
    """What was last written more than `older_than` seconds ago and belongs to no picture: a younger file may yet."""
    until = time.time() - older_than
    place = Path(storage.originals().location)
    files = [*_files(place)]
    # Asked after the files are listed: a row that came since has its file among them, and is found.
    known = set(Photo.objects.values_list("image", flat=True))
    lost = [path for path in files if str(path.relative_to(place)) not in known and _age_allows(path, until)]
    shown = {photo.uid: photo for photo in Photo.objects.showable()}
    stale = [path for path in _files(storage.renditions()) if _is_stale(path, shown) and _age_allows(path, until)]
    return Litter(lost, stale, len(files))


def sweep(found: Litter) -> None:
    for path in found.paths:
        path.unlink(missing_ok=True)
    for path in found.paths:
        for folder in list(path.parents)[:2]:
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file()) if folder.exists() else iter(())


def _is_stale(path: Path, shown: dict[str, Photo]) -> bool:
    photo = shown.get(path.parent.name)
    if photo is None:
        return True
    return path.name != renditions.LOCK and renditions.find(photo, path.name) is None


def _age_allows(path: Path, until: float) -> bool:
    try:
        return path.stat().st_mtime < until
    except OSError:  # gone meanwhile
        return False
