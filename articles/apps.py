from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from core import kept
        from photos import uses

        from . import triggers
        from .changes import moment
        from .picture_uses import PicturesOfEditions
        from .search import index

        uses.register("articles.Edition", PicturesOfEditions("lead_photo"))
        uses.register("articles.EditionPicture", PicturesOfEditions("pictures__photo"))
        kept.ends_by(moment)
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(index.install, sender=self)
