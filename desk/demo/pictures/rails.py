"""The railway and the tram."""

import math

from .canvas import Canvas, mixed


def railway_dusk(c: Canvas) -> None:
    c.wash([(0, "#2a3358"), (0.4, "#8b5f7e"), (0.75, "#e88e62"), (1, "#ffd08a")], 0, 640)
    c.clouds("#e58f7a", (2, 9), top=60, bottom=480, strength=0.5, cover=0.4)
    c.glow(800, 610, 520, "#ffe3a0", 0.95)
    c.disc(800, 606, 40, "#fff3cf")
    c.ridge(640, 46, "#5b3a55", waves=2.2, detail=16, bottom=646)
    c.ridge(648, 22, "#35243c", waves=3.2, detail=22, bottom=652)
    c.wash([(0, "#4a3244"), (0.3, "#33263a"), (1, "#17131f")], 644, 1067)
    vanish = (800.0, 640.0)
    for left, right in ((250.0, 620.0), (980.0, 1350.0)):
        c.polygon([vanish, vanish, (right + 120, 1067), (left - 120, 1067)], "#241b29")
        for row in range(44):
            near = (row / 43) ** 2.6
            y = 646 + near * 421
            spread = near
            x0, x1 = (vanish[0] + (x - vanish[0]) * spread for x in (left - 60, right + 60))
            c.rect(x0, y, x1 - x0, 1 + near * 15, "#120d17")
        for x in (left, right):
            c.polygon([vanish, (x - 9, 1067), (x + 9, 1067)], "#7d5a5c")
            c.polygon([vanish, (x - 3, 1067), (x + 4, 1067)], "#ffc893")
    for n in range(7):
        near = 1 / (n * 0.8 + 1)
        for side in (-1, 1):
            foot, out = 640 + 330 * near, side * near
            x, top = 800 + 830 * out, 640 - 560 * near
            c.line([(x, foot), (x, top)], "#15101b", 12 * near + 0.6)
            c.line([(x, top + 40 * near), (x - 380 * out, top + 70 * near)], "#15101b", 6 * near + 0.4)
            c.line([(x, top + 130 * near), (x - 330 * out, top + 74 * near)], "#15101b", 3.5 * near + 0.3)
    for x in (435, 1165):
        c.line([(800, 632), (x, -40)], "#15101b", 2)
    c.disc(1196, 512, 7, "#ff5a45")
    c.glow(1196, 512, 46, "#ff5a45", 0.7)


def railway_hall(c: Canvas) -> None:
    c.wash([(0, "#39464f"), (0.6, "#56646a"), (1, "#2a3136")])
    middle = 800
    # The glass vault at the far end, and its ribs coming nearer.
    c.pie(middle - 520, 120, middle + 520, 1160, (180, 360), "#d9e4dd")
    c.glow(middle, 470, 640, "#ffffff", 0.75)
    c.rect(middle - 520, 640, 1040, 260, "#a9b9b6")
    for n in range(-5, 6):
        c.line(
            [(middle + n * 92, 900), (middle + n * 92, 640 - math.sqrt(max(0, 520**2 - (n * 92) ** 2)))], "#52646a", 4
        )
    for n in range(1, 6):
        y = 640 - n * 84
        reach = math.sqrt(520**2 - (640 - y) ** 2)
        c.line([(middle - reach, y), (middle + reach, y)], "#52646a", 4)
    for n in range(4):
        reach, thick = 540 + n * 120, 14 + n * 12
        ink = mixed("#3b4a51", "#12181c", n / 3)
        c.arc(middle - reach, 640 - reach, middle + reach, 640 + reach, (180, 360), ink, thick * 2)
        for side in (-1, 1):
            c.rect(middle + side * reach - (thick if side > 0 else 0), 640, thick, 430, ink)
    c.wash([(0, "#6f7b7c"), (1, "#23292d")], 860, 1067)
    for x0, x1 in ((640, 300), (960, 1300)):
        c.polygon([(x0 - 3, 860), (x0 + 3, 860), (x1 + 12, 1067), (x1 - 12, 1067)], "#cfd8d6", 0.6)
    # The carriage, seen from its end.
    body, edge = "#e9e6da", "#22445c"
    c.slab(560, 420, 1040, 930, 35, edge)
    c.slab(572, 432, 1028, 918, 30, body)
    c.rect(572, 760, 456, 60, edge)
    c.rect(716, 500, 168, 380, edge)
    c.rect(728, 512, 144, 360, "#d5d2c6")
    c.rect(746, 532, 108, 130, "#3f5b69")
    c.polygon([(750, 660), (790, 534), (820, 534), (780, 660)], "#88a5ae", 0.6)
    for x in (600, 906):
        c.slab(x, 540, x + 94, 690, 8, "#3f5b69")
        c.polygon([(x + 8, 688), (x + 40, 542), (x + 62, 542), (x + 30, 688)], "#88a5ae", 0.5)
    c.disc(800, 716, 40, "#ffffff")
    c.rect(790, 688, 20, 56, "#c4302b")
    c.rect(772, 706, 56, 20, "#c4302b")
    for x in (620, 980):
        c.disc(x, 850, 17, "#fff1c0")
        c.glow(x, 850, 90, "#fff1c0", 0.55)
        c.disc(x, 934, 34, "#15191c")
    c.veil("#f2f5ea", [(0, 0.3), (0.5, 0), (1, 0)])


