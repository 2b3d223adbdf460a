from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .story import Story


class Move(models.Model):
    """
    The log of a story: one row for every change of its state, made in the transaction that changes it.

    Rows are added by desk.workflow and never changed. `by` is None for an account that is gone, whose
    name stays in `by_name`.
    """

    story = models.ForeignKey(Story, models.PROTECT, related_name="moves", verbose_name=_("story"))
    act = models.CharField(_("act"), max_length=30)
    from_status = models.CharField(_("from"), max_length=20, choices=Story.Status.choices)
    to_status = models.CharField(_("to"), max_length=20, choices=Story.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = PlainTextField(_("reason"), blank=True)
    edition_number = models.PositiveIntegerField(_("edition"), null=True, blank=True)
    live_from = models.DateTimeField(_("live from"), null=True, blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.story}: {self.act}"

    @property
    def label(self) -> str:
        """What was done, in the newsroom's language."""
        from ..workflow import act_label

        return act_label(self.act)
