"""Streets, ports, lines and the things that stand on them."""

import itertools
import math

from .canvas import Canvas, mixed


def blackout_skyline(c: Canvas) -> None:
    c.wash([(0, "#0b1330"), (0.45, "#22305a"), (0.8, "#5b5f86"), (1, "#a58d93")], 0, 760)
    for _n in range(240):
        c.disc(c.chance.uniform(0, 1600), c.chance.uniform(0, 430), c.chance.uniform(0.5, 1.4), "#ffffff", 0.7)
    c.glow(330, 190, 150, "#dfe6f5", 0.35)
    c.disc(330, 190, 34, "#f3efe2")
    c.disc(343, 183, 31, "#1c2850")
    for layer in range(3):
        ink = mixed("#4a5078", "#0a0e1c", layer / 2)
        x = -40.0
        while x < 1640:
            wide = c.chance.uniform(84, 170) * (0.75 + 0.25 * layer)
            tall = c.chance.uniform(150, 480) * (1.0 - 0.15 * layer)
            if layer == 2 and c.chance.random() < 0.3:
                tall *= 1.3
            _block(c, x, 762 - tall, wide, tall, ink, layer)
            x += wide + (c.chance.uniform(4, 40) if layer else -4)
        c.veil("#8d86a0", [(0, 0), (1, 0.24 - 0.1 * layer)], 400, 762)
    c.rect(0, 756, 1600, 12, "#070a14")
    c.mirror(764, 303, "#0a1026", 0.45)
    c.veil("#060916", [(0, 0), (1, 0.6)], 840, 1067)


def _block(c: Canvas, x: float, y: float, wide: float, tall: float, ink: str, layer: int) -> None:
    c.rect(x, y, wide, tall, ink)
    if c.chance.random() < 0.4:
        c.rect(x + wide * 0.2, y - 12, wide * 0.3, 13, ink)
    if c.chance.random() < 0.3:
        c.line([(x + wide * 0.7, y), (x + wide * 0.7, y - 34)], ink, 2)
    if not layer:
        return
    columns, rows = max(2, int(wide / 19)), int(tall / 24)
    pane = mixed(ink, "#6a74a0", 0.16)
    for row in range(rows):
        for column in range(columns):
            px, py = x + 9 + column * (wide - 12) / columns, y + 12 + row * 24
            if c.chance.random() < 0.045:
                lit = c.chance.choice(("#ffd27a", "#ffe3a6", "#ffbe5c"))
                c.glow(px + 5, py + 7, 36, lit, 0.5)
                c.rect(px, py, 10, 14, lit)
            else:
                c.rect(px, py, 10, 14, pane)


def port_cranes(c: Canvas) -> None:
    c.wash([(0, "#33506e"), (0.4, "#a8838a"), (0.72, "#f0a35f"), (1, "#ffd890")], 0, 720)
    c.clouds("#ffd3a0", (3, 8), top=90, bottom=560, strength=0.45, cover=0.42)
    c.glow(560, 690, 560, "#fff0b8", 0.9)
    c.disc(560, 690, 52, "#fff7d8")
    c.ridge(722, 34, "#8d6a6e", waves=2.5, bottom=724)
    ink = "#1d2233"
    for x, size in ((980, 0.72), (1160, 0.86), (1370, 1.05)):
        _crane(c, x, 724, size, mixed(ink, "#6a5560", (1.05 - size)))
    for n in range(7):
        c.rect(1215 + n * 58, 690 - 14 * (n % 3), 52, 34 + 14 * (n % 3), mixed("#5a3440", ink, n / 9))
    _bulk_carrier(c, 250, 724, ink)
    c.rect(900, 716, 700, 10, ink)
    c.mirror(724, 343, "#2b3a55", 0.36)
    c.veil("#141c30", [(0, 0), (1, 0.6)], 800, 1067)


