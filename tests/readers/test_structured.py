"""What machines are told of a page: structured data, the cards that other sites make of a link, and its one address."""

import json
from io import BytesIO

import pytest
from PIL import Image

from articles.models import Edition, Page
from authors import hiding
from authors.models import AuthorLink
from core.structured import written
from photos import library
from photos.models import place
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic
from tests.photos.pictures import jpeg, upload

from . import schemaorg
from .pages import tree

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE


def told(reader, path):
    """The things that a page's JSON-LD tells of, by their type."""
    blocks = tree(reader.get(path)).xpath("//script[@type='application/ld+json']/text()")
    things = [json.loads(block) for block in blocks]
    assert all(thing["@context"] == "https://schema.org" for thing in things)
    return {thing["@type"]: thing for thing in things}


def meta(reader, path):
    """The contents of the page's meta elements, by name or property."""
    found = {}
    for one in tree(reader.get(path)).xpath("//meta[@name or @property]"):
        found.setdefault(one.get("name") or one.get("property"), []).append(one.get("content"))
    return found


def everything(headline="Bridge & tunnel", **fields):
    """A story with all that one may have, corrected since; its path."""
    shot = library.add(upload(jpeg(1600, 1200), "b.jpg"), caption="A bridge", photographer="Ann Lens", alt="Steel.")
    made = story(
        headline,
        standfirst="In < short",
        by=[author("Olha Kovalenko", title="Editor"), author("Тарас Шевченко"), author("John O'Neill")],
        topics=[topic("Energy")],
        section=section("War"),
        **fields,
    )
    place(made, shot)
    made.save()
    publish(made, at=NOON - DAY)
    corrected = edit(made, at=NOON - HOUR, body="<p>There are four.</p>")
    return publish(
        corrected, at=NOON - HOUR, change="correction", correction="We had said <five>. It is four."
    ).get_absolute_url()


VIDEO = {"kind": "video", "video_address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "video_seconds": 245}


@pytest.mark.parametrize("kind", Edition.Kind.values)
def test_every_type_and_property_is_one_of_schema_orgs_and_allowed_where_it_stands(reader, kind):
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=slug, body="<p>Words.</p>")
    face = library.add(upload(jpeg(400, 400), "f.jpg"), alt="A face.", agency="AFP")
    who = author("Ann", biography="Writes.", portrait=face)
    AuthorLink.objects.create(author=who, kind="website", address="https://ann.example")
    path = everything(**(VIDEO if kind == "video" else {"kind": kind}))
    plain = publish(story(by=[], kind=kind), at=NOON - HOUR, override="Unsigned.").get_absolute_url()
    for address in (path, plain, "/", "/about/", "/section/war/", "/topic/energy/", who.get_absolute_url()):
        things = told(reader, address)
        assert things, address
        for thing in things.values():
            assert not [*schemaorg.complaints(thing)], address


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("news", "NewsArticle"),
        ("feature", "NewsArticle"),
        ("interview", "NewsArticle"),
        ("video", "NewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("investigation", "ReportageNewsArticle"),
    ],
)
def test_each_kind_of_story_says_what_it_is(reader, kind, name):
    path = publish(story(kind=kind), at=NOON - HOUR).get_absolute_url()
    assert {*told(reader, path)} == {name, "BreadcrumbList"}


def test_an_article_says_who_when_and_what_was_wrong(reader):
    path = everything()
    article = told(reader, path)["NewsArticle"]
    assert article["headline"] == "Bridge & tunnel"
    assert article["url"] == article["mainEntityOfPage"]["@id"] == SITE + path
    assert article["datePublished"] == "2026-03-09T14:00:00+02:00"
    assert article["dateModified"] == "2026-03-10T13:00:00+02:00"
    assert article["isAccessibleForFree"] is True
    names = [(one["@type"], one["name"]) for one in article["author"]]
    assert names == [("Person", "Olha Kovalenko"), ("Person", "Тарас Шевченко"), ("Person", "John O'Neill")]
    assert article["author"][0]["jobTitle"] == "Editor"
    for one in article["author"]:
        assert reader.get(one["url"].removeprefix(SITE)).status_code == 200
    (correction,) = article["correction"]
    assert correction["text"] == "We had said <five>. It is four."
    assert tree(reader.get(path)).get_element_by_id(correction["url"].partition("#")[2]) is not None


def test_the_picture_comes_in_three_ratios_that_its_files_have(reader):
    article = told(reader, everything())["NewsArticle"]
    ratios = []
    for image in article["image"]:
        response = reader.get(image["url"].removeprefix(SITE))
        file = Image.open(BytesIO(b"".join(response.streaming_content)))
        assert file.size == (image["width"], image["height"])
        assert image["width"] * image["height"] >= 50_000  # what search engines ask for
        assert image["creditText"] == "Ann Lens"
        ratios.append(round(image["width"] / image["height"], 2))
    assert ratios == [1.78, 1.33, 1.0]


