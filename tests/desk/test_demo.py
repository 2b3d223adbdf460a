"""The demo newsroom: what load_demo makes, and where it doesn't."""

import datetime as dt
import tempfile
from io import StringIO
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone
from PIL import Image

from articles.models import Correction, Edition, Lead, Page, Section, Topic, Withdrawal
from authors.models import Author
from core.clock import to_local
from desk import checks, roles
from desk.demo import gallery, marks, people, texts
from desk.demo.times import instant
from desk.models import Story
from photos.models import Photo
from tests import cast

GROUPS = {
    "reporter": roles.REPORTERS,
    "editor": roles.EDITORS,
    "publisher": roles.PUBLISHERS,
    "chief": roles.CHIEF_EDITORS,
    "profiles": roles.PROFILE_STAFF,
    "photodesk": roles.PHOTO_DESK,
}


def load(**options) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestWhereItDoesNothing:
    def test_a_newsroom_with_a_story_of_its_own_gets_no_demo_and_no_accounts(self):
        cast.story()
        with pytest.raises(CommandError, match="stories of its own"):
            load()
        assert not User.objects.filter(username="publisher").exists()
        with pytest.raises(CommandError, match="stories of its own"):
            load(stories=10)

    def test_somebody_elses_account_under_a_demo_name_is_not_touched(self):
        mine = User.objects.create_user("editor", "editor@example.org", "my own long password")
        with pytest.raises(CommandError, match="editor"):
            load()
        assert User.objects.get() == mine
        assert not mine.groups.exists()

    def test_if_empty_does_nothing_where_somebody_has_begun(self):
        cast.root()
        assert load(if_empty=True) == ""
        assert not Story.objects.exists()
        assert User.objects.count() == 1

    def test_if_empty_does_not_complain_of_stories(self):
        cast.story()
        assert load(if_empty=True) == ""


@pytest.mark.django_db
def test_each_account_is_in_its_group_and_has_the_password(settings):
    settings.NEWSROOM_DEMO_PASSWORD = "another password"
    people.furnish()
    assert User.objects.count() == 7
    for name, group in GROUPS.items():
        user = User.objects.get(username=name)
        assert [one.name for one in user.groups.all()] == [group]
        assert user.check_password("another password")
        assert user.is_staff
        assert not user.is_superuser
    assert User.objects.get(username="admin").is_superuser


@pytest.mark.django_db
def test_an_account_that_is_there_keeps_its_password():
    people.furnish()
    user = User.objects.get(username="editor")
    user.set_password("changed by its owner")
    user.save()
    people.furnish()
    assert User.objects.get(username="editor").check_password("changed by its owner")