def _crane(c: Canvas, x: float, base: float, size: float, ink: str) -> None:
    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, base - dy * size

    for dx in (-60, 60):
        c.line([at(dx, 0), at(dx * 0.72, 300)], ink, 9 * size)
    for low, high in ((40, 170), (170, 300)):
        c.line([at(-56, low), at(46, high)], ink, 4 * size)
        c.line([at(56, low), at(-46, high)], ink, 4 * size)
    c.line([at(-52, 170), at(52, 170)], ink, 6 * size)
    c.line([at(-300, 318), at(190, 306)], ink, 11 * size)
    c.line([at(-300, 318), at(-300, 300)], ink, 5 * size)
    c.line([at(-6, 300), at(4, 470)], ink, 8 * size)
    for dx, dy in ((-290, 318), (-150, 314), (186, 306)):
        c.line([at(4, 470), at(dx, dy)], ink, 3 * size)
    c.polygon([at(20, 330), at(110, 330), at(110, 276), at(20, 276)], ink)
    c.line([at(-210, 316), at(-210, 190)], ink, 2 * size)
    c.polygon([at(-226, 190), at(-194, 190), at(-200, 166), at(-220, 166)], ink)
    c.disc(*at(4, 474), 5 * size, "#ff6b4a")


def _bulk_carrier(c: Canvas, x: float, base: float, ink: str) -> None:
    c.polygon(
        [(x - 190, base - 66), (x + 560, base - 66), (x + 600, base - 84), (x + 570, base + 4), (x - 172, base + 4)],
        ink,
    )
    c.rect(x - 186, base - 22, 760, 6, "#8a3b35")
    for n in range(6):
        c.polygon(
            [
                (x - 20 + n * 88, base - 66),
                (x - 12 + n * 88, base - 82),
                (x + 44 + n * 88, base - 82),
                (x + 52 + n * 88, base - 66),
            ],
            ink,
        )
    for n in range(3):
        c.line([(x + 60 + n * 176, base - 66), (x + 60 + n * 176, base - 168)], ink, 5)
        c.line([(x + 60 + n * 176, base - 158), (x + 126 + n * 176, base - 104)], ink, 3.5)
    c.rect(x - 166, base - 196, 92, 132, ink)
    c.rect(x - 178, base - 214, 116, 20, ink)
    for row in range(3):
        for n in range(5):
            c.rect(x - 158 + n * 17, base - 182 + row * 26, 9, 9, "#ffd58a" if (n + row) % 3 else "#6c6470")
    c.rect(x - 138, base - 258, 34, 46, "#8a3b35")
    c.line([(x - 90, base - 214), (x - 90, base - 276)], ink, 3)


def substation(c: Canvas) -> None:
    c.wash([(0, "#3a2340"), (0.4, "#92404a"), (0.7, "#dd6e42"), (1, "#f6b76c")], 0, 860)
    c.clouds("#5a2c48", (2, 8), top=40, bottom=520, strength=0.6, cover=0.45)
    c.glow(800, 800, 720, "#ffd38a", 0.8)
    c.ridge(862, 40, "#7a3440", waves=2, detail=6)
    ink = "#170f1b"
    tops = []
    for x, size, fade in ((130, 0.56, 0.45), (520, 0.74, 0.3), (1120, 1.05, 0.0)):
        tops.append(_pylon(c, x, 880 + 60 * size, size, mixed(ink, "#7a3440", fade)))
    for side in range(6):
        points = [(-200.0, tops[0][side][1] - 26), *[top[side] for top in tops], (1760.0, tops[-1][side][1] - 90)]
        for start, end in itertools.pairwise(points):
            c.line(_sag(start, end), ink, 1.8, 0.9)
    c.rect(0, 936, 1600, 140, ink)
    for n in range(5):
        x = 130 + n * 190
        c.rect(x, 742, 9, 200, ink)
        c.rect(x + 110, 742, 9, 200, ink)
        c.rect(x - 14, 742, 148, 9, ink)
        c.line([(x + 4, 800), (x + 114, 742)], ink, 3)
        for k in range(3):
            top = 752
            for ring in range(6):
                c.disc(x + 22 + k * 36, top + 7 + ring * 9, 7, ink, squeeze=0.5)
            c.rect(x + 20.5 + k * 36, top, 3, 62, ink)
    for x in (250, 640):
        c.rect(x, 858, 150, 84, ink)
        for n in range(4):
            c.rect(x + 16 + n * 34, 812, 6, 48, ink)
            for ring in range(4):
                c.disc(x + 19 + n * 34, 818 + ring * 10, 9, ink, squeeze=0.45)
        for n in range(9):
            c.rect(x + 154 + n * 7, 872, 4, 68, ink)
    for n in range(64):
        c.rect(n * 25, 912, 2.5, 40, "#0c0810")
    c.line([(0, 922), (1600, 922)], "#0c0810", 2)


