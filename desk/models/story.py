import copy
import datetime as dt
import typing
import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Content, Edition, Topic
from authors.models import Author

from .public_state import PublicState
from .rows import StoryByline, StoryTopic


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User | AnonymousUser) -> typing.Self:
        """
        Stories that `user` may read on the desk: all of them for whoever may read others' stories, but for those that
        are restricted to named people; otherwise one's own.
        """
        if not user.is_active or not user.has_perm("desk.view_story"):
            return self.none()
        if user.has_perm("desk.read_all_stories"):
            return self.countable_by(user)
        return self.filter(self._own(user))

    def countable_by(self, user: User | AnonymousUser) -> typing.Self:
        """
        Those of which `user` may know that they are there, though perhaps no more: all but what is kept from them.

        Taken out, not picked: so a list or a count of a hundred thousand reads an index, and not one row for the flag
        that lies behind its text.
        """
        return self.exclude(pk__in=Story.objects.kept_from(user).values("pk"))

    def kept_from(self, user: User | AnonymousUser) -> typing.Self:
        """The few for named people that `user` is none of: on no page and in no count of theirs."""
        restricted = self.filter(is_restricted=True)
        return restricted.exclude(pk__in=restricted.filter(self._own(user)).values("pk"))

    def editable_by(self, user: User | AnonymousUser) -> typing.Self:
        """Stories whose text `user` may save, going by the people; a spiked one is saved by nobody."""
        if not user.has_perm("desk.change_story"):
            return self.none()
        stories = self.visible_to(user).exclude(status=Story.Status.SPIKED)
        return stories if user.has_perm("desk.change_all_stories") else stories.filter(self._own(user))

    def for_reading(self, pk: int | str, user: User | AnonymousUser) -> "Story | None":
        """The story with this key, if there is one that `user` may read."""
        story = self.filter(pk=pk).first() if str(pk).isdecimal() else None
        return story if story and story.may_be_read_by(user) else None

    def mine(self, user: User | AnonymousUser) -> typing.Self:
        """Of those visible to `user`: begun by, assigned to or bylined with the account."""
        return self.visible_to(user).filter(self._written(user))

    def _written(self, user: User | AnonymousUser) -> Q:
        profiles = Author.objects.filter(Q(account=user.pk) | Q(merged_into__account=user.pk)).values("pk")
        bylined = StoryByline.objects.filter(author__in=profiles).values("story")
        return Q(begun_by=user.pk) | Q(assigned_to=user.pk) | Q(pk__in=bylined)

    def _own(self, user: User | AnonymousUser) -> Q:
        """Written by the account, or naming it."""
        named = Story.named_people.through.objects.filter(user=user.pk).values("story")
        return self._written(user) | Q(pk__in=named)


class Story(Content):
    """
    The working copy: what writers and editors have in hands. Readers never get it, they get its editions.

    `status` is moved by desk.workflow alone; the form saves everything else. `version` counts saves and moves, so
    that a form filled in before somebody else's save is told apart from a fresh one.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        SPIKED = "spiked", _("Spiked")

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    planned_words = models.PositiveIntegerField(_("planned length, words"), null=True, blank=True)
    embargo_until = models.DateTimeField(
        _("embargo"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nothing of the story goes out before. Only a publisher moves it, with a reason."),
    )
    is_restricted = models.BooleanField(
        _("for named people only"),
        default=False,
        help_text=_("Nobody else on the desk sees that this story exists, editors and chiefs included."),
    )
    named_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("named people")
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-saved_at", "-pk"]
        permissions = [
            ("read_all_stories", _("Can read every story on the desk")),
            ("change_all_stories", _("Can edit every story on the desk")),
            ("submit_story", _("Can send a story for review")),
            ("return_story", _("Can return a story to its writer")),
            ("approve_story", _("Can approve a story")),
            ("publish_story", _("Can publish, schedule and withdraw a story")),
            ("spike_story", _("Can spike and restore a story")),
            ("pick_lead", _("Can pick what leads the front page")),
        ]
        indexes = [
            # The desk's list, newest save first, whole and by status.
            models.Index(fields=["-saved_at", "-id"], name="story_list"),
            models.Index(fields=["status", "-saved_at"], name="story_status_list"),
            # What is due and overdue: few stories of many have a date.
            models.Index(fields=["due_at"], name="story_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["is_restricted"], name="story_restricted", condition=Q(is_restricted=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "approved", "published", "spiked"]),
                name="story_status_known",
            )
        ]

    @property
    def credits(self) -> list[StoryByline]:  # type: ignore[override]
        if "bylines" in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.bylines.all())  # the desk's list, which prefetches them in their order with their authors
        return list(self.bylines.select_related("author").order_by("position", "pk")) if self.pk else []

    @property
    def filed_under(self) -> list[Topic]:  # type: ignore[override]
        if "filings" in getattr(self, "_prefetched_objects_cache", {}):
            return [row.topic for row in self.filings.all()]
        return [row.topic for row in self.filings.select_related("topic").order_by("pk")] if self.pk else []

    @property
    def related_uids(self) -> list[uuid.UUID]:  # type: ignore[override]
        if "relations" in getattr(self, "_prefetched_objects_cache", {}):
            return [row.uid for row in self.relations.all()]
        return [row.uid for row in self.relations.order_by("position", "pk")] if self.pk else []

    def as_stored(self) -> "Story":
        """A copy of this story that has read the rows below it, once for whoever asks it for them: three queries."""
        stored = copy.copy(self)
        stored.__dict__.pop("_prefetched_objects_cache", None)
        models.prefetch_related_objects(
            [stored],
            models.Prefetch("bylines", StoryByline.objects.select_related("author")),
            models.Prefetch("filings", StoryTopic.objects.select_related("topic")),
            "relations",
        )
        return stored

    def editions(self) -> models.QuerySet[Edition]:
        """Every edition this story has been given, oldest first, whatever readers see of it now."""
        return Edition.objects.filter(article__uid=self.uid).order_by("number")

    @cached_property
    def article(self) -> Article | None:
        """The article of this story's editions; None until the first is made."""
        return Article.objects.filter(uid=self.uid).first()

    def public_state(self, at: dt.datetime) -> PublicState:
        """The other axis: what readers see of this story at `at`, read from its editions."""
        return PublicState.of(list(self.editions().select_related("address")), at)

    def may_be_read_by(self, user: User | AnonymousUser) -> bool:
        """What visible_to() says of this story. No query where it is for everybody, and `user` reads all of those."""
        if not self.is_restricted and user.has_perms(["desk.view_story", "desk.read_all_stories"]):
            return True
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def may_be_edited_by(self, user: User | AnonymousUser) -> bool:
        """What editable_by() says of this story. No query where it is for everybody, and `user` edits all of those."""
        everything = ["desk.view_story", "desk.read_all_stories", "desk.change_story", "desk.change_all_stories"]
        if not self.is_restricted and user.has_perms(everything):
            return self.status != Story.Status.SPIKED
        return type(self).objects.editable_by(user).filter(pk=self.pk).exists()
