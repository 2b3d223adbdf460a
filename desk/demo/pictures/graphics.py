"""Charts and maps."""

from PIL import Image, ImageChops, ImageFilter

from .canvas import Canvas, colour, mixed

_THINNER = ImageFilter.MinFilter(3)
HARVEST = (33.2, 26.9, 22.3, 20.4, 19.1, 19.8, 21.0, 21.9, 22.4)


def harvest_chart(c: Canvas) -> None:
    c.wash([(0, "#f6efdf"), (1, "#f0e4c8")])
    base = 900
    for step in range(1, 5):
        y = base - step * 170
        c.line([(120, y), (1480, y)], "#d8c7a0", 2)
    for n, tonnes in enumerate(HARVEST):
        x = 196 + n * 151
        now = n == len(HARVEST) - 1
        _ear(c, x, base, tonnes * 21, "#b8452c" if now else mixed("#c79a3d", "#dcb765", (n % 2) * 0.5))
    c.rect(110, base, 1380, 5, "#4d3d24")
    c.line([(110, base + 70), (1490, base + 70)], "#d8c7a0", 2)
    for n in range(len(HARVEST)):
        c.rect(180 + n * 151, base + 26, 32, 8, "#4d3d24" if n == len(HARVEST) - 1 else "#b39b6b")


def _ear(c: Canvas, x: float, base: float, tall: float, ink: str) -> None:
    c.line([(x, base), (x, base - tall)], mixed(ink, "#4d3d24", 0.25), 5)
    top = base - tall
    grains = max(4, int(tall / 34))
    for n in range(grains):
        y = top + 22 + n * 32
        if y > base - 40:
            break
        size = 17 if n else 13
        for side in (-1, 1):
            c.curve(
                [
                    (x + side * 3, y + 16),
                    (x + side * (size + 14), y - 2),
                    (x + side * (size + 10), y - 26),
                    (x + side * 6, y - 8),
                ],
                ink if side < 0 else mixed(ink, "#ffffff", 0.14),
            )
        c.line([(x, y - 10), (x - 30, y - 58)], ink, 1.6, 0.8)
        c.line([(x, y - 10), (x + 30, y - 58)], ink, 1.6, 0.8)
    c.curve([(x, top + 10), (x + 11, top - 10), (x, top - 34), (x - 11, top - 10)], ink)


def contour_map(c: Canvas) -> None:
    c.wash([(0, "#efe7d3"), (1, "#e6dcc2")])
    field = c.field((4, 3), (200, 134), octaves=3).filter(ImageFilter.GaussianBlur(2))
    heights = Image.new("F", field.size)
    heights.putdata([float(value) for value in field.tobytes()])
    heights = heights.resize((c.width, c.height), Image.Resampling.BICUBIC)
    thin, bold = (Image.new("L", heights.size, 0) for _ in range(2))
    for step, level in enumerate(range(30, 240, 13)):
        above = heights.point(lambda value, level=level: value * 60 - level * 60 + 128).convert("L")
        if step == 2:
            c.image.paste(colour("#9dc0c8"), (0, 0), ImageChops.invert(above).resize(c.image.size))
        (bold if step % 5 == 2 else thin).paste(255, (0, 0), ImageChops.difference(above, above.filter(_THINNER)))
    c.image.paste(colour("#a98c60"), (0, 0), thin.resize(c.image.size))
    c.image.paste(colour("#7d5f38"), (0, 0), bold.resize(c.image.size))
    for row in range(3):
        for n in range(5):
            if c.chance.random() < 0.75:
                _plot(c, 120 + n * 292 + c.chance.uniform(-30, 30), 110 + row * 310 + c.chance.uniform(-30, 30))
    for points in (
        [(0, 760), (220, 730), (460, 640), (700, 655), (980, 560), (1240, 580), (1600, 470)],
        [(700, 655), (760, 420), (720, 200), (790, 0)],
    ):
        c.line(points, "#f9f4e6", 9)
        c.line(points, "#7c6a50", 2)
    for x in range(0, 1601, 200):
        c.line([(x, 0), (x, 1067)], "#8d7a5c", 1, 0.35)
    for y in range(67, 1067, 200):
        c.line([(0, y), (1600, y)], "#8d7a5c", 1, 0.35)
    for x, y in ((512, 622), (742, 486), (1010, 548), (1262, 560)):
        for n in range(7):
            c.rect(x + c.chance.uniform(-36, 36), y + c.chance.uniform(-30, 30), 11, 9, "#4d4234", 0.9 if n else 0.6)


def _plot(c: Canvas, x: float, y: float) -> None:
    ink = c.chance.choice(("#c8553d", "#c8553d", "#8b8f8c", "#d9b44a", "#d9b44a"))
    wide, tall, lean = c.chance.uniform(90, 210), c.chance.uniform(80, 170), c.chance.uniform(-40, 40)
    points = [
        (x, y),
        (x + wide, y - lean * 0.4),
        (x + wide + lean * 0.5, y + tall),
        (x + lean * 0.3, y + tall + lean * 0.3),
    ]
    c.polygon(points, ink, 0.3)
    c.line([*points, points[0]], ink, 3.5, 0.9)
