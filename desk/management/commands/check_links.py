from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk import links


class Command(BaseCommand):
    help = (
        "Check the links to pages of this site in live editions, working copies and standing pages. A line for each "
        "that leads nowhere, to a withdrawn story or to another address; exit status 1 where one is broken. For cron."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = moved = 0
        for fault in links.faults(timezone.now()):
            broken += fault.is_broken
            moved += not fault.is_broken
            self.stdout.write(str(fault))
        if broken:
            raise CommandError(
                ngettext("%(count)s link is broken.", "%(count)s links are broken.", broken) % {"count": broken}
            )
        if options["verbosity"] > 1 or moved:
            self.stdout.write(_("No link is broken; links to an address that has moved: %(moved)s.") % {"moved": moved})
