"""Eight portraits, in flat shapes and few colours, as a paper prints beside its columns."""

from . import hair
from .canvas import Canvas, Point, mixed, path, rounded
from .faces import FACES, Face

SIZE = (800, 800)
# What is printed of it: the head fills the circle.
CLOSE = (80, 8, 720, 648)


def portrait(slug: str) -> Canvas:
    face = FACES[slug]
    c = Canvas(slug, SIZE, face.ground)
    c.glow(400, 330, 460, mixed(face.ground, "#ffffff", 0.7), 0.8)
    hair.behind(c, face)
    _body(c, face)
    _neck(c, face)
    _head(c, face)
    _features(c, face)
    hair.front(c, face)
    return c


def _body(c: Canvas, face: Face) -> None:
    ink, shade = face.clothes, mixed(face.clothes, "#0d0d18", 0.25)
    c.curve(path("400,570 520,600 640,650 720,740 750,900 50,900 80,740 160,650 280,600"), ink)
    c.polygon([*_clip(path("470,590 560,612 640,650 720,740 745,800 500,800"))], shade, 0.45)
    dark = mixed(ink, "#0d0d18", 0.4)
    c.line([(186, 800), (204, 716)], dark, 5, 0.7)
    c.line([(614, 800), (596, 716)], dark, 5, 0.7)
    match face.collar:
        case "roll":
            pass
        case "jacket":
            c.polygon(path("330,585 470,585 440,800 360,800"), face.second)
            c.polygon(path("300,580 352,566 386,800 250,800"), ink)
            c.polygon(path("500,580 448,566 414,800 550,800"), shade)
            c.polygon(path("296,588 344,556 384,664 300,690"), mixed(ink, "#ffffff", 0.12))
            c.polygon(path("504,588 456,556 416,664 500,690"), mixed(ink, "#000000", 0.12))
        case "blazer" | "suit":
            c.polygon(path("318,580 482,580 412,800 388,800"), "#f4efe6")
            c.polygon(path("300,576 338,562 396,800 240,800"), ink)
            c.polygon(path("500,576 462,562 404,800 560,800"), shade)
            c.polygon(path("300,580 340,562 396,790 276,690 306,660"), mixed(ink, "#ffffff", 0.1))
            c.polygon(path("500,580 460,562 404,790 524,690 494,660"), mixed(ink, "#000000", 0.16))
            if face.collar == "suit":
                c.polygon(path("384,612 416,612 408,640 392,640"), face.second)
                c.polygon(path("392,640 408,640 418,800 382,800"), face.second)
                c.polygon([(340, 566), (400, 622), (356, 652)], "#ffffff")
                c.polygon([(460, 566), (400, 622), (444, 652)], "#e9e4da")
        case "waistcoat":
            c.curve(
                path("400,570 520,600 640,650 720,740 750,900 50,900 80,740 160,650 280,600"),
                face.second,
            )
            c.polygon(path("500,604 720,740 745,800 520,800"), "#d9d6cf", 0.8)
            c.polygon(path("292,600 340,640 400,770 400,800 250,800 236,640"), ink)
            c.polygon(path("508,600 460,640 400,770 400,800 550,800 564,640"), shade)
            c.polygon([(334, 566), (400, 626), (350, 664)], "#ffffff")
            c.polygon([(466, 566), (400, 626), (450, 664)], "#e6e3dc")
        case "blouse":
            c.polygon([(346, 580), (454, 580), (400, 690)], mixed(face.skin, "#8a3b2a", 0.14))
            c.polygon(path("318,582 352,560 402,690 352,716"), mixed(ink, "#ffffff", 0.14))
            c.polygon(path("482,582 448,560 402,690 450,716"), mixed(ink, "#000000", 0.1))
            for y in (724, 770):
                c.disc(402, y, 6, "#e8dfc6")
        case "overshirt":
            c.polygon(path("330,584 470,584 430,800 370,800"), face.second)
            c.polygon(path("298,584 346,558 392,800 240,800"), ink)
            c.polygon(path("502,584 454,558 408,800 560,800"), shade)
            c.polygon(path("294,590 346,556 366,668 310,690"), mixed(ink, "#ffffff", 0.14))
            c.polygon(path("506,590 454,556 434,668 490,690"), mixed(ink, "#000000", 0.12))
        case "coat":
            c.polygon(path("250,620 330,640 396,800 200,800"), mixed(ink, "#ffffff", 0.1))
            c.polygon(path("550,620 470,640 404,800 600,800"), mixed(ink, "#000000", 0.16))


