import datetime as dt
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.erasure import NotErased, erase
from articles.models import Edition


class Command(BaseCommand):
    help = (
        "Erases the words of one edition for good, because a law asks for it. The number, the dates and the digest "
        "stay, and a record says who erased it, when and why. For chief editors."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="of the article, now or once: /2026/03/09/slug/")
        parser.add_argument("number", type=int, help="of the edition")
        parser.add_argument("--by", required=True, help="user name of the chief editor who orders it")
        parser.add_argument("--reason", required=True, help="the order or law; stays inside")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = self.find(options["address"], options["number"])
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"No account is called {options['by']!r}.")
        self.stdout.write(f"Edition {edition.number}, live from {edition.live_from} to {edition.live_until}:")
        self.stdout.write(f"  {edition.headline}\n  {edition.words} words")
        if not options["yes"] and input("Erase its words for good? Type “erase”: ") != "erase":
            raise CommandError("Nothing was erased.")
        try:
            erase(edition, by=by, at=timezone.now(), reason=options["reason"])
        except NotErased as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Erased. The working copy on the desk, its saves and older backups are not touched by this.")

    def find(self, address: str, number: int) -> Edition:
        missing = CommandError(f"There is no edition {number} of an article at {address}.")
        try:
            year, month, day, slug, *_below = urlsplit(address).path.strip("/").split("/")
            date = dt.date(int(year), int(month), int(day))
        except ValueError as error:
            raise missing from error
        edition = (
            Edition.objects.select_related("address")
            .filter(article__addresses__slug=slug, article__addresses__date=date, number=number)
            .first()
        )
        if edition is None:
            raise missing
        return edition