class TestTheDemoNewsroom(TestCase):
    """Loaded once, with pictures of a few pixels."""

    @classmethod
    def setUpTestData(cls):
        cls.media = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=cls.media))
        small = Image.new("RGB", (48, 32), "teal")
        with mock.patch.object(gallery, "scene", lambda name: small.copy()):
            load()
        cls.at = timezone.now()

    def story(self, name: str) -> Story:
        return Story.objects.get(uid=marks.uid(name))

    def live(self):
        return Edition.objects.live(self.at)

    def get(self, address: str):
        with self.settings(MEDIA_ROOT=self.media):
            return self.client.get(address)

    def test_there_is_enough_to_read(self):
        assert self.live().count() >= 60
        assert self.live().filter(words__gte=150).count() >= 24
        assert {edition.kind for edition in self.live()} == set(Edition.Kind.values)
        assert Author.objects.count() == 8
        assert not Author.objects.filter(portrait=None).exists()
        assert not Author.objects.filter(edition_bylines=None).exists()
        assert Topic.objects.count() == 12
        assert set(Page.objects.values_list("slug", flat=True)) == set(Page.Slug.values)

    def test_every_section_and_topic_has_stories(self):
        for section in Section.objects.all():
            assert self.live().filter(section=section).count() >= 3, section
        for topic in Topic.objects.all():
            assert self.live().filter(filings__topic=topic).exists(), topic

    def test_each_status_is_there_and_each_public_state(self):
        statuses = set(Story.objects.values_list("status", flat=True))
        assert statuses == set(Story.Status.values)
        states = {story.public_state(self.at).name for story in Story.objects.all()}
        assert states == {"never", "scheduled", "live", "withdrawn"}

    def test_each_change_is_there(self):
        changes = set(self.live().values_list("change", flat=True))
        assert changes >= {"first", "minor", "update", "correction"}
        assert self.live().exclude(note="").exists()
        assert Correction.objects.count() == 1
        assert Withdrawal.objects.count() == 1
        live_and_in_hands = self.story("flood-gauge")
        assert live_and_in_hands.status == Story.Status.DRAFT
        assert live_and_in_hands.public_state(self.at).live.headline != live_and_in_hands.headline

    def test_everything_public_answers(self):
        for edition in self.live().with_rows():
            answer = self.get(edition.get_absolute_url())
            assert answer.status_code == 200, edition
            assert self.get(edition.get_absolute_url() + "text/").status_code == 200, edition
        addresses = ["/", "/news-feed/", "/authors/", "/corrections/", "/rss.xml"]
        for model in (Section, Topic, Author, Page):
            addresses += [row.get_absolute_url() for row in model.objects.all()]
        addresses += [f"/kind/{kind}/" for kind in Edition.Kind.values]
        for address in addresses:
            assert self.get(address).status_code == 200, address

    def test_what_is_not_public_does_not(self):
        withdrawn = self.story("hospital-list").public_state(self.at).last
        assert self.get(withdrawn.get_absolute_url()).status_code == 410
        scheduled = self.story("morning-trains").public_state(self.at).waiting
        assert self.get(scheduled.get_absolute_url()).status_code == 404
        front = self.get("/").content.decode()
        for story in Story.objects.all():
            if story.public_state(self.at).name != "live":
                assert story.headline not in front

    def test_the_picked_story_leads(self):
        [lead] = Lead.objects.all()
        assert lead.article.uid == marks.uid("vyshnopil-lights")
        assert self.get("/").context["lead"].article_id == lead.article_id

    def test_nothing_lies_ahead_but_what_is_scheduled(self):
        assert not Story.objects.filter(saved_at__gt=self.at).exists()
        assert not Story.objects.filter(moves__at__gt=self.at).exists()
        assert Edition.objects.waiting(self.at).count() == 2
        assert not Edition.objects.filter(first_live_at__lt=self.at - dt.timedelta(days=30)).exists()

    def test_the_log_of_each_story_runs_forward(self):
        for story in Story.objects.all():
            instants = [move.at for move in story.moves.order_by("pk")]
            assert instants == sorted(instants), story

    def test_the_face_is_tried(self):
        headlines = [edition.headline for edition in self.live()]
        assert any(len(headline.split()) == 1 for headline in headlines)
        assert any(len(headline) > 140 for headline in headlines)
        assert any(len(word) == 40 for headline in headlines for word in headline.split())
        assert {"en", "uk", "ar"} <= set(self.live().values_list("language", flat=True))
        assert Topic.objects.filter(name__contains="🌻").exists()
        assert self.live().get(body__contains="nr-gallery").pictures.count() == 3

    def test_nothing_in_it_would_be_stopped_or_warned_of_before_publishing(self):
        for story in Story.objects.filter(status=Story.Status.PUBLISHED):
            assert checks.stops(story, self.at) == [], story

    def test_each_demo_account_that_writes_finds_something_to_do(self):
        reporter = User.objects.get(username="reporter")
        mine = Story.objects.visible_to(reporter)
        assert set(mine.values_list("status", flat=True)) >= {"draft", "in_review"}
        assert mine.filter(assigned_to=reporter, moves__act="return").exists()

    def test_a_second_load_adds_nothing_and_touches_nothing(self):
        def everything() -> list:
            models = (Story, Edition, Author, Photo, Page, Section, Topic, Lead, User)
            return [list(model.objects.order_by("pk").values()) for model in models]

        before = everything()
        assert load().startswith("Demo newsroom: 0 stories")
        assert everything() == before

    def test_a_picture_is_described_in_the_language_of_its_story(self):
        for edition in self.live().exclude(language="en").exclude(lead_photo=None):
            assert not edition.lead_alt.isascii(), edition
            assert not edition.lead_caption.isascii(), edition

    def test_everybody_in_it_can_be_written_to_as_the_page_about_it_says(self):
        for author in Author.objects.all():
            links = author.links
            assert [link.kind for link in links[:1]] == ["email"], author
            assert len(links) == author.contacts.count(), "a link that leads nowhere is not printed"
            for link in links:
                assert (urlsplit(link.url).hostname or link.url).endswith(".example"), "nobody's real address"

    def test_related_stories_are_there(self):
        uids = {story.uid for story in Story.objects.all()}
        for story in Story.objects.all():
            assert set(story.related_uids) <= uids, story


