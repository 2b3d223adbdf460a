from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .edition import Edition
from .frozen import FrozenModel


class Closure(FrozenModel):
    """
    That readers are no longer shown the text of an earlier edition, for a legal reason: which, when, why, by whom.

    They still learn that there was one, and from when to when. The text itself stays inside; an Erasure takes that too.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="closure", verbose_name=_("edition"))
    closed_at = models.DateTimeField(_("closed at"))
    reason = PlainTextField(_("reason"), help_text=_("Stays inside the newsroom."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("closed edition")
        verbose_name_plural = _("closed editions")
        permissions = [("close_edition", _("Can close the text of an earlier edition"))]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="closure_says_why",
                violation_error_message=_("Give the legal reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.closed_at:%Y-%m-%d}"
