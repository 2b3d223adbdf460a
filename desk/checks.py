"""
What stands between a story and its publication, in words. Every door that publishes asks here.

A stop holds the story back: a publisher may override it with a reason, unless it is `final`. A warning is only said.
"""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from lxml import html

from articles import blocks, whereabouts
from articles.models import Content, Edition
from articles.reading import plain_text
from core.text import words as count_words
from photos.credits import credit_line
from photos.models import Photo, rights_problems

from . import links
from .models import Story
from .models.public_state import PublicState
from .naming import Reader, unnamed
from .wording import when

LONG_PARAGRAPH = 120  # words
SAME_HEADLINE_WITHIN = dt.timedelta(days=30)
# "Yesterday" alone says nothing a week later; in each language that the newsroom writes.
_YESTERDAY = re.compile(r"\b(yesterday|today|tomorrow|вчора|учора|сьогодні|завтра)\b", re.IGNORECASE)
# A day of a month or of the week; a number alone ("yesterday 12 people") dates nothing.
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    r"січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листопад|груд)\w*"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|\b{_MONTH}\.?\s+\d{{1,2}}\b|\b\d{{1,2}}[./]\d{{1,2}}\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|понеділ|вівтор|серед[аиу]|четвер|п[’'ʼ]ятниц|субот|неділ",
    re.IGNORECASE,
)
_BARE_LINKS = {"here", "click here", "this", "link", "read more", "тут", "читати", "посилання"}


# What the desk's list calls each kind of problem. Not there is what passes by itself: a related story comes out.
MARKS = {
    "headline": gettext_lazy("no headline"),
    "section": gettext_lazy("no section"),
    "text": gettext_lazy("no text"),
    "byline": gettext_lazy("no byline"),
    "picture": gettext_lazy("picture"),
    "rights": gettext_lazy("picture’s rights"),
    "headline-length": gettext_lazy("long headline"),
    "related": gettext_lazy("related story gone"),
    "link": gettext_lazy("broken link"),
    "link-text": gettext_lazy("bare link"),
    "embargo": gettext_lazy("embargo"),
    "standfirst": gettext_lazy("no standfirst"),
    "video": gettext_lazy("no video"),
    "same-headline": gettext_lazy("same headline"),
    "paragraph": gettext_lazy("long paragraph"),
    "day": gettext_lazy("day without date"),
}
STOPS = frozenset(
    {"headline", "section", "text", "byline", "picture", "rights", "headline-length", "related", "link", "embargo"}
)


