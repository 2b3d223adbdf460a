"""The form of a story."""

import re
import uuid
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Address, Section, Topic
from core import embeds
from core.forms import InstantField, LengthField
from photos.models import COPIED, Photo

from .. import choosers, planning
from ..editor import RichText
from ..models import Story
from ..wording import when
from .colleagues import ColleagueField, ColleaguesField, colleagues

_SPACE_BETWEEN_BLOCKS = re.compile(
    r"\s*(</?(?:p|h[234]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|td|th|hr|figure|figcaption|aside)\b[^>]*>)\s*"
)


def same_text(one: str, other: str) -> bool:
    """Whether two clean texts differ in nothing but the space between their blocks, which the editor lays out anew."""
    return _SPACE_BETWEEN_BLOCKS.sub(r"\1", one) == _SPACE_BETWEEN_BLOCKS.sub(r"\1", other)


class CaptionsInput(forms.Textarea):
    """The text of a captions file; with a script it is read from one (static/desk/story.js)."""

    template_name = "desk/captions.html"


class StoryForm(forms.ModelForm):
    """
    A story's columns, topics and related stories. The admin gives the class its `request`.

    `loaded_version` comes back as it was sent: a form filled in before somebody else's save is refused, with
    everything typed still in it. `begun_as` is the uid of a story that isn't stored yet: so that a form which is sent
    twice begins one (desk/admin/saving.py).
    """

    request: HttpRequest

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    begun_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        label=gettext_lazy("Section"),
        empty_label=gettext_lazy("Choose one"),
        error_messages={"invalid_choice": choosers.GONE},
    )
    assigned_to = ColleagueField(
        User.objects.none(), required=False, label=gettext_lazy("Assigned to"), empty_label=gettext_lazy("Nobody")
    )
    due_at = InstantField(label=gettext_lazy("Due"), required=False)
    planned_words = forms.IntegerField(
        label=gettext_lazy("Planned length, words"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"size": 6}),
    )
    named_people = ColleaguesField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Named people"),
        help_text=gettext_lazy(
            "They see the story beside whoever began it, has it assigned or stands in its byline; nobody else does."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    topics = choosers.ChoiceOfSome("topics", Topic.objects.all(), required=False, label=gettext_lazy("Topics"))
    related = choosers.ChoiceOfSome(
        "stories",
        Story.objects.none(),
        to_field_name="uid",
        required=False,
        label=gettext_lazy("Related stories"),
        help_text=gettext_lazy("Their cards stand after the text, each from the moment when readers have it."),
    )
    video_seconds = LengthField(
        label=gettext_lazy("Length"),
        required=False,
        help_text=gettext_lazy("Minutes and seconds, like 4:05. Shown on cards."),
        widget=forms.TextInput(attrs={"size": 8, "inputmode": "numeric"}),
    )
    lead_photo = choosers.ChoiceOfOne("photos", Photo.objects.none(), required=False, label=gettext_lazy("Picture"))

    class Meta:
        model = Story
        fields: list[str] = []  # the admin's fieldsets say which
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1, "class": "desk-headline", "data-one-line": "", "dir": "auto"}),
            "standfirst": forms.Textarea(attrs={"rows": 2, "class": "desk-standfirst", "dir": "auto"}),
            "body": RichText(blocks=True),
            "lead_caption": forms.Textarea(attrs={"rows": 3}),
            "lead_alt": forms.Textarea(attrs={"rows": 2, "data-one-line": ""}),
            "video_address": forms.TextInput(attrs={"inputmode": "url"}),
            "video_captions": CaptionsInput(attrs={"rows": 3, "class": "desk-captions", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story, user = self.instance, self.request.user
        self.loaded_related: list[uuid.UUID] = story.related_uids
        self.initial["loaded_version"] = story.version if story.pk else None
        self.initial["begun_as"] = story.uid
        if story.pk:
            del self.fields["begun_as"]
        self.initial["topics"] = [topic.pk for topic in story.filed_under]
        self.initial["related"] = list(self.loaded_related)
        if "related" in self.fields:
            field, named = self.fields["related"], self._named("related")
            # Only of those that the form names: the desk has a hundred thousand others.
            readable = (
                Story.objects.visible_to(user).filter(uid__in=named).values_list("pk", flat=True) if named else ()
            )
            shown = set(readable)
            field.queryset = Story.objects.filter(  # type: ignore[attr-defined]
                Q(pk__in=shown) | Q(uid__in=self.loaded_related)
            ).exclude(pk=story.pk)
            field.label_from_instance = choosers.hidden_label(shown)  # type: ignore[attr-defined]
        if "lead_photo" in self.fields:
            offered = choosers.photos(user, "").values("pk")  # type: ignore[arg-type]
            self.fields["lead_photo"].queryset = Photo.objects.filter(  # type: ignore[attr-defined]
                Q(pk__in=offered) | Q(pk=story.lead_photo_id)
            )
        if not planning.may_restrict(user, story):  # type: ignore[arg-type]
            self.fields.pop("named_people", None)
        self._offer_colleagues()
        for field in self.fields.values():
            # A browser cuts what is pasted over the limit without a word; the form says it.
            field.widget.attrs.pop("maxlength", None)
        if "body" in self.fields and isinstance(widget := self.fields["body"].widget, RichText):
            widget.language, widget.direction = story.language, story.direction
            widget.story_uid = str(story.uid)

    def _offer_colleagues(self) -> None:
        """Whoever can work on stories, and those whom the story has already."""
        there = [self.instance.assigned_to_id, *(one.pk for one in self.initial.get("named_people") or ())]
        people = User.objects.filter(Q(pk__in=colleagues().values("pk")) | Q(pk__in=filter(None, there)))
        for name in ("assigned_to", "named_people"):
            if name in self.fields:
                self.fields[name].queryset = people.order_by(  # type: ignore[attr-defined]
                    "first_name", "last_name", "username"
                )

    def _named(self, name: str) -> list[uuid.UUID]:
        """The uids in the field `name`, whatever was sent there."""
        sent = self.data.getlist(self.add_prefix(name)) if self.is_bound else self.initial[name]  # type: ignore[attr-defined]
        named = []
        for one in sent:
            try:
                named.append(uuid.UUID(str(one)))
            except ValueError:
                continue
        return named

    @cached_property
    def changed_data(self) -> list[str]:
        names = [name for name in super().changed_data if name not in ("loaded_version", "begun_as")]
        before, after = self.initial.get("body", ""), self.cleaned_data.get("body")
        laid_out_anew = after is not None and same_text(before, after)
        return [name for name in names if not (name == "body" and laid_out_anew)]

    def clean_video_address(self) -> str:
        """In the one spelling, without what its site adds to know who passes it on."""
        typed = self.cleaned_data["video_address"]
        found = embeds.find(typed)
        return found.address if found else typed

    def clean_slug(self) -> str:
        """An article's new address must be free on its day; for a draft, publishing asks on the day."""
        slug = self.cleaned_data["slug"]
        if not slug or not self.instance.pk or slug == self.initial.get("slug"):
            return slug
        last = self.instance.public_state(self.request.at).last  # type: ignore[attr-defined]
        if last and Address.objects.filter(date=last.address.date, slug=slug).exclude(article=last.article_id).exists():
            raise ValidationError(
                _("Another article of %(date)s has this address. Choose another."),
                params={"date": last.address.date},
            )
        return slug

    def clean(self) -> dict[str, Any] | None:
        merges = getattr(self.request, "merges", False)  # see desk.admin.typing, which brings both versions together
        stale = self.instance.pk and self.cleaned_data.get("loaded_version") != self.instance.version
        if resumed := getattr(self.request, "resumed", None):
            raise ValidationError(
                _("You typed these words at %(time)s and did not save them. They are here again: save when ready."),
                params={"time": when(resumed.at, self.request.at)},  # type: ignore[attr-defined]
            )
        if stale and not merges:
            raise ValidationError(stale_words(self.instance, self.request))
        if "lead_photo" in self.cleaned_data and "lead_photo" in self.changed_data:
            self._take_over_words(self.cleaned_data["lead_photo"])
        return self.cleaned_data

    def _take_over_words(self, photo: Photo | None) -> None:
        """A new picture brings its own words, except where somebody has just typed others."""
        for column, source in COPIED.items():
            if column not in self.changed_data or not self.cleaned_data.get(column):
                self.cleaned_data[column] = getattr(photo, source) if photo else ""


def stale_words(story: Story, request: HttpRequest) -> str:
    last = story.moves.last()
    since = max(story.saved_at, last.at) if last else story.saved_at
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>',
        _(
            "Someone saved or moved this story at %(time)s, after you had opened it. Nothing of yours was saved over "
            "it, and all you typed is still here."
        )
        % {"time": when(since, request.at)},  # type: ignore[attr-defined]
        request.path,
        _("Open the story as it is now, and carry your words over."),
    )
