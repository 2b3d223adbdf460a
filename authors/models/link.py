from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from authors import contacts
from core.fields import LineField
from core.models import PublicModel


class AuthorLink(PublicModel):
    """
    One way to reach an author or follow their work.

    `address` is what the service knows the person by (a handle, an e-mail address), or the whole address of a website.
    The link that readers get is made of it by authors/contacts.py, and of nothing else.
    """

    author = models.ForeignKey("authors.Author", models.CASCADE, related_name="contacts", verbose_name=_("author"))
    kind = models.CharField(_("where"), max_length=20, choices=contacts.Kind.choices)
    address = LineField(
        _("address"),
        max_length=200,
        help_text=_("“@name”, an e-mail address, or the address of the page: copy it here."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("contact link")
        verbose_name_plural = _("contact links")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "kind", "address"],
                name="author_link_once",
                violation_error_message=_("This link is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.address}"

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        if self.kind in contacts.Kind.values:
            try:
                self.address = contacts.normalise(self.kind, self.address)
            except ValidationError as error:
                raise ValidationError({"address": error}) from error

    @property
    def url(self) -> str:
        """What the link points at; "" where the row came past the form with something that leads nowhere."""
        try:
            return contacts.url(self.kind, self.address)
        except ValidationError:
            return ""

    @property
    def label(self) -> str:
        return contacts.label(self.kind, self.address)
