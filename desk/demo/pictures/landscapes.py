"""Hills, fields, rivers and the sky."""

import math

from .canvas import Canvas, mixed


def hills_dusk(c: Canvas) -> None:
    c.wash([(0, "#6d6a9e"), (0.35, "#c98f9c"), (0.62, "#f4c58a"), (1, "#f9e2ae")])
    c.glow(1120, 560, 620, "#fff0c4", 0.85)
    c.disc(1120, 560, 46, "#fff6da")
    for n in range(7):
        ink = mixed("#d9a58e", "#2b2440", (n + 1) / 7)
        c.ridge(600 + n * 68, 90 + n * 10, ink, waves=1.6 + n * 0.5, detail=4 + 3 * n if n > 3 else 0)
        c.veil("#f4cfa0", [(0, 0), (1, 0.16 if n < 5 else 0)], 560 + n * 68, 720 + n * 68)


def wheat_field(c: Canvas) -> None:
    c.wash([(0, "#5f93b5"), (0.3, "#a4c3c8"), (0.5, "#f3e3b8"), (1, "#e9c46a")], 0, 620)
    c.clouds("#fff7e6", (5, 7), top=40, bottom=420, strength=0.75, cover=0.42)
    c.ridge(612, 26, "#8a9a6c", waves=1.2, detail=9, bottom=640)
    c.wash([(0, "#e7c060"), (0.25, "#d9a441"), (0.7, "#b57a2a"), (1, "#7d4f1c")], 600, 1067)
    # The tramlines of the tractor.
    for x in (640, 700, 1240, 1330):
        c.polygon([(880, 602), (883, 602), (x * 1.9 - 800 + 26, 1067), (x * 1.9 - 800, 1067)], "#8d5f22", 0.45)
    for row in range(46):
        y = 606 + (row / 46) ** 1.9 * 470
        size = 3 + (row / 46) ** 1.6 * 46
        ink = mixed("#f0cf7a", "#8a5a1e", row / 46)
        for n in range(int(1700 / (size * 0.9 + 3))):
            x = n * (size * 0.9 + 3) + c.chance.uniform(-size, size)
            lean = c.chance.uniform(-0.15, 0.35) * size
            tint = mixed(ink, "#fbe6a6", c.chance.random() * 0.5)
            c.line([(x, y + size * 0.9), (x + lean, y)], tint, max(0.6, size / 16), 0.75)
            if size > 12:
                c.disc(x + lean, y - size * 0.1, size / 11, tint, 0.9, squeeze=2.6)
    # One tree far off.
    c.rect(1236, 540, 7, 62, "#4d4a35")
    for x, y, r in ((1240, 530, 44), (1212, 548, 28), (1270, 546, 30), (1248, 498, 27)):
        c.disc(x, y, r, "#5c6a41")
    for x, y, r in ((1252, 520, 26), (1262, 540, 18)):
        c.disc(x, y, r, "#77824c", 0.8)


def willow_forest(c: Canvas) -> None:
    c.wash([(0, "#dfe8d8"), (0.5, "#c3d5c0"), (1, "#a9c2ac")])
    c.glow(420, 230, 640, "#fffbe6", 0.9)
    for layer in range(6):
        near = layer / 5
        base = 470 + layer * 92
        ink = mixed("#b3cbb2", "#1f3a30", near**0.9)
        c.ridge(base + 30, 40, ink, waves=2 + layer)
        for _n in range(34 - layer * 4):
            x = c.chance.uniform(-60, 1660)
            tall = c.chance.uniform(120, 210) * (0.75 + near)
            _willow(c, x, base + 30, tall, ink)
        if layer < 5:
            c.veil("#dbe7d6", [(0, 0), (0.6, 0.42 - 0.06 * layer), (1, 0)], base - 120, base + 110)
        if layer == 3:
            c.polygon([(0, 835), (620, 800), (1600, 822), (1600, 868), (700, 880), (0, 862)], "#e4eee4")
            c.polygon([(200, 842), (760, 818), (1600, 838), (1600, 846), (760, 832), (200, 852)], "#ffffff", 0.7)


