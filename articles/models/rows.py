"""
The rows below a content: who is in its byline, which topics it is filed under, which stories it points to.

Each is an abstract model with one twin under the desk's stories and one, here, under editions. The
editions' twins carry the order key (`first_live_at`) beside the foreign key, so that a list by topic or by
author is read off one index however long the archive is.
"""

import typing

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from core.fields import LineField
from core.hidden import staff_name
from photos.models import Photo

from .frozen import FrozenModel
from .topic import Topic


class Role(models.TextChoices):
    WORDS = "words", _("Words")
    PHOTOS = "photos", _("Photos")
    VIDEO = "video", _("Video")
    EDITING = "editing", _("Editing")
    TRANSLATION = "translation", _("Translation")


def words_only() -> list[str]:
    return [Role.WORDS.value]


def validate_roles(roles: typing.Any) -> None:
    if not isinstance(roles, list) or not roles or any(role not in Role.values for role in roles):
        raise ValidationError(_("Say what this person did: words, photos, video, editing or translation."))


class Byline(models.Model):
    """One person's part in a story. `name` and `title` are as printed; empty on the desk: as the profile says."""

    author = models.ForeignKey(Author, models.PROTECT, related_name="+", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    roles = models.JSONField(_("did"), default=words_only, validators=[validate_roles])
    name = LineField(_("name as printed"), max_length=200, blank=True)
    title = LineField(_("title as printed"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        return self.name or self.author.name

    @property
    def printed_title(self) -> str:
        return self.title or self.author.title

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


class Filing(models.Model):
    """That a content is filed under a topic."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.topic)


class Related(models.Model):
    """
    A card after the text, by the uid of the story it points to.

    By uid and not by key: two stories of one night may point at each other before either is out. The card
    is drawn from whatever is live under that uid when a page is read, and not at all when nothing is.
    """

    uid = models.UUIDField(_("story"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.uid)


class Placed(models.Model):
    """That a picture of the library stands in a text: which, and no more. Its words stand in the text itself."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.photo)


class EditionByline(Byline, FrozenModel):
    """
    A byline as it was printed that day, and as readers get it now: of somebody who is hidden, not who it was.

    Whatever prints a name asks `printed_name`; `name` is the truth, for the desk and the digests alone.
    """

    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="edition_bylines", verbose_name=_("author"))
    first_live_at = models.DateTimeField()

    class Meta(Byline.Meta):
        verbose_name = _("byline of an edition")
        verbose_name_plural = _("bylines of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "author"], name="edition_byline_once")]
        indexes = [
            # Author pages and feeds: newest first, without sorting all that a person ever wrote.
            models.Index(fields=["author", "-first_live_at"], name="byline_list")
        ]

    @property
    def is_hidden(self) -> bool:
        return self.author.is_hidden

    @property
    def printed_name(self) -> str:
        return staff_name() if self.is_hidden else super().printed_name

    @property
    def printed_title(self) -> str:
        return "" if self.is_hidden else super().printed_title


class EditionTopic(Filing, FrozenModel):
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="filings")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="edition_filings", verbose_name=_("topic"))
    first_live_at = models.DateTimeField()

    class Meta(Filing.Meta):
        verbose_name = _("topic of an edition")
        verbose_name_plural = _("topics of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")]
        indexes = [
            # Topic pages and feeds, as above.
            models.Index(fields=["topic", "-first_live_at"], name="filing_list")
        ]


class EditionRelated(Related, FrozenModel):
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="relations")

    class Meta(Related.Meta):
        verbose_name = _("related story of an edition")
        verbose_name_plural = _("related stories of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "uid"], name="edition_related_once")]


class EditionPicture(Placed, FrozenModel):
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="pictures")
    # None once the edition's words were erased.
    photo = models.ForeignKey(  # type: ignore[assignment]
        Photo, models.PROTECT, related_name="+", null=True, verbose_name=_("photo")
    )

    class Meta(Placed.Meta):
        verbose_name = _("picture in an edition")
        verbose_name_plural = _("pictures in editions")
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="edition_picture_once")]
