"""What every page leads to, by one query: the sections in their order, and the standing pages that are written."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists

from core import kept

from .models import Page, Section

SECTIONS = "sections"  # as what they are kept


def sections() -> Any:
    """All sections in their order, each of which also knows what pages() asks."""
    written = {f"has_{slug}": Exists(Page.objects.filter(slug=slug)) for slug in Page.Slug.values}
    return Section.objects.annotate(**written)


def sections_at(at: dt.datetime) -> list[Section]:
    """Likewise, kept for the pages of a moment."""
    return kept.at(at).get(SECTIONS, lambda: list(sections()))


def pages(found: Sequence[Section]) -> list[str]:
    """The slugs of the standing pages that are written. No query, but where there are no sections to ask."""
    if not found:
        return list(Page.objects.values_list("slug", flat=True))
    return [slug for slug in Page.Slug.values if getattr(found[0], f"has_{slug}")]