def _willow(c: Canvas, x: float, base: float, tall: float, ink: str) -> None:
    lean = c.chance.uniform(-0.06, 0.06) * tall
    c.line([(x, base + 20), (x + lean, base - tall * 0.6)], ink, max(1.5, tall / 50))
    for _n in range(16):
        angle = c.chance.uniform(-1.15, 1.15)
        reach = tall * c.chance.uniform(0.25, 0.5)
        foot = (x + lean * 0.6, base - tall * c.chance.uniform(0.3, 0.62))
        tip = (foot[0] + math.sin(angle) * reach * 0.7, foot[1] - math.cos(angle) * reach)
        c.line([foot, tip], ink, max(1, tall / 110))
        for k in range(1, 6):
            part = k / 5
            px, py = foot[0] + (tip[0] - foot[0]) * part, foot[1] + (tip[1] - foot[1]) * part
            c.disc(px, py, tall / 34, ink, 0.75, squeeze=2.2)


def river_ferry(c: Canvas) -> None:
    c.wash([(0, "#28324f"), (0.5, "#7d6f8c"), (0.8, "#d99f86"), (1, "#f2c79a")], 0, 590)
    c.clouds("#f0b79a", (3, 9), top=120, bottom=520, strength=0.5, cover=0.4)
    for n in range(4):
        c.ridge(
            592, 190 - n * 42, mixed("#8f7388", "#1c2233", (n + 1) / 4), waves=1.5 + n, detail=5 + 4 * n, bottom=592
        )
        c.veil("#e0a58c", [(0, 0), (1, 0.18 - 0.04 * n)], 430, 592)
    c.mirror(592, 475, "#1f2a40", 0.42)
    c.veil("#0f1626", [(0, 0), (1, 0.55)], 700, 1067)
    c.glow(800, 800, 520, "#f6c98f", 0.22, squeeze=0.22)
    _ferry(c, 800, 742)


def _ferry(c: Canvas, x: float, y: float) -> None:
    dark = "#10131d"
    c.polygon([(x - 210, y - 14), (x + 210, y - 14), (x + 182, y + 22), (x - 182, y + 22)], dark)
    c.polygon([(x - 210, y - 14), (x - 252, y - 44), (x - 244, y - 48), (x - 196, y - 20)], dark)
    c.polygon([(x + 210, y - 14), (x + 252, y - 44), (x + 244, y - 48), (x + 196, y - 20)], dark)
    c.rect(x + 90, y - 104, 74, 92, dark)
    c.rect(x + 100, y - 92, 54, 26, "#ffd98c")
    c.rect(x + 126, y - 92, 3, 26, dark)
    c.rect(x + 122, y - 170, 5, 70, dark)
    c.line([(x - 195, y - 46), (x + 88, y - 46)], dark, 2.5)
    for n in range(8):
        c.rect(x - 195 + n * 40, y - 46, 2.5, 34, dark)
    for n, (dx, tall) in enumerate(((-150, 62), (-118, 70), (-60, 66), (-38, 50), (20, 68), (48, 64))):
        top = y - 14 - tall
        c.polygon([(x + dx - 10, y - 14), (x + dx - 8, top + 18), (x + dx + 8, top + 18), (x + dx + 10, y - 14)], dark)
        c.disc(x + dx + (n % 2), top + 9, 8.5, dark)
    c.glow(x + 124, y - 172, 150, "#ffdf9e", 0.95)
    c.disc(x + 124, y - 172, 7, "#fff4d6")
    for n in range(26):
        wide = c.chance.uniform(10, 60) * (1 + n / 26)
        at = y + 34 + n * 8 + c.chance.uniform(-3, 3)
        c.line([(x + 124 - wide / 2, at), (x + 124 + wide / 2, at)], "#ffdc9a", 1.8, 0.5 * (1 - n / 30))


def river_ice(c: Canvas) -> None:
    c.wash([(0, "#9fb3bf"), (0.45, "#dcdcd2"), (0.75, "#f2dfc2"), (1, "#e9cfae")], 0, 400)
    c.glow(1020, 300, 420, "#fff6dc", 1)
    c.disc(1020, 300, 40, "#fffaf0")
    c.ridge(398, 70, "#a7b0b3", waves=2, detail=7, bottom=402)
    c.ridge(402, 34, "#5d6a72", waves=3, detail=12, bottom=404)
    c.wash([(0, "#8fa0a6"), (0.2, "#52666f"), (0.6, "#2f434e"), (1, "#1c2c36")], 400, 1067)
    c.glow(1020, 430, 420, "#f4e6c8", 0.75, squeeze=0.45)
    for row in range(24):
        near = (row / 23) ** 1.7
        y = 412 + near * 620
        across = 26 + near * 300
        x = c.chance.uniform(-across, 0)
        while x < 1600 + across:
            wide = across * c.chance.uniform(0.5, 1.25)
            if c.chance.random() < 0.62:
                _floe(c, x + wide / 2, y, wide / 2, near)
            x += wide * c.chance.uniform(1.02, 1.5)


