"""What a use shows of a picture: an editor's own rectangle, or the largest one that fits around the focal point."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Box = tuple[float, float, float, float]

# The uses that crop, and their width:height.
RATIOS = {"wide": 16 / 9, "standard": 4 / 3, "square": 1.0, "share": 1200 / 630}
# A rectangle as an editor sets it, in hundredths of the picture's width and height; its height follows from the use.
SIDES = ("left", "top", "width")
# An own cut is at least this wide, in hundredths: less is nobody's wish, and a picture of a few pixels.
LEAST_WIDTH = 5


def box(photo: Any, use: str) -> Box:
    """Left, top, right and bottom in the upright picture's own pixels; always inside it and never empty."""
    width, height, ratio = float(photo.width), float(photo.height), RATIOS[use]
    largest = min(width, height * ratio)
    own = photo.crops.get(use)
    if own:
        across = min(max(own["width"] / 100 * width, 1), largest)
        left, top = own["left"] / 100 * width, own["top"] / 100 * height
    else:
        across = largest
        left, top = photo.focus_x / 100 * width - across / 2, photo.focus_y / 100 * height - across / ratio / 2
    down = across / ratio
    # In this order, since the rounding of floats may leave width - across a hair below nothing.
    left, top = max(min(left, width - across), 0), max(min(top, height - down), 0)
    return left, top, min(left + across, width), min(top + down, height)


def crop_problem(own: dict[str, float], photo: Any, use: str) -> str:
    """Why this rectangle can't be cut for the use, in words; "" when it can."""
    across = own["width"] / 100 * photo.width
    if own["width"] < LEAST_WIDTH:
        return too_narrow()
    if own["left"] + own["width"] > 100.05:
        return _("This cut is wider than what is left of the picture: left and width make more than 100 together.")
    if own["top"] / 100 * photo.height + across / RATIOS[use] > photo.height * 1.0005:
        return _("This cut ends below the picture: take a smaller width, or begin higher.")
    return ""


def too_narrow() -> str:
    return _("A cut has at least %(least)s hundredths of the picture’s width.") % {"least": LEAST_WIDTH}


def validate_crops(crops: Any) -> None:
    """Whatever is stored: known uses, three numbers each, within the picture's sides."""
    if not isinstance(crops, dict):
        raise ValidationError(_("Cuts are kept by the names of their uses."))
    for use, own in crops.items():
        if use not in RATIOS or not isinstance(own, dict) or set(own) != set(SIDES):
            raise ValidationError(_("A cut is three numbers, left, top and width, for a use that we know."))
        if not all(isinstance(own[side], int | float) and 0 <= own[side] <= 100 for side in SIDES):
            raise ValidationError(_("Each number of a cut lies between 0 and 100."))
        if own["width"] < LEAST_WIDTH:
            raise ValidationError(too_narrow())
