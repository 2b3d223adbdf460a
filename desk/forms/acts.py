"""What the acts ask before they are done; publishing asks more (publishing.py)."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import InstantField
from core.prose import WordsField

from .. import checks
from ..models import Story
from ..naming import Reader


class ActForm(forms.Form):
    """
    What an act asks before it is done; most ask nothing.

    `loaded_version` is that of the story which the person looked at: what somebody saved since goes nowhere unseen.
    """

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, story: Story, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story, self.reader, self.at = story, reader, reader.at
        self.public = story.public_state(self.at)
        self.stops: list[checks.Problem] = []
        self.warnings: list[checks.Problem] = []
        self.initial["loaded_version"] = story.version

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("loaded_version") != self.story.version:
            # The next sending is of the version that is shown now.
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["loaded_version"] = str(self.story.version)  # type: ignore[index]
            raise ValidationError(
                _("Someone saved or moved this story since you opened this page. Look at it again, then decide."),
                code="stale",
            )
        return self.cleaned_data


class ReasonForm(ActForm):
    reason = WordsField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Give a reason.")},
    )


class ReturnForm(ReasonForm):
    reason = WordsField(
        label=gettext_lazy("What should the writer do?"),
        rows=4,
        error_messages={"required": gettext_lazy("Tell the writer why it comes back.")},
    )


class SpikeForm(ActForm):
    reason = WordsField(label=gettext_lazy("Reason"), required=False)


class EmbargoForm(ReasonForm):
    """Until when, and why; with `lifts` only why."""

    until = InstantField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Before this time nobody publishes the story, whatever the door."),
        error_messages={"required": gettext_lazy("Say until when.")},
    )
    field_order = ["until", "reason"]

    def __init__(self, *args: Any, lifts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["until"] = self.story.embargo_until
        self.fields["until"].required = not lifts

    def clean_until(self) -> dt.datetime | None:
        until = self.cleaned_data["until"]
        if self.fields["until"].required and until <= self.at:
            raise ValidationError(_("That time has passed. Choose a later time."))
        return until


class WithdrawForm(ActForm):
    reason = WordsField(
        label=gettext_lazy("Reason, for readers"),
        help_text=gettext_lazy("Readers see these words, and the date, at the article’s address."),
        error_messages={"required": gettext_lazy("Tell readers why the article was withdrawn.")},
    )
    shows_headline = forms.BooleanField(label=gettext_lazy("Show the headline there"), required=False, initial=True)


class VanishForm(ReasonForm):
    reason = WordsField(
        label=gettext_lazy("The order or law that asks for it"),
        help_text=gettext_lazy("Stays inside, in the log. Readers are told nothing."),
        error_messages={"required": gettext_lazy("Name the order or law that asks for it.")},
    )
