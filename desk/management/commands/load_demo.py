import sys
import time
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Page, Section
from authors.models import Author
from desk.demo import bulk, loader, marks, people
from desk.models import Story
from photos.models import Photo


class Command(BaseCommand):
    help = (
        "Fill the newsroom with demo content: accounts, people, stories and pictures. "
        "A second run adds what is missing and leaves the rest as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the newsroom has anything")
        parser.add_argument(
            "--stories", type=int, default=0, metavar="N", help="add N more published stories of the last eight years"
        )

    def handle(self, *args: Any, if_empty: bool, stories: int, **options: Any) -> None:
        if stories < 0:
            raise CommandError(_("How many stories? A number from 0 on."))
        if if_empty and not is_empty():
            return
        self._refuse_where_people_work()
        at = timezone.now()
        started = time.monotonic()
        added = loader.load(at)
        if options["verbosity"]:
            took = time.monotonic() - started
            self.stdout.write(
                _("Demo newsroom: %(stories)s stories added in %(seconds).0f s.") % {"stories": added, "seconds": took}
            )
        if stories:
            bulk.load(stories, cast=bulk.cast(), at=at, progress=Progress(stories))

    def _refuse_where_people_work(self) -> None:
        if marks.has_own_stories():
            raise CommandError(
                _("This newsroom has stories of its own. Demo content and its accounts go only where there are none.")
            )
        if names := people.strangers():
            raise CommandError(
                _("Somebody has an account under the name of a demo account: %(names)s.") % {"names": ", ".join(names)}
            )


def is_empty() -> bool:
    """Whether nobody has begun to use this newsroom."""
    return not any(model._default_manager.exists() for model in (Story, Article, Author, Section, Page, Photo, User))


class Progress:
    """How far the bulk load is, on stderr: a bar on a terminal, a line for each tenth elsewhere."""

    WIDTH = 40

    def __init__(self, total: int) -> None:
        self.total = total
        self.started = time.monotonic()
        self.tenth = 0

    def __call__(self, done: int) -> None:
        took = time.monotonic() - self.started
        numbers = f"{done:,} / {self.total:,}  {took:.0f} s"
        if sys.stderr.isatty():
            full = self.WIDTH * done // self.total
            end = "\n" if done == self.total else ""
            sys.stderr.write(f"\r[{'#' * full}{'.' * (self.WIDTH - full)}] {numbers}{end}")
            sys.stderr.flush()
        elif done * 10 // self.total > self.tenth:
            self.tenth = done * 10 // self.total
            sys.stderr.write(f"{numbers}\n")
