"""
The colour that stands in a picture's place until it comes: a class of the palette in static/css/tokens.css.

A class and not the colour itself, since the policy of readers' pages allows no style in the HTML.
"""

from PIL import Image

# The palette by the names of its classes, as the style sheet has it (a test compares).
PALETTE = {
    "ash": 0x8A8781,
    "bark": 0x5D4A3B,
    "brick": 0x8D4637,
    "clay": 0xB98F6F,
    "coal": 0x2B2A29,
    "fog": 0xC9CAC7,
    "forest": 0x33473A,
    "moss": 0x75805A,
    "night": 0x25304A,
    "plum": 0x5A4157,
    "rose": 0xC99B95,
    "sand": 0xD6C6A4,
    "sea": 0x3F6D78,
    "sky": 0x8FB0C9,
    "snow": 0xE9E8E4,
    "straw": 0xC9A94E,
}
SAMPLES = 24  # in each direction
Colour = tuple[int, int, int]


def of(picture: Image.Image) -> str:
    """The colour that most of the picture is nearest to. The picture is one that was loaded; it stays as it is."""
    # Samples, not averages: the mean of a red flag on a green field is a brown that is nowhere in it.
    small = picture.resize((SAMPLES, SAMPLES), Image.Resampling.NEAREST)
    if small.mode.startswith("I"):  # 16 bits of grey, of which Pillow would keep the wrong eight
        small = small.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    small = (small.convert("RGB") if small.mode == "CMYK" else small).convert("RGBA")
    white = Image.new("RGBA", small.size, "white")
    colours = Image.alpha_composite(white, small).convert("RGB").getcolors(SAMPLES * SAMPLES) or []
    votes = dict.fromkeys(PALETTE, 0)
    for count, colour in colours:
        votes[_nearest(colour)] += count  # type: ignore[arg-type]
    return max(votes, key=lambda name: votes[name])


def _nearest(colour: Colour) -> str:
    return min(_RGB, key=lambda name: _distance(colour, _RGB[name]))


def _distance(one: Colour, other: Colour) -> float:
    """How different they look, roughly: https://www.compuphase.com/cmetric.htm."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    mean = (one[0] + other[0]) / 512
    return (2 + mean) * red * red + 4 * green * green + (3 - mean) * blue * blue


_RGB: dict[str, Colour] = {name: (value >> 16, value >> 8 & 255, value & 255) for name, value in PALETTE.items()}
