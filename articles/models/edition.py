import datetime as dt
import typing
import uuid
from collections.abc import Sequence

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from core.fields import PlainTextField

from .address import Address
from .article import Article
from .content import Content
from .frozen import FrozenModel, FrozenQuerySet
from .rows import EditionByline, EditionRelated, EditionTopic
from .topic import Topic
from .withdrawal import vanished

# The rows below an edition, as its loaders want them: EditionQuerySet.with_rows() and articles/loading.py.


def credited() -> models.QuerySet[EditionByline]:
    people = EditionByline.objects.select_related("author__portrait", "author__merged_into__portrait")
    return people.order_by("position", "pk")


def filed() -> models.QuerySet[EditionTopic]:
    return EditionTopic.objects.select_related("topic__merged_into").order_by("pk")


def pointed() -> models.QuerySet[EditionRelated]:
    return EditionRelated.objects.order_by("position", "pk")


class EditionQuerySet(FrozenQuerySet["Edition"]):
    # Whose editions these are, where it is several rows that choose them: see _among().
    _several: tuple[str, str, tuple[int, ...]] | None = None

    def live(self, at: dt.datetime) -> typing.Self:
        """
        Editions that readers get at the instant `at` (an aware datetime).

        Half open: an edition that ends at `at` is gone, one that begins at `at` is here.
        Edition.is_live() states the same rule for one instance; a truth table in the tests ties them.
        The bound on first_live_at adds nothing to the truth of it (a constraint keeps it before live_from):
        it is what lets a list start in its index at `at`.
        """
        return self.filter(live_from__lte=at, first_live_at__lte=at).exclude(live_until__lte=at)

    def seen(self, at: dt.datetime) -> typing.Self:
        """Editions that readers get, or once got, at `at`: begun, and not cancelled before they began."""
        return self.filter(live_from__lte=at).exclude(live_until__lte=F("live_from"))

    def known(self, at: dt.datetime) -> typing.Self:
        """Those seen that readers may be told of: what was live before its article vanished is as if it never was."""
        return self.seen(at).exclude(Exists(vanished(at, "article", "live_from")))

    def waiting(self, at: dt.datetime) -> typing.Self:
        """Editions that will go live after `at` unless somebody cancels them."""
        return self.filter(live_from__gt=at).exclude(live_until__lte=F("live_from"))

    def latest_first(self, via: str = "") -> typing.Self:
        """
        Newest first publication first; an edit never reshuffles.

        `via` names the rows by which the list was chosen ("bylines", "filings"): the order is then read
        off their copy of the order key, in the same index as the choice.
        """
        return self._keyed(via).order_by("-listed_at", "-article_id")

    def bylined(self, profiles: Sequence[int]) -> typing.Self:
        """Editions with any of these authors in the byline, each once: the profiles of one person."""
        return self._among("bylines", "author", EditionByline, profiles)

    def filed_in(self, topics: Sequence[int]) -> typing.Self:
        """Editions filed under any of these topics, each once: one subject and what was merged into it."""
        return self._among("filings", "topic", EditionTopic, topics)

    def _among(self, via: str, name: str, rows: typing.Any, keys: Sequence[int]) -> typing.Self:
        """
        Editions chosen by their rows `via`, where `name` is one of `keys`.

        Of several keys in order, a slice [:n] first asks each for its own n, by so many short queries more: IN
        alone sorts all there ever was (on SQLite, with 45,000 editions, 37 ms against 1).
        """
        if len(keys) == 1:
            return self.filter(**{f"{via}__{name}": keys[0]})
        earlier = rows.objects.filter(edition=OuterRef("pk"), **{f"{name}__in": keys}, pk__lt=OuterRef("listed_by"))
        several = self.filter(**{f"{via}__{name}__in": keys}).alias(listed_by=F(f"{via}__pk")).filter(~Exists(earlier))
        several._several = (via, name, tuple(keys))
        return several

    def __getitem__(self, k: typing.Any) -> typing.Any:
        if not (self._several and isinstance(k, slice) and k.stop and self.query.order_by[:1] == ("-listed_at",)):
            return super().__getitem__(k)
        via, name, several = self._several
        rows = self.annotate(key=F(f"{via}__first_live_at"), of=F(f"{via}__{name}_id"))
        rows._several = None
        keys = [key for one in several for key in rows.filter(of=one).values_list("key", flat=True)[: k.stop]]
        # The first n of all together are no older than the n-th of those found.
        oldest = sorted(keys, reverse=True)[: k.stop][-1:]
        near = self.filter(Q(listed_at__gte=oldest[0])) if oldest else self.none()
        near._several = None
        return near[k]

    def _clone(self) -> typing.Self:
        clone: typing.Self = super()._clone()  # type: ignore[misc]  # Django's own, which the stubs leave out
        clone._several = self._several
        return clone

    def before(self, instant: dt.datetime, article_id: int, via: str = "") -> typing.Self:
        """What follows the article `article_id`, first live at `instant`, in `latest_first(via)`."""
        bounded = self._keyed(via).bounded(listed_at__lte=instant)
        return bounded.filter(Q(listed_at__lt=instant) | Q(listed_at=instant, article_id__lt=article_id))

    def within(self, since: dt.datetime, until: dt.datetime) -> typing.Self:
        """Those that first went out in [since, until)."""
        return self.bounded(first_live_at__gte=since).bounded(first_live_at__lt=until)

    def oldest_first(self) -> typing.Self:
        return self.order_by("first_live_at", "article_id")

    def following(self, instant: dt.datetime, article_id: int) -> typing.Self:
        """What comes after the article `article_id`, first live at `instant`, in `oldest_first()`."""
        later = Q(first_live_at__gt=instant) | Q(first_live_at=instant, article_id__gt=article_id)
        return self.bounded(first_live_at__gte=instant).filter(later)

    def bounded(self, **bound: dt.datetime) -> typing.Self:
        """Filtered by a bound on the instant that the list is ordered by, which is where its reading begins."""
        bounded = self.filter(**bound)
        # To the front: of two bounds on one column SQLite starts at the first it reads, and live() has set one, too.
        bounded.query.where.children.insert(0, bounded.query.where.children.pop())
        return bounded

    def after(self, instant: dt.datetime, article_id: int) -> typing.Self:
        """What comes before the article `article_id`, first live at `instant`, in `latest_first()`."""
        later = self._keyed("").filter(listed_at__gte=instant)
        return later.filter(Q(listed_at__gt=instant) | Q(listed_at=instant, article_id__gt=article_id))

    def _keyed(self, via: str) -> typing.Self:
        # By an alias, because it reuses the join that chose the list; filter(bylines__…) would join the rows once
        # more, and show a story of two authors twice.
        return self.alias(listed_at=F(f"{via}__first_live_at" if via else "first_live_at"))

    def with_headlines(self) -> typing.Self:
        """What a card without names shows (address, section, picture), in the same query; not the text."""
        return self.select_related("article", "address", "section", "lead_photo").defer("body", "pieces")

    def with_cards(self) -> typing.Self:
        """What a card shows (the same, and credits), in two queries whatever the number of cards."""
        return self.with_headlines().prefetch_related(Prefetch("bylines", credited(), to_attr="credits"))

    def with_rows(self) -> typing.Self:
        """What the article page shows of the edition itself: its text, the card's, its topics and related stories."""
        topics = Prefetch("filings", filed(), to_attr="topic_rows")
        related = Prefetch("relations", pointed(), to_attr="related_rows")
        return self.with_cards().defer(None).prefetch_related(topics).prefetch_related(related)


