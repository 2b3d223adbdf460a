from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.digests import verify
from articles.models import Digest


class Command(BaseCommand):
    help = "Walks the chain of digests and names every published edition that was changed, or is missing from it."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in verify(timezone.now()):
            self.stdout.write(str(fault))
            faults += 1
        head = Digest.objects.order_by("-position").first()
        if faults:
            raise CommandError(f"{faults} found.")
        self.stdout.write(
            f"All as it was published: {head.position} editions, head {head.digest}" if head else "Nothing yet."
        )