def _pylon(c: Canvas, x: float, base: float, size: float, ink: str) -> list[tuple[float, float]]:
    """A lattice mast; returns where its six wires hang."""

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, base - dy * size

    levels = [0, 150, 270, 370, 460, 540, 610, 670, 740]
    half = [92, 70, 54, 42, 33, 27, 22, 18, 6]
    for sign in (-1, 1):
        c.line([at(sign * wide, level) for wide, level in zip(half, levels, strict=True)], ink, 5 * size)
    for n in range(len(levels) - 1):
        c.line([at(-half[n], levels[n]), at(half[n + 1], levels[n + 1])], ink, 2.6 * size)
        c.line([at(half[n], levels[n]), at(-half[n + 1], levels[n + 1])], ink, 2.6 * size)
        c.line([at(-half[n], levels[n]), at(half[n], levels[n])], ink, 2.6 * size)
    hangers = []
    for level, reach in ((470, 190), (560, 150), (650, 112)):
        for sign in (-1, 1):
            tip = at(sign * reach, level)
            c.line([at(sign * 28, level + 22), tip], ink, 3.4 * size)
            c.line([at(sign * 30, level - 8), tip], ink, 3.4 * size)
            for ring in range(5):
                c.disc(tip[0], tip[1] + (6 + ring * 7) * size, 5 * size, ink, squeeze=0.5)
            hangers.append((tip[0], tip[1] + 40 * size))
    return hangers


