"""The form of a picture, and those of what is done with one."""

import re
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms import InstantField
from photos import metadata
from photos.admin.cuts import CutsMixin
from photos.credits import parse
from photos.models import Photo

_SEVERAL_NAMES = re.compile(r"/|\b(?:via|через)\b", re.IGNORECASE)


class CreditMixin(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._take_credit_apart(data)
        return data

    def _take_credit_apart(self, data: dict[str, Any]) -> None:
        """Whoever pastes "Saul Loeb/AFP via Getty Images" into one of the names means all three."""
        photographer, agency, distributor = (data.get(name) or "" for name in ("photographer", "agency", "distributor"))
        if _SEVERAL_NAMES.search(photographer) and not agency and not distributor:
            data["photographer"], data["agency"], data["distributor"] = parse(photographer)
        elif _SEVERAL_NAMES.search(agency) and not distributor:
            found = parse(agency, photographer=photographer or "–")
            data["agency"], data["distributor"] = found.agency, found.distributor


class PhotoForm(CreditMixin, CutsMixin, forms.ModelForm):
    """A picture's words, with what the file says of each beside it; once it is in the library, also its framing."""

    taken_at = InstantField(label=gettext_lazy("Taken"), required=False)

    class Meta:
        model = Photo
        fields = [
            "caption",
            "alt",
            "photographer",
            "agency",
            "distributor",
            "copyright",
            "usage_terms",
            "rights_end",
            "keywords",
            "city",
            "taken_at",
            "focus_x",
            "focus_y",
        ]
        widgets = {"rights_end": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("focus_x", "focus_y"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].widget.attrs |= {"min": 0, "max": 100, "class": "photo-number"}
        if self.instance.pk:
            self.show_cuts()
            self._show_what_the_file_says()
        else:
            self.hide_cuts()

    def _show_what_the_file_says(self) -> None:
        words = metadata.from_json(self.instance.from_file)
        for name, said in words.items():
            if name not in self.fields:
                continue
            field = self.fields[name]
            is_same = said == getattr(self.instance, name)
            if is_same:
                note = _("As in the file.")
            else:
                if name == "taken_at":
                    said = f"{clock.to_local(said):%Y-%m-%d %H:%M}"
                note = _("The file says: “%(words)s”") % {"words": Truncator(said).chars(300)}
            mark = "photo-from-file photo-from-file--same" if is_same else "photo-from-file"
            field.help_text = format_html('{} <span class="{}">{}</span>', field.help_text, mark, note)

    def clean_focus_x(self) -> int:
        return self._focus("focus_x")

    def clean_focus_y(self) -> int:
        return self._focus("focus_y")

    def _focus(self, name: str) -> int:
        """The middle, where nothing is typed."""
        typed = self.cleaned_data[name]
        return 50 if typed is None else int(typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance.pk:
            self.clean_cuts()
        return data


class PullForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("For colleagues; readers don't see it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