# A story that another points to: its headline as its reader may know it, the story, and what readers see of it.
Related = tuple[str, Story | None, PublicState]


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that a check found. `code` names the check, `words` are for the editor."""

    code: str
    words: str
    is_stop: bool = True
    is_final: bool = False

    def __str__(self) -> str:
        return self.words


def stops(story: Story, at: dt.datetime, reader: Reader | None = None) -> list[Problem]:
    """
    What holds `story` back, were it to go live at `at`; empty when nothing does.

    Other stories are named as `reader` may know them, or else as the public may.
    """
    return _stops(story, at, _related(story, at, reader))


def warnings(story: Story, at: dt.datetime, reader: Reader | None = None) -> list[Problem]:
    """What an editor should have seen before `story` goes live at `at`, and may let pass."""
    return _warnings(story, at, _related(story, at, reader))


def problems(story: Story, at: dt.datetime, reader: Reader | None = None) -> list[Problem]:
    """Stops first, then warnings: what the story's page shows, and the marks in the desk's list."""
    related = _related(story, at, reader)
    return [*_stops(story, at, related), *_warnings(story, at, related)]


def _stops(story: Story, at: dt.datetime, related: list[Related]) -> list[Problem]:
    checks = (_missing, _picture, _long_headline)
    found = [problem for check in checks for problem in check(story)]
    pieces = blocks.cut(story.body)
    found += [*_broken_links(story, at), *_pictures_in_text(pieces)]
    found += [one for one in _rights(story, story.uid, pieces, at) if one.is_stop]
    return [*found, *_related_gone(related), *embargo(story, at)]


def _warnings(story: Story, at: dt.datetime, related: list[Related]) -> list[Problem]:
    ending = (one for one in _rights(story, story.uid, blocks.cut(story.body), at) if not one.is_stop)
    return [
        *_no_standfirst(story),
        *_no_video(story),
        *_same_headline(story, at),
        *_related_not_out(related),
        *ending,
        *_wording(story),
    ]


def embargo(story: Story, at: dt.datetime) -> list[Problem]:
    """The stop that nothing overrides: `story` may not be public at `at` yet."""
    if story.embargo_until is None or at >= story.embargo_until:
        return []
    words = _("The story is under embargo until %(time)s: nothing of it goes out before.")
    return [Problem("embargo", words % {"time": when(story.embargo_until, at)}, is_final=True)]


def fixing(live: Edition, fixed: Edition, at: dt.datetime) -> list[Problem]:
    """
    What holds a fix of the live text back: only what it brings, for a slip is mended whatever else is wrong by now.

    Pictures that it brings or whose words it takes away, links that lead nowhere, a headline over the limit.
    """
    new = [piece for piece in fixed.pieces if piece not in live.pieces]
    rights = _rights(fixed, fixed.article.uid, fixed.pieces, at)
    there = {problem.words for problem in _broken_links(live, at)}
    broken = (problem for problem in _broken_links(fixed, at) if problem.words not in there)
    headline = () if list(_long_headline(live)) else _long_headline(fixed)
    return [*_pictures_in_text(new), *(one for one in rights if one.is_stop), *headline, *broken]


def _missing(story: Story) -> Iterator[Problem]:
    if not story.headline.strip():
        yield Problem("headline", _("The story has no headline."), is_final=True)
    if not story.section_id:
        yield Problem("section", _("The story is in no section."), is_final=True)
    if not (plain_text(story.body).strip() or story.standfirst.strip()):
        yield Problem("text", _("The story has neither text nor standfirst."))
    if not story.credits:
        yield Problem("byline", _("The story has no byline."))


def _picture(story: Story) -> Iterator[Problem]:
    # No reason is good enough to show a picture without saying whose it is.
    has_credit = bool(story.lead_credit)
    yield from (Problem("picture", words, is_final=not has_credit) for words in story.lead_photo_problems())


def _pictures_in_text(pieces: list[blocks.Piece]) -> Iterator[Problem]:
    placed = [piece for piece in pieces if isinstance(piece, dict) and "photo" in piece]
    if not placed:
        return
    known = Photo.objects.in_bulk(blocks.photos(pieces))
    for piece in placed:
        photo = known.get(piece["photo"])
        name = _start(plain_text(piece["caption"]) or piece["alt"] or str(photo or piece["photo"]))
        if photo is None or not photo.is_showable:
            words = _("The picture “%(name)s” in the text was pulled from the library and can't be shown: take it out.")
            yield Problem("picture", words % {"name": name})
            continue
        if not piece["alt"]:
            words = _("The picture “%(name)s” in the text has no description (alt) for readers who don't see it.")
            yield Problem("picture", words % {"name": name})
        if not credit_line(piece["photographer"], piece["agency"], piece["distributor"]):
            words = _("The picture “%(name)s” in the text has no credit: name its photographer, agency or distributor.")
            yield Problem("picture", words % {"name": name}, is_final=True)


def _rights(content: Content, uid: uuid.UUID, pieces: list[blocks.Piece], at: dt.datetime) -> Iterator[Problem]:
    """Of pictures that readers don't have in this story yet: after the end of their rights there is no new use."""
    keys = {*blocks.photos(pieces), *([content.lead_photo_id] if content.lead_photo_id else [])}
    ending = [photo for photo in Photo.objects.filter(pk__in=keys) if photo.rights_end_soon(at)] if keys else []
    if not ending:
        return
    there = Edition.objects.live(at).filter(article__uid=uid)
    shown = {*there.values_list("lead_photo", flat=True), *there.values_list("pictures__photo", flat=True)}
    for photo in ending:
        if photo.rights_over(at) and photo.pk in shown:
            continue
        words = f"{_start(str(photo))}: {' '.join(rights_problems(photo, at))}"
        yield Problem("rights", words, is_stop=photo.rights_over(at))


