"""The rows of a byline, below the form of their story."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.rows import Role
from authors.models import Author

from .. import choosers
from ..models import StoryByline


class BylineForm(forms.ModelForm):
    """One person in the byline. The order of the rows is that of the byline; `position` moves one."""

    author = choosers.ChoiceOfOne("authors", Author.objects.all(), label=gettext_lazy("Name"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Did"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say what this person did.")},
    )
    position = forms.IntegerField(
        label=gettext_lazy("Order"),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"size": 3}),
    )

    class Meta:
        model = StoryByline
        fields = ("author", "roles", "position", "name", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return 999 if position is None else position


class BylineFormSet(forms.BaseInlineFormSet):
    """A story's byline; saving numbers its rows in the order in which they stand."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # Of a stale form the rows may be gone. The form itself says so; the rows are not a second reason.
        form.fields["id"].error_messages["invalid_choice"] = stale_row()

    def get_unique_error_message(self, unique_check: Any) -> str:
        return _("This person is in the byline already: give them a second role instead.")

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if commit and self.has_changed():
            for position, row in enumerate(self.instance.bylines.order_by("position", "pk")):
                if row.position != position:
                    row.position = position
                    row.save(update_fields=["position"])
        return saved


def stale_row() -> str:
    return _("This row was changed by somebody else.")
