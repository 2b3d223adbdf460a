"""The demo newsroom, made through the doors that the newsroom itself uses."""

import datetime as dt
import re
from html import escape

from django.contrib.auth.models import User
from django.db import transaction

from articles.blocks import WORDS
from articles.models import Page
from desk import history, publishing, workflow
from desk.models import Story, StoryByline, StoryRelated, StoryTopic
from photos.models import Photo, place

from . import gallery, marks, people, texts
from .people import Newsroom
from .texts import Text
from .times import instant

LEAD = "vyshnopil-lights"
HOUR = dt.timedelta(hours=1)
_PICTURE = re.compile(r'data-photo="([a-z-]+)"')


@transaction.atomic
def load(at: dt.datetime) -> int:
    """Make what is missing of the demo newsroom as seen from `at`; how many stories that added."""
    newsroom = people.furnish()
    photos = gallery.hang(newsroom)
    gallery.hang_portraits(newsroom)
    for page in texts.pages():
        Page.objects.get_or_create(slug=page.name, defaults={"title": page.header["title"], "body": page.body})
    there = set(
        Story.objects.values_list("uid", flat=True).filter(uid__in=[marks.uid(t.name) for t in texts.stories()])
    )
    missing = [text for text in texts.stories() if marks.uid(text.name) not in there]
    # Oldest first, as they would have come.
    missing.sort(key=lambda text: instant(text.header["when"], at))
    tellings = [_Telling(text, newsroom, photos, at) for text in missing]
    # Each exists before any is published, since they point at one another.
    for telling in tellings:
        telling.begin()
    for telling in tellings:
        telling.tell()
    if any(text.name == LEAD for text in missing):
        lead = Story.objects.get(uid=marks.uid(LEAD))
        publishing.pick_lead(lead, by=newsroom.accounts["editor"], at=at - HOUR / 2)
    return len(missing)


