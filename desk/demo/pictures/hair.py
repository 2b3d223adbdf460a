"""Hair, beards, a scarf and glasses: what lies behind a drawn face, and what lies over it."""

from .canvas import Canvas, Point, mixed, path, rounded
from .faces import Face


def behind(c: Canvas, face: Face) -> None:
    hair, dark = face.hair, mixed(face.hair, "#000000", 0.28)
    match face.cut:
        case "bob":
            c.curve(
                path("400,130 560,190 590,340 572,486 520,520 400,500 280,520 228,486 210,340 240,190"),
                dark,
            )
        case "plait":
            c.curve(path("400,128 556,190 580,340 556,470 400,520 244,470 220,340 244,190"), dark)
        case "curls":
            for x, y, r in (
                (400, 126, 84),
                (330, 96, 52),
                (468, 92, 54),
                (400, 66, 54),
                (350, 140, 50),
                (452, 140, 52),
            ):
                c.disc(x, y, r, dark)
            c.curve(path("400,150 540,210 562,340 530,420 270,420 238,340 260,210"), dark)
        case "scarf":
            c.curve(
                path("400,116 566,180 602,340 592,520 640,700 400,740 160,700 208,520 198,340 234,180"),
                mixed(hair, "#20304a", 0.22),
            )
        case "pixie":
            c.curve(path("400,136 548,190 566,330 536,420 264,420 234,330 252,190"), dark)
        case _:
            pass


