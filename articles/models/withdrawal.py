import datetime as dt

from django.db import models
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .article import Article
from .frozen import FrozenModel


def vanished(at: dt.datetime, article: str, live_from: str) -> QuerySet["Withdrawal"]:
    """
    The orders to vanish, in force at `at`, over something of the outer query's article that was live before them.

    `article` and `live_from` name the outer query's columns; for Exists().
    """
    return Withdrawal.objects.filter(
        vanishes=True, article=OuterRef(article), withdrawn_at__lte=at, withdrawn_at__gt=OuterRef(live_from)
    )


class Withdrawal(FrozenModel):
    """
    That an article was taken down, when and why.

    Readers are told so while the article has no live edition; an article published again is simply live. Where a legal
    order says that it `vanishes`, they are told nothing, then or later, and the reason stays inside.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="withdrawals", verbose_name=_("article"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), db_index=True)
    reason = PlainTextField(_("reason"), help_text=_("Readers see these words at the article's address."))
    shows_headline = models.BooleanField(_("shows the headline"), default=True)

    vanishes = models.BooleanField(
        _("vanishes"),
        default=False,
        help_text=_("A legal order: the address answers as if it had never been, and the reason stays inside."),
    )

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-withdrawn_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="withdrawal_says_why",
                violation_error_message=_("Tell readers why the article was withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.withdrawn_at:%Y-%m-%d}"
