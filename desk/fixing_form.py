"""The form of a fix of the live text: see desk.views.fix."""

import copy
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import Edition
from core.html import gate

from .editor import RichText
from .fixing import FIXABLE
from .forms import CHANGE_FIELDS, PublishForm, offer_records, same_text
from .models import Story
from .wording import when


def _column(name: str, widget: forms.Widget) -> Any:
    column: Any = Edition._meta.get_field(name)
    return column.formfield(widget=widget)


class FixForm(forms.Form):
    """
    The columns of the live edition that a fix may touch, and what readers are told of it.

    `loaded_edition` is the one that the person began from: over another's fix nothing is written.
    """

    loaded_edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story, live: Edition, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story, self.live, self.at = story, live, at
        self.public = story.public_state(at)
        body = RichText(blocks=True)
        body.story_uid = str(story.uid)
        body.language, body.direction = live.language, live.direction
        one_line = {"data-one-line": "", "dir": "auto"}
        self.fields["headline"] = _column(
            "headline", forms.Textarea(attrs={"rows": 1, "class": "desk-headline", **one_line})
        )
        self.fields["standfirst"] = _column(
            "standfirst", forms.Textarea(attrs={"rows": 2, "class": "desk-standfirst", "dir": "auto"})
        )
        self.fields["body"] = _column("body", body)
        if live.lead_photo_id:
            self.fields["lead_caption"] = _column("lead_caption", forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
            self.fields["lead_alt"] = _column("lead_alt", forms.Textarea(attrs={"rows": 2, **one_line}))
        for name in CHANGE_FIELDS:
            self.fields[name] = copy.deepcopy(PublishForm.base_fields[name])
        offer_records(self.fields, story, at)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
        # What is given to begin with (the report that one came from) goes before.
        began_from: dict[str, Any] = {name: getattr(live, name) for name in FIXABLE}
        self.initial = {**began_from, "loaded_edition": live.number, **self.initial}

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in FIXABLE if name in self.fields]

    @property
    def told(self) -> list[forms.BoundField]:
        """What readers are told of it, after its kind."""
        return [self[name] for name in CHANGE_FIELDS if name in self.fields and name != "change"]

    def typed(self) -> dict[str, Any]:
        """What was sent, to be sent once more."""
        return {name: self.data.get(name, "") for name in self.fields}

    def clean_body(self) -> str:
        """As it was where only the space between its blocks differs, which the editor lays out anew."""
        body = gate(self.cleaned_data["body"])
        return self.live.body if same_text(self.live.body, body) else body

    def clean_correction(self) -> str:
        words = self.cleaned_data["correction"].strip()
        if self.cleaned_data.get("change") in ("correction", "clarification") and not words:
            raise ValidationError(_("Tell readers what was wrong, and what is right."))
        return words

    def clean(self) -> dict[str, Any]:
        for name in FIXABLE:
            self.cleaned_data.setdefault(name, getattr(self.live, name))
        if self.cleaned_data.get("loaded_edition") != self.live.number:
            raise ValidationError(
                format_html(
                    '{} <a href="" target="_blank">{}</a>',
                    _(
                        "Readers have had another version since %(time)s, after you had opened this page. Nothing of "
                        "yours was written over it, and it is all here: open the page anew beside this one, and "
                        "bring it together."
                    )
                    % {"time": when(self.live.live_from, self.at)},
                    _("What readers have now"),
                ),
                code="stale",
            )
        return self.cleaned_data
