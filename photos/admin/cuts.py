"""Form fields for what each use shows of a picture: numbers to type; static/photos/framing.js adds the mouse."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from photos.framing import RATIOS, SIDES, crop_problem
from photos.models import Photo

LABELS = {
    "wide": gettext_lazy("16:9"),
    "standard": gettext_lazy("4:3"),
    "square": gettext_lazy("1:1"),
    "share": gettext_lazy("Sharing, 1200 × 630"),
}
SIDE_LABELS = {
    # xgettext:no-python-format
    "left": gettext_lazy("% from the left"),
    # xgettext:no-python-format
    "top": gettext_lazy("% from the top"),
    # xgettext:no-python-format
    "width": gettext_lazy("% wide"),
}


class CutWidget(forms.MultiWidget):
    """Three numbers, each with its words; all of them empty: computed around the focal point."""

    template_name = "photos/cut.html"

    def __init__(self, use: str) -> None:
        numbers: dict[str, forms.Widget | type[forms.Widget]] = {
            side: forms.NumberInput(
                attrs={"min": 0, "max": 100, "step": "0.1", "data-cut": use, "data-side": side, "class": "photo-number"}
            )
            for side in SIDES
        }
        super().__init__(numbers)

    use_fieldset = True

    def decompress(self, value: dict[str, float] | None) -> list[float | None]:
        return [value[side] for side in SIDES] if value else [None] * len(SIDES)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for side, inner in zip(SIDES, context["widget"]["subwidgets"], strict=True):
            inner["words"] = SIDE_LABELS[side]
        return context


class CutField(forms.MultiValueField):
    def __init__(self, use: str, **kwargs: Any) -> None:
        self.use = use
        number = forms.FloatField(min_value=0, max_value=100, required=False)
        super().__init__(
            [number] * len(SIDES),
            require_all_fields=False,
            required=False,
            widget=CutWidget(use),
            label=LABELS[use],
            **kwargs,
        )

    def compress(self, numbers: list[float | None]) -> dict[str, float] | None:
        given = [number for number in numbers if number is not None]
        if not given:
            return None
        if len(given) < len(SIDES):
            raise ValidationError(_("Give all three numbers, or none: the cut then goes around the focal point."))
        return {side: round(number, 2) for side, number in zip(SIDES, given, strict=True)}


class CutsMixin(forms.ModelForm):
    """The focal point's own cuts, kept together in one column."""

    instance: Photo

    cut_wide = CutField("wide")
    cut_standard = CutField("standard")
    cut_square = CutField("square")
    cut_share = CutField("share")

    def show_cuts(self) -> None:
        for use in RATIOS:
            self.initial[f"cut_{use}"] = self.instance.crops.get(use)

    def hide_cuts(self) -> None:
        for use in RATIOS:
            del self.fields[f"cut_{use}"]

    def clean_cuts(self) -> None:
        """Puts the cuts on the instance, or says beside one why it can't be."""
        crops = {}
        for use in RATIOS:
            own = self.cleaned_data.get(f"cut_{use}")
            if own and (problem := crop_problem(own, self.instance, use)):
                self.add_error(f"cut_{use}", problem)
            elif own:
                crops[use] = own
        if not self.errors:
            self.instance.crops = crops