def _floe(c: Canvas, x: float, y: float, wide: float, near: float) -> None:
    tall = wide * (0.12 + 0.2 * near)
    corners = c.chance.randint(6, 9)
    points = []
    for n in range(corners):
        angle = n / corners * math.tau + c.chance.uniform(-0.25, 0.25)
        reach = c.chance.uniform(0.75, 1.05)
        points.append((x + math.cos(angle) * wide * reach, y + math.sin(angle) * tall * reach))
    thick = 2 + near * 16
    c.polygon([(px, py + thick) for px, py in points], mixed("#7f9aa3", "#4f6f7c", near))
    c.polygon(points, mixed("#eef0ea", "#dfe9ea", c.chance.random()))
    inner = [(x + (px - x) * 0.72 - wide * 0.05, y + (py - y) * 0.7 - tall * 0.08) for px, py in points]
    c.polygon(inner, "#ffffff", 0.55)


def night_sky(c: Canvas) -> None:
    c.wash([(0, "#070b1c"), (0.55, "#142344"), (0.85, "#27405c"), (1, "#3d5a66")])
    # The Milky Way leans across the sky as a band of many soft spots.
    for n in range(90):
        part = n / 89
        x, y = 250 + part * 1080, 1000 - part * 1080
        c.glow(x + c.chance.gauss(0, 46), y + c.chance.gauss(0, 40), c.chance.uniform(60, 190), "#a9b4d6", 0.075)
    for n in range(26):
        part = n / 25
        x, y = 250 + part * 1080, 1000 - part * 1080
        c.glow(x + c.chance.gauss(0, 18), y + c.chance.gauss(0, 14), c.chance.uniform(30, 80), "#f3e4d0", 0.12)
        c.glow(x + 26 + c.chance.gauss(0, 10), y + 26, c.chance.uniform(18, 46), "#0b1226", 0.3)
    for _n in range(2600):
        x = c.chance.uniform(0, 1600)
        y = c.chance.uniform(0, 900)
        near_band = abs((x - 250) + (y - 1000)) < 190
        bright = c.chance.random() ** (3 if near_band else 6)
        ink = c.chance.choice(("#ffffff", "#ffffff", "#cfe0ff", "#ffe9cf"))
        c.disc(x, y, 0.5 + bright * 1.5, ink, 0.25 + 0.7 * bright)
        if bright > 0.93:
            c.glow(x, y, 12, ink, 0.5)
    c.ridge(985, 90, "#0d1722", waves=1.2)
    _observatory(c, 1130, 905)
    c.ridge(1050, 70, "#070d14", waves=2, detail=0)
    for _n in range(70):
        x, tall = c.chance.uniform(-20, 1620), c.chance.uniform(60, 150)
        base = 1067
        for k in range(5):
            at, wide = base - tall * (0.15 + k * 0.17), tall * 0.2 * (1 - k / 5.5)
            c.polygon([(x - wide, at + 20), (x, at - tall * 0.22), (x + wide, at + 20)], "#070d14")


def _observatory(c: Canvas, x: float, y: float) -> None:
    c.glow(x, y, 210, "#3f5a70", 0.5)
    c.rect(x - 92, y - 40, 184, 130, "#18242f")
    c.pie(x - 100, y - 140, x + 100, y + 60, (180, 360), "#1f2d3a")
    c.polygon([(x - 4, y - 140), (x + 22, y - 137), (x + 42, y - 42), (x + 8, y - 42)], "#070b14")
    c.rect(x - 100, y - 44, 200, 8, "#0f1922")
    c.rect(x - 62, y + 10, 18, 44, "#e9b45c")
    c.glow(x - 53, y + 30, 70, "#f0c070", 0.5)