class _Telling:
    """One story, from its beginning to where its header says that it stands."""

    def __init__(self, text: Text, newsroom: Newsroom, photos: dict[str, Photo], at: dt.datetime) -> None:
        self.text, self.newsroom, self.photos, self.now = text, newsroom, photos, at
        self.status = text.header.get("status", "published")
        self.when = instant(text.header["when"], at)
        # What is to be published has been worked on before; what waits for its time was ready two hours ago.
        self.ready_at = at - 2 * HOUR if self.status == "scheduled" else self.when

    def tell(self) -> None:
        story = self.story
        match self.status:
            case "draft":
                pass
            case "in_review":
                self._submit(story, self.when)
            case "returned":
                self._submit(story, self.when - HOUR)
                reason = self.text.header["reason"]
                workflow.move(story, "return", by=self._account("editor"), at=self.when, reason=reason)
            case "spiked":
                workflow.move(story, "spike", by=self._account("editor"), at=self.when)
            case "approved":
                self._approve(story)
            case "scheduled":
                self._approve(story)
                publisher = self._account("publisher")
                publishing.publish(story, by=publisher, at=self.ready_at, live_from=self.when)
            case "published" | "rewriting":
                self._approve(story)
                publishing.publish(story, by=self._account("publisher"), at=self.when)
                self._what_came_after(story)
            case other:
                raise ValueError(f"{self.text.name}: no story stands at {other!r}")

    def begin(self) -> None:
        header, newsroom = self.text.header, self.newsroom
        begun_at = self.ready_at - 9 * HOUR
        story = Story(
            uid=marks.uid(self.text.name),
            kind=header["kind"],
            headline=header.get("fixed-was", header["headline"]),
            standfirst=header.get("standfirst", ""),
            slug=header.get("slug", ""),
            body=self._first_body(),
            section=newsroom.sections[header["section"]],
            language=header.get("language", "en"),
            begun_by=self._writer(),
            assigned_to=newsroom.accounts.get(header.get("assigned", "")),
            created_at=begun_at,
            saved_at=self.ready_at - 3 * HOUR,
        )
        if "photo" in header:
            place(story, self.photos[header["photo"]])
            # The library's words are English; a story in another language has its own.
            story.lead_caption = header.get("caption", story.lead_caption)
            story.lead_alt = header.get("alt", story.lead_alt)
        story.save()
        for position, credit in enumerate(self.text.words("by", between=";")):
            slug, _bracket, roles = credit.removesuffix(")").partition(" (")
            did = [role.strip() for role in roles.split(",")] if roles else ["words"]
            StoryByline.objects.create(story=story, author=newsroom.authors[slug], position=position, roles=did)
        for slug in self.text.words("topics"):
            StoryTopic.objects.create(story=story, topic=newsroom.topics[slug])
        for position, name in enumerate(self.text.words("related")):
            StoryRelated.objects.create(story=story, uid=marks.uid(name), position=position)
        workflow.begun(story, by=self._writer(), at=begun_at)
        history.record(story, by=self._writer(), at=begun_at)
        self.story = story

    def _what_came_after(self, story: Story) -> None:
        header, publisher = self.text.header, self._account("publisher")
        if "fixed" in header:
            at = instant(header["fixed"], self.now)
            self._edit(story, at, headline=header["headline"])
            publishing.publish(story, by=publisher, at=at, change="minor")
        if "update" in header:
            at = instant(header["update"], self.now)
            self._edit(story, at, body=self._body(self.text.body))
            publishing.publish(story, by=publisher, at=at, change="update", note=header.get("note", ""))
        if "corrected" in header:
            at = instant(header["corrected"], self.now)
            self._edit(story, at, body=self._body(self.text.body))
            record = header["correction"]
            publishing.publish(story, by=publisher, at=at, change="correction", correction=record)
        if "withdrawn" in header:
            at = instant(header["withdrawn"], self.now)
            publishing.withdraw(story, by=publisher, at=at, reason=header["reason"])
        if "rewrite" in header:
            self._edit(story, self.now - HOUR / 4, headline=header["rewrite"])

    def _submit(self, story: Story, at: dt.datetime) -> None:
        workflow.move(story, "submit", by=self._writer(), at=at)

    def _approve(self, story: Story) -> None:
        self._submit(story, self.ready_at - 2 * HOUR)
        # Nobody approves what they began.
        editor = self._account("chief" if self._writer() == self._account("editor") else "editor")
        workflow.move(story, "approve", by=editor, at=self.ready_at - HOUR / 2)

    def _edit(self, story: Story, at: dt.datetime, **changes: str) -> None:
        with transaction.atomic():
            workflow.edited(story, by=self._writer(), at=at)
            for name, value in changes.items():
                setattr(story, name, value)
            story.save()
            history.record(story, by=self._writer(), at=at)

    def _first_body(self) -> str:
        """What the first edition said: less where an update has added to it, and wrong where it was corrected."""
        header, blocks = self.text.header, self.text.blocks
        body = self._body("".join(blocks[: len(blocks) - int(header.get("update-adds", 0))]))
        return body.replace(header["right"], header["wrong"]) if "wrong" in header else body

    def _body(self, body: str) -> str:
        """`body` with the keys of its pictures for their names, and their words, as when one places them."""
        return _PICTURE.sub(lambda found: _placed(self.photos[found[1]]), body)

    def _writer(self) -> User:
        """Who began it: said in the header, or else the first author, or the editor for one who can't send it in."""
        if "begun" in self.text.header:
            return self._account(self.text.header["begun"])
        first = self.newsroom.authors[self.text.words("by", between=";")[0].partition(" ")[0]]
        owners = [user for user in self.newsroom.accounts.values() if user.pk == first.account_id]
        return next((user for user in owners if user.has_perm("desk.submit_story")), self._account("editor"))

    def _account(self, name: str) -> User:
        return self.newsroom.accounts[name]


def _placed(photo: Photo) -> str:
    words = "".join(f' data-{name}="{escape(getattr(photo, name))}"' for name in WORDS)
    return f'data-photo="{photo.pk}"{words}'
