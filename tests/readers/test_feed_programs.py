"""Every feed, before and after a withdrawal, as programs read it that we didn't write."""

import json
import re
from types import SimpleNamespace

import pytest
from lxml import etree, html

from desk import publishing
from desk.models import Story
from feeds.formats import FORMATS
from photos import library
from photos.models import place
from tests.cast import DAY, HOUR, MINUTE, NOON, author, edit, person, publish, section, story, topic
from tests.photos.pictures import jpeg, upload

from . import programs

pytestmark = pytest.mark.django_db

SITE = "https://news.example"
AWKWARD = [
    "He said </script><script>alert(1)</script> & left",
    "What ]]> ends, and what <![CDATA[ begins",
    "AT&T, &amp; and &lt;b&gt; as they were typed",
    "Ракета 🚀 над 🏴󠁧󠁢󠁥󠁮󠁧󠁿 Києвом 👩‍👩‍👧‍👦",
    "الحرب في أوكرانيا: ١٢٣ يومًا",
    "שלום \u202eabc\u202c עולם",
    "<!-- -->&#x0; &#13; %s {{ x }}",
]


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE
    settings.NEWSROOM_TAG_AUTHORITY = "news.example,2026"


def newsroom():
    """A story with everything, that was corrected, and awkward ones; returns it and the addresses of all lists."""
    writer = author("Olha Kovalenko")
    made = story(
        "Bridge & tunnel",
        standfirst="In < short",
        body='<p>Text, a <a href="/authors/">link</a> and <a href="#note">a note</a>.</p>',
        kind="analysis",
        section=section("War"),
        topics=[topic("Energy")],
        by=[writer, author("Тарас Шевченко")],
    )
    words = {"caption": "A bridge", "photographer": "Ann Lens", "agency": "AFP", "distributor": "", "alt": "Steel."}
    place(made, library.add(upload(jpeg(1600, 1200), "bridge.jpg"), **words))
    made.save()
    publish(made, at=NOON - 2 * HOUR)
    correct = edit(made, at=NOON - HOUR, headline="Bridge & tunnel, again")
    publish(correct, at=NOON - HOUR, change="correction", correction="We had said <two>. It is one.")
    for number, headline in enumerate(AWKWARD):
        language = "ar" if "ا" in headline else "he" if "ש" in headline else "uk" if "К" in headline else "en"
        publish(
            story(
                headline, standfirst=headline, body=f"<p>{number}</p>", language=language, by=[writer], kind="analysis"
            ),
            at=NOON - DAY - number * HOUR,
        )
    lists = ["/", "/news-feed/", "/section/war/", "/topic/energy/", "/kind/analysis/", writer.get_absolute_url()]
    return made, [*lists, "/corrections/"]


def withdraw(made, at=NOON - MINUTE):
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=at, reason="It was <wrong> & is gone.")


def read(reader, address):
    """The feed at `address` as (id, title) pairs, once everybody has read it without complaint."""
    response = reader.get(address)
    assert response.status_code == 200, address
    match address.partition("?")[0].rpartition("/")[2]:
        case "feed.json":
            found = programs.by_json_schema(response.content, "jsonfeed11.schema.json")
            return {item["id"]: item["title"] for item in found["items"]}
        case "rss.xml":
            programs.by_the_rules_of_rss(response.content)
        case "atom.xml":
            programs.by_the_rules_of_atom(response.content)
    found = programs.by_feedparser(response.content, response["Content-Type"])
    return {entry.id: entry.title for entry in found.entries}


@pytest.mark.parametrize("file", FORMATS)
def test_every_feed_is_read_without_complaint_before_and_after_a_withdrawal(reader, file):
    made, bases = newsroom()
    before = {base: read(reader, base + file) for base in bases}
    for base, entries in before.items():
        assert all(re.fullmatch(r"tag:news\.example,2026:[0-9a-f-]{36}", one) for one in entries), base
        assert any("again" in title for title in entries.values()), base
    # RSS doesn't say whether a title is words or HTML, and feedparser takes what has entities for HTML.
    awkward = [headline for headline in AWKWARD if not (file == "rss.xml" and "&lt;" in headline)]
    assert set(awkward) < set(before["/"].values())
    withdraw(made)
    for base in bases:
        after = read(reader, base + file)
        assert after.keys() == before[base].keys(), base
        changed = {key for key in after if after[key] != before[base][key]}
        assert len(changed) == 1, base
        assert all("withdrawn" in after[key].casefold() for key in changed), base
    # And after 14 days it is said no more.
    reader.at = NOON + 15 * DAY
    assert len(read(reader, "/" + file)) == len(AWKWARD)


@pytest.mark.parametrize("file", FORMATS)
def test_words_are_read_as_they_were_typed_and_run_nowhere(reader, file):
    newsroom()
    response = reader.get("/" + file)
    if file == "feed.json":
        pairs = {item["title"]: item["content_html"] for item in json.loads(response.content)["items"]}
    else:
        root = etree.fromstring(response.content)
        tags = {"rss.xml": ("item", "{*}encoded"), "atom.xml": ("{*}entry", "{*}content")}[file]
        pairs = {one.findtext("{*}title"): one.findtext(tags[1]) for one in root.iter(tags[0])}
    for headline in AWKWARD:
        tree = html.fragment_fromstring(pairs[headline], create_parent="div")
        assert not tree.xpath("//script")
        assert tree.xpath("string(.//strong)") == headline
    arabic = next(content for title, content in pairs.items() if "الحرب" in title)
    assert '<div lang="ar" dir="rtl">' in arabic


