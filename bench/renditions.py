"""
Pictures: how much more our renditions cost than bare Pillow doing the same, what an upload costs beyond reading and
validating the file, and what AVIF, WebP and JPEG cost each other.

    python -m bench.renditions

Everything is measured in one run on a 24-megapixel JPEG made by code; the least of a few rounds counts, the ratios
hold on any machine. It works in a temporary directory and touches no newsroom.
"""

import io
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps

WIDTH, HEIGHT = 6000, 4000
WIDTHS = (320, 640, 960, 1280, 1920)


def picture() -> bytes:
    """Something between a landscape and a crowd: soft shapes, edges and grain, 24 megapixels, an EXIF orientation."""
    soft = Image.effect_mandelbrot((1500, 1000), (-2.0, -1.2, 1.0, 0.8), 60).resize((WIDTH, HEIGHT), Image.BICUBIC)
    grain = Image.effect_noise((1500, 1000), 40).resize((WIDTH, HEIGHT), Image.BILINEAR)
    fine = Image.effect_noise((WIDTH, HEIGHT), 14)
    blend = Image.blend(soft, grain, 0.35)
    channels = [Image.blend(blend, fine, 0.2), ImageOps.solarize(blend, 160), Image.blend(grain, fine, 0.3)]
    exif = Image.Exif()
    exif[0x0112] = 1
    out = io.BytesIO()
    Image.merge("RGB", channels).save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the quickest round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def bare_renditions(data: bytes, encodings: dict) -> None:
    """What somebody would write who has only this picture, and only today."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (WIDTHS[-1], WIDTHS[-1] * HEIGHT // WIDTH))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    for encoding in encodings.values():
        for width in WIDTHS:
            small = upright.resize((width, round(width * HEIGHT / WIDTH)), Image.LANCZOS, reducing_gap=2.0)
            small.save(io.BytesIO(), encoding.format, **encoding.options)


def our_renditions(data: bytes) -> None:
    from photos import darkroom

    orders = [
        darkroom.Order((0, 0, WIDTH, HEIGHT), (width, round(width * HEIGHT / WIDTH)), extension)
        for extension in ahead(darkroom.ENCODINGS)
        for width in WIDTHS
    ]
    for _ in darkroom.develop(io.BytesIO(data), orders):
        pass


def ahead(encodings: dict) -> dict:
    """Those that the worker makes before a reader asks."""
    from photos import renditions

    return {name: encoding for name, encoding in encodings.items() if name in renditions.AHEAD}


def every_cut(data: bytes) -> int:
    """All that the worker makes of one picture: each use's cut, in each width and format; how many files that is."""
    from photos import darkroom, renditions
    from photos.models import Photo

    photo = Photo(width=WIDTH, height=HEIGHT, digest="bench", photographer="Olena Ko", agency="Bench")
    wanted = renditions.ahead(photo)
    orders = [darkroom.Order(one.cut.box(photo), (one.width, one.height), one.extension) for one in wanted]
    for _ in darkroom.develop(io.BytesIO(data), orders, renditions.packet(photo)):
        pass
    return len(orders)


def bare_validation(path: Path) -> None:
    with Image.open(path) as image:
        image.verify()
    with Image.open(path) as image:
        image.load()


def our_validation(path: Path) -> None:
    from photos import intake

    with path.open("rb") as file:
        intake.read(file, name=path.name)


def uploader(data: bytes) -> Callable[[], None]:
    """Sends the picture to the desk as a signed-in editor's browser does, and has the answer."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    from photos.models import Photo

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    file = io.BytesIO(data)
    file.name = "bench.jpg"
    body = encode_multipart(BOUNDARY, {"image": file, "caption": "A bench.", "alt": "A bench.", "agency": "Bench"})

    def send() -> None:
        before = Photo.objects.count()
        response = client.generic("POST", "/admin/photos/photo/add/", body, content_type=MULTIPART_CONTENT)
        assert response.status_code == 302, response.status_code
        assert Photo.objects.count() == before + 1

    return send


def formats(data: bytes) -> list[tuple[str, float, int]]:
    """Seconds and bytes of one 1280-pixel rendition in each format."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (1280, 853))
        small = image.convert("RGB").resize((1280, 853), Image.LANCZOS)
    rows = []
    for name, kind, options in [
        ("AVIF q60 speed 8", "AVIF", {"quality": 60, "speed": 8}),
        ("AVIF q60 speed 6", "AVIF", {"quality": 60, "speed": 6}),
        ("WebP q76", "WEBP", {"quality": 76}),
        ("JPEG q78", "JPEG", {"quality": 78, "optimize": True, "progressive": True}),
    ]:
        out = io.BytesIO()

        def save(out: io.BytesIO = out, kind: str = kind, options: dict = options) -> None:
            out.seek(0)
            out.truncate()
            small.save(out, kind, **options)

        rows.append((name, least(save), len(out.getvalue())))
    return rows


def measure() -> None:
    from photos import darkroom

    data = picture()
    path = Path(os.environ["NEWSROOM_DATA"]) / "bench.jpg"
    path.write_bytes(data)
    print(f"a JPEG of {WIDTH} × {HEIGHT}, {len(data) / 1e6:.1f} MB")

    encodings = ahead(darkroom.ENCODINGS)
    bare = least(lambda: bare_renditions(data, encodings))
    ours = least(lambda: our_renditions(data))
    count = len(encodings) * len(WIDTHS)
    print(f"renditions, {count} files:    {ours:.2f} s, {ours / bare:.2f} × bare Pillow ({bare:.2f} s)")
    cuts = least(lambda: every_cut(data))
    print(f"every cut, {every_cut(data)} files:     {cuts:.2f} s, {cuts / bare:.2f} × bare Pillow's {count}")

    pillow = least(lambda: bare_validation(path))
    valid = least(lambda: our_validation(path))
    answer = least(uploader(data))
    assert answer < 1, f"the upload of {WIDTH * HEIGHT / 1e6:.0f} megapixels answered in {answer:.2f} s"
    print(f"reading and validating: {valid:.3f} s, {valid / pillow:.2f} × verify and load by Pillow ({pillow:.3f} s)")
    print(
        f"upload's answer:        {answer:.3f} s, {answer / valid:.2f} × validating, {answer / pillow:.2f} × Pillow's"
    )

    jpeg = formats(data)[-1]
    for name, seconds, size in formats(data):
        print(f"{name:17} 1280 px: {seconds / jpeg[1]:.2f} × the time, {size / jpeg[2]:.2f} × the bytes of JPEG q78")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        os.environ["NEWSROOM_DATA"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        measure()


if __name__ == "__main__":
    main()
