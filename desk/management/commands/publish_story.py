from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.forms import InstantField
from desk import acts, checks
from desk.models import Story
from desk.naming import Reader
from desk.workflow import Refused


class Command(BaseCommand):
    help = "Publishes a story, now or at a time, through the same door and the same checks as the button on its page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("story", type=int, help="its number: /admin/desk/story/NUMBER/change/")
        parser.add_argument("--by", required=True, help="user name of the publisher")
        parser.add_argument("--at", default="", metavar="TIME", help="on the newsroom's clock: 2026-03-10 06:00")
        parser.add_argument("--change", default="", help="where readers have seen it: minor, update, correction, …")
        parser.add_argument("--note", default="", help="to readers, with an update")
        parser.add_argument("--correction", default="", help="what was wrong and what is right, for readers")
        parser.add_argument("--override", default="", metavar="REASON", help="publish over what the checks stop")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"No account is called {options['by']!r}.")
        # One answer for what is not there and what this account may not know of.
        story = Story.objects.visible_to(by).filter(pk=options["story"]).first()
        if story is None:
            raise CommandError(f"{by} can read no story of the number {options['story']}.")
        asked = {name: options[name] for name in ("change", "note", "correction", "override")}
        try:
            live_from = InstantField(required=False).clean((options["at"], ""))
            for warning in checks.warnings(story, live_from or at, Reader(by, at)):
                self.stderr.write(str(warning))
            self.stdout.write(acts.perform(story, "publish", by=by, at=at, live_from=live_from, **asked))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except Refused as refused:
            raise CommandError("\n".join(refused.messages)) from refused