def test_the_lead_picture_comes_with_its_caption_and_credit(reader):
    newsroom()
    for file in ("rss.xml", "atom.xml"):
        response = reader.get("/" + file)
        entry = programs.by_feedparser(response.content, response["Content-Type"]).entries[0]
        (media,) = entry.media_content
        assert media["url"].startswith(f"{SITE}/pictures/"), media
        assert (media["type"], media["width"], media["height"]) == ("image/jpeg", "960", "720")
        assert entry.media_credit[0]["content"] == "Ann Lens/AFP"
        (content,) = entry.content
        assert "A bridge (Ann Lens/AFP)" in content.value
        assert entry.summary == "In &lt; short"
        assert reader.get(media["url"].removeprefix(SITE)).status_code == 200
    (item, *_) = json.loads(reader.get("/feed.json").content)["items"]
    assert item["image"] == media["url"]
    assert "A bridge (Ann Lens/AFP)" in item["content_html"]


def test_links_lead_to_the_site_from_wherever_they_are_read(reader):
    newsroom()
    (item, *_) = json.loads(reader.get("/feed.json").content)["items"]
    assert html.fragment_fromstring(item["content_html"], create_parent="div").xpath("//a/@href") == [
        f"{SITE}/authors/",
        f"{item['url']}#t-note",
    ]


def test_authors_come_with_the_address_of_their_page_and_hidden_ones_without(reader):
    from authors import hiding
    from authors.models import Author

    newsroom()
    hidden = Author.objects.get(name="Тарас Шевченко")
    address = f"{SITE}{Author.objects.get(name='Olha Kovalenko').get_absolute_url()}"
    hiding.hide(hidden, by=person("stas"), at=NOON - MINUTE)
    for file in FORMATS:
        said = reader.get("/" + file).content.decode()
        assert "Шевченко" not in said
        assert hidden.slug not in said
    (item, *_) = json.loads(reader.get("/feed.json").content)["items"]
    assert item["authors"][0] == {"name": "Olha Kovalenko", "url": address}
    assert item["authors"][1].keys() == {"name"}
    entry = programs.by_feedparser(reader.get("/atom.xml").content, "application/atom+xml").entries[0]
    assert entry.authors[0] == {"name": "Olha Kovalenko", "href": address}


def test_a_text_in_another_language_says_so(reader):
    newsroom()
    languages = {item["title"]: item["language"] for item in json.loads(reader.get("/feed.json").content)["items"]}
    assert {languages[AWKWARD[3]], languages[AWKWARD[4]], languages[AWKWARD[5]]} == {"uk", "ar", "he"}
    for file, path in (("rss.xml", "string({*}language)"), ("atom.xml", "")):
        for one in etree.fromstring(reader.get("/" + file).content).iter("item", "{*}entry"):
            said = one.findtext("{*}language") if path else one.get("{http://www.w3.org/XML/1998/namespace}lang", "en")
            assert said == languages[one.findtext("{*}title")]


def test_an_id_outlives_the_address_the_headline_and_the_site(reader, settings):
    made, _bases = newsroom()
    before = read(reader, "/atom.xml")
    publish(edit(made, headline="Another", slug="another"), at=NOON, change="update")
    settings.NEWSROOM_SITE_URL = "https://elsewhere.example"
    assert read(reader, "/atom.xml").keys() == before.keys()


@pytest.mark.parametrize("file", FORMATS)
def test_older_stories_follow_page_by_page_and_none_twice(reader, file):
    for number in range(65):
        publish(story(f"Story {number}"), at=NOON - HOUR * (number + 1))
    titles, address, pages = [], f"/{file}", 0
    while address:
        response = reader.get(address)
        titles += read(reader, address).values()
        pages += 1
        if file == "feed.json":
            found = json.loads(response.content)
            own, after, first = found["feed_url"], found.get("next_url"), ""
        else:
            links = {
                link.get("rel"): link.get("href")
                for link in etree.fromstring(response.content).xpath("(/rss/channel | /*)/*[local-name()='link'][@rel]")
            }
            own, after, first = links["self"], links.get("next"), links.get("first", "")
            assert first == ("" if pages == 1 else f"{SITE}/{file}")
        assert own == SITE + address
        address = after.removeprefix(SITE) if after else ""
    assert titles == [f"Story {number}" for number in range(65)]
    assert pages == 3
    assert reader.get(f"/{file}?before=nonsense").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_newsboat_reads_every_feed_and_puts_the_withdrawal_over_the_story(live_server, settings, tmp_path, monkeypatch):
    settings.NEWSROOM_SITE_URL = live_server.url
    monkeypatch.setattr("core.middleware.timezone", SimpleNamespace(now=lambda: NOON.replace()))
    made, bases = newsroom()
    addresses = [f"{live_server.url}{base}{file}" for base in bases for file in ("rss.xml", "atom.xml")]
    homes = {address: tmp_path / f"newsboat-{number}" for number, address in enumerate(addresses)}
    before = {address: programs.by_newsboat(home, address) for address, home in homes.items()}
    assert all(before.values())
    everything = before[f"{live_server.url}/atom.xml"]
    assert {*AWKWARD[:5]} <= {item["title"] for item in everything.values()}
    (whole,) = [item for item in everything.values() if "again" in item["title"]]
    assert "Text, a" in whole["content"]
    assert "Olha Kovalenko" in whole["author"]
    withdraw(made)
    for address, home in homes.items():
        after = programs.by_newsboat(home, address)
        assert after.keys() == before[address].keys()
        (gone,) = [item for item in after.values() if "ithdrawn" in item["title"]]
        assert "Text, a" not in gone["content"]
