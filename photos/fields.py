"""The field that holds a picture: looked into on every way in, kept under a name of ours, never replaced."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _

from photos import intake

FACTS = "_picture_facts"


def remember_facts(file: File, facts: intake.Facts) -> None:
    """Let them travel with a file that was looked into, so that storing it doesn't decode it once more."""
    setattr(file, FACTS, facts)


def known_facts(file: File) -> intake.Facts | None:
    return getattr(file, FACTS, None)


def facts_about(file: File) -> intake.Facts:
    """Those that travel with it, or else found out now; raises ValidationError."""
    return known_facts(file) or intake.read(file, name=file.name or "")


class PictureInput(forms.FileInput):
    """A file input that offers pictures only; static/photos/preview.js shows the choice at once."""

    class Media:
        css: ClassVar = {"all": ["photos/admin.css"]}
        js: ClassVar = ["photos/preview.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ",".join(sorted(intake.EXTENSIONS)), "data-picture": True, **(attrs or {})})


class PictureFormField(forms.FileField):
    """Refuses in words what intake refuses; the facts it found travel with the file, so that it is decoded once."""

    widget = PictureInput
    default_error_messages = {
        "required": _("Choose a picture."),
        "invalid": _("No picture arrived. Choose one and send it again."),
        "empty": _("This file is empty."),
    }

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            remember_facts(file, facts_about(file))
        return file


class PictureField(models.FileField):
    """
    A file whose facts (format, width, height, bytes, digest, tone) are written beside it when it is stored.

    Those columns come after this one in the model, since Django asks the fields for their values in order.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        picture = getattr(model_instance, self.attname)
        if picture and not picture._committed:
            if not model_instance._state.adding:
                raise ValidationError(
                    _("A picture is not replaced, since editions show it: add the new one beside it.")
                )
            facts = facts_about(picture.file)
            for name, value in facts.columns.items():
                setattr(model_instance, name, value)
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        # max_length is about the name we store under; the one that the file came with may be as long as it likes.
        return super(models.FileField, self).formfield(form_class=PictureFormField, **{**kwargs, "max_length": None})
