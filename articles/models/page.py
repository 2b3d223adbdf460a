from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from core.fields import HTMLField, LineField
from core.models import PublicModel


class Page(PublicModel):
    """A standing page: what the newsroom says of itself, at a fixed address."""

    class Slug(models.TextChoices):
        ABOUT = "about", _("About us")
        CONTACT = "contact", _("Contact")
        POLICIES = "policies", _("Policies")
        PRIVACY = "privacy", _("Privacy")

    slug = models.CharField(_("address"), max_length=20, choices=Slug.choices, unique=True)
    title = LineField(_("title"), max_length=120)
    body = HTMLField(_("text"), blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    @property
    def body_html(self) -> SafeString:
        """The text for a template. What `body` holds has passed the gate in `HTMLField`."""
        return mark_safe(self.body)
