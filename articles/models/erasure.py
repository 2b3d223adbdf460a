from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .edition import Edition
from .frozen import FrozenModel


class Erasure(FrozenModel):
    """
    That a law made us take an edition's words out of the record: which one, when, why, and on whose order.

    Its row is what the freezing triggers look for before they let that one edition be blanked.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="erasure", verbose_name=_("edition"))
    erased_at = models.DateTimeField(_("erased at"))
    reason = PlainTextField(_("reason"), help_text=_("The order or law that asks for it. Stays inside the newsroom."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        permissions = [("erase_edition", _("Can erase the text of an earlier edition"))]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="erasure_says_why",
                violation_error_message=_("Name the order or law that asks for it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.erased_at:%Y-%m-%d}"
