from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .story import Story


class Presence(models.Model):
    """That somebody has a story open: since when, and when their browser last said so. Nobody is locked out by it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    story = models.ForeignKey(Story, models.CASCADE, related_name="+", verbose_name=_("story"))
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last heard of"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["person", "story"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.story}"
