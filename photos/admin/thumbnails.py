from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from photos import renditions
from photos.models import Photo


def thumbnail(photo: Photo | None, width: int = 96, cut: renditions.Cut | None = None) -> SafeString:
    """A small picture for the desk's pages, square to 192 pixels; a pulled one too, since the desk may see it."""
    if photo is None or photo.pk is None:
        return SafeString("–")
    cut = cut or (renditions.SQUARE if width <= 192 else renditions.WHOLE)
    rendition = renditions.nearest(photo, min(2 * width, 1280), cut=cut)
    source = rendition.address if photo.is_showable else reverse("admin:photos_photo_preview", args=[photo.pk])
    height = max(1, round(width * rendition.height / rendition.width))
    return format_html(
        '<img class="photo-thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        source,
        width,
        height,
        photo.alt,
    )
