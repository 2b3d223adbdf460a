from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from desk.accounts.forgetting import forget


class Command(BaseCommand):
    help = "Take addresses older than 30 days out of logs and readers' reports. The worker does so every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        done = forget()
        words = _("Forgotten: addresses of %(logins)s sign-ins and %(reports)s readers’ reports.")
        self.stdout.write(words % {"logins": done["axes"] + done["sign-ins"], "reports": done["reports"]})
