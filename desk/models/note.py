from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .story import Story


class Note(models.Model):
    """
    What somebody on the desk says of a story, to whoever may read it there; answers hang below it.

    `by` is None for an account that is gone, whose name stays. Only a first note is resolved, and its answers with it.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="notes", verbose_name=_("story"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("answer to")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = PlainTextField(_("note"), max_length=5000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def key(self) -> str:
        """The note's number as a form names it, whatever the language's way with numbers."""
        return str(self.pk)