def _sag(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    deep = abs(end[0] - start[0]) * 0.09
    return [
        (
            start[0] + (end[0] - start[0]) * t / 16,
            start[1] + (end[1] - start[1]) * t / 16 + deep * math.sin(math.pi * t / 16),
        )
        for t in range(17)
    ]


def parliament_dawn(c: Canvas) -> None:
    c.wash([(0, "#5d7aa0"), (0.45, "#c9a9bb"), (0.8, "#f3c9b4"), (1, "#f9e0c4")], 0, 900)
    c.clouds("#f9d9cf", (3, 7), top=60, bottom=520, strength=0.55, cover=0.45)
    ink, mid, light = "#4a4864", "#6d6883", "#a596a5"
    c.glow(800, 560, 560, "#fff0dc", 0.5)
    # Dome, drum, lantern.
    c.pie(800 - 190, 300, 800 + 190, 680, (180, 360), "#5d5876")
    c.pie(800 - 190, 300, 800 + 60, 680, (180, 270), "#6d6883")
    for n in range(-4, 5):
        c.line([(800 + n * 6, 302), (800 + n * 42, 490)], mid, 2)
    c.rect(770, 250, 60, 60, mid)
    c.polygon([(764, 252), (800, 196), (836, 252)], ink)
    c.line([(800, 200), (800, 132)], ink, 4)
    c.polygon([(802, 134), (850, 146), (802, 160)], "#3f6fb0")
    c.polygon([(802, 147), (850, 146), (802, 160)], "#e6c14a")
    c.rect(604, 486, 392, 22, light)
    c.rect(622, 506, 356, 92, mid)
    for n in range(11):
        c.rect(634 + n * 32, 520, 14, 72, ink)
    # Portico and wings.
    c.polygon([(500, 640), (800, 556), (1100, 640)], light)
    c.polygon([(560, 634), (800, 570), (1040, 634)], mid)
    c.rect(490, 638, 620, 24, light)
    c.rect(500, 660, 600, 210, ink)
    for n in range(8):
        c.rect(512 + n * 78, 662, 30, 206, light)
        c.rect(512 + n * 78, 662, 11, 206, "#c9bac0")
    for left in (60, 1110):
        c.rect(left, 684, 430, 186, mid)
        c.rect(left - 10, 672, 450, 16, light)
        for n in range(9):
            lit = (n + left) % 4 == 1
            c.rect(left + 26 + n * 45, 716, 20, 50, "#ffd88f" if lit else ink)
            c.rect(left + 26 + n * 45, 796, 20, 50, ink)
    for n in range(6):
        c.rect(430 - n * 26, 870 + n * 14, 740 + n * 52, 15, mixed(light, "#e9dfe2", n / 6))
    c.wash([(0, "#d9ccd6"), (1, "#b9b3cc")], 950, 1067)
    for _n in range(520):
        near = c.chance.random()
        c.disc(c.chance.uniform(0, 1600), c.chance.uniform(0, 1067), 1 + near**3 * 5, "#ffffff", 0.5 + 0.4 * near)


def warehouse(c: Canvas) -> None:
    c.wash([(0, "#1d2024"), (0.5, "#2b2d2f"), (1, "#191918")])
    c.polygon([(0, 0), (420, 250), (420, 780), (0, 1067)], "#26282a")
    c.polygon([(1600, 0), (1180, 250), (1180, 780), (1600, 1067)], "#1b1c1e")
    c.rect(420, 250, 760, 530, "#35383a")
    c.polygon([(420, 780), (1180, 780), (1600, 1067), (0, 1067)], "#3b3935")
    for n in range(7):
        x = 420 + n * 126.6
        c.line([(x, 250), (800 + (x - 800) * 2.1, 0)], "#111214", 5)
    for y, k in ((150, 1.4), (60, 1.8)):
        c.line([(800 - 380 * k, y), (800 + 380 * k, y)], "#111214", 8)
    # The gate, and the light that comes through it.
    c.rect(880, 400, 210, 380, "#f7dfae")
    c.glow(985, 590, 330, "#ffe9bd", 0.8)
    c.polygon([(880, 780), (1090, 780), (820, 1067), (180, 1067)], "#f3d9a4", 0.5)
    c.polygon([(880, 400), (1090, 400), (820, 1067), (180, 1067)], "#ffe6b4", 0.1)
    for row in range(4):
        size = 84 + row * 50
        y = 770 + row * 72
        for n in range(3):
            x = 470 - row * 150 + n * size * 1.28
            _crate(c, x, y - size * 0.8, size, row / 3)
    for n, size in enumerate((90, 130)):
        _crate(c, 1150 + n * 120, 690 + n * 60, size, 0.5 + n / 2)


def _crate(c: Canvas, x: float, y: float, size: float, near: float) -> None:
    face, side, top = "#a5532f", "#6f361f", "#cf7a45"
    deep = size * 0.26
    c.rect(x - 6, y + size * 0.8, size * 1.1 + deep, size * 0.09, "#171310")
    c.rect(x, y, size, size * 0.8, mixed(face, "#241a14", 0.45 - 0.3 * near))
    c.polygon(
        [
            (x + size, y),
            (x + size + deep, y - deep * 0.5),
            (x + size + deep, y + size * 0.66),
            (x + size, y + size * 0.8),
        ],
        side,
    )
    c.polygon(
        [(x, y), (x + deep, y - deep * 0.5), (x + size + deep, y - deep * 0.5), (x + size, y)],
        mixed(top, "#241a14", 0.3 - 0.2 * near),
    )
    c.rect(x + size * 0.1, y + size * 0.16, size * 0.34, size * 0.2, "#efe3c8", 0.85)
    for n in range(6):
        c.rect(x + size * 0.56, y + size * (0.16 + n * 0.08), size * 0.34, size * 0.03, "#20150f", 0.7)
    for n in range(9):
        wide = size * c.chance.choice((0.008, 0.014, 0.02))
        c.rect(x + size * (0.12 + n * 0.034), y + size * 0.19, wide, size * 0.13, "#20150f")
