from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.addressed import Addressed, AddressedQuerySet, KeptAddress
from core.fields import LineField, PlainTextField


class TopicQuerySet(AddressedQuerySet["Topic"]):
    def subjects(self) -> Self:
        """Topics that stand for themselves: not those that were merged into another."""
        return self.filter(merged_into=None)

    def at_address(self, slug: str) -> "Topic | None":
        """
        Whose page /topic/<slug>/ is, or leads to since they were renamed or merged; one query.

        The page is theirs where the answer's slug is the one asked for; else it redirects there.
        """
        own = Coalesce(OuterRef("topic__merged_into"), OuterRef("topic"))
        found = (
            TopicAddress.objects.using(self.db)
            .select_related("topic__merged_into")
            .annotate(has_aliases=Exists(Topic.objects.filter(merged_into=own)))
            .filter(slug=slug)
            .first()
        )
        if found is None:
            return None
        subject: Topic = found.topic.subject
        if not found.has_aliases:
            subject.keys = [subject.pk]
        return subject


class Topic(Addressed):
    """
    A subject that stories of any section share: a person, a place, a running story.

    It may be merged into another of the same matter: it then stays as an alias, because editions that went out point at
    it, and everything readers are shown of it is the other's (`subject`).
    """

    ADDRESS_TAKEN = _("This is, or once was, the address of another topic.")

    name = LineField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        error_messages={"unique": ADDRESS_TAKEN},
        help_text=_("The last part of /topic/…/. An address once given keeps leading here."),
    )
    description = PlainTextField(_("description"), blank=True)
    is_thread = models.BooleanField(
        _("a running story"),
        default=False,
        help_text=_("Its articles tell the story so far: how it began and what came since, with links."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="aliases",
        verbose_name=_("merged into"),
    )

    objects: ClassVar[Any] = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="topic_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the subject; an alias needs `merged_into` at hand, or it is one query."""
        return reverse("topic", args=[self.subject.slug])

    @property
    def subject(self) -> "Topic":
        """What readers are shown for this topic: itself, or the one it was merged into. Never an alias in turn."""
        return self.merged_into if self.merged_into_id and self.merged_into else self

    @cached_property
    def keys(self) -> Sequence[int]:
        """Keys of the subject and of the topics merged into it; one query."""
        subject = self.subject
        return [subject.pk, *subject.aliases.order_by("pk").values_list("pk", flat=True)]


class TopicAddress(KeptAddress):
    """One address that a topic's page has, or has had."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="addresses", verbose_name=_("topic"), editable=False)
