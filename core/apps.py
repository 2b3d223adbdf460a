from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Ground")

    def ready(self) -> None:
        from core import models

        post_migrate.connect(models.make_generation, sender=self, dispatch_uid="core.make_generation")
        post_save.connect(models.raise_after_a_raw_save, dispatch_uid="core.raise_after_a_raw_save")
