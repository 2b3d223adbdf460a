"""A picture as a template prints it (photos/_picture.html): every size of one use, its ratio, its description."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from photos import darkroom, renditions
from photos.models import Photo
from photos.renditions import Cut, Rendition

MIDDLE = {"square": 192, "standard": 480}


@dataclass(frozen=True)
class Source:
    """One <source> of a <picture>."""

    type: str
    srcset: str


@dataclass
class Shown:
    """Costs nothing until it is printed, and no query then."""

    photo: Photo
    cut: Cut
    alt: str

    def cut_for(self, use: str) -> "Shown":
        """The same picture as another use shows it: "whole", "wide" (16:9), "standard" (4:3), "square", "share"."""
        return Shown(self.photo, renditions.CUTS[use], self.alt)

    # For templates, which can't call with an argument.
    @property
    def wide(self) -> "Shown":
        return self.cut_for("wide")

    @property
    def standard(self) -> "Shown":
        return self.cut_for("standard")

    @property
    def square(self) -> "Shown":
        return self.cut_for("square")

    @property
    def share(self) -> Rendition:
        """The JPEG of 1200 × 630, or smaller in that ratio, for the cards that other sites make of a link."""
        return renditions.ladders(self.photo, renditions.SHARE)["jpg"][-1]

    @property
    def tone(self) -> str:
        """The class of the colour that stands in its place until it comes; "" where none is known."""
        return f"tone-{self.photo.tone}" if self.photo.tone else ""

    @property
    def shape(self) -> tuple[object, ...]:
        """All that makes a difference to what is printed of it; the stem stands for its framing and credits."""
        return self.photo.uid, renditions.stem(self.photo, self.cut), self.tone, self.alt

    @cached_property
    def sources(self) -> list[Source]:
        """What is offered before the JPEG of <img>, best first."""
        kinds = [kind for kind in self.cut.extensions if kind != "jpg"]
        return [Source(darkroom.ENCODINGS[kind].mime, self._srcset(self._ladders[kind])) for kind in kinds]

    @cached_property
    def srcset(self) -> str:
        return self._srcset(self._ladders["jpg"])

    @property
    def src(self) -> str:
        return self._address(self.fallback)

    @cached_property
    def fallback(self) -> Rendition:
        """The one file that a browser without srcset gets."""
        return renditions.wide_enough(self._ladders["jpg"], MIDDLE.get(self.cut.name, 960))

    @property
    def largest(self) -> Rendition:
        """The widest JPEG: for whoever makes their own of it."""
        return self._ladders["jpg"][-1]

    @property
    def width(self) -> int:
        """With `height`, the ratio that a page reserves, so that nothing jumps."""
        return self.largest.width

    @property
    def height(self) -> int:
        return self.largest.height

    @cached_property
    def _ladders(self) -> dict[str, list[Rendition]]:
        return renditions.ladders(self.photo, self.cut)

    @cached_property
    def _prefix(self) -> str:
        # One reverse() for a dozen addresses, which differ in their last part.
        return reverse("picture", args=[self.photo.uid, self.fallback.name]).removesuffix(self.fallback.name)

    def _address(self, rendition: Rendition) -> str:
        return self._prefix + rendition.name

    def _srcset(self, ladder: list[Rendition]) -> str:
        return ", ".join(f"{self._address(one)} {one.width}w" for one in ladder)


def whole(photo: Photo | None, alt: str) -> Shown | None:
    """None where there is no picture, or one that readers may not see (any more)."""
    return Shown(photo, renditions.WHOLE, alt) if photo and photo.is_showable else None


def square(photo: Photo | None, alt: str) -> Shown | None:
    """As whole(), cropped to a square: portraits, small cards."""
    return Shown(photo, renditions.SQUARE, alt) if photo and photo.is_showable else None
