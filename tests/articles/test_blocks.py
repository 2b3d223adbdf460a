"""A text is cut at its references once, and joined with what they stand for at the instant of reading."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles import blocks, drawing
from articles.models import Edition
from articles.reading import count_words
from core import kept
from core.html import gate
from desk import publishing
from photos import library
from tests.cast import DAY, HOUR, NOON, edit, person, publish, story
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def card(target, standfirst=""):
    own = f' data-standfirst="{standfirst}"' if standfirst else ""
    return f'<aside class="nr-related" data-article="{getattr(target, "uid", target)}"{own}></aside>'


def picture(which, caption="A caption.", alt="Two men", **names):
    words = {"photographer": "Saul Loeb", "agency": "AFP"} | names
    said = "".join(f' data-{name}="{value}"' for name, value in words.items())
    return (
        f'<figure class="nr-image" data-photo="{which.pk}" data-alt="{alt}"{said}>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def embed(address=YOUTUBE, caption=""):
    return f'<figure class="nr-embed" data-embed="{address}"><figcaption>{caption}</figcaption></figure>'


def drawn(edition, at=NOON, how=drawing.PAGE):
    return str(drawing.text(Edition.objects.with_rows().get(pk=edition.pk), at, how))


def words(markup):
    return " ".join(html.fragment_fromstring(markup, create_parent="div").text_content().split())


def test_a_text_without_references_is_not_cut():
    assert blocks.cut("<p>One.</p><figure class='nr-pull'><blockquote><p>x</p></blockquote></figure>") == []
    made = publish(story(body="<p>One.</p>"))
    assert made.pieces == [] and drawn(made) == "<p>One.</p>"


def test_a_text_is_cut_at_its_references_and_loses_nothing():
    uid = str(uuid.uuid4())
    body = gate(
        f'<p>a</p><aside data-article="{uid}" data-standfirst="A “b” &amp; c"></aside><p>b</p>'
        '<figure data-photo="8" data-alt="Two"><figcaption>See <a href="/about/">us</a></figcaption></figure>'
        f"{embed(caption='Watch')}<p>c</p>"
    )
    assert blocks.cut(body) == [
        "<p>a</p>",
        {"card": uid, "standfirst": "A “b” & c"},
        "<p>b</p>",
        {
            "photo": 8,
            "caption": 'See <a href="/about/">us</a>',
            "alt": "Two",
            "photographer": "",
            "agency": "",
            "distributor": "",
        },
        {"embed": YOUTUBE, "caption": "Watch"},
        "<p>c</p>",
    ]


def test_words_beside_the_caption_are_kept_and_blocks_in_blocks_do_no_harm():
    body = gate(
        '<figure data-photo="8"><p>one</p><figure data-photo="9"></figure><figcaption>two</figcaption></figure><p>z</p>'
    )
    (reference, rest) = blocks.cut(body)
    assert reference["photo"] == 8 and words(reference["caption"]) == "onetwo" and rest == "<p>z</p>"


def test_a_card_shows_what_its_story_says_now_and_goes_with_it():
    target = story("First headline", standfirst="First words.", kind="opinion")
    publish(target, at=NOON - DAY)
    made = publish(story(body=f"<p>Before.</p>{card(target)}<p>After.</p>"))
    shown = drawn(made)
    assert "First headline" in shown and "First words." in shown and "Opinion" in shown
    publish(edit(target, headline="Second headline"), at=NOON + HOUR, change="update")
    assert "Second headline" in drawn(made, NOON + HOUR) and "First headline" not in drawn(made, NOON + HOUR)
    publishing.withdraw(
        type(target).objects.get(pk=target.pk),
        by=person("paula"),
        at=NOON + 2 * HOUR,
        reason="Wrong",
        shows_headline=True,
    )
    assert drawn(made, NOON + 2 * HOUR) == "<p>Before.</p><p>After.</p>"


def test_a_card_waits_for_its_story():
    target = story("Not out yet")
    made = publish(story(body=f"<p>Text.</p>{card(target, 'Own words.')}"))
    for how in (drawing.PAGE, drawing.TEXT, drawing.FEED):
        assert drawn(made, how=how) == "<p>Text.</p>"
    publish(target, at=NOON + HOUR)
    for how in (drawing.PAGE, drawing.TEXT, drawing.FEED):
        shown = drawn(made, NOON + HOUR, how)
        assert "Not out yet" in shown and "Own words." in shown


def test_a_picture_keeps_its_words_of_the_day_and_vanishes_when_it_is_pulled():
    placed = photo(caption="Library caption", photographer="Someone Else")
    made = publish(story(body=f"<p>Text.</p>{picture(placed, caption='Frozen <em>caption</em>.', alt='Frozen alt')}"))
    for how in (drawing.PAGE, drawing.TEXT, drawing.FEED):
        shown = drawn(made, how=how)
        assert "Frozen <em>caption</em>. (Saul Loeb/AFP)" in shown and "Library" not in shown
    assert 'alt="Frozen alt"' in drawn(made)
    library.pull(placed, "Rights", NOON)
    for how in (drawing.PAGE, drawing.TEXT, drawing.FEED):
        assert drawn(made, how=how) == "<p>Text.</p>"
    assert "Frozen" not in drawing.in_words(made, NOON)


def test_a_hidden_photographer_is_hidden_in_the_text_too():
    placed = photo()
    made = publish(story(body=picture(placed, photographer="Olena Hidden", agency="")))
    assert "Olena Hidden" in drawn(made)
    type(placed).objects.filter(pk=placed.pk).update(hides_photographer=True)
    for told in (
        drawn(made),
        drawn(made, how=drawing.TEXT),
        drawn(made, how=drawing.FEED),
        drawing.in_words(made, NOON),
    ):
        assert "Olena" not in told


def test_an_embed_is_a_link_and_asks_nothing_of_anybody():
    made = publish(story(body=f"<p>Text.</p>{embed(caption='Watch it.')}"))
    shown = html.fragment_fromstring(drawn(made), create_parent="div")
    (link,) = shown.xpath("//a")
    assert link.get("href") == YOUTUBE and link.get("rel") == "external noopener"
    assert not shown.xpath("//iframe | //script | //img | //*[@src] | //*[starts-with(@style, '')][@style]")
    assert shown.xpath("//figure/@data-frame") == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]


def test_only_a_page_with_an_embed_may_open_its_frame(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with_one = publish(story(body="<p>Text.</p>" + embed("https://vimeo.com/76979871")), at=NOON - DAY)
    without = publish(story(body="<p>None.</p>"), at=NOON - DAY)
    policy = client.get(with_one.get_absolute_url())["Content-Security-Policy"]
    assert "frame-src https://player.vimeo.com;" in policy + ";"
    assert "frame-src" not in client.get(without.get_absolute_url())["Content-Security-Policy"]
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]


def test_a_card_in_the_text_is_not_repeated_after_it():
    from articles.showing import related

    inside, after = story("Inside"), story("After")
    for one in (inside, after):
        publish(one, at=NOON - DAY)
    made = publish(story(body="<p>Text.</p>" + card(inside), related=[inside, after]))
    assert [other.headline for other in related(Edition.objects.with_rows().get(pk=made.pk), NOON)] == ["After"]


def test_a_story_has_no_card_of_itself():
    made = story(body="<p>Text.</p>")
    edited = edit(made, body=f"<p>Text.</p>{card(made)}")
    assert drawn(publish(edited)) == "<p>Text.</p>"


def test_captions_are_read_and_cards_and_embeds_are_not():
    body = (
        f"<p>one two</p>{picture(photo(), caption='three four')}{card(uuid.uuid4(), 'no no')}{embed(caption='no no')}"
    )
    assert count_words(gate(body)) == 4


def test_the_pictures_in_a_text_are_known_to_the_library():
    placed = photo()
    body = picture(placed) * 2 + '<figure data-photo="999999"></figure>'
    made = publish(story(body=body), override="The third comes later.")
    assert [row.photo_id for row in made.pictures.all()] == [placed.pk]


def test_twenty_pictures_and_ten_cards_cost_no_more_queries_than_one_of_each(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    others = [photo() for _ in range(20)]

    def article(cards, pictures):
        targets = [story(lead_photo=others[0], lead_alt="x", lead_agency="AFP") for _ in range(cards)]
        for target in targets:
            publish(target, at=NOON - DAY)
        body = "".join(picture(one) for one in others[:pictures]) + "".join(card(one) for one in targets)
        return publish(story(body=body), at=NOON - DAY)

    def asked(edition, below=""):
        kept.forget()
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(edition.get_absolute_url() + below).content.decode()
        return len(queries), shown

    few, many = article(1, 1), article(10, 20)
    asked(few)  # what is asked once in the life of a process
    (least, _), (most, shown) = asked(few), asked(many)
    assert shown.count('<figure class="picture">') == 20 and shown.count('class="drop"') == 10
    assert most == least
    assert asked(many, "text/")[0] == asked(few, "text/")[0]
    things = drawing.gather([many], NOON)
    with CaptureQueriesContext(connection) as queries:
        drawing.draw(Edition.objects.with_rows().get(pk=many.pk), things, drawing.FEED)
    assert not [query for query in queries if "photos_photo" in query["sql"] and "articles_edition" not in query["sql"]]
