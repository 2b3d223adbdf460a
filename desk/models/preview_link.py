import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import LineField

from .story import Story


def new_token() -> str:
    """256 random bits, in an alphabet that survives being read out and typed in capitals."""
    return secrets.token_hex(32)


class PreviewLink(models.Model):
    """One address at which somebody without an account reads one story before it is out, until it ends."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="preview_links", verbose_name=_("story"))
    recipient = LineField(_("for"), max_length=200)
    token = models.CharField(_("token"), max_length=64, unique=True, default=new_token, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("made by"), editable=False
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    opens = models.PositiveIntegerField(_("opened"), default=0, editable=False)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.recipient

    def get_absolute_url(self) -> str:
        return reverse("desk_preview_link", args=[self.token])

    @property
    def address(self) -> str:
        """What is sent to the recipient."""
        return settings.NEWSROOM_SITE_URL + self.get_absolute_url()

    def is_open(self, at: dt.datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