def test_a_video_says_how_long_it_is_and_where_it_plays(reader):
    video = told(reader, everything(**VIDEO))["NewsArticle"]["video"]
    assert (video["@type"], video["duration"]) == ("VideoObject", "PT245S")
    assert len(video["thumbnailUrl"]) == 3
    assert "dQw4w9WgXcQ" in video["embedUrl"]


def test_the_way_to_an_article_leads_over_its_section(reader):
    items = told(reader, everything())["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"], one.get("item")) for one in items] == [
        (1, "The Meridian", f"{SITE}/"),
        (2, "War", f"{SITE}/section/war/"),
        (3, "Bridge & tunnel", None),
    ]


def test_somebody_hidden_has_no_name_and_no_address_anywhere_in_it(reader):
    hidden = author("Hidden Person", slug="hidden-person")
    path = publish(story(by=[author("Ann"), hidden]), at=NOON - DAY).get_absolute_url()
    hiding.hide(hidden, by=person("stas"), at=NOON - HOUR)
    assert told(reader, path)["NewsArticle"]["author"][1] == {"@type": "Person", "name": "Staff reporter"}
    for word in ("Hidden Person", "hidden-person"):
        assert word not in reader.text(path)


def test_a_profile_says_who_somebody_is(reader):
    who = author("Ann", title="Editor", biography="Writes.")
    AuthorLink.objects.create(author=who, kind="website", address="https://ann.example")
    ann = told(reader, who.get_absolute_url())["ProfilePage"]["mainEntity"]
    assert (ann["@type"], ann["name"], ann["jobTitle"]) == ("Person", "Ann", "Editor")
    assert ann["sameAs"] == ["https://ann.example"]
    assert ann["worksFor"]["@id"] == f"{SITE}/#newsroom"


def test_the_newsroom_names_the_pages_of_its_promises_and_none_that_is_not_written(reader):
    assert "ethicsPolicy" not in told(reader, "/")["NewsMediaOrganization"]
    Page.objects.create(slug="policies", title="Policies", body="<p>We correct.</p>")
    newsroom = told(reader, "/")["NewsMediaOrganization"]
    for name in ("publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "verificationFactCheckingPolicy"):
        assert newsroom[name] == f"{SITE}/policies/"
    assert reader.get(newsroom["masthead"].removeprefix(SITE)).status_code == 200
    assert "ownershipFundingInfo" not in newsroom


BREAKING = [
    "He said </script><script>alert(1)</script>",
    "</SCRIPT ><!--",
    "<!--<script>",
    "]]> & &quot; \" ' \\ \\u003c",
    "Ракета 🚀 й ї",
    "الحرب \u202e في",
    "one\u2028two\u2029three",
]


@pytest.mark.parametrize("headline", BREAKING)
def test_no_headline_breaks_out_of_it(reader, headline):
    edition = publish(story(headline), at=NOON - HOUR)
    page = tree(reader.get(edition.get_absolute_url()))
    assert told(reader, edition.get_absolute_url())["NewsArticle"]["headline"] == edition.headline
    assert not [one for one in page.xpath("//script[not(@src)]") if one.get("type") != "application/ld+json"]
    for character in "<>&\u2028\u2029":
        assert character not in written({"headline": headline})


def test_a_link_to_an_article_makes_a_card_with_its_headline_and_a_picture_of_1200_by_630(reader):
    path = everything()
    found = meta(reader, path)
    assert found["og:title"] == ["Bridge & tunnel"]
    assert found["og:description"] == found["description"] == ["In < short"]
    assert found["og:url"] == [SITE + path]
    assert found["og:type"] == ["article"]
    assert found["twitter:card"] == ["summary_large_image"]
    assert (found["og:image:width"], found["og:image:height"]) == (["1200"], ["630"])
    response = reader.get(found["og:image"][0].removeprefix(SITE))
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (1200, 630)
    assert found["author"] == ["Olha Kovalenko", "Тарас Шевченко", "John O'Neill"]
    assert found["article:published_time"] == ["2026-03-09T14:00:00+02:00"]


def test_a_page_without_a_picture_has_the_newsrooms_of_the_same_size(reader):
    path = publish(story(), at=NOON - HOUR).get_absolute_url()
    for address in (path, "/", "/news-feed/"):
        found = meta(reader, address)
        response = reader.get(found["og:image"][0].removeprefix(SITE))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert Image.open(BytesIO(content)).size == (1200, 630)


def test_pages_allow_large_previews_and_name_their_one_address(reader):
    path = everything()
    for address in (path, "/", "/news-feed/", "/section/war/"):
        assert meta(reader, address)["robots"] == ["max-image-preview:large"]
        assert tree(reader.get(f"{address}?utm_source=x")).xpath("//link[@rel='canonical']/@href") == [SITE + address]


def test_a_pulled_picture_is_named_by_nothing(reader):
    path = everything()
    made = Edition.objects.live(NOON).get(address__slug="bridge-tunnel")
    library.pull(made.lead_photo, "Not ours.", NOON)
    assert "image" not in told(reader, path)["NewsArticle"]
    assert "/pictures/" not in meta(reader, path)["og:image"][0]
