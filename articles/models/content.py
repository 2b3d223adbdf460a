import json
import typing
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import captions, embeds
from core.fields import HTMLField, LineField, PlainTextField
from photos.models import PlacedPhoto

from .rows import Byline
from .section import Section
from .topic import Topic

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def site_language() -> str:
    return settings.LANGUAGE_CODE


def validate_video(address: str) -> None:
    if not (found := embeds.find(address)) or not found.is_video:
        raise ValidationError(_("This is not the address of a video on YouTube, Vimeo or Facebook."), code="video")


def validate_captions(file: str) -> None:
    captions.read(file)


class Content(PlacedPhoto):
    """
    What a story is made of: the columns that the working copy on the desk and every edition share.

    The rows below it are reached through three plain lists, `credits`, `filed_under` and `related_uids`,
    which a story reads from its tables, and an edition is given by its loader or its composer: so the same
    template shows a published edition and a preview that was never saved.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        FEATURE = "feature", _("Feature")
        OPINION = "opinion", _("Opinion")
        INTERVIEW = "interview", _("Interview")
        EXPLAINER = "explainer", _("Explainer")
        INVESTIGATION = "investigation", _("Investigation")
        VIDEO = "video", _("Video")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        UKRAINIAN = "uk", _("Ukrainian")
        CRIMEAN_TATAR = "crh", _("Crimean Tatar")
        POLISH = "pl", _("Polish")
        GERMAN = "de", _("German")
        FRENCH = "fr", _("French")
        SPANISH = "es", _("Spanish")
        ROMANIAN = "ro", _("Romanian")
        ARABIC = "ar", _("Arabic")
        HEBREW = "he", _("Hebrew")
        PERSIAN = "fa", _("Persian")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    headline = LineField(_("headline"), max_length=300)
    standfirst = PlainTextField(
        _("standfirst"),
        blank=True,
        max_length=1000,
        help_text=_("One or two sentences under the headline and on cards."),
    )
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made of the headline.")
    )
    body = HTMLField(_("text"), blank=True)
    video_address = LineField(
        _("video"),
        max_length=500,
        blank=True,
        validators=[validate_video],
        help_text=_("Its address on YouTube, Vimeo or Facebook. It plays in place of the picture, after a click."),
    )
    video_seconds = models.PositiveIntegerField(_("length of the video"), null=True, blank=True)
    video_captions = PlainTextField(
        _("subtitles"),
        max_length=400_000,
        blank=True,
        validators=[validate_captions],
        help_text=_(
            "A captions file, WebVTT (.vtt) or SubRip (.srt): readers get what is said as text under the video."
        ),
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    language = models.CharField(
        _("language of the text"), max_length=8, choices=Language.choices, default=site_language
    )

    # Each concrete content provides these; see the class docstring.
    credits: Sequence[Byline]
    filed_under: Sequence[Topic]
    related_uids: Sequence[uuid.UUID]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline

    @property
    def kicker(self) -> str:
        """The line above the headline: the kind, except that news is filed in the News Feed."""
        return gettext("News Feed") if self.kind == self.Kind.NEWS else str(self.get_kind_display())

    @property
    def subjects(self) -> list[Topic]:
        """Its topics as readers are told of them: for one that was merged the other, and each once."""
        return list(dict.fromkeys(topic.subject for topic in self.filed_under))

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def video(self) -> embeds.Embed | None:
        """What plays at the head of the page; None where there is none, or its address is none that we show."""
        found = embeds.find(self.video_address) if self.video_address else None
        return found if found and found.is_video else None

    @property
    def video_length(self) -> str:
        """ "4:05", "1:02:00"; "" where nobody said."""
        return captions.clock(self.video_seconds) if self.video_seconds else ""

    @property
    def video_transcript(self) -> list[captions.Paragraph]:
        """What is said in the video, where it has captions."""
        return captions.paragraphs(captions.read(self.video_captions)) if self.video_captions else []

    @property
    def writers(self) -> list[Byline]:
        """Those of the credits who wrote it, or everybody where nobody has the words."""
        return [row for row in self.credits if "words" in row.roles] or list(self.credits)

    @property
    def named_writers(self) -> list[Byline]:
        """The writers in order, each name once: two hidden people have one."""
        named: dict[str, Byline] = {}
        for row in self.writers:
            named.setdefault(row.printed_name, row)
        return list(named.values())

    def byline(self) -> str:
        """Names as printed, in order: "A", "A and B", "A, B and C"; empty without authors."""
        names = [row.printed_name for row in self.named_writers]
        if len(names) < 2:
            return "".join(names)
        return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

    def snapshot(self) -> dict[str, typing.Any]:
        """
        Everything that publishing copies, as plain JSON values, keyed by field name.

        `bylines` in order, `topics` as sorted keys, `related` as uids in order. Two contents with equal
        snapshots read the same. History, differences, merging and digests all read this and `canonical()`.
        """
        values: dict[str, typing.Any] = {
            field.name: field.value_from_object(self) for field in Content._meta.get_fields() if field.concrete
        }
        values["bylines"] = [
            {"author": row.author_id, "roles": sorted(row.roles), "name": row.name, "title": row.title}
            for row in self.credits
        ]
        values["topics"] = sorted(topic.pk for topic in self.filed_under)
        values["related"] = [str(uid) for uid in self.related_uids]
        return values


def content_columns() -> list[str]:
    """Names of the columns that a story and an edition share, in order of declaration."""
    return [field.attname for field in Content._meta.get_fields() if field.concrete]


def canonical(snapshot: dict[str, typing.Any]) -> str:
    """The one spelling of a snapshot: JSON with sorted keys, no spaces, text unescaped (after RFC 8785)."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
