import typing

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubWord(models.Model):
    """Until when a WebSub hub was told what changed: one row for each hub that there ever was."""

    hub = models.URLField(_("hub"), max_length=500, unique=True)
    told_until = models.DateTimeField(_("told until"))

    objects: typing.ClassVar[models.Manager["HubWord"]] = models.Manager()

    class Meta:
        verbose_name = _("word to a hub")
        verbose_name_plural = _("words to hubs")

    def __str__(self) -> str:
        return f"{self.hub} {self.told_until:%Y-%m-%d %H:%M:%S}"
