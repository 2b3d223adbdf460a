"""The profile form: a portrait is chosen or uploaded in it, and nothing that was sent is lost when it is refused."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.addresses import free_address
from authors.models import Author, AuthorLink
from core.fields import LineField
from photos import library
from photos.admin import thumbnail
from photos.fields import PictureFormField
from photos.models import Photo

# Pictures offered to choose from, newest first. A portrait is seldom older; any other is uploaded again.
OFFERED = 12
LONGEST = 100_000


class PortraitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Photo) -> SafeString:
        return format_html("{}<span>{}</span>", thumbnail(obj, 72), obj)


class AuthorForm(forms.ModelForm):
    """`user` is set on the class that the admin makes for a request."""

    user: User

    portrait = PortraitChoice(
        queryset=Photo.objects.none(),
        required=False,
        blank=True,  # which offers "no portrait", too
        label=gettext_lazy("Portrait"),
        empty_label=gettext_lazy("No portrait: initials stand in its place"),
        widget=forms.RadioSelect,
    )
    new_portrait = PictureFormField(
        required=False,
        label=gettext_lazy("Another picture"),
        help_text=gettext_lazy("Shown as a square from its middle. Location and camera are removed for readers."),
    )
    portrait_photographer = LineField(max_length=200, blank=True).formfield(
        required=False,
        label=gettext_lazy("Photographer"),
        help_text=gettext_lazy("Of the picture you upload."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Author
        fields = [
            "name",
            "slug",
            "title",
            "portrait",
            "portrait_alt",
            "biography",
            "is_active",
            "position",
            "account",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "biography" in self.fields:
            # Far more than anybody writes, and within what a form may bring: beyond that, words would be lost unsaid.
            self.fields["biography"].validators.append(MaxLengthValidator(LONGEST))
            self.fields["biography"].widget.attrs["maxlength"] = LONGEST
        if "portrait" in self.fields:
            self.offer_portraits(also=self.instance.portrait_id)
        if "slug" in self.fields:
            self._offer_address()
        if "account" in self.fields:
            accounts: Any = self.fields["account"]
            free = Q(author=None) | Q(author=self.instance.pk) if self.instance.pk else Q(author=None)
            accounts.queryset = User.objects.filter(free, is_active=True, is_staff=True).order_by(
                "first_name", "last_name", "username"
            )
            accounts.label_from_instance = lambda user: f"{user.get_full_name()} ({user})".strip()

    def offer_portraits(self, also: int | None) -> None:
        """The newest pictures that this person may see, and the one that is chosen, whoever added it."""
        seen = Photo.objects.showable().visible_to(self.user)
        newest = list(seen.order_by("-pk").values_list("pk", flat=True)[:OFFERED])
        field: Any = self.fields["portrait"]
        field.queryset = Photo.objects.filter(pk__in=[*newest, also]).order_by("-pk")

    def _offer_address(self) -> None:
        """An address made of the name: when none is typed, or at the press of a button after a change of name."""
        field = self.fields["slug"]
        field.required = False
        fitting = free_address(self.instance)
        if not self.instance.pk:
            field.help_text = _("The last part of /author/…/. Left empty, it is made of the name.")
        elif fitting != self.instance.slug:
            field.help_text = format_html(
                '{} <button type="submit" name="_new_address" value="1" class="button">{}</button>',
                _("An address once given keeps leading here."),
                _("Change it to /author/%(slug)s/") % {"slug": fitting},
            )

    def clean_slug(self) -> str:
        typed = (self.cleaned_data.get("slug") or "").lower()
        name = self.cleaned_data.get("name", "")
        if typed and "_new_address" not in self.data:
            return typed
        return free_address(Author(pk=self.instance.pk, name=name)) if name else typed or self.instance.slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "portrait" not in self.fields:
            return data
        new, chosen = data.get("new_portrait"), data.get("portrait")
        if "new_portrait" in self.errors:
            return data
        # A picture from the library brings its own words along.
        own_words = chosen.alt if chosen and not new else ""
        if not new and not chosen:
            data["portrait_alt"] = ""
        elif not data.get("portrait_alt") and "portrait_alt" not in self.errors:
            data["portrait_alt"] = own_words
            if not own_words:
                self.add_error("portrait_alt", _("Say what the portrait shows, for readers who don't see it."))
        return data

    def keep_new_portrait(self) -> Photo | None:
        """Put the picture that came with this form into the library, if one did."""
        file = self.cleaned_data.get("new_portrait")
        if not file:
            return None
        return library.keep(
            Photo(
                image=file,
                uploaded_by=self.user,
                alt=self.cleaned_data.get("portrait_alt") or "",
                photographer=self.cleaned_data.get("portrait_photographer") or "",
            )
        )

    def choose(self, photo: Photo) -> None:
        """Show this form again with `photo` chosen: a browser forgets a file, so it isn't asked for twice."""
        self.offer_portraits(also=photo.pk)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[self.add_prefix("portrait")] = str(photo.pk)
        self.data = data


class LinkForm(forms.ModelForm):
    """A row of the table of links, whose fields have a heading above the column and so need names of their own."""

    class Meta:
        model = AuthorLink
        fields = ["kind", "address", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)


class LinkFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete this link")


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        queryset=Author.objects.none(),
        label=gettext_lazy("Into"),
        empty_label=gettext_lazy("Choose the profile that stays"),
    )

    def __init__(self, *args: Any, rows: list[Author], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Author.objects.people().exclude(pk__in=[profile.pk for profile in rows]).order_by("name")
        field.label_from_instance = lambda author: f"{author.name} – /author/{author.slug}/"

    def clean_into(self) -> Author:
        into: Author = self.cleaned_data["into"]
        if into.merged_into_id:
            raise ValidationError(_("%(name)s is merged into another profile.") % {"name": into.name})
        return into
