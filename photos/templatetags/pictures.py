from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from photos.models import Photo, PlacedPhoto
from photos.showing import Shown

register = template.Library()

MOST = 2000  # pictures as they were printed, some 2 kB each
_printed: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag
def picture(
    what: PlacedPhoto | Photo | Shown | None,
    sizes: str = "100vw",
    decorative: bool = False,
    eager: bool = False,
    cut: str = "",
) -> SafeString | str:
    """
    <picture> of a story's lead, of a photo, or of one that is shown; nothing where there is none that readers may see.

    `sizes` as in HTML: how wide it stands. decorative: the words beside it say what it shows. eager: seen first, so it
    is fetched first. cut: the use it is cropped for, around its focal point: "wide" (16:9), "standard" (4:3), "square".

    Printed once for everything that shapes it, so kept for ever: it was two fifths of an article's time.
    """
    shown = what.lead if isinstance(what, PlacedPhoto) else what.whole if isinstance(what, Photo) else what
    if not shown:
        return ""
    if cut:
        shown = shown.cut_for(cut)
    key = (*shown.shape, sizes, bool(decorative), bool(eager))
    found = _printed.get(key)
    if found is None:
        if len(_printed) >= MOST:
            _printed.clear()
        values = {"photo": shown, "sizes": sizes, "decorative": decorative, "eager": eager}
        found = _printed[key] = SafeString(get_template("photos/_picture.html").render(values))
    return found