class Edition(Content, FrozenModel):
    """
    The text of an article from one instant to another, exactly as readers get it.

    Immutable: of a stored edition only `live_until` ever moves, and only desk.publishing moves it. An edition
    that was cancelled before it began is the empty interval [t, t).
    """

    class Change(models.TextChoices):
        FIRST = "first", _("First publication")
        MINOR = "minor", _("Minor: nothing that readers are told of")
        UPDATE = "update", _("Update: new information")
        CORRECTION = "correction", _("Correction: a wrong fact put right")
        CLARIFICATION = "clarification", _("Clarification: right, but misleading")

    MOVABLE = frozenset({"live_until"})

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    address = models.ForeignKey(Address, models.PROTECT, related_name="editions", verbose_name=_("address"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    first_live_at = models.DateTimeField(_("first published"))
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    change = models.CharField(_("change"), max_length=20, choices=Change.choices, default=Change.FIRST)
    note = PlainTextField(_("note to readers"), blank=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    reading_minutes = models.PositiveSmallIntegerField(_("reading time, minutes"), default=1)

    # The text cut at its blocks: see articles/blocks.py. Empty where it has none.
    pieces = models.JSONField(_("text in pieces"), default=list, blank=True)

    objects: typing.ClassVar = EditionQuerySet.as_manager()

    # Set by the loaders and by the composer; reading them on a row that neither has filled is an error.
    credits: list[EditionByline]
    topic_rows: list[EditionTopic]
    related_rows: list[EditionRelated]

    authors = models.ManyToManyField(
        "authors.Author", through=EditionByline, related_name="bylined_editions", verbose_name=_("authors")
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(live_until__isnull=True), name="edition_one_open_interval"
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="edition_ends_after_begin",
            ),
            models.CheckConstraint(condition=Q(first_live_at__lte=F("live_from")), name="edition_first_live_before"),
            models.CheckConstraint(
                condition=Q(updated_at__isnull=True) | Q(updated_at__gte=F("first_live_at")),
                name="edition_updated_after_first",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(condition=~Q(headline=""), name="edition_has_headline"),
            models.CheckConstraint(condition=~Q(slug=""), name="edition_has_slug"),
            models.CheckConstraint(condition=Q(section__isnull=False), name="edition_has_section"),
            models.CheckConstraint(condition=Q(reading_minutes__gte=1), name="edition_reading_from_one"),
        ]
        indexes = [
            # Front page, News Feed, archive, feeds; with the rest of it sitemaps read a month off the index alone.
            models.Index(
                fields=["-first_live_at", "-article", "live_from", "live_until", "updated_at"], name="edition_list"
            ),
            # Section pages and the front page's blocks.
            models.Index(fields=["section", "-first_live_at", "-article"], name="edition_section_list"),
            # Pages by kind.
            models.Index(fields=["kind", "-first_live_at", "-article"], name="edition_kind_list"),
            # The next instant at which something public changes by itself.
            models.Index(fields=["live_from"], name="edition_begins"),
            models.Index(fields=["live_until"], name="edition_ends"),
        ]

    def get_absolute_url(self) -> str:
        return self.address.get_absolute_url()

    def is_live(self, at: dt.datetime) -> bool:
        """The rule of EditionQuerySet.live() for one instance."""
        return (
            self.live_from <= at and self.first_live_at <= at and (self.live_until is None or not self.live_until <= at)
        )

    @property
    def told_at(self) -> dt.datetime:
        """When readers were last told that something changed: what the page says as Updated, else its first instant."""
        return self.updated_at or self.first_live_at

    @property
    def filed_under(self) -> list[Topic]:  # type: ignore[override]
        return [row.topic for row in self.topic_rows]

    @property
    def related_uids(self) -> list[uuid.UUID]:  # type: ignore[override]
        return [row.uid for row in self.related_rows]
