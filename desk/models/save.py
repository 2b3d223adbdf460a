from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .story import Story


class Save(models.Model):
    """
    One deliberate save of a story: the whole working copy as it then stood, columns, bylines and topics.

    `snapshot` is the canonical JSON of Content.snapshot(); `version` is the story's after the save. `by` is None for
    an account that is gone, whose name stays. desk.history is the only writer, and rows are never changed.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="saves", verbose_name=_("story"))
    version = models.PositiveIntegerField(_("version"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    restored_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("restored from")
    )
    snapshot = models.TextField(_("working copy"))

    class Meta:
        verbose_name = _("save")
        verbose_name_plural = _("saves")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["story", "version"], name="save_version_once")]

    def __str__(self) -> str:
        return f"{self.story} ({self.version})"
