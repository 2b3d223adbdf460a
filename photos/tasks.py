"""What the worker does for pictures. Nothing waits for it: a rendition that is missing is made on first need."""

from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from photos import renditions
from photos.models import Photo


@task()
def make_renditions(photo_id: int) -> int:
    """
    Make what is missing of a picture's renditions and remove what is outdated; how many were made.

    A picture that is gone or pulled has none.
    """
    photo = Photo.objects.showable().filter(pk=photo_id).first()
    return develop(photo) if photo else 0


def develop(photo: Photo) -> int:
    made = renditions.make(photo, renditions.ahead(photo))
    renditions.remove_outdated(photo)
    # Past the library's own queryset, on purpose: the generation may stay for what changes nothing that readers see.
    rows: models.QuerySet[Photo] = models.QuerySet(Photo).filter(pk=photo.pk)
    rows.filter(ready_at=None).update(ready_at=timezone.now())
    if not photo.tone:
        rows.update(tone=renditions.tone(photo))
    return made


def order_renditions(photo: Photo) -> None:
    """Have the worker make them once the picture's row is there to stay."""
    transaction.on_commit(lambda: make_renditions.enqueue(photo.pk))
