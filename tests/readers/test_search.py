"""
Searching what was published. All of it holds on both databases: nothing here knows which one answers.
"""

import unicodedata
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Edition, SearchEntry
from articles.search import finding, index, places
from articles.search.finding import Filters, Search
from articles.search.query import MAX_TERMS, parse
from authors.models import Author
from core.models import current
from desk import publishing
from desk.demo import bulk
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, section, story, topic

from . import leaks
from .pages import headlines, show_more, tree

pytestmark = pytest.mark.django_db


def found(words, at=NOON, **filters):
    """Headlines that answer, in order."""
    search = Search(parse(words), Filters(**filters), at)
    return [edition.headline for edition in search.page(1).editions]


def says(text, **fields):
    """A live story with `text` in its body."""
    return publish(story(body=f"<p>{text}</p>", **fields), at=NOON - HOUR)


# What a story says, what somebody looks for, whether that finds it.
PAIRS = [
    ("Приїхав Зеленський", "зеленського", True),
    ("Заява Зеленського", "Зеленський", True),
    ("Київ уночі", "КИЇВ", True),
    ("київ уночі", "Київ", True),
    ("Мер Києва", "Київ", True),
    ("Київ уночі", "Києва", True),
    ("Вокзал Львова", "Львів", True),
    ("Вокзал у Львові", "львів", True),
    ("Обстріл Харкова", "Харків", True),
    ("Суд виніс вирок", "судом", True),
    ("Рішення суду", "суд", True),
    ("Столиця Судану", "суд", False),
    ("Новий музей", "музею", True),
    ("Школи закрито", "школою", True),
    ("Росія", "російський", False),
    ("Elections today", "election", True),
    ("Election today", "ELECTIONS", True),
    ("Two cities", "city", True),
    ("One city", "cities", True),
    ("An index of prices", "indeed", False),
    ("A presidential word", "pres", True),
    ("Zelensky’s plan", "Zelensky", True),
    ("Zelenskys plan", "Zelensky's", True),
    ("Un café à Noël", "cafe noel", True),
    ("A cafe", "CAFÉ", True),
    ("Čapek", "capek", True),
    ("Straße", "STRASSE", True),
    ("Йосип", "Иосип", False),
    ("Їжак", "Іжак", False),
    ("Край", "Краи", False),
    ("Росія і Росії", "Росіі", False),
    ("Школи", "школй", False),
    ("У школі", "школї", False),
    ("Край і краї", "краю", True),
    ("Про сім’ю", "сім’ї", True),
    ("Ґанок", "ганок", False),
    ("Об’єкт", "об'єкт", True),
    ("Обʼєкт", "об’єкт", True),
    ("Сла́ва Ки́єву", "слава києву", True),
    ("soft\u00adhyphen", "softhyphen", True),
    ("Івано-Франківськ", "івано-франківськ", True),
    ("Івано-Франківськ", "Франківську", True),
    ("The year 2024", "2024", True),
    ("The year 20241", "2024", False),
    ("F-16 landed", "f-16", True),
    ("the council met", "the", True),
    ("the council met", "council met", True),
    ("the council met", "met council", True),
    ("the council met", '"council met"', True),
    ("the council met", '"met council"', False),
    ("the council met", "“Council Met”", True),
    ("the councils met", '"council met"', False),
    ("the council met", '"the council', True),
    ("the council met", "council -school", True),
    ("the council met in a school", "council -school", False),
    ("the council met in schools", "council -school", False),
    ("the council met in a schoolyard", "council -school", True),
    ("the council met at last", 'council -"at last"', False),
    ("the council met at last", 'council -"last at"', True),
    ("the council met", "-school", True),
    ("the council met", "-council", False),
    ("the council met", "council OR school", False),
    ("أولى سفن القمح", "القمح", True),
    ("القَمْح", "القمح", True),
    ("שלום עולם", "עולם", True),
    ("हिन्दी में", "हिन्दी", True),
    ("新聞", "新聞", True),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_find_what_says_them(form):
    wrong = []
    for said, asked, expected in PAIRS:
        with transaction.atomic():
            says(unicodedata.normalize(form, said), headline="A headline")
            if bool(found(unicodedata.normalize({"NFC": "NFD", "NFD": "NFC"}[form], asked))) != expected:
                wrong.append((said, asked, expected))
            transaction.set_rollback(True)
    assert not wrong


def test_every_word_has_to_be_in_the_story_wherever():
    publish(story("A bridge", standfirst="Of stone.", body="<p>Over the river.</p>"))
    assert found("bridge stone river") == ["A bridge"]
    assert found("bridge stone lake") == []


def test_a_phrase_does_not_reach_from_the_headline_into_the_standfirst():
    publish(story("A bridge", standfirst="Of stone.", body="<p>Over it.</p>"))
    assert found('"bridge of"') == []
    assert found('"stone over"') == []
    assert found('"of stone"') == ["A bridge"]


def test_short_words_make_a_phrase_only_where_they_stand_together():
    publish(story("On a mat", standfirst="Or on it.", body="<p>The cat sat in one.</p>"))
    for phrase in ("on a", "on a mat", "or on it", "the cat sat in one", "mat"):
        assert found(f'"{phrase}"') == ["On a mat"], phrase
        assert found(f'-"{phrase}"') == [], phrase
    for phrase in ("a on", "mat or", "it the", "on it the", "on mat", "a mat on"):
        assert found(f'"{phrase}"') == [], phrase
        assert found(f'cat -"{phrase}"') == ["On a mat"], phrase


def test_a_long_beginning_finds_all_that_begin_with_it_and_a_minus_its_endings_alone():
    for word in ("contract", "contractors", "contraption", "control"):
        says(word, headline=word)
    assert sorted(found("contrac")) == ["contract", "contractors"]
    assert sorted(found("contract")) == ["contract", "contractors"]
    assert sorted(found("cont -contract")) == ["contractors", "contraption", "control"]
    assert sorted(found("contract -contractor")) == ["contract"]
    assert found("contracz") == found("contractz cont") == []


def test_several_words_with_a_minus_each_take_stories_out():
    for word in ("bridge", "road", "river"):
        says(f"A {word} there.", headline=word)
    assert found("there -roads -bridge") == ["river"]
    assert found("-road -river") == ["bridge"]
    assert found("there -a") == found("-there -road") == []


def test_lists_and_quotes_are_looked_through():
    publish(story("With more", body="<ul><li>generators</li></ul><blockquote><p>Said so.</p></blockquote>"))
    assert found("generators said") == ["With more"]


def test_headline_comes_before_standfirst_before_text_and_among_equals_the_newest():
    for days, where in enumerate(["headline", "body", "standfirst"], start=1):
        for age, word in ((0, "new"), (10, "old")):
            texts = {"headline": f"{word} {where}", "standfirst": "-", "body": "<p>-</p>"}
            texts[where] = {"body": "<p>bridge</p>", "headline": f"{word} {where} bridge"}.get(where, "bridge")
            publish(story(**texts), at=NOON - (days + age) * DAY)
    assert found("bridge") == [
        "new headline bridge", "old headline bridge", "new standfirst", "old standfirst", "new body", "old body",
    ]  # fmt: skip


def test_a_word_that_only_begins_alike_comes_after_the_word_itself():
    publish(story("Кримінальна справа"), at=NOON)
    publish(story("Дорога до Криму"), at=NOON - DAY)
    assert found("Крим") == ["Дорога до Криму", "Кримінальна справа"]


def test_only_what_is_live_at_the_instant_is_found_or_counted():
    live = story("Bridge opens")
    publish(live, at=NOON - DAY)
    publish(edit(live, headline="Bridge closes", body="<p>Now.</p>"), at=NOON - HOUR, change="update")
    publish(story("Bridge tomorrow"), at=NOON - DAY, live_from=NOON + HOUR)
    gone = story("Bridge that never was")
    publish(gone, at=NOON - DAY)
    publishing.withdraw(type(gone).objects.get(pk=gone.pk), by=person("paula"), at=NOON - HOUR, reason="Wrong.")
    story("Bridge still on the desk")

    assert found("bridge") == ["Bridge closes"]
    assert Search(parse("bridge"), Filters(), NOON).number == 1
    assert found("opens") == found("withdrawn") == found("tomorrow") == []
    assert found("tomorrow", at=NOON + HOUR - SECOND) == []
    assert found("tomorrow", at=NOON + HOUR) == ["Bridge tomorrow"]
    assert found("opens", at=NOON - 2 * HOUR) == ["Bridge opens"], "as it was then"


def test_no_word_finds_what_readers_may_not_see():
    leaks.world()
    leaks.plant()
    assert found("-nothing"), "what is public is found"
    for secret in leaks.SECRETS:
        search = Search(parse(secret.word), Filters(), NOON)
        assert (secret.state, search.number) == (secret.state, 0)


def test_a_story_can_be_found_as_soon_as_it_is_published_and_not_where_publishing_failed():
    with transaction.atomic():
        publish(story("Never mind"))
        assert found("mind")
        transaction.set_rollback(True)
    assert not SearchEntry.objects.exists()
    assert found("mind") == []


def test_filters_narrow_and_go_together():
    rita, vera = author("Rita"), author("Vera")
    publish(story("One", section=section("War"), kind="news", by=[rita]), at=NOON - 3 * DAY)
    publish(story("Two", section=section("Culture"), kind="opinion", by=[rita, vera]), at=NOON - 2 * DAY)
    publish(story("Three", section=section("Culture"), kind="news", by=[vera]), at=NOON - DAY)
    culture = section("Culture").pk
    assert found("text", section=culture) == ["Three", "Two"]
    assert found("text", section=culture, kind="opinion") == ["Two"]
    assert found("", profiles=[rita.pk]) == ["Two", "One"]
    assert found("", profiles=[rita.pk, vera.pk], kind="news") == ["Three", "One"]
    assert found("text", since=NOON - 2 * DAY) == ["Three", "Two"]
    assert found("text", since=NOON - 3 * DAY, before=NOON - DAY) == ["Two", "One"]
    assert found("-text", section=culture) == []


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 6)
    monkeypatch.setattr(finding, "PAGE", 2)


