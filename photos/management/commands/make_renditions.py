from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from photos import darkroom, renditions
from photos.models import Photo
from photos.tasks import develop


class Command(BaseCommand):
    help = "Make the renditions that are missing: after a restore without them, or when the recipe has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="make all of them, also those that are there")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        made = failed = 0
        for photo in Photo.objects.showable().order_by("-pk").iterator():
            if again:
                renditions.remove(photo)
            try:
                made += develop(photo)
            except (OSError, darkroom.Spoilt) as error:
                failed += 1
                self.stderr.write(_("Photo %(id)s: %(error)s") % {"id": photo.pk, "error": error})
        self.stdout.write(_("%(made)s files made, %(failed)s pictures failed.") % {"made": made, "failed": failed})
