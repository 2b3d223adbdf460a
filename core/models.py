"""
The generation: one number that moves whenever anything public changes.

Pages kept in memory are valid for one generation, so every door through which public content changes raises it, in the
same transaction. Models that readers see are PublicModel; what changes public content in another way calls
`core.public_changed()` itself.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, models, router, transaction
from django.utils.translation import gettext_lazy as _

from . import purge

M = TypeVar("M", bound=models.Model)

THE_ROW = 1


class Generation(models.Model):
    """One row, made by the migration and again after a flush."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    number = models.PositiveBigIntegerField(_("number"), default=1)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_ROW), name="generation_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class Beat(models.Model):
    """One row: when the worker last came round, by its own clock. Nothing that readers see depends on it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("sign of life of the worker")
        verbose_name_plural = _("signs of life of the worker")
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_ROW), name="beat_is_one_row")]

    def __str__(self) -> str:
        return self.at.isoformat()


def current(using: str | None = None) -> int:
    """The generation now (one query). Read it before the content it is to vouch for, on the same connection."""
    # Asked for each page: the sentence is the same each time, and putting it together cost more than asking.
    with transaction.get_connection(using).cursor() as cursor:
        cursor.execute("SELECT number FROM core_generation WHERE id = %s", [THE_ROW])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def public_changed(using: str | None = None) -> None:
    """
    Raise the generation in the current transaction; refused outside of one.

    Raise it before touching the rows: on PostgreSQL writers then queue for this one row first and can't deadlock.
    """
    using = using or DEFAULT_DB_ALIAS
    if not transaction.get_connection(using).in_atomic_block:
        raise transaction.TransactionManagementError(
            "public_changed() belongs in the transaction that makes the change."
        )
    rows = Generation.objects.using(using).filter(pk=THE_ROW)
    if not rows.update(number=models.F("number") + 1):
        Generation.objects.using(using).bulk_create([Generation()], ignore_conflicts=True)
        rows.update(number=models.F("number") + 1)
    purge.after_commit(using)


def make_generation(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """post_migrate: a flush empties the table, so the row is made anew."""
    if router.allow_migrate_model(using, Generation):
        Generation.objects.using(using).bulk_create([Generation()], ignore_conflicts=True)


def raise_after_a_raw_save(sender: type[models.Model], raw: bool, using: str, **kwargs: Any) -> None:
    """post_save: loaddata goes past save(), so its rows are noticed here."""
    if raw and issubclass(sender, PublicModel):
        with transaction.atomic(using=using):
            public_changed(using)


class PublicQuerySet(models.QuerySet[M]):
    """Writes of many rows raise the generation with them. create(), get_or_create() and the like go through save()."""

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db_for_write()):
            public_changed(self.db_for_write())
            return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db_for_write()):
            public_changed(self.db_for_write())
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        with transaction.atomic(using=self.db_for_write()):
            public_changed(self.db_for_write())
            return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        with transaction.atomic(using=self.db_for_write()):
            public_changed(self.db_for_write())
            return super().bulk_update(objs, fields, batch_size=batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def db_for_write(self) -> str:
        """The database that a write of this queryset goes to."""
        return self._db or router.db_for_write(self.model, **self._hints)  # type: ignore[attr-defined]

    db_for_write.queryset_only = True  # type: ignore[attr-defined]


PublicManager = models.Manager.from_queryset(PublicQuerySet)


class PublicModel(models.Model):
    """What readers see: every write raises the generation in the same transaction."""

    objects = PublicManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        using = kwargs.get("using") or router.db_for_write(self.__class__, instance=self)
        with transaction.atomic(using=using):
            public_changed(using)
            super().save(*args, **kwargs)

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        using = using or router.db_for_write(self.__class__, instance=self)
        with transaction.atomic(using=using):
            public_changed(using)
            return super().delete(using=using, keep_parents=keep_parents)

    delete.alters_data = True  # type: ignore[attr-defined]

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """Besides Django's checks: every manager writes through PublicQuerySet."""
        quiet = [
            m.name for m in cls._meta.managers if not issubclass(getattr(m, "_queryset_class", object), PublicQuerySet)
        ]
        return [
            *super().check(**kwargs),
            *(
                checks.Error(
                    f"{cls.__name__}.{name} writes without raising the generation.",
                    hint="Make its queryset a subclass of core.models.PublicQuerySet.",
                    obj=cls,
                    id="core.E001",
                )
                for name in quiet
            ),
        ]
