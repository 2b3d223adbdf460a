"""A picture in the library."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import LineField, PlainTextField
from core.hidden import staff_name
from core.models import PublicModel, PublicQuerySet
from photos import storage
from photos.credits import caption_line, credit_line
from photos.fields import PictureField
from photos.finding import SEARCHED, folded, search_text
from photos.framing import validate_crops

if TYPE_CHECKING:
    from photos.showing import Shown


def new_uid() -> str:
    """128 random bits: the part of a picture's public address that nobody guesses."""
    return secrets.token_hex(16)


# How long before the end of a picture's rights the desk is warned.
WARNED = timedelta(days=14)


class PhotoQuerySet(PublicQuerySet["Photo"]):
    def showable(self) -> "PhotoQuerySet":
        """
        Pictures that may be shown to readers now.

        It takes no instant, on purpose: a picture pulled for somebody's rights or safety is gone from every edition,
        whenever that edition was or will be live. Photo.is_showable states the same for one row.
        """
        return self.filter(pulled_at=None)

    def visible_to(self, user: Any) -> "PhotoQuerySet":
        """What `user` may see in the library: all of it with view_any_photo, else what they added themselves."""
        if not user.has_perm("photos.view_photo"):
            return self.none()
        return self if user.has_perm("photos.view_any_photo") else self.filter(uploaded_by=user.pk)

    def usable(self, at: datetime) -> "PhotoQuerySet":
        """What may be placed in a story at the instant `at`: neither pulled nor out of rights."""
        return self.showable().exclude(rights_end__lt=clock.to_local(at).date())

    def ending(self, at: datetime) -> Self:
        """Pictures whose rights end within the fortnight after `at`, or have ended."""
        return self.filter(rights_end__lte=clock.to_local(at).date() + WARNED)

    def matching(self, words: str) -> Self:
        """Pictures in whose caption, credit, keywords, city or alt every one of `words` stands (photos/finding.py)."""
        found = self
        for word in folded(words).split()[:20]:
            found = found.filter(search_text__contains=word)
        return found

    def update(self, **kwargs: Any) -> int:
        if not {*kwargs} & {*SEARCHED}:
            return super().update(**kwargs)
        with transaction.atomic(using=self.db_for_write()):
            # Asked before, since the rows may no longer fit this queryset's conditions afterwards.
            keys = list(self.values_list("pk", flat=True))
            count = super().update(**kwargs)
            self._refresh_search_text(keys)
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable["Photo"], *args: Any, **kwargs: Any) -> list["Photo"]:
        objs = list(objs)
        for photo in objs:
            photo.search_text = search_text(photo)
        return super().bulk_create(objs, *args, **kwargs)

    def _refresh_search_text(self, keys: Iterable[int]) -> None:
        rows: models.QuerySet[Photo] = models.QuerySet(Photo, using=self.db_for_write())
        changed = list(rows.filter(pk__in=list(keys)).only(*SEARCHED))
        for photo in changed:
            photo.search_text = search_text(photo)
        rows.bulk_update(changed, ["search_text"], batch_size=200)