def _neck(c: Canvas, face: Face) -> None:
    shade = _shade(face)
    if face.cut == "scarf":
        return
    c.polygon(path("344,440 456,440 460,580 400,628 340,580"), face.skin)
    c.polygon(path("344,470 400,540 456,470 460,580 400,628 420,560 350,500"), shade, 0.75)
    if face.collar == "roll":
        ink = face.clothes
        c.curve(
            path("330,540 400,556 470,540 482,600 474,640 400,656 326,640 318,600"),
            mixed(ink, "#ffffff", 0.12),
        )
        c.curve(path("430,552 470,540 482,600 474,640 420,654"), mixed(ink, "#000000", 0.14))
        for x in (352, 376, 400, 424, 448):
            c.line([(x, 562), (x - (400 - x) * 0.08, 642)], mixed(ink, "#3a2500", 0.22), 2.5)


def _head(c: Canvas, face: Face) -> None:
    if face.cut != "scarf":
        for x in (264, 536):
            c.disc(x, 352, 26, face.skin if x < 400 else _shade(face), squeeze=1.35)
    outline = _outline()
    c.polygon(outline, face.skin)
    # Light from the left: the other side of the face is one tone darker.
    shaded = [point for point in outline if point[0] >= 400]
    edge = path("404,170 432,250 420,330 446,396 426,450 430,500")
    c.polygon([*sorted(shaded, key=lambda point: point[1]), *reversed(edge)], _shade(face), 0.55)


def _features(c: Canvas, face: Face) -> None:
    ink = mixed(face.skin, "#1b1014", 0.86)
    brow = mixed(face.hair, "#2a1a14", 0.5) if face.cut not in ("scarf", "pixie") else "#4a3b38"
    strong = 11 if face.cut in ("short", "parted", "cropped") else 7
    for side in (-1, 1):
        x = 400 + side * 62
        ends = (310, 303) if side < 0 else (303, 310)
        arch = [(x - 31, ends[0]), (x - 20, 300), (x - 7, 295), (x + 7, 295), (x + 20, 300), (x + 31, ends[1])]
        c.line(arch, brow, strong)
        c.curve([(x - 25, 344), (x, 330), (x + 25, 344), (x, 354)], "#fbf6ee")
        c.disc(x + 1, 342, 11.5, ink)
        c.disc(x - 3, 338, 3.4, "#ffffff")
        c.line([(x - 27, 344), (x - 12, 333), (x + 3, 330), (x + 17, 334), (x + 27, 343)], ink, 4.5)
    fold = mixed(face.skin, "#5a1f14", 0.42)
    c.line(path("408,330 418,392 404,408 386,404"), fold, 5)
    lips = mixed(face.skin, "#a02c34", 0.5 if face.cut in ("bob", "plait", "curls", "pixie", "scarf") else 0.28)
    c.curve(path("356,448 384,441 400,445 416,441 444,448 420,462 400,466 380,462"), lips)
    c.line(path("352,447 378,451 400,450 422,451 448,446"), mixed(lips, "#200808", 0.55), 3.5)
    for x, strength in ((322, 0.3), (478, 0.2)):
        c.glow(x, 404, 46, mixed(face.skin, "#d8503c", 0.6), strength)
    if "freckles" in face.extra:
        for _n in range(26):
            aside = c.chance.choice((-1, 1)) * c.chance.uniform(20, 96)
            c.disc(400 + aside, 384 + c.chance.uniform(-16, 20), 2.4, mixed(face.skin, "#a5532f", 0.6), 0.8)


def _outline() -> list[Point]:
    return rounded(
        path("400,150 488,176 534,250 540,340 524,430 474,506 400,540 326,506 276,430 260,340 266,250 312,176")
    )


def _shade(face: Face) -> str:
    return mixed(face.skin, "#7a2f2c", 0.24)


def _clip(points: list[Point]) -> list[Point]:
    return [(min(x, 799), min(y, 799)) for x, y in points]
