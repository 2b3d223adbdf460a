"""Who the eight of the demo's masthead are, to somebody who draws them."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Face:
    ground: str
    skin: str
    hair: str
    clothes: str
    cut: str
    collar: str
    extra: tuple[str, ...] = ()
    second: str = "#f2ede2"  # a shirt under a jacket, a tie


FACES = {
    "marta-zahaiko": Face("#c9d8d3", "#f0c9a8", "#6b3a22", "#d39a2e", "bob", "roll"),
    "danylo-reva": Face("#d8cfbb", "#d9a781", "#2a201b", "#66693f", "short", "jacket", ("beard",), "#2e3230"),
    "nadiia-korsun": Face("#e3cfc4", "#efcdb4", "#c9c9cb", "#27365a", "pixie", "blazer", ("glasses",), "#f4efe6"),
    "artem-vyshniak": Face("#cdd6df", "#f2cdae", "#c9a25f", "#6d7480", "parted", "waistcoat", ("stubble",), "#f7f5ef"),
    "lucja-brzezinska": Face("#e7dcc2", "#f5d6be", "#b0482a", "#23523f", "plait", "blouse", ("freckles",)),
    "joseph-adeyemi": Face("#d9c3a3", "#6f4630", "#1d1614", "#22304e", "cropped", "suit", ("glasses",), "#b4552d"),
    "sofiia-tymchuk": Face("#cfd9c9", "#e3b38d", "#1f1a1c", "#b65f3e", "curls", "overshirt", (), "#efe6d4"),
    "leila-hamdan": Face("#ddd0d6", "#d7a27c", "#a9c4d6", "#5d3154", "scarf", "coat"),
}
