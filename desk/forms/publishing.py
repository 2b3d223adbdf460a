"""What is asked when a story is published, at once or at a time, and of what readers have seen of it."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Correction, Report
from core.forms import InstantField
from core.prose import WordsField

from .. import checks, reports
from ..models import Story
from .acts import ActForm
from .colleagues import ColleagueField, colleagues

# What is asked of a change to what readers have seen.
CHANGE_FIELDS = ("change", "note", "correction", "written_by", "answers", "report")


class ExcerptField(forms.ModelChoiceField):
    """Rows told apart by how their text begins."""

    def label_from_instance(self, obj: Any) -> str:
        return Truncator(obj.text).chars(90)


class PublishForm(ActForm):
    """Now or at a time; and of what readers have seen, whether the change is told to them."""

    time = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("Now")), ("later", gettext_lazy("At a time"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    live_from = InstantField(label=gettext_lazy("Time"), required=False)
    change = forms.ChoiceField(
        label=gettext_lazy("What kind of change is it?"),
        choices=[
            ("minor", gettext_lazy("Minor: a slip of the pen. Readers are told nothing.")),
            ("update", gettext_lazy("Update: new information. The page says when it was updated.")),
            ("correction", gettext_lazy("Correction: a wrong fact put right, and said so for good.")),
            ("clarification", gettext_lazy("Clarification: right, but misleading; said so for good.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what kind of change it is.")},
    )
    note = WordsField(
        label=gettext_lazy("Note to readers"),
        help_text=gettext_lazy("What is new, in a sentence. Only with an update, and only if you like."),
        required=False,
        rows=2,
    )
    correction = WordsField(
        label=gettext_lazy("What was wrong, and what is right"),
        help_text=gettext_lazy(
            "For a correction or a clarification: readers find these words under the story, for good."
        ),
        required=False,
        max_length=Correction._meta.get_field("text").max_length,
    )
    written_by = ColleagueField(
        User.objects.none(),
        label=gettext_lazy("Who wrote these words"),
        required=False,
        empty_label=gettext_lazy("You"),
    )
    answers = ExcerptField(
        Correction.objects.none(),
        label=gettext_lazy("An earlier correction that was wrong itself, and is answered by this one"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    report = ExcerptField(
        Report.objects.none(),
        label=gettext_lazy("A reader’s report that this answers"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    override = WordsField(
        label=gettext_lazy("Publish all the same, because"),
        help_text=gettext_lazy("Your reason goes to the log, with your name."),
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = (self.story, self.at, self.reader)
        found = checks.stops(*asked)
        # An embargo bars publishing now, and leaves a later time to choose.
        self.stops = [stop for stop in found if stop.code != "embargo"]
        self.warnings = [stop for stop in found if stop.code == "embargo"] + checks.warnings(*asked)
        offer_records(self.fields, self.story, self.at)
        if not self.public.last:
            for name in CHANGE_FIELDS:
                self.fields.pop(name, None)
        if not self.stops:
            del self.fields["override"]

    def clean_correction(self) -> str:
        words = self.cleaned_data["correction"].strip()
        if self.cleaned_data.get("change") in ("correction", "clarification") and not words:
            raise ValidationError(_("Tell readers what was wrong, and what is right."))
        return words

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("time") == "later" and "live_from" in self.cleaned_data:
            live_from = self.cleaned_data["live_from"]
            if live_from is None:
                self.add_error("live_from", _("Say when."))
            elif live_from <= self.at:
                self.add_error("live_from", _("That time has passed. Publish now, or choose a later time."))
        elif self.cleaned_data.get("time") == "now":
            # Of the two that somebody said, the one that can't be taken back is not assumed.
            if self["live_from"].data[0].strip():
                self.add_error("time", _("You chose “Now”, and typed a time. Choose “At a time”, or empty the time."))
            self.cleaned_data["live_from"] = None
        return super().clean()


def offer_records(fields: dict[str, forms.Field], story: Story, at: dt.datetime) -> None:
    """Give the fields of a correction their choices; those that have none to offer are taken out."""
    rows: dict[str, QuerySet[Any]] = {
        "report": reports.waiting(story),
        "answers": Correction.objects.known(at).filter(article__uid=story.uid),
        "written_by": colleagues().order_by("first_name", "last_name", "username"),
    }
    for name, choices in rows.items():
        fields[name].queryset = choices  # type: ignore[attr-defined]
        if not choices.exists():
            del fields[name]


class RescheduleForm(ActForm):
    live_from = InstantField(label=gettext_lazy("Time"), error_messages={"required": gettext_lazy("Say when.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.public.waiting:
            self.initial["live_from"] = self.public.waiting.live_from

    def clean_live_from(self) -> dt.datetime:
        live_from = self.cleaned_data["live_from"]
        if live_from <= self.at:
            raise ValidationError(_("That time has passed. Choose a later time."))
        return live_from