def walk(reader, path):
    pages = []
    while path:
        response = reader.get(path)
        assert response.status_code == 200, path
        pages.append(headlines(response))
        path = show_more(response)
    return pages


def test_the_newest_are_ranked_page_by_page_and_older_ones_follow_by_date_with_none_lost(reader, short_pages):
    for age in range(13):
        named = age in (3, 5, 8, 12)
        publish(story(f"{age} bridge" if named else f"{age}", body="<p>A bridge.</p>"), at=NOON - age * MINUTE)
    assert walk(reader, "/search/?q=bridge") == [
        ["3 bridge", "5 bridge"], ["0", "1"], ["2", "4"], ["6", "7"], ["8 bridge", "9"], ["10", "11"], ["12 bridge"],
    ]  # fmt: skip


def test_what_is_published_between_two_pages_of_the_tail_moves_nothing(reader, short_pages):
    for age in range(1, 12):
        publish(story(f"{age}", body="<p>A bridge.</p>"), at=NOON - age * MINUTE)
    path = "/search/?q=bridge"
    for _page in range(3):
        path = show_more(reader.get(path))
    publish(story("0", body="<p>A bridge.</p>"), at=NOON)
    assert walk(reader, path) == [["7", "8"], ["9", "10"], ["11"]]


def test_exactly_as_many_as_are_ranked_have_no_tail(reader, short_pages):
    for age in range(6):
        publish(story(f"{age}", body="<p>A bridge.</p>"), at=NOON - age * MINUTE)
    assert len(walk(reader, "/search/?q=bridge")) == 3


