"""Several pictures that stand together: each is a picture in a text like any other, and the gallery is what is left."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from articles import blocks, drawing
from articles.differences import SAME
from articles.models import Edition
from articles.reading import count_words
from core import kept
from core.html import gate
from desk import checks, history, merge
from desk.naming import Reader
from desk.workflow import Refused
from photos import library
from tests.articles.test_blocks import card, drawn, embed, picture
from tests.cast import DAY, NOON, person, publish, story
from tests.core.xss import BREAKERS
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db

HOWS = (drawing.PAGE, drawing.TEXT, drawing.FEED)


def gallery(*pictures):
    return f'<figure class="nr-gallery">{"".join(pictures)}</figure>'


def several(count):
    """A gallery of `count` pictures, “Caption 1.” and so on, with the pictures themselves."""
    placed = [photo() for _ in range(count)]
    made = [picture(one, f"Caption {number}.", f"Alt {number}") for number, one in enumerate(placed, start=1)]
    return placed, gallery(*made)


def shown(edition, how=drawing.PAGE):
    return html.fragment_fromstring(drawn(edition, how=how), create_parent="div")


# The gate


def figure(key, inside=""):
    return f'<figure class="nr-image" data-photo="{key}">{inside}</figure>'


def test_the_gate_keeps_a_gallery_as_it_is():
    made = f"<p>a</p>{gallery(figure(1, '<figcaption>One <em>x</em></figcaption>'), figure(2))}<p>b</p>"
    assert gate(made) == made
    assert gate(gallery("\n", figure(1), "\n", figure(2), "\n")).replace("\n", "") == gallery(figure(1), figure(2))


CHANGED = {
    "what is no picture ends it, and is kept": (
        gallery(figure(1), "<p>words</p>", figure(2)),
        gallery(figure(1)) + "<p>words</p>" + figure(2),
    ),
    "loose words too": (gallery(figure(1), "words"), gallery(figure(1)) + "words"),
    "a caption of the whole too": (
        gallery(figure(1), "<figcaption>All</figcaption>"),
        gallery(figure(1)) + "<figcaption>All</figcaption>",
    ),
    "what stands elsewhere is no picture": (gallery(figure(1), embed()), gallery(figure(1)) + gate(embed())),
    "nor is a number that is none": (
        gallery(figure(1), '<figure data-photo="x">a</figure>'),
        gallery(figure(1)) + "<figure>a</figure>",
    ),
    "a gallery in a gallery is the next one": (
        gallery(figure(1), gallery(figure(2))),
        gallery(figure(1)) + gallery(figure(2)),
    ),
    "an empty one is dropped": (f"<p>a</p>{gallery()}{gallery(' ')}{gallery(gallery())}<p>b</p>", "<p>a</p><p>b</p>"),
    "one that a script stood in is dropped": (gallery("<script>alert(1)</script><img src=x onerror=alert(1)>"), ""),
    "its handlers go": (
        '<figure class="nr-gallery x" onclick="alert(1)" style="top:0" data-alt="x">' + figure(1) + "</figure>",
        f'<figure class="nr-gallery" data-alt="x">{figure(1)}</figure>',
    ),
    "left open, it ends with the text": ('<figure class="nr-gallery">' + figure(1), gallery(figure(1))),
    "in a table it stays in its cell": (
        f"<table><tr><td>{gallery(figure(1))}</td></tr></table>",
        f"<table><tbody><tr><td>{gallery(figure(1))}</td></tr></tbody></table>",
    ),
    "more than thirty are too many": (
        gallery(*map(figure, range(1, 33))),
        gallery(*map(figure, range(1, 31))) + figure(31) + figure(32),
    ),
}


@pytest.mark.parametrize("rule", CHANGED)
def test_what_the_gate_changes(rule):
    before, after = CHANGED[rule]
    assert gate(before) == after
    assert gate("".join(gate(before))) == after


PARTS = st.sampled_from(
    [
        *BREAKERS, figure(1), figure(2, "<figcaption>x"), card(7), embed(), " ", "&nbsp;", "words",
        "<figure class='nr-gallery'>", "<figure class='nr-gallery' data-photo=4>", "<figure class=nr&#45;gallery>",
        "<figure class='nr-facts'>", "<figure data-photo=3>", "</figure>", "<figcaption>", "</figcaption>",
        "<p>", "</p>", "<table><tr><td>", "</table>", "<b>", "</b>",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PARTS, max_size=14).map("".join))
def test_cleaning_twice_changes_nothing_and_no_picture_is_lost_in_cutting(soup):
    try:
        cleaned = gate(soup)
    except ValidationError:
        return
    assert gate("".join(cleaned)) == cleaned
    pieces = blocks.cut(cleaned)
    html_left = "".join(piece for piece in pieces if isinstance(piece, str))
    assert "data-photo" not in html_left and "nr-gallery" not in html_left
    for part in blocks.gathered(pieces):
        if isinstance(part, list):
            assert all("photo" in piece for piece in part) and len(part) <= 30


def test_it_is_cut_into_pictures_that_know_that_they_stand_together():
    pieces = blocks.cut(gate(f"<p>a</p>{gallery(figure(1), figure(2))}{gallery(figure(3))}{figure(4)}<p>b</p>"))
    assert [piece if isinstance(piece, str) else (piece["photo"], piece.get("gallery")) for piece in pieces] == [
        "<p>a</p>", (1, 1), (2, 1), (3, 2), (4, None), "<p>b</p>",
    ]  # fmt: skip
    assert blocks.photos(pieces) == [1, 2, 3, 4]


# For readers


def test_a_reader_gets_every_picture_with_its_own_words_and_no_script():
    _placed, made = several(7)
    figures = shown(publish(story(body=f"<p>Text.</p>{made}"))).xpath("//figure[@class='pictures']/figure")
    assert len(figures) == 7
    for number, one in enumerate(figures, start=1):
        words = " ".join(one.text_content().split())
        assert words == f"{number}/7 Caption {number}. (Saul Loeb/AFP)"
        assert one.xpath(".//img/@alt") == [f"Alt {number}"] and one.xpath(".//img/@loading") == ["lazy"]
        (link,) = one.xpath(".//a/@href")
        assert link == f"#{one.get('id')}"


def test_two_galleries_of_a_text_have_no_address_in_common():
    page = shown(publish(story(body=several(2)[1] + several(2)[1])))
    ids = page.xpath("//@id")
    assert len(ids) == len({*ids}) == 4 and len(page.xpath("//figure[@class='pictures']")) == 2


def test_feeds_get_figures_and_the_text_only_edition_links_one_after_the_other():
    _placed, body = several(3)
    made = publish(story(body=body))
    assert shown(made, drawing.FEED).xpath("./figure/img/@alt") == ["Alt 1", "Alt 2", "Alt 3"]
    assert not shown(made, drawing.FEED).xpath(".//*[@class or @id]")
    lines = [" ".join(one.text_content().split()) for one in shown(made, drawing.TEXT).xpath("./p[a]")]
    assert [line.partition(": ")[2] for line in lines] == [f"Caption {n}. (Saul Loeb/AFP)" for n in (1, 2, 3)]


def test_a_pulled_picture_leaves_the_rest_one_left_is_a_picture_and_of_none_nothing_is_left():
    placed, body = several(3)
    made = publish(story(body=f"<p>Text.</p>{body}"))
    library.pull(placed[1], "Rights", NOON)
    for how in HOWS:
        assert "Caption 1." in drawn(made, how=how) and "Caption 3." in drawn(made, how=how)
        assert "2." not in drawn(made, how=how)
    assert "1/2" in drawn(made) and "2/2" in drawn(made)
    library.pull(placed[0], "Rights", NOON)
    assert not shown(made).xpath("//figure[@class='pictures']") and "1/1" not in drawn(made)
    assert len(shown(made).xpath("./figure[@class='picture']")) == 1
    library.pull(placed[2], "Rights", NOON)
    for how in HOWS:
        assert drawn(made, how=how) == "<p>Text.</p>"
    assert "Caption" not in drawing.in_words(made, NOON)


def test_twenty_pictures_in_galleries_cost_no_more_queries_than_two(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    target = story()
    publish(target, at=NOON - DAY)

    def asked(edition, below=""):
        kept.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(edition.get_absolute_url() + below).status_code == 200
        return len(queries)

    few = publish(story(body=several(2)[1] + card(target)), at=NOON - DAY)
    many = publish(story(body=several(15)[1] + card(target) + several(5)[1]), at=NOON - DAY)
    asked(few)  # what is asked once in the life of a process
    for below in ("", "text/"):
        assert asked(many, below) == asked(few, below)


def test_captions_are_read():
    assert count_words(gate(several(3)[1])) == 6


# For the desk


def test_the_library_knows_where_they_stand():
    placed, body = several(3)
    made = story(body=body)
    history.record(made, by=person("rita"), at=NOON)
    edition = publish(made)
    keys = {one.pk for one in placed}
    assert {*made.pictures.values_list("photo_id", flat=True)} == keys
    assert {*Edition.objects.get(pk=edition.pk).pictures.values_list("photo_id", flat=True)} == keys


def test_each_needs_a_description_and_a_credit_and_none_may_be_pulled():
    mute, nobody, pulled = photo(), photo(), photo()
    library.pull(pulled, "Rights", NOON)
    made = story(
        body=gallery(
            picture(photo(), "Fine."),
            picture(mute, "Mute.", ""),
            picture(nobody, "Nobody.", photographer="", agency=""),
            picture(pulled, "Pulled."),
        )
    )
    said = " ".join(map(str, checks.stops(made, NOON)))
    assert "“Mute.” in the text has no description" in said and "“Nobody.” in the text has no credit" in said
    assert "“Pulled.” in the text was pulled" in said and "Fine." not in said
    with pytest.raises(Refused):
        publish(made, override="In a hurry.")


def changed(before, after):
    made = {"body": gate(before)}, {"body": gate(after)}
    (change,) = history.changes(*made, Reader(person("ed"), NOON))
    return [(block.name, "".join(segment.text for segment in block.segments), block.changed) for block in change.blocks]


def test_what_changed_in_a_gallery_is_told_in_words():
    one, two, three = (picture(photo(), f"Caption {number}.") for number in (1, 2, 3))
    words = "Caption {}. (Saul Loeb/AFP) · Two men".format
    assert changed(gallery(one, two), gallery(one, two, three)) == [
        ("Gallery", "2 3 pictures", True),
        ("Picture", words(1), False),
        ("Picture", words(2), False),
        ("Picture", words(3), True),
    ]
    assert changed(one + two, gallery(one, two))[0] == ("Gallery", "2 pictures", True)
    moved = changed(gallery(one, two), gallery(two, one))
    assert [name for name, _words, is_changed in moved if is_changed] == ["Picture", "Picture"]


def test_two_people_change_different_galleries_and_both_changes_stay():
    one, two, three = (gate(picture(photo(), f"Caption {number}.")) for number in (1, 2, 3))
    base = story(body=f"{gallery(one)}<p>Text.</p>{gallery(two)}").snapshot()
    theirs = base | {"body": gate(f"{gallery(one, three)}<p>Text.</p>{gallery(two)}")}
    yours = base | {"body": gate(f"{gallery(one)}<p>Text.</p>{gallery(two, three)}")}
    merged = gate(merge.merge(base, theirs, yours).result()["body"])
    assert merged.replace("\n", "") == f"{gallery(one, three)}<p>Text.</p>{gallery(two, three)}"


def test_two_people_change_one_gallery_and_its_pictures_are_told_in_words():
    one, two, three = (gate(picture(photo(), f"Caption {number}.")) for number in (1, 2, 3))
    base = story(body=gallery(one)).snapshot()
    made = merge.merge(base, base | {"body": gallery(one, two)}, base | {"body": gallery(one, three)})
    choice = history.conflict_in_words(made.conflicts[0], Reader(person("ed"), NOON))
    told = "".join(segment.text for segment in choice.yours)
    assert "Caption 1." in told and "Caption 3." in told and "figure" not in told
    assert any(segment.kind == SAME and "Caption 1." in segment.text for segment in choice.yours)


def test_what_readers_are_told_of_a_change_names_no_pulled_picture():
    placed, body = several(3)
    made = publish(story(body=body))
    library.pull(placed[0], "Rights", NOON)
    told = drawing.in_words(Edition.objects.with_rows().get(pk=made.pk), NOON)
    assert "2 pictures" in told and "Caption 1." not in told and "Caption 2." in told
