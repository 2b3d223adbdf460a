"""Each article as ninjs, for programs that take stories in."""

import pytest

from desk import publishing
from desk.models import Story
from photos import library
from photos.models import place
from tests.articles.test_blocks import card, picture
from tests.cast import DAY, HOUR, MINUTE, NOON, author, edit, person, publish, story, topic
from tests.photos.pictures import jpeg, upload

from . import programs

pytestmark = pytest.mark.django_db

SITE = "https://news.example"
AWKWARD = ["Plain", "</script> ]]> & 🚀", "الحرب في أوكرانيا", "Хто заплатив"]


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE
    settings.NEWSROOM_TAG_AUTHORITY = "news.example,2026"


def everything(headline="Bridge & tunnel"):
    """A story with all that one may have; and its address."""
    shot = library.add(upload(jpeg(1600, 1200), "b.jpg"), caption="A bridge", photographer="Ann Lens", alt="Steel.")
    other = story("Another")
    publish(other, at=NOON - DAY)
    made = story(
        headline,
        standfirst="In < short",
        body=f'<p>Text, a <a href="/news-feed/">link</a>.</p>{picture(shot)}{card(other)}',
        by=[author("Olha Kovalenko"), author("Тарас Шевченко")],
        topics=[topic("Energy")],
        language="ar" if "ا" in headline else "en",
    )
    place(made, shot)
    made.save()
    return made, publish(made, at=NOON - HOUR).get_absolute_url()


@pytest.mark.parametrize("headline", AWKWARD)
def test_it_is_valid_by_the_schema_of_the_iptc(reader, headline):
    _made, address = everything(headline)
    response = reader.get(f"{address}ninjs.json")
    assert response["Content-Type"] == "application/json"
    found = programs.by_json_schema(response.content, "ninjs-schema-3.1.json")
    assert found["title"] == headline


def test_it_says_what_the_page_says(reader):
    made, address = everything()
    found = reader.get(f"{address}ninjs.json").json()
    assert found["uri"] == f"tag:news.example,2026:{made.uid}"
    assert (found["pubStatus"], found["language"]) == ("usable", "en")
    assert found["firstCreated"] == found["contentCreated"] == "2026-03-10T13:00:00+02:00"
    assert [(one["name"], one["rel"]) for one in found["people"]] == [
        ("Olha Kovalenko", "author"),
        ("Тарас Шевченко", "author"),
    ]
    assert found["people"][0]["uri"].startswith(f"{SITE}/author/")
    assert [(one["rel"], one["name"]) for one in found["subjects"]] == [("section", "War"), ("topic", "Energy")]
    (body,) = found["bodies"]
    assert f'<a href="{SITE}/news-feed/">link</a>' in body["value"]
    assert "Another" in body["value"]
    (lead,) = found["associations"]
    assert lead["by"] == "Ann Lens"
    for one in lead["renditions"]:
        assert reader.get(one["href"].removeprefix(SITE)).status_code == 200
    assert found["altIds"] == [{"role": "web", "value": SITE + address}]


def test_a_correction_makes_another_version_of_the_same_thing(reader):
    made, address = everything()
    before = reader.get(f"{address}ninjs.json").json()
    publish(edit(made, headline="Bridge"), at=NOON, change="correction", correction="There is no tunnel.")
    after = reader.get(f"{address}ninjs.json").json()
    assert (before["uri"], before["version"], before["firstCreated"]) == (after["uri"], "1", after["firstCreated"])
    assert (after["version"], after["contentCreated"]) == ("2", "2026-03-10T14:00:00+02:00")


def test_it_moves_and_goes_with_the_page(reader):
    made, address = everything()
    moved = publish(edit(made, slug="elsewhere"), at=NOON, change="minor").get_absolute_url()
    answer = reader.get(f"{address}ninjs.json")
    assert (answer.status_code, answer["Location"]) == (301, f"{moved}ninjs.json")
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=NOON + MINUTE, reason="It was wrong.")
    reader.at = NOON + HOUR
    assert reader.get(f"{moved}ninjs.json").status_code == 410
    publishing.vanish(Story.objects.get(pk=made.pk), by=person("paula"), at=NOON + 2 * MINUTE, reason="An order.")
    assert reader.get(f"{moved}ninjs.json").status_code == 404
