from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.addressed import Addressed, AddressedQuerySet, KeptAddress
from core.fields import LineField, PlainTextField


class SectionQuerySet(AddressedQuerySet["Section"]):
    def at_address(self, slug: str) -> "Section | None":
        """Whose page /section/<slug>/ is, or leads to since it was renamed; one query."""
        return self.filter(addresses__slug=slug).first()


class Section(Addressed):
    """One of the few parts that the paper is divided into; every story is in exactly one."""

    ADDRESS_TAKEN = _("This is, or once was, the address of another section.")

    name = LineField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        error_messages={"unique": ADDRESS_TAKEN},
        help_text=_("The last part of /section/…/. An address once given keeps leading here."),
    )
    description = PlainTextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Sections stand in this order."))

    objects: ClassVar[Any] = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])


class SectionAddress(KeptAddress):
    """One address that a section's page has, or has had."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="addresses", verbose_name=_("section"), editable=False
    )
