"""
The sizes and cuts of a picture that readers get, and the address of each.

An address, /pictures/<uid>/<key of the cut><digest of the recipe>-<width>.<extension>, never means other bytes: what
shapes them (the framing, the credit written into them, how we encode) is in the digest. So it may be kept for ever. The
key is made with the original's own digest: who knows the address of one cut can't tell that of another, which may show
what this one leaves out.
"""

import fcntl
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse
from PIL import Image

from photos import darkroom, framing, intake, storage, tones
from photos.credits import credit_line
from photos.metadata import xmp
from photos.models import Photo

# Raised when darkroom.py makes other bytes of the same picture, so that every address changes with them.
RECIPE = 2
# A strip or a banner is made smaller than its widths say rather than higher than this.
MAX_HEIGHT = 3840
# Made by the worker as soon as a picture is there. WebP is for the few browsers that know it and not AVIF: it takes
# longer to make than AVIF and saves a tenth of JPEG's bytes (bench/renditions.py), so it waits until one of them asks.
AHEAD = ("avif", "jpg")


@dataclass(frozen=True)
class Cut:
    """A use of pictures: the widths in pixels it comes in, and whether the picture is cropped for it."""

    name: str
    widths: tuple[int, ...]
    extensions: tuple[str, ...] = ("avif", "webp", "jpg")

    def box(self, photo: Photo) -> framing.Box:
        """The part of the picture that is shown: left, top, right, bottom in its own pixels."""
        if self.name in framing.RATIOS:
            return framing.box(photo, self.name)
        return 0, 0, float(photo.width), float(photo.height)

    def widths_for(self, photo: Photo) -> list[int]:
        """Rising; none above the original's, and its own as the last where the next step would be above it."""
        left, top, right, bottom = self.box(photo)
        across, down = right - left, bottom - top
        # The box is computed; a thousandth of a pixel is not one that is missing.
        most = max(1, int(min(across, self.widths[-1], MAX_HEIGHT * across / down) + 0.001))
        return [width for width in self.widths if width < 0.9 * most] + [most]


WHOLE = Cut("whole", (320, 640, 960, 1280, 1920))
WIDE = Cut("wide", (320, 640, 960, 1280))
STANDARD = Cut("standard", (240, 480, 960))
SQUARE = Cut("square", (96, 192, 384))
# What other sites show of a link: one file, of the kind that all of them know.
SHARE = Cut("share", (1200,), ("jpg",))
CUTS = {cut.name: cut for cut in (WHOLE, WIDE, STANDARD, SQUARE, SHARE)}


@dataclass(frozen=True)
class Rendition:
    """One file that readers get. Making one costs no query and no look at the disk; ensure() does the work."""

    photo: Photo
    cut: Cut
    width: int
    extension: str
    stem: str

    @property
    def height(self) -> int:
        left, top, right, bottom = self.cut.box(self.photo)
        return max(1, round(self.width * (bottom - top) / (right - left)))

    @property
    def mime(self) -> str:
        return darkroom.ENCODINGS[self.extension].mime

    @property
    def name(self) -> str:
        return f"{self.stem}-{self.width}.{self.extension}"

    @property
    def address(self) -> str:
        return reverse("picture", args=[self.photo.uid, self.name])

    @property
    def path(self) -> Path:
        return folder(self.photo) / self.name

    def ensure(self) -> Path:
        """
        Where the file lies, made now if it wasn't yet. Raises darkroom.Spoilt when the original can't be read, and
        FileNotFoundError where the picture was pulled meanwhile.
        """
        if not self.path.exists():
            make(self.photo, [self])
        return self.path

    @property
    def size_known(self) -> int | None:
        """In bytes, where the file was made already; costs a look at the disk and makes nothing."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return None

    def size(self) -> int:
        """In bytes; the file is made if it wasn't yet."""
        return self.ensure().stat().st_size


def stem(photo: Photo, cut: Cut) -> str:
    """What the names of one cut's files begin with."""
    return key(photo, cut) + state(photo)


def key(photo: Photo, cut: Cut) -> str:
    """Which cut of which picture an address means, for as long as the picture is there."""
    return hashlib.sha256(f"{photo.uid}|{photo.digest}|{cut.name}".encode()).hexdigest()[:16]


def state(photo: Photo) -> str:
    """
    Changes with the framing and with the words that are written into the files, for all cuts at once.

    For all, since a picture is often cut anew for somebody's safety: then no file of before is left at any address.
    """
    crops = {use: {side: float(value) for side, value in own.items()} for use, own in photo.crops.items()}
    framed = [RECIPE, photo.focus_x, photo.focus_y, crops]
    told = packet(photo)
    return hashlib.sha256(json.dumps(framed, sort_keys=True).encode() + told).hexdigest()[:8]