def test_stories_of_one_second_each_have_a_place(monkeypatch):
    number = places.PER_SECOND * 2 + 3
    publish(story(), at=NOON)
    bases = [SimpleNamespace(first_live_at=NOON)] * number
    given = places.allot(bases)
    assert len(set(given)) == number
    assert min(given) > places.first_of(NOON)
    assert max(given) == places.first_of(NOON) + number


def test_places_rise_with_time_also_before_1970():
    years = [NOON.replace(year=year) for year in (1901, 1969, 1970, 2026)]
    bases = [places.first_of(instant) for instant in years]
    assert bases == sorted(bases)
    for place in [*bases, bases[0] + 63]:
        assert places.from_cursor(places.to_cursor(place)) == place


AWKWARD = [
    '"', '""', "'", '"""', "-", "--", '-"', '-""', "*", "a*", "NEAR(a b)", "a AND", "OR", "NOT", "a NOT", "(", ")",
    "^a", "headline:a", "{a b}:c", "a:*", "a & b", "a | !b", "a <-> b", "\\", "'; DROP TABLE articles_edition; --", "%",
    "_", "\x00", "a\x00b", "\x01\x1f", "\ud7ff\ue000", "\u202e\u202d", "\u0301\u0301", "#", "##", "#s1", "😀", "🇺🇦",
    "the and of", "і та й", "a" * 10_000, "а" * 10_000, "слово " * 2_000, '"слово ' * 2_000, "-слово " * 2_000,
    "́" * 5_000, "أولى سفن القمح تغادر", "שלום", "\u2028", "1" * 500, "ﷺ" * 300, "ß" * 300, "_" * 50,
    "'" * 500, "а’" * 500,
]  # fmt: skip


@pytest.mark.parametrize("words", AWKWARD, ids=lambda words: ascii(words[:12]))
def test_whatever_is_typed_gets_an_answer(reader, words):
    says("the council met")
    response = reader.get("/search/", {"q": words})
    assert response.status_code == 200
    assert len(tree(response).xpath("//h1")) == 1


