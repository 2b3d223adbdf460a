from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.models import Author
from core.fields import LineField
from core.slugs import slug_for
from desk import roles

from . import mail

HINTS = {
    roles.REPORTERS: gettext_lazy("write and submit their own stories"),
    roles.EDITORS: gettext_lazy("edit, return and approve all stories; sections, topics, pages"),
    roles.PUBLISHERS: gettext_lazy("all of that, and publish, correct and withdraw"),
    roles.CHIEF_EDITORS: gettext_lazy("all of that, and invite colleagues and give roles"),
    roles.PROFILE_STAFF: gettext_lazy("author profiles with their portraits, and nothing else"),
    roles.PHOTO_DESK: gettext_lazy("photos, and nothing else"),
}


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Group) -> SafeString:
        hint = HINTS.get(obj.name, "")
        return format_html('{} <span class="desk-quiet">{}</span>', _(obj.name), hint)


class PersonForm(forms.ModelForm):
    """What is known of a colleague. Names pass the same gate as every text that is printed."""

    first_name = LineField(max_length=150).formfield(label=gettext_lazy("First name"))
    last_name = LineField(max_length=150, blank=True).formfield(label=gettext_lazy("Last name"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username"]
        labels = {"username": gettext_lazy("Sign-in name")}
        error_messages = {"username": {"unique": gettext_lazy("Somebody signs in by this name already.")}}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        other = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(
                _("%(name)s has this address. If they are back, switch that account on again.")
                % {"name": other.get_full_name() or other.get_username()}
            )
        return email


class InvitationForm(PersonForm):
    profile = forms.ModelChoiceField(
        queryset=Author.objects.none(),
        required=False,
        label=gettext_lazy("Profile they have"),
        empty_label=gettext_lazy("None of these"),
        help_text=gettext_lazy("Somebody who wrote for us before they had an account."),
    )
    makes_profile = forms.BooleanField(
        required=False,
        label=gettext_lazy("Make a profile for their byline"),
        help_text=gettext_lazy("It is on the masthead at once; portrait and biography can follow."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.required = False
        username.help_text = _("What they type to sign in. Left empty, it is made of the name.")
        profile: Any = self.fields["profile"]
        profile.queryset = Author.objects.people().filter(account=None, is_active=True).order_by("name")

    def clean_username(self) -> str:
        typed: str = self.cleaned_data.get("username") or ""
        return typed or self._free_username()

    def _free_username(self) -> str:
        names = f"{self.cleaned_data.get('first_name', '')} {self.cleaned_data.get('last_name', '')}"
        stem = slug_for(names, default="colleague").replace("-", ".")[:140]
        number, username = 1, stem
        while User.objects.filter(username__iexact=username).exists():
            number += 1
            username = f"{stem}{number}"
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("profile") and data.get("makes_profile"):
            self.add_error("makes_profile", _("Choose one: the profile they have, or a new one."))
        return data


class LetGoForm(forms.Form):
    former = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Mark their profile as a former colleague’s: it leaves the masthead, their page stays"),
    )


class LinkForm(PasswordResetForm):
    """Answers everybody alike, and as fast: whether the address is somebody's is looked up by the worker."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def save(self, *args: Any, **kwargs: Any) -> None:
        mail.send_links.enqueue(self.cleaned_data["email"])
