"""Django's own, which makes the guards and the search index: their absence does not stand in its way."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    def check(self, *args: Any, **options: Any) -> None:
        """
        All but the checks that look into the database.

        Of a database that is about to change they say that it lacks what only this command makes (articles.E001, E002),
        and a guard over a column that isn't there yet cannot be made before.
        """
        super().check(*args, **{**options, "databases": None})
