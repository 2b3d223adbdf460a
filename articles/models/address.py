from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import PublicModel

from .article import Article


class Address(PublicModel):
    """
    One address that an article has, or has had: `/YYYY/MM/DD/slug/`.

    The date is that of the first publication in the newsroom's zone, stored once. Which address is the
    present one is said by the live edition; the others redirect to it.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="addresses", verbose_name=_("article"))
    date = models.DateField(_("date"))
    slug = models.SlugField(_("slug"), max_length=120)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "slug"],
                name="address_once",
                violation_error_message=_("Another article of that day has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return reverse("article", args=[f"{self.date:%Y}", f"{self.date:%m}", f"{self.date:%d}", self.slug])
