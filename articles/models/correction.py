import datetime as dt
import typing

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .article import Article
from .edition import Edition
from .frozen import FrozenModel, FrozenQuerySet
from .withdrawal import vanished


class CorrectionQuerySet(FrozenQuerySet["Correction"]):
    def known(self, at: dt.datetime) -> typing.Self:
        """
        Corrections that readers know at `at`, newest first: their edition has gone live, and the article still is.

        What was said before an article was made to vanish is not said again when it comes back.
        """
        live = Edition.objects.live(at).filter(article=models.OuterRef("article"))
        return self.filter(models.Exists(live)).begun(at)

    def begun(self, at: dt.datetime) -> typing.Self:
        """The same, and those of articles that have been withdrawn since."""
        return (
            self.filter(edition_after__live_from__lte=at)
            .exclude(edition_after__live_until__lte=F("edition_after__live_from"))
            .exclude(models.Exists(vanished(at, "article", "edition_after__live_from")))
            .order_by("-published_at", "-pk")
        )

    def before(self, instant: dt.datetime, pk: int) -> typing.Self:
        """What follows the correction `pk`, published at `instant`, in known()."""
        return self.filter(Q(published_at__lt=instant) | Q(published_at=instant, pk__lt=pk), published_at__lte=instant)


class Correction(FrozenModel):
    """
    A public record of a mistake: what was wrong, in words for readers, between which two editions.

    Frozen whole: a wrong correction is answered by another (`answers`). It is made with the edition that puts the
    mistake right, and known to readers from that edition's beginning.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    article = models.ForeignKey(Article, models.PROTECT, related_name="corrections", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    text = PlainTextField(
        _("words for readers"),
        max_length=2000,
        help_text=_("What we had said, what is right: “An earlier version gave … The number is …”"),
    )
    edition_before = models.ForeignKey(
        Edition, models.PROTECT, related_name="corrections_after", verbose_name=_("edition with the mistake")
    )
    edition_after = models.ForeignKey(
        Edition, models.PROTECT, related_name="corrections", verbose_name=_("corrected edition")
    )
    published_at = models.DateTimeField(_("published"), db_index=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name=_("answers")
    )

    objects: typing.ClassVar = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="correction_says_what",
                violation_error_message=_("Tell readers what was wrong and what is right."),
            ),
            models.CheckConstraint(condition=Q(kind__in=["correction", "clarification"]), name="correction_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.published_at:%Y-%m-%d}: {self.text[:60]}"

    @property
    def label(self) -> str:
        return self.get_kind_display()
