from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AdminConfig(admin_apps.AdminConfig):  # by its module: an imported class would count as one of this app's
    """Django's admin, with the desk as its site."""

    default = False
    default_site = "desk.site.Desk"


class DeskConfig(AppConfig):
    default = True
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from photos import uses

        from . import roles
        from .picture_uses import PicturesOfStories

        uses.register("desk.Story", PicturesOfStories("lead_photo"))
        uses.register("desk.StoryPicture", PicturesOfStories("pictures__photo"))
        post_migrate.connect(roles.install, sender=self)
