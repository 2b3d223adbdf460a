"""
Two rows that name one thing become one, and can be taken apart again: what points at them is not touched by either.

The row that is merged stays as an alias (`merged_into`); whoever asks it what to show readers is given the other. No
alias leads to an alias, so nothing is followed twice. People: authors/merging.py; topics: articles/merging.py.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.models import public_changed

M = TypeVar("M", bound=models.Model)
Named = Any  # a row with a name and `merged_into`


def nothing_more(alias: Named, target: Named) -> None:
    pass


@transaction.atomic
def merge(row: M, into: M, *, meant: str, itself: str, also: Callable[[Named, Named], None] = nothing_more) -> M:
    """
    Make `row` an alias of what `into` stands for, and return that. What was merged into `row` before comes along.

    meant: the attribute by which a row says what it stands for. itself: the words for merging it into itself. also:
    what else has to hold and to move, given the alias and what it is merged into. Raises ValidationError, in words.
    """
    # Whoever changes anything public waits for this, so of two merges at once the second sees what the first did.
    public_changed()
    rows: Any = type(row)._default_manager
    alias: Named = rows.select_related("merged_into").get(pk=row.pk)
    other: Named = rows.select_related("merged_into").get(pk=into.pk)
    target = getattr(other, meant)
    names = {"name": alias.name, "other": target.name}
    if alias.merged_into_id == target.pk:
        raise ValidationError(_("%(name)s is merged into %(other)s already.") % names)
    if alias.merged_into_id:
        names["other"] = str(alias.merged_into)
        raise ValidationError(_("%(name)s is merged into %(other)s. Separate them first.") % names)
    if target.pk == alias.pk and other.pk != alias.pk:
        names["other"] = other.name
        raise ValidationError(_("%(other)s is merged into %(name)s: it can't be the other way round as well.") % names)
    if target.pk == alias.pk:
        raise ValidationError(itself)
    also(alias, target)
    rows.filter(merged_into=alias).update(merged_into=target)
    alias.merged_into = target
    alias.save()
    return target


@transaction.atomic
def separate(row: M, *, alone: str) -> M:
    """Give an alias its own page again; returns what it was merged into. alone: the words where it is no alias."""
    public_changed()
    rows: Any = type(row)._default_manager
    alias: Named = rows.select_related("merged_into").get(pk=row.pk)
    target = alias.merged_into
    if target is None:
        raise ValidationError(alone % {"name": alias.name})
    alias.merged_into = None
    alias.save()
    return target