def test_words_that_are_only_small_ones_find_stories_too(reader):
    says("the council met", headline="Small words")
    assert found("the") == ["Small words"]


def test_more_than_a_dozen_words_are_cut_and_the_page_says_so(reader):
    says(" ".join(f"word{n}" for n in range(MAX_TERMS)), headline="Long")
    words = " ".join(f"word{n}" for n in range(MAX_TERMS + 1))
    response = reader.get("/search/", {"q": words})
    assert headlines(response) == ["Long"]
    assert "only its first words" in response.content.decode()


def test_the_words_are_marked_and_nothing_else_is_markup(reader):
    publish(
        story(
            "A <b>bridge</b> & more", body="<p>" + "Before. " * 90 + "5 &lt; 6 bridges &amp; roads.</p>", standfirst=""
        )
    )
    page = reader.text("/search/?q=bridge")
    assert "A &lt;b&gt;<mark>bridge</mark>&lt;/b&gt; &amp; more" in page
    assert "5 &lt; 6 <mark>bridges</mark> &amp; roads." in page
    assert "… " in page


def test_marks_stand_on_the_words_as_they_are_written(reader):
    publish(story("Ки́їв і Києва", body="<p>Café “du Nord” – обʼєкт</p>", standfirst=""))
    page = reader.text("/search/?q=Київ")
    assert "<mark>Ки́їв</mark> і <mark>Києва</mark>" in page
    assert "<mark>Café</mark> “<mark>du Nord</mark>”" in reader.text('/search/?q=cafe+"du+nord"')


def test_a_standfirst_without_the_words_gives_way_to_the_text_that_has_them(reader):
    publish(story("A headline", standfirst="Something else.", body="<p>The bridge fell.</p>"))
    page = reader.text("/search/?q=bridge")
    assert "The <mark>bridge</mark> fell." in page
    assert "Something else." not in page


