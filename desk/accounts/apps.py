from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who works here and how they come in. An app of its own, because sessions are stored in its table."""

    name = "desk.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import record, sessions

        record.connect()
        sessions.connect()
