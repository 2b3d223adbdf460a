from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField


class Hiding(models.Model):
    """
    The log of a person's being hidden and shown again: rows are added by authors.hiding and never changed.

    `pulled` are the pictures that hiding took from every page, which showing again puts back.
    """

    class Act(models.TextChoices):
        HIDE = "hide", _("Hidden")
        SHOW = "show", _("Shown again")

    author = models.ForeignKey("authors.Author", models.PROTECT, related_name="hidings", verbose_name=_("author"))
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=200)
    reason = PlainTextField(_("reason"), blank=True)
    pulled = models.JSONField(_("pictures"), default=list)

    class Meta:
        verbose_name = _("hiding of a person")
        verbose_name_plural = _("hidings of persons")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.act}"
