"""A form field for some sentences that will be kept as plain text."""

from typing import Any

from django import forms

from .text import lines, validate_characters


class WordsField(forms.CharField):
    """
    Words as a PlainTextField stores them; what that would refuse is said beside the field, with the words still in it.

    No maxlength in the browser, which cuts what is pasted without a word.
    """

    widget = forms.Textarea
    default_validators = [validate_characters]

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return lines(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": self.rows}
