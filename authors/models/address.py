from django.db import models
from django.utils.translation import gettext_lazy as _

from core.addressed import KeptAddress


class AuthorAddress(KeptAddress):
    """One address that an author's page has, or has had."""

    author = models.ForeignKey(
        "authors.Author", models.CASCADE, related_name="addresses", verbose_name=_("author"), editable=False
    )
