from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from photos import housekeeping
from photos.models import Photo

HOUR = 60 * 60


class Command(BaseCommand):
    help = "Find the files of pictures that no row of the library knows any more; with --delete, delete them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them, instead of only listing them")
        parser.add_argument("--hours", type=float, default=24, help="leave what was written in the last HOURS (24)")
        parser.add_argument("--force", action="store_true", help="delete also where most originals would go")

    def handle(self, *args: Any, delete: bool, hours: float, force: bool, **options: Any) -> None:
        found = housekeeping.litter(older_than=hours * HOUR)
        for path in found.paths:
            self.stdout.write(str(path))
        told = {
            "originals": len(found.originals),
            "renditions": len(found.renditions),
            "size": filesizeformat(found.bytes),
        }
        summary = _("%(originals)s originals and %(renditions)s renditions belong to no picture: %(size)s.") % told
        if delete:
            # A wrong database knows none of the files, and this would be the end of all of them.
            if 2 * len(found.originals) > found.originals_in_all and not force:
                raise CommandError(
                    _("%(originals)s of %(all)s originals would go. Is this the right database (%(rows)s pictures)?")
                    % {**told, "all": found.originals_in_all, "rows": Photo.objects.count()}
                )
            housekeeping.sweep(found)
            summary += " " + _("They are deleted.")
        elif found.paths:
            summary += " " + _("Run it with --delete to delete them.")
        self.stdout.write(summary)