def packet(photo: Photo) -> bytes:
    """Who made the picture and whose it is, as public files carry it."""
    told = photo.told_photographer
    return xmp.write(told, credit_line(told, photo.agency, photo.distributor), photo.told_copyright)


def ladders(photo: Photo, cut: Cut) -> dict[str, list[Rendition]]:
    """One use of the picture in each of its formats, best first; each from narrow to wide, and never empty."""
    begins, widths = stem(photo, cut), cut.widths_for(photo)
    return {kind: [Rendition(photo, cut, width, kind, begins) for width in widths] for kind in cut.extensions}


def every(photo: Photo) -> list[Rendition]:
    return [one for cut in CUTS.values() for ladder in ladders(photo, cut).values() for one in ladder]


def ahead(photo: Photo) -> list[Rendition]:
    """What the worker makes before anybody asks."""
    return [one for one in every(photo) if one.extension in AHEAD]


def find(photo: Photo, name: str) -> Rendition | None:
    """The rendition that an address's last part names, None when it names none of this picture's."""
    cut = _cut_named(photo, name)
    if cut is None or not name.startswith(stem(photo, cut)):
        return None
    return next((one for ladder in ladders(photo, cut).values() for one in ladder if one.name == name), None)


def successor(photo: Photo, name: str) -> Rendition | None:
    """What stands in the place of a rendition that was made before the framing, the credit or the recipe changed."""
    cut = _cut_named(photo, name)
    if cut is None or name.startswith(stem(photo, cut)):
        return None
    width, extension = name.rpartition("-")[2].split(".")
    return nearest(photo, int(width), extension if extension in cut.extensions else "jpg", cut)


def _cut_named(photo: Photo, name: str) -> Cut | None:
    return next((cut for cut in CUTS.values() if secrets.compare_digest(key(photo, cut), name[:16])), None)


def nearest(photo: Photo, width: int, extension: str = "jpg", cut: Cut = WHOLE) -> Rendition:
    """The narrowest rendition that is at least `width` pixels wide, else the widest there is."""
    return wide_enough(ladders(photo, cut)[extension], width)


def wide_enough(ladder: list[Rendition], width: int) -> Rendition:
    return next((one for one in ladder if one.width >= width), ladder[-1])


def folder(photo: Photo) -> Path:
    return storage.renditions() / photo.uid[:2] / photo.uid


def make(photo: Photo, wanted: Iterable[Rendition]) -> int:
    """
    Make those files that are missing, by one decoding of the original; how many that were. None of a pulled picture.
    """
    with alone(photo):
        missing = [one for one in wanted if not one.path.exists()]
        # Asked again now that nobody else can: whoever pulls the picture after this waits for us, and then removes.
        if missing and Photo.objects.showable().filter(pk=photo.pk).exists():
            orders = [darkroom.Order(one.cut.box(photo), (one.width, one.height), one.extension) for one in missing]
            with photo.image.storage.open(str(photo.image.name)) as original:
                for one, data in zip(missing, darkroom.develop(original, orders, packet(photo)), strict=True):
                    _write(one.path, data)
            return len(missing)
    return 0


def proof(photo: Photo, width: int) -> bytes:
    """A JPEG of about that width for the desk's eyes, which is put nowhere."""
    one = nearest(photo, width)
    order = darkroom.Order(one.cut.box(photo), (one.width, one.height), one.extension)
    with intake.one_at_a_time, photo.image.storage.open(str(photo.image.name)) as original:
        return next(iter(darkroom.develop(original, [order])))


def tone(photo: Photo) -> str:
    """The class of its colour, for a picture that was taken in before colours were noted."""
    with Image.open(nearest(photo, 320).ensure()) as image:
        image.load()
        return tones.of(image)


def remove(photo: Photo) -> None:
    """Take every rendition off the disk."""
    with alone(photo):
        shutil.rmtree(folder(photo), ignore_errors=True)


def remove_outdated(photo: Photo) -> int:
    """Take those off the disk that have no address any more; how many that were."""
    with alone(photo):
        known = {one.name for one in every(photo)}
        outdated = [path for path in folder(photo).iterdir() if path.name != LOCK and path.name not in known]
        for path in outdated:
            path.unlink(missing_ok=True)
    return len(outdated)


LOCK = ".lock"


@contextmanager
def alone(photo: Photo) -> Iterator[None]:
    """Hold the picture for this thread, on this machine: of two who need a file, the second finds it made."""
    folder(photo).mkdir(parents=True, exist_ok=True)
    with intake.one_at_a_time, (folder(photo) / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: nobody reads a file that is still being written."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
