from django.db import models
from django.utils.translation import gettext_lazy as _

from .edition import Edition
from .frozen import FrozenModel


class Digest(FrozenModel):
    """
    One link of the chain over everything that went live: see articles.digests.

    `content` is SHA-256 of the salt and the edition's canonical JSON, `digest` of the link before and `content`. An
    erased edition keeps both and loses its salt, so that nobody can try out what the words may have been.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="digest", verbose_name=_("edition"))
    position = models.PositiveBigIntegerField(_("position"), unique=True)
    form = models.PositiveSmallIntegerField(_("form"), help_text=_("Which columns the JSON has, by articles.digests."))
    salt = models.CharField(_("salt"), max_length=64, blank=True)
    content = models.CharField(_("digest of the content"), max_length=64)
    previous = models.CharField(_("link before"), max_length=64, unique=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest}"
