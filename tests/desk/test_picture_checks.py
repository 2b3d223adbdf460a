"""What stands against the pictures and cards in a text before it goes out; none goes out without a credit."""

import datetime as dt
import uuid

import pytest

from articles.models import Article, Edition
from desk import checks, publishing
from desk.models import Story
from desk.naming import Reader
from desk.workflow import Refused
from photos import library
from tests.articles.test_blocks import card, picture
from tests.cast import DAY, HOUR, NOON, edit, person, publish, story
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db

NOBODY = {"photographer": "", "agency": ""}


def said(made, at=NOON):
    return " ".join(map(str, checks.stops(made, at, Reader(person("paula"), at))))


def fix(made, **fixed):
    return publishing.fix(Story.objects.get(pk=made.pk), fixed, by=person("paula"), at=NOON + HOUR, change="minor")


def ending(days):
    return photo(rights_end=NOON.date() + dt.timedelta(days=days))


def test_a_picture_in_the_text_needs_a_description():
    made = story(body=picture(photo(), caption="Votes are counted in <em>Lviv</em> at night.", alt=""))
    assert said(made) == (
        "The picture “Votes are counted in…” in the text has no description (alt) for readers who don't see it."
    )
    with pytest.raises(Refused):
        publish(made)
    publish(made, override="The agency sends it later.")


@pytest.mark.parametrize("where", ["head", "text"])
def test_no_reason_publishes_a_picture_without_a_credit(where):
    placed = photo(photographer="", agency="", distributor="")
    made = (
        story(lead_photo=placed, lead_alt="Two men")
        if where == "head"
        else story(body="<p>x</p>" + picture(placed, **NOBODY))
    )
    assert "has no credit" in said(made)
    with pytest.raises(Refused, match="has no credit"):
        publish(made, override="Nobody knows who took it.")
    assert not Edition.objects.exists()


def test_a_picture_that_was_pulled_or_never_was_there_is_said():
    placed = photo()
    made = story(body=picture(placed) + '<figure data-photo="424242" data-alt="A bridge"></figure>')
    assert "“A bridge” in the text was pulled" in said(made) and "A caption." not in said(made)
    library.pull(placed, "Safety", NOON)
    assert said(made).count("was pulled") == 2


@pytest.mark.parametrize("where", ["head", "text"])
def test_rights_that_ended_forbid_new_use_and_not_the_old(where):
    def placed(one):
        if where == "head":
            return {"lead_photo": one, "lead_alt": "Two men", "lead_agency": "AFP"}
        return {"body": picture(one)}

    over, today, soon, later = (ending(days) for days in (-1, 0, 14, 15))
    with pytest.raises(Refused, match="ended on 9 March 2026"):
        publish(story(**placed(over)))
    for one in (today, soon):
        made = story(**placed(one))
        assert said(made) == ""
        assert [problem.code for problem in checks.warnings(made, NOON) if problem.code == "rights"] == ["rights"]
    assert "rights" not in {problem.code for problem in checks.problems(story(**placed(later)), NOON)}

    made = story(**placed(today))
    publish(made)
    assert said(story(**placed(today)), NOON + DAY)
    publish(edit(made, standfirst="What is new."), at=NOON + DAY, change="update")
    # At another time than now: what counts is when readers would have it.
    with pytest.raises(Refused, match="ended"):
        publish(story(**placed(today)), live_from=NOON + DAY)


def test_a_fix_of_the_live_text_brings_no_picture_in_that_publishing_would_refuse():
    made = story(body="<p>Text.</p>")
    publish(made)
    for bad in (picture(photo(), **NOBODY), picture(photo(), alt=""), picture(ending(-1))):
        with pytest.raises(Refused):
            fix(made, body=f"<p>Text.</p>{bad}")
    fix(made, body=f"<p>Text.</p>{picture(photo())}")


def test_a_fix_of_a_word_is_not_held_back_by_a_picture_that_was_pulled_since():
    placed = photo()
    made = story(body=f"<p>Txet.</p>{picture(placed)}")
    publish(made)
    library.pull(placed, "Safety", NOON)
    fix(made, body=f"<p>Text.</p>{picture(placed)}")


def test_a_card_of_a_story_that_was_withdrawn_is_a_stop_and_of_one_to_come_a_warning():
    gone, coming = story("Gone"), story("Coming")
    publish(gone)
    publishing.withdraw(gone, by=person("paula"), at=NOON + HOUR, reason="Wrong")
    made = story(body=f"<p>x</p>{card(gone)}{card(coming)}{card('8c6976e5-b541-4415-bde9-08bd4dee15df')}")
    at = NOON + 2 * HOUR
    assert [problem.code for problem in checks.stops(made, at)] == ["related", "related"]
    assert "“Gone” was withdrawn" in said(made, at)
    assert "“Coming” isn't public yet" in " ".join(map(str, checks.warnings(made, at, Reader(person("paula"), at))))


def test_a_card_of_an_article_that_readers_have_and_the_desk_has_not_is_no_problem():
    uid = uuid.uuid4()
    Article.objects.filter(pk=publish(story("Imported")).article_id).update(uid=uid)
    assert checks.stops(story(body=f"<p>x</p>{card(uid)}"), NOON) == []