def front(c: Canvas, face: Face) -> None:
    hair, dark = face.hair, mixed(face.hair, "#000000", 0.25)
    light = mixed(face.hair, "#ffffff", 0.16)
    if "beard" in face.extra:
        c.curve(
            path(
                "266,376 292,420 330,424 372,428 400,424 428,428 470,424 508,420 534,376 528,460 "
                "480,536 400,562 320,536 272,460"
            ),
            hair,
        )
        c.curve(path("362,446 400,438 438,446 424,470 400,476 376,470"), mixed(face.skin, "#8a2f2a", 0.35))
        c.line([(360, 449), (400, 454), (440, 449)], "#3b1714", 3.5)
        c.curve(path("410,430 470,426 508,420 534,380 528,460 480,536 410,560 440,500"), dark, 0.6)
    if "stubble" in face.extra:
        c.curve(
            path("272,400 300,440 344,432 400,424 456,432 500,440 528,400 518,462 474,524 400,548 326,524 282,462"),
            hair,
            0.34,
        )
        c.curve(
            path("356,448 384,441 400,445 416,441 444,448 420,462 400,466 380,462"),
            mixed(face.skin, "#a02c34", 0.36),
        )
        c.line(path("352,447 378,451 400,450 422,451 448,446"), mixed(face.skin, "#3a1010", 0.7), 3.5)
    match face.cut:
        case "bob":
            c.curve(
                path("398,122 300,146 228,230 206,360 222,500 262,528 300,510 276,420 284,320 330,236 392,186"),
                hair,
            )
            c.curve(
                path("388,122 500,142 572,230 594,360 578,500 538,528 500,510 524,420 516,320 462,250 380,190"),
                dark,
            )
            c.line(path("366,148 300,200 258,290 246,380"), light, 7, 0.8)
        case "short":
            c.curve(
                path("258,320 246,240 290,160 400,126 510,160 554,240 542,320 524,250 478,214 400,204 322,214 276,250"),
                hair,
            )
            c.line([(306, 176), (360, 152), (420, 146)], light, 8, 0.7)
        case "cropped":
            c.curve(
                path("262,290 258,220 304,156 400,134 496,156 542,220 538,290 516,226 464,192 400,186 336,192 284,226"),
                hair,
            )
            c.line([(318, 172), (370, 154)], mixed(hair, "#ffffff", 0.2), 6, 0.7)
        case "parted":
            c.curve(
                path(
                    "256,316 244,236 286,150 390,112 510,138 560,220 544,318 526,250 486,222 400,232 "
                    "340,190 300,236 276,256"
                ),
                hair,
            )
            c.curve(
                path("340,190 400,232 486,222 526,250 544,318 560,220 510,138 440,116 470,180"),
                dark,
                0.5,
            )
            c.line([(322, 150), (390, 130), (450, 140)], light, 9, 0.8)
        case "pixie":
            c.curve(
                path("252,330 236,236 290,148 400,118 516,148 562,240 548,330 526,262 470,236 392,262 330,224 276,270"),
                hair,
            )
            c.curve(
                path("392,262 470,236 526,262 548,330 562,240 516,148 440,124 480,190"),
                dark,
                0.45,
            )
            for points in ([(330, 160), (296, 210)], [(380, 140), (340, 196)], [(436, 140), (410, 200)]):
                c.line(points, "#ffffff", 6, 0.6)
        case "plait":
            c.curve(
                path("398,118 296,144 232,232 222,350 254,452 274,380 290,300 336,226 396,182"),
                hair,
            )
            c.curve(
                path("388,118 504,144 568,232 578,350 546,452 526,380 510,300 464,226 384,182"),
                dark,
            )
            c.line([(360, 146), (296, 196), (254, 290)], light, 7, 0.8)
            for n in range(6):
                y = 486 + n * 50
                c.curve(
                    [
                        (548 + n * 3, y - 34),
                        (592 + n * 3, y - 6),
                        (574 + n * 3, y + 30),
                        (534 + n * 3, y + 22),
                        (526 + n * 3, y - 10),
                    ],
                    hair if n % 2 else dark,
                )
                c.line([(536 + n * 3, y + 14), (578 + n * 3, y - 10)], light, 4, 0.55)
            c.disc(566, 776, 16, "#e8dfc6")
        case "curls":
            for n, (x, y, r) in enumerate(
                (
                    (270, 262, 44),
                    (286, 210, 50),
                    (330, 172, 52),
                    (386, 152, 52),
                    (444, 156, 52),
                    (496, 186, 50),
                    (528, 236, 46),
                    (540, 290, 34),
                    (258, 314, 34),
                )
            ):
                c.disc(x, y, r, hair if n % 2 else mixed(hair, "#ffffff", 0.06))
            for x, y in ((300, 190), (352, 152), (410, 138), (466, 158), (372, 70), (424, 84)):
                c.arc(x - 20, y - 20, x + 20, y + 20, (180, 300), mixed(hair, "#ffffff", 0.3), 8)
            for x in (262, 538):
                c.disc(x, 408, 9, "#d9a441")
        case "scarf":
            shade = mixed(hair, "#20304a", 0.28)
            ring = rounded(path("400,120 560,180 596,340 566,490 470,600 400,622 330,600 234,490 204,340 240,180"))
            hole = rounded(path("400,214 486,236 520,330 508,420 458,498 400,520 342,498 292,420 280,330 314,236"))
            _ring(c, ring, hole, hair)
            c.curve(path("430,620 540,520 590,400 640,560 660,700 520,690"), shade)
            c.curve(path("230,480 330,600 470,640 600,610 620,680 470,720 300,690 200,610"), hair)
            c.curve(path("330,620 470,646 596,618 612,660 470,690"), shade, 0.6)
            for points in (
                [(262, 230), (300, 176), (370, 146)],
                [(236, 330), (246, 420), (290, 520)],
                [(250, 520), (330, 606), (440, 640)],
            ):
                c.line(points, mixed(hair, "#ffffff", 0.5), 6, 0.8)
            c.line([(552, 250), (566, 360), (544, 460)], shade, 8, 0.8)
    if "glasses" in face.extra:
        frame = "#2b2326" if face.cut != "pixie" else "#8a2f3c"
        for x in (338, 462):
            c.arc(x - 48, 296, x + 48, 388, (0, 360), frame, 7)
            c.line([(x - 26, 318), (x - 8, 308)], "#ffffff", 5, 0.55)
        c.line([(386, 336), (400, 330), (414, 336)], frame, 7)
        c.line([(290, 336), (262, 328)], frame, 6)
        c.line([(510, 336), (538, 328)], frame, 6)


def _ring(c: Canvas, outer: list[Point], inner: list[Point], ink: str) -> None:
    """What lies between two curves that begin at the top and go the same way round."""
    c.polygon([*outer, outer[0], inner[0], *reversed(inner)], ink)
