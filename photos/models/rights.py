"""For how long a picture may be used, and what is said when that ends."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from photos.models.photo import Photo


def rights_problems(photo: Photo | None, at: datetime) -> list[str]:
    """
    What an editor is told at the instant `at` of the end of a picture's rights; [] where it has none or is far.

    From fourteen days before. When photo.rights_over(at), the picture may stay where it stands, and is placed in
    nothing new.
    """
    if photo is None or photo.rights_end is None:
        return []
    words = {"date": date_format(photo.rights_end, pgettext("date format", "j E Y"), use_l10n=False)}
    if photo.rights_over(at):
        return [_("The rights to this picture ended on %(date)s.") % words]
    if photo.rights_end_soon(at):
        return [_("The rights to this picture end on %(date)s.") % words]
    return []


def placing_problems(photo: Photo, at: datetime) -> list[str]:
    """Why a picture can't be placed in a story at the instant `at`; [] when it can: the words of Photo.is_usable()."""
    if not photo.is_showable:
        return [_("This picture was pulled from the library and can't be shown. Choose another.")]
    if photo.rights_over(at):
        return [*rights_problems(photo, at), _("Choose another, or have its rights renewed and their end changed.")]
    return []
