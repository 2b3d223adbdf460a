import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.models import Edition
from articles.search import index


class Command(BaseCommand):
    help = "Build the search index anew. Publishing may go on meanwhile; search finds less until it ends."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        total = Edition.objects.count()
        verbose = options["verbosity"] > 0
        index.install()
        done = index.rebuild(Progress(total) if verbose else bool)
        if verbose:
            took = time.monotonic() - started
            self.stdout.write(
                _("%(editions)s editions indexed in %(seconds).0f s.") % {"editions": f"{done:,}", "seconds": took}
            )


class Progress:
    """A bar on stderr where it is a terminal, a line for each tenth elsewhere."""

    WIDTH = 40

    def __init__(self, total: int) -> None:
        self.total = max(total, 1)
        self.tenth = 0

    def __call__(self, done: int) -> None:
        share = min(done / self.total, 1)
        numbers = f"{done:,} / {self.total:,}"
        if sys.stderr.isatty():
            full = int(self.WIDTH * share)
            end = "\n" if share == 1 else ""
            sys.stderr.write(f"\r[{'#' * full}{'.' * (self.WIDTH - full)}] {numbers}{end}")
            sys.stderr.flush()
        elif int(share * 10) > self.tenth:
            self.tenth = int(share * 10)
            sys.stderr.write(f"{numbers}\n")
