import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import PublicModel


class Article(PublicModel):
    """
    What readers know by its address: the thread on which editions follow one another.

    It is made with its first edition and carries nothing but the uid that its story was begun with:
    everything a reader sees of it is in an edition.
    """

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return str(self.uid)
