"""
Models whose rows never change once stored.

This is the first wall, with words; the database's triggers (articles.triggers) are the second, for whatever goes
past Django.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from core.models import PublicModel, PublicQuerySet

M = TypeVar("M", bound=models.Model)


class Frozen(Exception):
    """Somebody tried to change or delete what was published."""


class FrozenQuerySet(PublicQuerySet[M]):
    def update(self, **kwargs: Any) -> int:
        self.model._refuse_unless_movable(kwargs)  # type: ignore[attr-defined]
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        fields = list(fields)
        self.model._refuse_unless_movable(fields)  # type: ignore[attr-defined]
        return super().bulk_update(objs, fields, batch_size=batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Frozen(f"{self.model._meta.verbose_name}: what was published is not deleted.")

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class FrozenModel(PublicModel):
    """A row is stored once; of a stored one only the columns in `MOVABLE` may move, and only by update()."""

    MOVABLE: ClassVar[frozenset[str]] = frozenset()

    objects: ClassVar[Any] = models.Manager.from_queryset(FrozenQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"{self._meta.verbose_name}: what was published is not changed.")
        super().save(*args, **kwargs)

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen(f"{self._meta.verbose_name}: what was published is not deleted.")

    delete.alters_data = True  # type: ignore[attr-defined]

    @classmethod
    def _refuse_unless_movable(cls, columns: Iterable[str]) -> None:
        if not cls.MOVABLE.issuperset(columns):
            raise Frozen(f"{cls._meta.verbose_name}: what was published is not changed.")
