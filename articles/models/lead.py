from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import PublicModel

from .article import Article


class Lead(PublicModel):
    """
    An editor's pick for the top of the front page.

    The newest pick whose article is live leads; a newer one without an article gives the place back
    to the newest story. Rows are only added, so the front page of any past instant can be told.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("article")
    )
    picked_at = models.DateTimeField(_("picked at"))

    class Meta:
        verbose_name = _("front page lead")
        verbose_name_plural = _("front page leads")
        ordering = ["-picked_at", "-pk"]
        indexes = [
            # The front page walks back from the newest pick to the first that still stands.
            models.Index(fields=["-picked_at", "-id"], name="lead_newest")
        ]

    def __str__(self) -> str:
        return f"{self.picked_at:%Y-%m-%d %H:%M} {self.article or '–'}"
