from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.addressed import Addressed, AddressedQuerySet
from core.fields import LineField, PlainTextField
from photos import showing
from photos.models import Photo

from .address import AuthorAddress
from .link import AuthorLink


class AuthorQuerySet(AddressedQuerySet["Author"]):
    def people(self) -> Self:
        """Profiles that stand for somebody: not those that were merged into another."""
        return self.filter(merged_into=None)

    def masthead(self) -> Self:
        """Who works here now, in the order printed, with their portraits; one query. Nobody who is hidden."""
        return (
            self.people()
            .filter(is_active=True, hidden_at=None)
            .select_related("portrait")
            .order_by("position", "name", "pk")
        )

    def at_address(self, slug: str) -> "Author | None":
        """
        Whose page /author/<slug>/ is, or leads to since they were renamed or merged; one query.

        The page is theirs where the answer's slug is the one asked for; else it redirects there. A hidden person has
        no page at any address.
        """
        found = (
            AuthorAddress.objects.using(self.db)
            .select_related("author__portrait", "author__merged_into__portrait")
            .filter(slug=slug)
            .first()
        )
        return found.author.person if found and not found.author.is_hidden else None


class Author(Addressed):
    """
    Somebody whose name stands in bylines, with or without an account on the desk.

    A profile may be merged into another of the same person: it then stays as an alias, because the bylines of editions
    that went out point at it, and everything readers are shown of it is the other's (`person`).
    """

    ADDRESS_TAKEN = _("This is, or once was, the address of another author.")

    name = LineField(_("name"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        error_messages={"unique": ADDRESS_TAKEN},
        help_text=_("The last part of /author/…/. An address once given keeps leading here."),
    )
    title = LineField(_("title"), max_length=200, blank=True, help_text=_("As printed under the name: “Reporter”."))
    biography = PlainTextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    portrait_alt = LineField(
        _("description (alt)"),
        max_length=500,
        blank=True,
        help_text=_("What the portrait shows, for those who don't see it: “A woman in a blue coat at a window.”"),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("Who signs in as this person; empty for somebody without an account."),
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Untick for a former colleague."))
    position = models.PositiveSmallIntegerField(
        _("place in the masthead"), default=100, help_text=_("Lower numbers come first; equal ones go by name.")
    )
    # Since when no reader is told who this is: see authors.hiding.
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="aliases",
        verbose_name=_("merged into"),
    )

    objects: ClassVar[Any] = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        permissions = [
            ("hide_author", _("Can hide a person from readers")),
            ("show_author", _("Can show a hidden person to readers again")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="author_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the person; an alias needs `merged_into` at hand, or it is one query."""
        return reverse("author", args=[self.person.slug])

    @property
    def person(self) -> "Author":
        """Whom readers are shown for this profile: itself, or the one it was merged into. Never an alias in turn."""
        return self.merged_into if self.merged_into_id and self.merged_into else self

    @property
    def is_hidden(self) -> bool:
        """Whether readers may not be told who this is. Free where `merged_into` is at hand."""
        return self.hidden_at is not None or self.person.hidden_at is not None

    @cached_property
    def profiles(self) -> Sequence[int]:
        """Keys of this person's own profile and of those merged into it; one query."""
        person = self.person
        return [person.pk, *person.aliases.order_by("pk").values_list("pk", flat=True)]

    @property
    def editions(self) -> Any:
        """Editions with this person's byline, by any of the profiles: articles' queryset, to be asked live(at)."""
        bylined: Any = Author._meta.get_field("bylined_editions").related_model
        return bylined.objects.bylined(self.profiles)

    @cached_property
    def links(self) -> list[AuthorLink]:
        """The person's contact links in order, without those that lead nowhere; one query. None of somebody hidden."""
        return [] if self.is_hidden else [link for link in self.person.contacts.all() if link.url]

    @property
    def face(self) -> showing.Shown | None:
        """The person's portrait, square, as photos/_picture.html prints it; None without one that may be shown."""
        person = self.person
        portrait = person.portrait if person.portrait_id and not self.is_hidden else None
        return showing.square(portrait, person.portrait_alt or portrait.alt) if portrait else None