class TestPictures:
    def test_each_picture_and_face_is_drawn(self):
        for name in (*gallery.SCENES, "portrait marta-zahaiko"):
            picture = gallery.scene(name)
            assert picture.mode == "RGB"
            assert min(picture.size) >= 640
            assert len(picture.resize((60, 40)).getcolors(2400) or []) > 300, name

    def test_the_same_name_is_the_same_picture(self):
        assert gallery.scene("hills-dusk").tobytes() == gallery.scene("hills-dusk").tobytes()

    def test_each_picture_has_its_words(self):
        used = {text.header["photo"] for text in texts.stories() if "photo" in text.header}
        assert used <= gallery.captions().keys() == gallery.SCENES.keys()
        for words in gallery.captions().values():
            assert words["caption"]
            assert words["alt"]
            assert words["photographer"]


class TestTexts:
    def test_a_file_is_read(self):
        text = texts.read(
            "x", "headline: A & B\nwhen: 5h\n\nOne [link](/about/), *two*.\nSame.\n\n## Three < four\n\n- a\n- b"
        )
        assert text.header == {"headline": "A & B", "when": "5h"}
        assert text.blocks == [
            '<p>One <a href="/about/">link</a>, <em>two</em>. Same.</p>',
            "<h2>Three &lt; four</h2>",
            "<ul><li>a</li><li>b</li></ul>",
        ]

    def test_turns_quotations_and_tables(self):
        text = texts.read("x", "a: b\n\nQ: Why?\n\nA: So.\n\n> Well.\n\n| | Now |\n| Here | 1 |")
        assert text.blocks == [
            '<p class="question"><strong>Why?</strong></p>',
            '<p class="answer">So.</p>',
            "<blockquote><p>Well.</p></blockquote>",
            '<table><thead><tr><td></td><th scope="col">Now</th></tr></thead>'
            '<tbody><tr><th scope="row">Here</th><td>1</td></tr></tbody></table>',
        ]

    def test_times_are_told_from_now(self):
        assert instant("40m", cast.NOON) == cast.NOON - 40 * cast.MINUTE
        assert instant("-4h", cast.NOON) == cast.NOON + 4 * cast.HOUR
        yesterday = to_local(instant("1 7:30", cast.NOON))
        assert (yesterday.day, yesterday.hour, yesterday.minute) == (9, 7, 30)
        with pytest.raises(ValueError, match="soon"):
            instant("soon", cast.NOON)

    def test_headers_name_what_there_is(self):
        topics = {row["slug"] for row in people.data()["topics"]}
        authors = {row["slug"] for row in people.data()["authors"]}
        names = {text.name for text in texts.stories()}
        for text in texts.stories():
            assert set(text.words("topics")) <= topics, text.name
            assert {credit.partition(" ")[0] for credit in text.words("by", between=";")} <= authors, text.name
            assert set(text.words("related")) <= names, text.name
