"""
Model fields whose text is clean in the table, by whichever door it comes.

save(), create(), bulk_create() and the like ask a field's pre_save(), update() and bulk_update() its
get_db_prep_save(); both clean. An SQL expression (F, Concat, Value …) would make text in the database, past both, so
it is refused; what bulk_update() builds out of plain values is let through.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Case, Value
from django.db.models.functions import Cast
from django.utils.translation import ngettext

from core import html, text


class CleanFormField(forms.CharField):
    """Says what is wrong beside the field, before the model is asked; what was typed stays in it."""

    def __init__(self, *, scrub: Any, **kwargs: Any) -> None:
        self.scrub = scrub
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        return value if value in self.empty_values else self.scrub(value)


class HTMLFormField(CleanFormField):
    """What was typed or kept, or came in an address, goes to the editor clean: it runs some of what the gate drops."""

    def prepare_value(self, value: Any) -> Any:
        # A plain string again: marked as safe, it would stand in the page unescaped, and words about a tag become one.
        return html.harmless(value) + "" if isinstance(value, str) else value


class CleanMixin(models.Field):
    """A text field that is scrubbed on its way into the table."""

    form_field: type[CleanFormField] = CleanFormField

    def scrub(self, value: str) -> str:
        """The text to store; raises ValidationError in an editor's words. Scrubbing twice changes nothing."""
        raise NotImplementedError

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self._scrubbed(value), model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._scrubbed(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql") and self._is_made_of_values(value):
            return value
        return super().get_db_prep_save(self._scrubbed(value), connection)

    def formfield(self, **kwargs: Any) -> Any:
        if self.choices is not None or kwargs.get("form_class"):
            return super().formfield(**kwargs)
        return super().formfield(**{"form_class": self.form_field, "scrub": self.scrub, **kwargs})

    def _scrubbed(self, value: Any) -> Any:
        if hasattr(value, "resolve_expression") or hasattr(value, "as_sql"):
            self._refuse()
        # str() of a CleanHTML is itself, so nothing is cleaned twice.
        return value if value is None else self.scrub(str(value))

    def _is_made_of_values(self, expression: Any) -> bool:
        """Whether it is bulk_update's CASE, whose values are ours and go through get_db_prep_save()."""
        if type(expression) is Cast:
            return self._is_made_of_values(expression.get_source_expressions()[0])
        if type(expression) is Case:
            results = [when.result for when in expression.cases]
            return all(self._is_made_of_values(result) for result in (*results, expression.default))
        if type(expression) is Value:
            if expression.value is None:
                return True
            output_field = expression._output_field_or_none  # type: ignore[attr-defined]
            return type(output_field) is type(self) and expression.for_save
        return False

    def _refuse(self) -> None:
        raise TypeError(
            f"{self.model.__name__}.{self.name} takes text, not an SQL expression: one would reach the table uncleaned."
        )


class _LinesMixin(CleanMixin):
    def get_prep_value(self, value: Any) -> Any:
        """Looked for as it is stored: a decomposed “й” finds a composed one."""
        value = super().get_prep_value(value)
        return text.nfc(value) if isinstance(value, str) else value

    def _check_length(self, value: str) -> str:
        # SQLite stores what is too long without a word, PostgreSQL refuses it with another error.
        limit = self.max_length
        if limit is not None and len(value) > limit:
            message = ngettext(
                "This has %(length)s characters; %(limit)s is the most that fits.",
                "This has %(length)s characters; %(limit)s is the most that fits.",
                len(value),
            )
            raise ValidationError(message, code="max_length", params={"length": len(value), "limit": limit})
        return value


class LineField(_LinesMixin, models.CharField):
    """One line of plain text: a headline, a name. Pasted line breaks and runs of space become one space."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def scrub(self, value: str) -> str:
        value = text.one_line(value)
        text.validate_characters(value, one_line=True)
        return self._check_length(value)


class PlainTextField(_LinesMixin, models.TextField):
    """Plain text of several lines, in NFC, its line breaks as a line feed."""

    def scrub(self, value: str) -> str:
        value = text.lines(value)
        text.validate_characters(value)
        return self._check_length(value)


class HTMLField(CleanMixin, models.TextField):
    """
    Rich text that has passed the gate (core/html.py).

    A saved instance holds CleanHTML; what is read from the table is a plain str, and who prints it marks it safe.
    """

    form_field = HTMLFormField

    def scrub(self, value: str) -> str:
        return html.gate(value)
