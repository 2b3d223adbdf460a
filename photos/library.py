"""What is done with a picture in the library, beyond editing its words: taking it in, pulling it, putting it back."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from photos import intake, metadata, renditions
from photos.fields import facts_about, remember_facts
from photos.models import Photo
from photos.tasks import order_renditions


def add(file: File, by: Any = None, **words: Any) -> Photo:
    """
    Take a picture in; `words` are caption, photographer and the like, which go before those in the file.

    Raises ValidationError in an editor's language when the file is no picture that readers could be shown.
    """
    # Decoded here, so that no transaction waits for it.
    remember_facts(file, intake.read(file, name=file.name or ""))
    return keep(Photo(image=file, uploaded_by=by, **words))


def keep(photo: Photo) -> Photo:
    """Save a new picture, its empty fields filled with what the file says, and have its renditions made."""
    words = facts_about(photo.image.file).words
    photo.from_file = metadata.as_json(words)
    for name, value in words.items():
        if not getattr(photo, name):
            setattr(photo, name, value)
    photo.save()
    order_renditions(photo)
    return photo


def save(photo: Photo) -> Photo:
    """Save a picture whose words or framing somebody changed; its files are made anew where they show or say either."""
    stored = Photo.objects.get(pk=photo.pk)
    photo.save()
    if renditions.state(stored) != renditions.state(photo):
        order_renditions(photo)
    return photo


def pull(photo: Photo, reason: str, at: datetime) -> None:
    """From now on no page shows it and no address of it answers, whoever had placed it; the original stays with us."""
    Photo.objects.filter(pk=photo.pk).update(pulled_at=at, pulled_reason=reason, ready_at=None)
    photo.refresh_from_db()
    transaction.on_commit(lambda: renditions.remove(photo))


def put_back(photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(pulled_at=None, pulled_reason="")
    photo.refresh_from_db()
    order_renditions(photo)


def remove_files(sender: type[Photo], instance: Photo, using: str, **kwargs: Any) -> None:
    """post_delete: once the row is gone for good, so are the original and every rendition."""

    def remove() -> None:
        instance.image.storage.delete(str(instance.image.name))
        renditions.remove(instance)

    transaction.on_commit(remove, using=using)
