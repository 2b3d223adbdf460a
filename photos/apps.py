from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from photos import library

        # Of a picture nobody uses and somebody deletes, nothing stays on the disk: Django leaves files behind.
        post_delete.connect(library.remove_files, sender="photos.Photo")
