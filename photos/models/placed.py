"""What a story keeps of a picture that is placed in it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, PlainTextField
from core.hidden import staff_name
from photos.credits import caption_line, credit_line
from photos.models.photo import Photo
from photos.models.rights import placing_problems

if TYPE_CHECKING:
    from photos.showing import Shown


class PlacedPhoto(models.Model):
    """
    What content keeps of the picture at its head: which one, and its words as they were when it was placed.

    place() copies; the words are then the story's own, and an edition freezes them. Whether the picture may still be
    shown is asked of the library at the instant of reading: `shown_photo`, free when lead_photo was select_related.
    """

    lead_photo = models.ForeignKey(
        Photo, verbose_name=_("lead picture"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_caption = PlainTextField(_("caption"), blank=True)
    lead_photographer = LineField(_("photographer"), max_length=200, blank=True)
    lead_agency = LineField(_("agency"), max_length=200, blank=True)
    lead_distributor = LineField(_("distributor"), max_length=200, blank=True)
    lead_alt = LineField(
        _("description (alt)"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who don't see it. Publishing stops without it."),
    )

    class Meta:
        abstract = True

    @property
    def shown_photo(self) -> Photo | None:
        """The lead picture, when there is one that readers may see now."""
        photo = self.lead_photo
        return photo if photo is not None and photo.is_showable else None

    @property
    def lead(self) -> "Shown | None":
        """The lead picture as photos/_picture.html prints it, with the story's own alt; None as in shown_photo."""
        from photos import showing

        return showing.whole(self.lead_photo, self.lead_alt)

    @property
    def told_photographer(self) -> str:
        """Who took it, as printed that day; of somebody who is hidden since, not who it was."""
        photo = self.lead_photo
        return staff_name() if photo is not None and photo.hides_photographer else self.lead_photographer

    @property
    def lead_credit(self) -> str:
        return credit_line(self.told_photographer, self.lead_agency, self.lead_distributor)

    @property
    def lead_caption_line(self) -> str:
        """ "Caption. (Saul Loeb/AFP via Getty Images)"."""
        return caption_line(self.lead_caption, self.told_photographer, self.lead_agency, self.lead_distributor)

    def lead_photo_problems(self) -> list[str]:
        """What stands against publishing the lead picture, in words for its editor; [] when nothing does."""
        photo = self.lead_photo
        if photo is None:
            return []
        problems: list[Any] = []
        if not self.lead_alt.strip():
            problems.append(_("The lead picture has no description (alt) for readers who don't see it."))
        if not self.lead_credit:
            problems.append(_("The lead picture has no credit: name its photographer, agency or distributor."))
        if not photo.is_showable:
            problems.append(_("The lead picture was pulled from the library and can't be shown. Choose another."))
        return [str(problem) for problem in problems]


# Each column of PlacedPhoto that is copied, and the library's column it comes from.
COPIED = {
    "lead_caption": "caption",
    "lead_photographer": "photographer",
    "lead_agency": "agency",
    "lead_distributor": "distributor",
    "lead_alt": "alt",
}


def place(content: PlacedPhoto, photo: Photo | None, at: datetime | None = None) -> None:
    """
    Put a picture at the head of `content` with its words as they are now (None takes it away); saves nothing.

    Raises ValidationError, in words, for one that was pulled or whose rights have ended at the instant `at` (else now);
    what stands there already may stay.
    """
    if photo is not None and photo.pk != content.lead_photo_id:
        problems = placing_problems(photo, at or timezone.now())
        if problems:
            raise ValidationError(problems, code="unusable")
    content.lead_photo = photo
    for column, source in COPIED.items():
        setattr(content, column, getattr(photo, source) if photo else "")
