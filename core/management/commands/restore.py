import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core import archive
from core.progress import Bar


class Command(BaseCommand):
    help = "Put the newsroom from a backup file in this one's place. Stop the site first."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` made")
        parser.add_argument(
            "--force", action="store_true", help="even where there is a newsroom; it is moved aside, not deleted"
        )

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            _summary, places = archive.restore(file, force=force, report=bar)
        except (archive.ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            bar.clear()
        for place in places:
            self.stdout.write(_("What was here lies in %(path)s now; delete it when you are sure.") % {"path": place})
        self.stdout.write(_("Restored. `make run` brings the tables up to date and starts the newsroom."))
