from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from desk.accounts.leaving import reset_second_factor


class Command(BaseCommand):
    help = "Turn off the second factor of an account whose phone is lost: for the last one who could do it at the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("Nobody signs in by the name %(name)s.") % {"name": options["username"]})
        if not reset_second_factor(user):
            raise CommandError(_("%(name)s has no second factor.") % {"name": options["username"]})
        self.stdout.write(_("The second factor of %(name)s is off.") % {"name": options["username"]})
