from typing import Any

from django.core.management.base import BaseCommand

from articles.digests import continue_chain


class Command(BaseCommand):
    help = "Adds what has gone live to the chain of digests now. The worker does the same every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{continue_chain()} added")
