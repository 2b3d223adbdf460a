"""
Slugs that are promises: what once was at an address keeps leading there, and is nobody else's ever.

A model whose rows have a page is Addressed; beside it stands a table of all the addresses that its rows have, or have
had, which is a KeptAddress with a foreign key of related_name="addresses". All of them are in one column, so the
database itself sees to it that none is given twice. Which is the present one is said by the row's own slug.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.utils.translation import gettext_lazy as _

from .models import PublicModel, PublicQuerySet

M = TypeVar("M", bound="Addressed")


class KeptAddress(PublicModel):
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        abstract = True
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.slug


class AddressedQuerySet(PublicQuerySet[M]):
    def update(self, **kwargs: Any) -> int:
        if "slug" in kwargs:
            raise TypeError("An address changes by save(), which keeps the old one.")
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("Rows are made with their addresses, so a conflict can't be passed over.")
        using = self.db_for_write()
        table, owner = self.model.kept_addresses()
        with transaction.atomic(using=using):
            made = super().bulk_create(objs, *args, **kwargs)
            table._default_manager.using(using).bulk_create([table(**{owner: one}, slug=one.slug) for one in made])
        return made


class Addressed(PublicModel):
    """Its concrete model has a unique `slug`, and a queryset that is an AddressedQuerySet."""

    ADDRESS_TAKEN: ClassVar[Any] = _("This is, or once was, the address of another one.")

    slug: Any

    class Meta:
        abstract = True

    @classmethod
    def kept_addresses(cls) -> tuple[Any, str]:
        """The table of addresses, and the name of its key to this model."""
        relation: Any = cls._meta.get_field("addresses")
        return relation.related_model, relation.field.name

    def validate_unique(self, exclude: Any = None) -> None:
        super().validate_unique(exclude=exclude)
        if "slug" not in (exclude or ()):
            table, owner = self.kept_addresses()
            taken = table._default_manager.filter(slug=self.slug)
            if (taken.exclude(**{owner: self.pk}) if self.pk else taken).exists():
                raise ValidationError({"slug": ValidationError(self.ADDRESS_TAKEN, code="unique")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also keeps the address, for ever; raises ValidationError where it is or was another's."""
        using = kwargs.get("using") or router.db_for_write(self.__class__, instance=self)
        with transaction.atomic(using=using):
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None or "slug" in kwargs["update_fields"]:
                table, owner = self.kept_addresses()
                kept, _made = table._default_manager.using(using).get_or_create(slug=self.slug, defaults={owner: self})
                if getattr(kept, f"{owner}_id") != self.pk:
                    raise ValidationError({"slug": ValidationError(self.ADDRESS_TAKEN, code="unique")})

    save.alters_data = True  # type: ignore[attr-defined]