class Photo(PublicModel):
    """
    A picture in the library. The file never changes; its caption, credit and alt may, and editions keep their copies.

    `image` is the original, with whatever its camera noted in it: it is never served. Readers get renditions.
    """

    image = PictureField(
        _("picture"),
        storage=storage.originals,
        upload_to=storage.random_name,
        help_text=_("JPEG, PNG, WebP, AVIF or a still GIF, up to 50 MB. Location and camera are removed for readers."),
    )
    uid = models.CharField(max_length=32, unique=True, default=new_uid, editable=False)
    format = models.CharField(_("format"), max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False)
    bytes = models.PositiveIntegerField(_("size in bytes"), editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, editable=False, db_index=True)

    caption = PlainTextField(
        _("caption"),
        blank=True,
        help_text=_("Who does what, where and when, in a full sentence. Printed under the picture, before the credit."),
    )
    photographer = LineField(
        _("photographer"), max_length=200, blank=True, help_text=_("The person's name: “Saul Loeb”.")
    )
    agency = LineField(_("agency"), max_length=200, blank=True, help_text=_("Who they shot it for: “AFP”."))
    distributor = LineField(
        _("distributor"),
        max_length=200,
        blank=True,
        help_text=_(
            "Who we have it from, if not the agency: “Getty Images”. Printed “Saul Loeb/AFP via Getty Images”."
        ),
    )
    alt = LineField(
        _("description (alt)"),
        max_length=500,
        blank=True,
        help_text=_(
            "What the picture shows, for those who don't see it: “Two men in suits shake hands before a fireplace.” "
            "Not the headline, not the caption, no “photo of”."
        ),
    )
    copyright = LineField(
        _("copyright"), max_length=300, blank=True, help_text=_("Whose it is: “© 2026 AFP”. Written into public files.")
    )
    keywords = LineField(
        _("keywords"), max_length=1000, blank=True, help_text=_("With commas between them; for finding it again.")
    )
    city = LineField(_("city"), max_length=200, blank=True, help_text=_("Where it was taken; for colleagues only."))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    usage_terms = PlainTextField(
        _("usage terms"), blank=True, help_text=_("What we may do with it, as its owner says; for colleagues only.")
    )
    rights_end = models.DateField(
        _("rights end"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The last day on which it may be placed in a story. Empty: without end."),
    )

    focus_x = models.PositiveSmallIntegerField(
        # xgettext:no-python-format
        _("focal point, % from the left"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    focus_y = models.PositiveSmallIntegerField(
        # xgettext:no-python-format
        _("% from the top"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    crops = models.JSONField(_("own cuts"), default=dict, blank=True, validators=[validate_crops])
    tone = models.CharField(
        _("colour"), max_length=12, blank=True, editable=False, help_text=_("Stands in its place until it comes.")
    )
    from_file = models.JSONField(_("words that came with the file"), default=dict, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)
    ready_at = models.DateTimeField(
        _("renditions made"), null=True, editable=False, help_text=_("Empty: readers' sizes are made on first need.")
    )
    pulled_at = models.DateTimeField(_("pulled"), null=True, blank=True, editable=False)
    pulled_reason = LineField(_("reason for pulling"), max_length=300, blank=True, editable=False)
    hides_photographer = models.BooleanField(
        default=False, editable=False, help_text=_("Readers are not told who took it: see authors.hiding.")
    )

    objects: ClassVar[Any] = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-pk"]
        permissions = [
            ("view_any_photo", _("Can see photos that others added")),
            ("change_any_photo", _("Can change photos that others added")),
            ("pull_photo", _("Can pull photos from every page, and put them back")),
        ]
        indexes = [
            models.Index(fields=["rights_end"], name="photo_ending", condition=models.Q(rights_end__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(width__gte=1, height__gte=1), name="photo_has_a_size"),
            models.CheckConstraint(
                condition=models.Q(focus_x__lte=100, focus_y__lte=100), name="photo_focus_is_in_the_picture"
            ),
        ]

    def __str__(self) -> str:
        words = " ".join((self.caption or self.alt).split())
        return (words[:79] + "…" if len(words) > 80 else words) or str(_("Photo without a caption"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the column that is searched in step with the words."""
        self.search_text = search_text(self)
        columns = kwargs.get("update_fields")
        if columns is not None and {*columns} & {*SEARCHED}:
            kwargs["update_fields"] = {*columns, "search_text"}
        super().save(*args, **kwargs)

    save.alters_data = True  # type: ignore[attr-defined]

    @property
    def is_showable(self) -> bool:
        return self.pulled_at is None

    def is_usable(self, at: datetime) -> bool:
        """Whether it may be placed in a story at the instant `at`: PhotoQuerySet.usable() says the same of many."""
        return self.is_showable and not self.rights_over(at)

    def rights_over(self, at: datetime) -> bool:
        """Whether its last day was over at the instant `at`, by the newsroom's calendar."""
        return self.rights_end is not None and self.rights_end < clock.to_local(at).date()

    def rights_end_soon(self, at: datetime) -> bool:
        """Whether the desk is to be warned of their end, or they have ended: PhotoQuerySet.ending() for one row."""
        return self.rights_end is not None and self.rights_end <= clock.to_local(at).date() + WARNED

    @property
    def credit(self) -> str:
        """ "Saul Loeb/AFP via Getty Images"."""
        return credit_line(self.photographer, self.agency, self.distributor)

    @property
    def told_photographer(self) -> str:
        """Who readers and public files are told took it."""
        return staff_name() if self.hides_photographer else self.photographer

    @property
    def told_copyright(self) -> str:
        """Whose it is, for public files; nothing where that would name whom readers may not be told."""
        names = self.photographer.casefold()
        return "" if self.hides_photographer and names in self.copyright.casefold() else self.copyright

    @property
    def caption_line(self) -> str:
        return caption_line(self.caption, self.photographer, self.agency, self.distributor)

    @property
    def whole(self) -> "Shown | None":
        """The picture as photos/_picture.html prints it; None when it was pulled."""
        from photos import showing

        return showing.whole(self, self.alt)

    @property
    def square(self) -> "Shown | None":
        """Likewise, cropped to a square: a portrait."""
        from photos import showing

        return showing.square(self, self.alt)