def warsaw_tram(c: Canvas) -> None:
    c.wash([(0, "#c9d3d6"), (0.6, "#e6dfd0"), (1, "#d8cdb9")])
    x = -30.0
    tints = ("#d9c7a6", "#c8b9a6", "#e0d3bd", "#c9a58c", "#b9b7a8")
    while x < 1620:
        wide, tall = c.chance.uniform(150, 240), c.chance.uniform(420, 560)
        ink = mixed(c.chance.choice(tints), "#cfd4d2", 0.3)
        top = 800 - tall
        c.rect(x, top, wide, tall, ink)
        c.rect(x, top, wide, 12, mixed(ink, "#7a6f63", 0.3))
        c.polygon([(x - 4, top), (x + 14, top - 46), (x + wide - 14, top - 46), (x + wide + 4, top)], "#8f7468", 0.85)
        columns = int(wide / 50)
        for row in range(int(tall / 96)):
            for n in range(columns):
                px, py = x + 20 + n * (wide - 20) / columns, top + 40 + row * 96
                c.rect(px - 3, py - 3, 30, 58, mixed(ink, "#ffffff", 0.4))
                c.rect(px, py, 24, 52, "#6f7a80" if c.chance.random() < 0.85 else "#f2cf8a")
        x += wide
    c.veil("#e9e6dc", [(0, 0.15), (0.6, 0.55), (1, 0.72)], 0, 800)
    c.glow(1250, 260, 620, "#fff8e4", 0.7)
    c.wash([(0, "#b5ac9d"), (0.3, "#8f887d"), (1, "#5b5751")], 796, 1067)
    for y, wide in ((872, 4), (912, 5), (1000, 8)):
        c.line([(0, y), (1600, y)], "#3d3b39", wide)
        c.line([(0, y - 1.5), (1600, y - 1.5)], "#d9d2c4", 1.3, 0.7)
    for y in (236, 250):
        c.line([(0, y), (1600, y + 6)], "#4b4b4b", 2, 0.8)
    _tram(c, 330, 470, "#b3271e", "#e9b937")
    for px in (150, 1490):
        c.rect(px, 150, 10, 700, "#3b3f42")
        c.line([(px + 4, 190), (px + 150, 232)], "#3b3f42", 4)


def _tram(c: Canvas, x: float, y: float, red: str, yellow: str) -> None:
    for car in range(2):
        left = x + car * 500
        c.slab(left, y, left + 480, y + 330, 25, red)
        c.rect(left, y + 190, 480, 96, yellow)
        c.rect(left, y + 286, 480, 46, red)
        for n in range(5):
            c.slab(left + 22 + n * 90, y + 46, left + 96 + n * 90, y + 168, 8, "#31414a")
            c.polygon(
                [
                    (left + 30 + n * 90, y + 166),
                    (left + 60 + n * 90, y + 48),
                    (left + 82 + n * 90, y + 48),
                    (left + 52 + n * 90, y + 166),
                ],
                "#7c939b",
                0.55,
            )
        for px in (170, 350):
            c.rect(left + px, y + 40, 4, 270, "#7c1a14")
        for px in (70, 140, 330, 400):
            c.disc(left + px, y + 346, 30, "#22201f")
            c.disc(left + px, y + 346, 12, "#6b665f")
        c.rect(left + 30, y + 322, 420, 24, "#2d2a29")
    c.rect(x + 478, y + 60, 26, 250, "#2b2b2c")
    c.line([(x + 210, y), (x + 270, y - 150), (x + 210, y - 216)], "#35383a", 5)
    c.line([(x + 160, y - 218), (x + 262, y - 218)], "#35383a", 5)
    c.slab(x + 130, y + 8, x + 240, y + 38, 4, "#1d1d1f")
    c.rect(x + 146, y + 18, 78, 10, "#ffbe4a")
    c.disc(x + 20, y + 240, 13, "#fff2c2")
    c.glow(x + 20, y + 240, 90, "#fff2c2", 0.7)
