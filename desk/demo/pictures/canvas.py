"""
A sheet to draw on, twice as fine as the picture that comes of it.

Lengths are in the finished picture's pixels; colours are anything Pillow reads. What is drawn later covers what was
drawn before, as in print.
"""

import math
import random
from collections.abc import Callable, Sequence
from functools import cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]
Stops = Sequence[tuple[float, str]]

FINER = 2


def colour(name: str) -> Colour:
    return ImageColor.getrgb(name)[:3]


def mixed(one: str, other: str, part: float) -> str:
    """`one` with `part` of `other` in it."""
    pairs = zip(colour(one), colour(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


class Canvas:
    def __init__(self, name: str, size: tuple[int, int] = (1600, 1067), ground: str = "#808080") -> None:
        self.chance = random.Random(name)  # noqa: S311  -- the same picture for the same name
        self.width, self.height = size
        self.image = Image.new("RGB", (self.width * FINER, self.height * FINER), ground)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    # Surfaces

    def wash(self, stops: Stops, top: float = 0, bottom: float | None = None) -> None:
        """A gradient from top to bottom; each stop is a part of the way and a colour."""
        bottom = self.height if bottom is None else bottom
        box = self._box(0, top, self.width, bottom)
        self.image.paste(_column(stops, box[3] - box[1]).resize((box[2] - box[0], box[3] - box[1])), box[:2])

    def veil(self, ink: str, stops: Sequence[tuple[float, float]], top: float = 0, bottom: float | None = None) -> None:
        """Colour over what is there, its strength (0 to 1) in stops from top to bottom: mist, light, shade."""
        bottom = self.height if bottom is None else bottom
        box = self._box(0, top, self.width, bottom)
        size = (box[2] - box[0], box[3] - box[1])
        grey = [(at, mixed("#000000", "#ffffff", strength)) for at, strength in stops]
        self.image.paste(colour(ink), box, _column(grey, size[1]).convert("L").resize(size))

    def glow(self, x: float, y: float, radius: float, ink: str, strength: float = 1, squeeze: float = 1) -> None:
        """Light around a point, fading to nothing at `radius` (times `squeeze` upwards and downwards)."""
        size = (max(1, round(2 * radius * FINER)), max(1, round(2 * radius * squeeze * FINER)))
        light = _spot().resize(size).point([round(value * strength) for value in range(256)])
        corner = (round((x - radius) * FINER), round((y - radius * squeeze) * FINER))
        self.image.paste(colour(ink), (*corner, corner[0] + size[0], corner[1] + size[1]), light)

    def clouds(
        self, ink: str, cells: tuple[int, int], *, top: float, bottom: float, strength: float = 1, cover: float = 0.5
    ) -> None:
        """Soft patches in a grid of about `cells`, over `cover` of the surface, thinning out at its edges."""
        box = self._box(0, top, self.width, bottom)
        size = (box[2] - box[0], box[3] - box[1])
        low = (1 - cover) * 255
        field = self.field(cells, (size[0] // 8, size[1] // 8))
        field = field.point([round(max(0, min(255, (value - low) * 3)) * strength) for value in range(256)])
        edges = _column([(0, "#000"), (0.3, "#fff"), (0.7, "#fff"), (1, "#000")], field.height).convert("L")
        mask = ImageChops.multiply(field, edges.resize(field.size)).resize(size, Image.Resampling.BICUBIC)
        self.image.paste(colour(ink), box, mask)

    def field(self, cells: tuple[int, int], size: tuple[int, int], octaves: int = 4) -> Image.Image:
        """Smooth chance, grey: every octave twice as fine and half as strong."""
        whole = Image.new("L", size)
        for octave in range(octaves):
            across, down = cells[0] * 2**octave, cells[1] * 2**octave
            layer = Image.frombytes("L", (across, down), self.chance.randbytes(across * down))
            layer = layer.resize(size, Image.Resampling.BICUBIC)
            whole = Image.blend(whole, layer, 1 / (2**octave + 1) if octave else 1)
        low, high = whole.convert("L").getextrema()
        return whole.point([round((value - low) * 255 / max(1, high - low)) for value in range(256)])  # type: ignore[operator]

    # Shapes

    def polygon(self, points: Sequence[Point], ink: str, alpha: float = 1) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=self._ink(ink, alpha))

    def rect(self, x: float, y: float, width: float, height: float, ink: str, alpha: float = 1) -> None:
        box = (x * FINER, y * FINER, (x + width) * FINER - 1, (y + height) * FINER - 1)
        if box[2] >= box[0] and box[3] >= box[1]:
            self.pen.rectangle(box, fill=self._ink(ink, alpha))

    def line(self, points: Sequence[Point], ink: str, width: float = 1, alpha: float = 1) -> None:
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self.pen.line(scaled, fill=self._ink(ink, alpha), width=max(1, round(width * FINER)), joint="curve")

    def disc(self, x: float, y: float, radius: float, ink: str, alpha: float = 1, squeeze: float = 1) -> None:
        box = (x - radius, y - radius * squeeze, x + radius, y + radius * squeeze)
        self.pen.ellipse([length * FINER for length in box], fill=self._ink(ink, alpha))

    def slab(self, left: float, top: float, right: float, bottom: float, corner: float, ink: str) -> None:
        """A rectangle with round corners."""
        box = [length * FINER for length in (left, top, right, bottom)]
        self.pen.rounded_rectangle(box, corner * FINER, fill=colour(ink))

    def pie(self, left: float, top: float, right: float, bottom: float, degrees: Point, ink: str) -> None:
        """A slice of the ellipse in that box, clockwise from three o'clock."""
        self.pen.pieslice([length * FINER for length in (left, top, right, bottom)], *degrees, fill=colour(ink))

    def arc(self, left: float, top: float, right: float, bottom: float, degrees: Point, ink: str, width: float) -> None:
        box = [length * FINER for length in (left, top, right, bottom)]
        self.pen.arc(box, *degrees, fill=colour(ink), width=round(width * FINER))

    def curve(self, points: Sequence[Point], ink: str, alpha: float = 1) -> None:
        """A closed shape through the points, without corners."""
        self.polygon(rounded(points), ink, alpha)

    def ridge(
        self, base: float, rise: float, ink: str, *, waves: float = 3, detail: float = 0, bottom: float | None = None
    ) -> Callable[[float], float]:
        """A hilly line across the sheet, filled down to `bottom`; returns its height at x. `detail`: tree tops."""
        parts = [(waves * 2**n * self.chance.uniform(0.7, 1.3), self.chance.uniform(0, 7), 0.55**n) for n in range(4)]
        total = sum(part[2] for part in parts)

        def height(x: float) -> float:
            bend = sum(size * math.sin(pace * x / self.width * math.tau + shift) for pace, shift, size in parts)
            return base - rise * (0.5 + 0.5 * bend / total)

        points = []
        step = 5.0 if detail else 8.0
        for n in range(int(self.width / step) + 2):
            tip = self.chance.uniform(0, detail) * (1 if n % 2 else 0.35) if detail else 0
            points.append((n * step, height(n * step) - tip))
        bottom = self.height if bottom is None else bottom
        self.polygon([(0, bottom), *points, (self.width, bottom)], ink)
        return height

    def mirror(self, horizon: float, depth: float, ink: str, strength: float) -> None:
        """Water below `horizon`: what stands above it, upside down, broken by small waves, tinted with `ink`."""
        width, top, rows = self.image.width, round(horizon * FINER), round(depth * FINER)
        above = self.image.crop((0, top - rows, width, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        above = Image.blend(above, Image.new("RGB", above.size, ink), strength)
        row = 0
        while row < rows:
            thick = self.chance.randint(3, 5) + row // 60
            shift = round(self.chance.gauss(0, 1 + row / 90))
            self.image.paste(above.crop((0, row, width, min(row + thick, rows))), (shift, top + row))
            row += thick

    # The finished picture

    def finished(self, *, grain: float = 0.04, shade: float = 0.34) -> Image.Image:
        """At its own size, with a darker rim and the grain of a print."""
        picture = self.image.reduce(FINER)
        if shade:
            rim = Image.radial_gradient("L").resize(picture.size)
            rim = rim.point([round(255 * shade * (value / 255) ** 2) for value in range(256)])
            picture.paste((16, 14, 24), (0, 0), rim)
        if grain:
            noise = _noise(picture.size)
            shift = (self.chance.randrange(picture.width), self.chance.randrange(picture.height))
            grey = ImageChops.offset(noise, *shift)
            picture = Image.blend(picture, ImageChops.overlay(picture, Image.merge("RGB", [grey] * 3)), grain * 4)
        return picture

    def _ink(self, ink: str, alpha: float) -> tuple[int, int, int, int]:
        return (*colour(ink), round(alpha * 255))

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
        return round(left * FINER), round(top * FINER), round(right * FINER), round(bottom * FINER)


def rounded(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A closed Catmull-Rom curve through the points, as a polygon."""
    smooth = []
    count = len(points)
    for n in range(count):
        before, here, there, after = (points[(n + k) % count] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            smooth.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(before, here, there, after, strict=True)
                )
            )
    return smooth  # type: ignore[return-value]


def path(points: str) -> list[Point]:
    """Points written as "x,y x,y …"."""
    return [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]


def _column(stops: Stops, height: int) -> Image.Image:
    column = Image.new("RGB", (1, max(1, height)))
    pixels = []
    for row in range(max(1, height)):
        at = row / max(1, height - 1)
        after = next((n for n, stop in enumerate(stops) if stop[0] >= at), len(stops) - 1)
        before = max(0, after - 1)
        span = stops[after][0] - stops[before][0]
        pixels.append(colour(mixed(stops[before][1], stops[after][1], (at - stops[before][0]) / span if span else 0)))
    column.putdata(pixels)
    return column


@cache
def _spot() -> Image.Image:
    """A disc of light, white in the middle, that eases out to black where it meets the sides."""
    ease = [round(255 * (1 - min(1, value / 178)) ** 1.7) for value in range(256)]
    return Image.radial_gradient("L").point(ease)


@cache
def _noise(size: tuple[int, int]) -> Image.Image:
    chance = random.Random("grain")  # noqa: S311
    noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return noise.filter(ImageFilter.GaussianBlur(0.6))
