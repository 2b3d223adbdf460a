import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, PlainTextField

from .article import Article
from .correction import Correction
from .edition import Edition


class Report(models.Model):
    """
    What a reader told us is wrong with an article. Never public; of the sender we keep only what they typed.

    It is dealt with once: by the correction that came of it, or by somebody who found that none was needed.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="reports", verbose_name=_("article"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reports", verbose_name=_("edition read"))
    text = PlainTextField(_("what is wrong"), max_length=2000)
    contact = LineField(_("how to reach the reader"), max_length=200, blank=True)
    at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("correction")
    )

    class Meta:
        verbose_name = _("reader’s report")
        verbose_name_plural = _("readers’ reports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_says_what"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="report_handled_by_somebody",
            ),
        ]
        indexes = [
            # The desk's list of what waits, and the story's page.
            models.Index(fields=["handled_at", "-at"], name="report_waiting")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Knock(models.Model):
    """
    That somebody sent a report lately: what the limit of reports counts.

    `sender` is a digest of the network address that can't be turned back; rows are gone within an hour or with the
    next report after it.
    """

    sender = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["sender", "at"], name="knock_sender")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"

    @classmethod
    def forget(cls, before: dt.datetime) -> None:
        cls.objects.filter(at__lt=before).delete()
