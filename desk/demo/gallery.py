"""The demo's pictures, drawn and put into the library as anybody would."""

import hashlib
import io
import tomllib
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image

from photos import library
from photos.models import Photo

from . import people
from .people import Newsroom
from .pictures import cities, graphics, landscapes, portraits, rails, rooms
from .pictures.canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {
    "bakery-window": rooms.bakery_window,
    "blackout-skyline": cities.blackout_skyline,
    "contour-map": graphics.contour_map,
    "empty-table": rooms.empty_table,
    "harvest-chart": graphics.harvest_chart,
    "hills-dusk": landscapes.hills_dusk,
    "night-sky": landscapes.night_sky,
    "parliament-dawn": cities.parliament_dawn,
    "port-cranes": cities.port_cranes,
    "railway-dusk": rails.railway_dusk,
    "railway-hall": rails.railway_hall,
    "river-ferry": landscapes.river_ferry,
    "river-ice": landscapes.river_ice,
    "school-window": rooms.school_window,
    "stage-light": rooms.stage_light,
    "substation": cities.substation,
    "warehouse": cities.warehouse,
    "warsaw-tram": rails.warsaw_tram,
    "wheat-field": landscapes.wheat_field,
    "willow-forest": landscapes.willow_forest,
    "window-evening": rooms.window_evening,
}


def captions() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).resolve().parent / "photos.toml").read_text())


def hang(newsroom: Newsroom) -> dict[str, Photo]:
    """The pictures by name: those that are there, and the missing ones drawn."""
    by = newsroom.accounts["photodesk"]
    return {name: _kept(name, words, by) for name, words in captions().items()}


def hang_portraits(newsroom: Newsroom) -> None:
    """Give each author who has none their portrait."""
    by = newsroom.accounts["profiles"]
    for row in people.data()["authors"]:
        author = newsroom.authors[row["slug"]]
        if author.portrait_id is None:
            words = {
                "caption": f"{author.name}, {author.title.lower()}.",
                "photographer": "Hryhorii Pavuk",
                "agency": "The Meridian",
                "alt": row["portrait_alt"],
            }
            author.portrait = _kept(f"portrait {author.slug}", words, by)
            author.portrait_alt = row["portrait_alt"]
            author.save()


def scene(name: str) -> Image.Image:
    if name.startswith("portrait "):
        whole = portraits.portrait(name.removeprefix("portrait ")).finished(shade=0.15)
        return whole.crop(portraits.CLOSE)
    canvas = Canvas(name)
    SCENES[name](canvas)
    return canvas.finished()


def _kept(name: str, words: dict[str, str], by: User) -> Photo:
    uid = hashlib.sha256(f"meridian {name}".encode()).hexdigest()[:32]
    photo = Photo.objects.filter(uid=uid).first()
    if photo is None:
        file = ContentFile(_jpeg(scene(name)), name=f"{name}.jpg")
        photo = library.keep(Photo(uid=uid, image=file, uploaded_by=by, **words))
    return photo


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
