import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import archive
from core.progress import Bar


class Command(BaseCommand):
    help = "Write the whole newsroom to one file: database, pictures and secret key. The site may go on running."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a tar file to be made; one that is there is replaced")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            done = archive.back_up(file, bar)
        except (archive.ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            bar.clear()
        pictures = ngettext("%(number)d picture file", "%(number)d picture files", done.pictures) % {
            "number": done.pictures
        }
        self.stdout.write(
            _(
                "%(file)s: database (%(size)s) and %(pictures)s, read again and as they should be. "
                "Keep it safe: it holds drafts and the secret key."
            )
            % {"file": file, "size": filesizeformat(done.database_bytes), "pictures": pictures}
        )
