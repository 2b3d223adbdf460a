from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class AuthorsConfig(AppConfig):
    name = "authors"
    verbose_name = _("Authors")

    def ready(self) -> None:
        from photos import uses

        from .picture_uses import Portraits

        uses.register("authors.Author", Portraits())
        pre_save.connect(_hide_photographer, sender="photos.Photo")


def _hide_photographer(sender: Any, instance: Any, raw: bool = False, **signal: Any) -> None:
    """A picture that is added, or credited, while its photographer is hidden."""
    from .hiding import is_by_somebody_hidden

    if not raw and instance.photographer and not instance.hides_photographer:
        instance.hides_photographer = is_by_somebody_hidden(instance)
