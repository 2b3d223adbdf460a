"""
How often articles are read, and by nobody in particular: there is no column for who.

None of these is a PublicModel: counting would throw away every kept page. What readers see of it, the ranking, raises
the generation itself when it changes (articles/readership.py).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article

THE_ROW = 1


class Counted(models.Model):
    """What one process has counted since it last wrote. The worker sums these up and deletes them."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    quarter = models.DateTimeField()
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.quarter:%H:%M} +{self.number}"


class Readings(models.Model):
    """How often an article was read in a quarter of an hour, for as many days as somebody asks by quarters."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    quarter = models.DateTimeField()  # its beginning
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            # Also the index of one article's day.
            models.UniqueConstraint(fields=["article", "quarter"], name="readings_once_a_quarter")
        ]
        indexes = [
            # The rankings, and what is old.
            models.Index(fields=["quarter"], name="readings_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m-%d %H:%M} {self.number}"


class Readership(models.Model):
    """How often an article was read since it was first published."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(_("readings"), default=0)

    def __str__(self) -> str:
        return str(self.number)


class Ranking(models.Model):
    """
    The articles that were read most in the day before `quarter`, most first: one row, made anew each quarter.

    With more of them than readers are shown, since some may not be live any more.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    quarter = models.DateTimeField(null=True)
    articles = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_ROW), name="ranking_is_one_row")]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m-%d %H:%M}" if self.quarter else "–"
