"""Reader modes, archives and aggregators take a story off our pages right at the first try, awkward ones included."""

import datetime as dt
from dataclasses import dataclass

import pytest

from authors import hiding
from photos import library
from photos.models import place
from tests.articles.test_blocks import card, embed, picture
from tests.articles.test_gallery import gallery
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic
from tests.photos.pictures import jpeg, upload

from . import extractors

pytestmark = pytest.mark.django_db

SITE = "https://news.example"
PUBLISHED = dt.date(2026, 3, 9)
TEXT = [
    "The council met behind closed doors on Monday, and by noon the whole city knew what had been said there.",
    "Nobody would give a number. “We count what we see,” said Olena Marchenko of the depot, “and we saw four.”",
    "The contract was published in full on the next day, with every name in it but one, and the council is silent.",
]
UKRAINIAN = [
    "Міська рада засідала за зачиненими дверима, і вже опівдні все місто знало, що там було сказано й ким саме.",
    "Жодного числа ніхто не назвав. «Ми рахуємо те, що бачимо, — каже Олена Марченко з депо, — і бачили чотири».",
    "Договір оприлюднили наступного ранку повністю, з усіма іменами, крім одного, а рада досі не пояснила чому.",
]
ARABIC = [
    "اجتمع مجلس المدينة خلف أبواب مغلقة يوم الاثنين، وقبل الظهر كانت المدينة كلها تعرف ما قيل هناك ومن قاله.",
    "لم يذكر أحد رقما. تقول أولينا من المستودع إننا نحصي ما نراه فقط، وقد رأينا أربعة منها في تلك الليلة.",
    "نُشر العقد كاملا في اليوم التالي، وفيه كل الأسماء إلا واحدا، ولم يقل المجلس حتى الآن لماذا حدث ذلك.",
]
FOREIGN = "Words of another story that stand on a card"


@dataclass(frozen=True)
class Scene:
    """A page, and what is to be taken off it."""

    page: str
    url: str
    headline: str
    authors: list[str]
    text: list[str]


def plain(**fields):
    return {"headline": "The bridge, and who paid for it", "text": TEXT, "authors": ["Olha Kovalenko"], **fields}


SCENES = {
    "plain": plain(),
    "three authors": plain(authors=["Olha Kovalenko", "Тарас Шевченко", "John O'Neill"]),
    "Ukrainian": plain(headline="Хто заплатив за міст у Києві", text=UKRAINIAN, language="uk"),
    "right to left": plain(headline="الحرب في أوكرانيا وجسر المدينة", text=ARABIC, language="ar"),
    "a hidden person": plain(authors=["Olha Kovalenko", "Hidden Person"]),
    "markup in the headline": plain(headline='He said "</script><b>" & left, or so they say'),
    "opinion": plain(kind="opinion"),
    "video": plain(kind="video", video_address="https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
}


def shot(name="bridge.jpg"):
    taken = upload(jpeg(1600, 1200), name)
    return library.add(taken, caption="A bridge", photographer="Ann Lens", agency="AFP", alt="Steel over water.")


def build(reader, *, headline, text, authors, **fields):
    """A story of yesterday with all that may mislead: cards, pictures, a correction, the News Feed under it."""
    lead, inner = shot(), shot("inner.jpg")
    others = [story(f"{FOREIGN}, number {number}", standfirst=f"{FOREIGN}. " * 3) for number in range(12)]
    for number, other in enumerate(others):
        publish(other, at=NOON - 2 * DAY - number * HOUR)
    people = [
        author(name, biography=f"{name} writes about bridges, and has done so for years. " * 3) for name in authors
    ]
    several = gallery(*(picture(one, f"Bridge {number}.") for number, one in enumerate([inner, lead, inner])))
    blocks = [card(others[0], standfirst=FOREIGN), f"{picture(inner)}{card(others[1])}{embed()}{several}", ""]
    made = story(
        headline,
        standfirst="In short: four, and not five.",
        body="".join(f"<p>{paragraph}</p>{block}" for paragraph, block in zip(text, blocks, strict=True)),
        by=people,
        related=others[2:5],
        topics=[topic("Energy"), topic("Courts")],
        section=section("War"),
        **fields,
    )
    place(made, lead)
    made.save()
    publish(made, at=NOON - DAY)
    corrected = edit(made, at=NOON - HOUR, body=made.body.replace("<p>", "<p> ", 1))
    edition = publish(corrected, at=NOON - HOUR, change="correction", correction="We had said five. It is four.")
    for one in people:
        if one.name == "Hidden Person":
            hiding.hide(one, by=person("stas"), at=NOON - HOUR)
    # Some take "reporter" for a title, and leave it out of a name.
    shown = ["Staff" if name == "Hidden Person" else name for name in authors]
    return Scene(reader.text(edition.get_absolute_url()), SITE + edition.get_absolute_url(), headline, shown, text)


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE


@pytest.fixture(params=SCENES)
def scene(reader, request):
    return build(reader, **SCENES[request.param])


def check(reader, scene, taken):
    assert taken.headline == scene.headline
    if taken.authors is not None:
        assert [name.removesuffix(" reporter") for name in taken.authors] == scene.authors
    assert taken.date == PUBLISHED
    if taken.picture is not None:
        assert taken.picture.startswith(f"{SITE}/pictures/")
        assert reader.get(taken.picture.removeprefix(SITE)).status_code == 200
    if taken.text:
        places = [taken.text.find(paragraph) for paragraph in scene.text]
        assert -1 not in places, taken.text
        assert places == sorted(places)
        assert "Words of another story" not in taken.text
    for word in ("Hidden Person", "Saving data", "text only"):
        assert word not in str(taken)


def test_trafilatura_takes_it_right(reader, scene):
    taken = extractors.by_trafilatura(scene.page, scene.url)
    check(reader, scene, taken)
    assert taken.picture and taken.text


def test_newspaper_takes_it_right(reader, scene):
    if "الحرب" in scene.headline:
        pytest.importorskip("nltk", reason="newspaper4k reads Arabic only where nltk is installed")
    taken = extractors.by_newspaper(scene.page, scene.url)
    check(reader, scene, taken)
    assert taken.picture and taken.text


def test_extruct_takes_it_right(reader, scene):
    taken = extractors.by_extruct(scene.page, scene.url)
    check(reader, scene, taken)
    assert taken.picture


@pytest.mark.django_db(transaction=True)
def test_mozillas_readability_takes_it_right(reader, scene, browser):
    taken = extractors.by_readability(scene.page, scene.url, browser)
    check(reader, scene, taken)
    assert taken.text