def test_the_page_shows_what_was_asked_and_keeps_it(reader):
    culture, rita = section("Culture"), author("Rita Rule")
    publish(story("A bridge", section=culture, by=[rita], kind="opinion"), at=NOON - DAY)
    path = f"/search/?q=bridge&section=culture&kind=opinion&author={rita.slug}&from=2026-03-09&until=2026-03-09"
    response = reader.get(path)
    assert headlines(response) == ["A bridge"]
    page = tree(response)
    assert page.xpath("//main//input[@name='q']/@value") == ["bridge"]
    assert page.xpath("//option[@selected]/@value") == ["culture", "opinion", rita.slug]
    assert page.xpath("//input[@type='date']/@value") == ["2026-03-09", "2026-03-09"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith(path)
    assert headlines(reader.get(path.replace("03-09", "03-08"))) == []


def test_days_are_the_newsrooms_and_both_are_counted(reader):
    publish(story("Late"), at=NOON.replace(hour=21, minute=59))  # 23:59 in Kyiv
    publish(story("Early"), at=NOON.replace(hour=22, minute=0))  # the next day in Kyiv
    later = NOON + DAY
    assert headlines(reader.get("/search/?from=2026-03-10&until=2026-03-10", at=later)) == ["Late"]
    assert headlines(reader.get("/search/?from=2026-03-11", at=later)) == ["Early"]


@pytest.mark.parametrize("query", ["section=none", "kind=none", "author=none", "from=yesterday", "until=2026-02-30"])
def test_a_filter_that_means_nothing_is_left_unset(reader, query):
    publish(story("A bridge"))
    assert headlines(reader.get(f"/search/?q=bridge&{query}")) == ["A bridge"]


@pytest.mark.parametrize("query", ["from=0001-01-01", "until=9999-12-31", "from=0001-01-01&until=9999-12-31"])
def test_the_ends_of_the_calendar_are_no_error(reader, query):
    assert reader.get(f"/search/?{query}").status_code == 200


def test_a_day_that_is_not_understood_is_said_so(reader):
    assert "2026-03-09" in reader.text("/search/?q=bridge&from=9.3.")


@pytest.mark.parametrize(
    "query", ["page=0", "page=2", "page=-1", "page=x", "page=99999", "page=%D9%A1", "before=x", "before="]
)
def test_a_page_that_there_is_not_is_not_found(reader, query):
    publish(story("A bridge"))
    assert reader.get(f"/search/?q=bridge&{query}").status_code == 404


def test_nothing_found_says_what_may_help(reader):
    section("Culture")
    page = reader.text("/search/?q=zzz+%22a+b%22+-c&section=culture")
    assert "No story says “zzz &quot;a b&quot; -c”" in page
    for help in ("Leave out the quotes", "Leave out the words with a minus", "Use fewer words", "Look in all sections"):
        assert help in page
    assert "Leave out the quotes" not in reader.text("/search/?q=zzz")


def test_somebody_of_that_name_is_offered(reader):
    rita = author("Rita Rule")
    assert f'href="{rita.get_absolute_url()}"' in reader.text("/search/?q=rule+rita")
    assert f'href="{rita.get_absolute_url()}"' not in reader.text("/search/?q=rita+rave")


def test_nobody_finds_the_stories_of_a_hidden_person_by_their_name(reader):
    hidden, vera = author("Hanna Hidden"), author("Vera Visible")
    publish(story("By Hanna", by=[hidden]))
    publish(story("By Vera", by=[vera]))
    path = f"/search/?author={hidden.slug}"
    assert headlines(reader.get(path)) == ["By Hanna"]
    Author.objects.filter(pk=hidden.pk).update(hidden_at=NOON)
    assert headlines(reader.get(path)) == []
    page = reader.text("/search/?q=hanna+hidden") + reader.text(f"{path}&q=text")
    assert "Hanna Hidden" not in page
    assert sorted(headlines(reader.get(f"{path}&q=text"))) == ["By Hanna", "By Vera"], "as if the filter were not set"


def test_the_stories_of_somebody_who_was_merged_are_found_under_both(reader):
    first, second = author("Rita Rule"), author("R. Rule")
    publish(story("One", by=[first]), at=NOON - DAY)
    publish(story("Two", by=[second]))
    Author.objects.filter(pk=second.pk).update(merged_into=first)
    for slug in (first.slug, second.slug):
        assert headlines(reader.get(f"/search/?author={slug}")) == ["Two", "One"]


def test_it_costs_as_many_queries_with_thirty_results_as_with_two(reader):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reader.get("/search/?q=bridge").status_code == 200
        return len(queries)

    people = [author(), author()]
    for number in range(30):
        publish(story(f"Bridge {number}", by=people, topics=[topic()]))
        if number == 1:
            small = cost()
    assert cost() == small <= 5


def test_every_page_has_the_search_box_and_a_missing_one_its_form(reader):
    for path in ("/", "/news-feed/"):
        assert tree(reader.get(path)).xpath("//header//form[@action='/search/']//input[@name='q']"), path
    assert tree(reader.get("/nothing-here/")).xpath("//main//form[@action='/search/']//input[@name='q']")
    assert len(tree(reader.get("/search/")).xpath("//form[@action='/search/']")) == 1


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, edition_id, headline, standfirst FROM articles_searchentry ORDER BY place")
        return cursor.fetchall()


def test_an_index_built_anew_is_the_same(reader):
    made = story("A bridge", by=[author("Rita")])
    publish(made, at=NOON - DAY)
    publish(edit(made, headline="The bridge"), at=NOON - HOUR, change="update")
    publish(story("A road"))
    before, generation = rows(), current()
    call_command("reindex", verbosity=0)
    assert rows() == before
    assert current() > generation
    assert found("bridge") == ["The bridge"]
    assert found("road") == ["A road"]


def test_what_is_not_in_the_index_yet_is_added_by_a_migration():
    publish(story("A bridge"))
    with transaction.atomic():
        index.backend().clear(connection)
    assert found("bridge") == []
    index.install()
    assert found("bridge") == ["A bridge"]
    assert not index.is_there(databases=["default"])


def test_an_edition_can_be_taken_out_for_good():
    edition = publish(story("A bridge", body="<p>Secret.</p>"))
    publish(story("A road"))
    place = SearchEntry.objects.get(edition=edition).place
    index.forget(edition)
    assert found("bridge") == found("secret") == []
    assert found("road") == ["A road"]
    # Not even as what is left at its place.
    other = publish(story("A third"))
    SearchEntry.objects.filter(edition=other).update(place=place)
    assert found("secret") == []


def test_stories_by_the_thousand_are_found_as_well():
    call_command("load_demo", verbosity=0)
    from django.utils import timezone

    at = timezone.now()
    bulk.load(5, cast=bulk.cast(), at=at, progress=bool)
    assert SearchEntry.objects.count() == Edition.objects.count()
    newest = Edition.objects.filter(article__uid=bulk.marks.uid(bulk.name(4))).get()
    assert newest.headline in found(f'"{newest.headline}"', at=at)
    before = rows()
    index.rebuild()
    assert sorted(row[1:] for row in rows()) == sorted(row[1:] for row in before)