def _long_headline(story: Content) -> Iterator[Problem]:
    limit = settings.NEWSROOM_HEADLINE_LIMIT
    if len(story.headline) > limit:
        yield Problem(
            "headline-length",
            _("The headline has %(length)s characters; this newsroom's limit is %(limit)s.")
            % {"length": len(story.headline), "limit": limit},
        )


def _related(story: Story, at: dt.datetime, reader: Reader | None) -> list[Related]:
    """The stories that it points to, after its text and in it."""
    uids: list[uuid.UUID] = list(dict.fromkeys([*story.related_uids, *blocks.cards(blocks.cut(story.body))]))
    if not uids:
        return []
    known = Story.objects.filter(uid__in=uids).only("uid", "status")
    stories = {one.uid: one for one in known}
    states = PublicState.of_stories(uids, at)
    # What is kept in the log is for everybody who reads this story, and says no more than everybody has.
    told = (reader or Reader(AnonymousUser(), at)).headlines(uids)
    return [(told.get(str(uid), unnamed()), stories.get(uid), states[uid]) for uid in uids]


def _related_gone(related: list[Related]) -> Iterator[Problem]:
    for headline, target, public in related:
        is_ours = target.status != Story.Status.SPIKED if target else public.name in ("live", "scheduled")
        if public.name == "withdrawn" or not is_ours:
            words = _("The related story “%(headline)s” was withdrawn or spiked: take it out.")
            yield Problem("related", words % {"headline": headline})


def _related_not_out(related: list[Related]) -> Iterator[Problem]:
    for headline, target, public in related:
        if target and target.status != Story.Status.SPIKED and public.name in ("never", "scheduled"):
            words = _("The related story “%(headline)s” isn't public yet: its card shows when it is.")
            yield Problem("related-waiting", words % {"headline": headline}, is_stop=False)


def _broken_links(story: Content, at: dt.datetime) -> Iterator[Problem]:
    for path in links.internal(story.body):
        if whereabouts.end_of(path, at).state == whereabouts.UNKNOWN:
            yield Problem("link", _("A link leads nowhere on this site: %(path)s") % {"path": path})


def _no_standfirst(story: Story) -> Iterator[Problem]:
    if not story.standfirst.strip():
        yield Problem("standfirst", _("The story has no standfirst: cards show only its headline."), is_stop=False)


def _no_video(story: Story) -> Iterator[Problem]:
    if story.kind == Story.Kind.VIDEO and story.video is None:
        yield Problem("video", _("The story’s kind is Video, but it has no video."), is_stop=False)
    if story.video and not story.lead_photo_id:
        words = _("The video has no still picture: choose one under “Picture”.")
        yield Problem("video", words, is_stop=False)


def _same_headline(story: Story, at: dt.datetime) -> Iterator[Problem]:
    twin = (
        Edition.objects.live(at)
        .filter(first_live_at__gte=at - SAME_HEADLINE_WITHIN, headline__iexact=story.headline)
        .exclude(article__uid=story.uid)
        .exists()
    )
    if twin:
        yield Problem("same-headline", _("Another story of the last 30 days has this headline."), is_stop=False)


def _wording(story: Story) -> Iterator[Problem]:
    if not story.body.strip():
        return
    root = html.fragment_fromstring(story.body, create_parent="div")
    for link in root.iter("a"):
        if " ".join(link.text_content().lower().split()).strip(".…:") in _BARE_LINKS:
            words = _("A link reads “%(words)s”: say where it leads.")
            yield Problem("link-text", words % {"words": link.text_content().strip()}, is_stop=False)
    for paragraph in root.iter("p"):
        text = paragraph.text_content()
        if (length := count_words(text)) > LONG_PARAGRAPH:
            words = ngettext(
                "The paragraph that begins “%(start)s” has %(length)s word.",
                "The paragraph that begins “%(start)s” has %(length)s words.",
                length,
            )
            yield Problem("paragraph", words % {"start": _start(text), "length": length}, is_stop=False)
        if (found := _YESTERDAY.search(text)) and not _DATE.search(text):
            words = _("“%(word)s” stands without a date in the paragraph that begins “%(start)s”.")
            yield Problem("day", words % {"word": found[0], "start": _start(text)}, is_stop=False)


def _start(text: str) -> str:
    first = text.split()[:4]
    return " ".join(first) + ("…" if len(text.split()) > len(first) else "")
