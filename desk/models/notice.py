from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .story import Story


class Notice(models.Model):
    """One thing that one person should know of one story: shown on their home page until read, and mailed."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned to you")
        MENTIONED = "mentioned", _("mentions you")
        RETURNED = "returned", _("returned to you")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("for"))
    story = models.ForeignKey(Story, models.CASCADE, related_name="+", verbose_name=_("story"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    by_name = models.CharField(_("by"), max_length=200)
    text = PlainTextField(_("words"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at", "-at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.story} {self.get_kind_display()}"
