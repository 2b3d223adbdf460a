"""Two profiles of one person: one page with both lists, no edition touched, and it can be undone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Edition, EditionByline
from authors.merging import merge, separate
from authors.models import Author
from core.models import current
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOON + cast.DAY


def headlines(author):
    live = Author.objects.get(pk=author.pk).editions.live(LATER)
    return [edition.headline for edition in live.latest_first("bylines")]


def two(**fields):
    return cast.author("Rita Reporter", slug="rita", **fields), cast.author("R. Reporter", slug="r")


def test_the_page_lists_both_profiles_editions_in_order(client):
    rita, r = two()
    for hour, who in enumerate([rita, r, rita, r]):
        cast.publish(cast.story(f"Story {hour}", by=[who]), at=cast.NOON + hour * cast.HOUR)
    before = list(Edition.objects.values()), list(EditionByline.objects.values())
    generation = current()
    merge(r, rita)
    assert headlines(rita) == headlines(r) == ["Story 3", "Story 2", "Story 1", "Story 0"]
    assert (list(Edition.objects.values()), list(EditionByline.objects.values())) == before
    assert current() > generation
    page = client.get("/author/rita/").content.decode()
    assert [page.index(f"Story {n}") for n in (3, 2, 1, 0)] == sorted(page.index(f"Story {n}") for n in (3, 2, 1, 0))


def test_the_aliases_addresses_lead_to_the_person_in_one_hop(client):
    rita, r = two()
    r.slug = "r-reporter"
    r.save()
    merge(r, rita)
    for former in ("r", "r-reporter"):
        answer = client.get(f"/author/{former}/")
        assert (answer.status_code, answer["Location"]) == (301, "/author/rita/")


def test_an_old_byline_keeps_its_name_and_links_to_the_person(client):
    rita, r = two()
    edition = cast.publish(cast.story(by=[r]))
    merge(r, rita)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "R. Reporter" in page
    assert 'href="/author/rita/"' in page
    assert 'href="/author/r/"' not in page


def test_a_story_with_both_names_is_listed_once():
    rita, r = two()
    cast.publish(cast.story("Both", by=[rita, r]))
    cast.publish(cast.story("One", by=[r]), at=cast.NOON + cast.HOUR)
    merge(r, rita)
    live = Author.objects.get(pk=rita.pk).editions.live(LATER)
    assert headlines(rita) == ["One", "Both"]
    assert [e.headline for e in live.latest_first("bylines")[:10]] == ["One", "Both"]
    assert [e.headline for e in live.latest_first("bylines")[:1]] == ["One"]
    assert live.count() == 2


def test_pages_of_a_merged_list_neither_repeat_nor_skip():
    rita, r = two()
    third = cast.author("Third", slug="third")
    cast.publish(cast.story("at once", by=[rita]))
    for number in range(11):
        # Two at each instant, so that pages are cut between equal times.
        cast.publish(cast.story(by=[(rita, r, third)[number % 3]]), at=cast.NOON + (number // 2) * cast.HOUR)
    merge(r, rita)
    merge(third, rita)
    whole = [e.pk for e in Author.objects.get(pk=rita.pk).editions.live(LATER).latest_first("bylines")]
    assert len(whole) == 12
    walked, cursor = [], None
    while len(walked) < 20:
        page = Author.objects.get(pk=rita.pk).editions.live(LATER)
        if cursor:
            page = page.before(*cursor, via="bylines")
        rows = list(page.latest_first("bylines")[:3])
        if not rows:
            break
        walked += [row.pk for row in rows]
        cursor = (rows[-1].first_live_at, rows[-1].article_id)
    assert walked == whole


def test_the_list_asks_no_more_with_more_stories():
    rita, r = two()
    merge(r, rita)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            list(Author.objects.at_address("rita").editions.live(LATER).with_cards().latest_first("bylines")[:21])
        return len(asked)

    cast.publish(cast.story(by=[rita]))
    few = queries()
    for number in range(4):
        cast.publish(cast.story(by=[rita, r][number % 2 :]), at=cast.NOON + number * cast.HOUR)
    assert queries() == few <= 6


def test_chains_are_flattened_and_rings_refused():
    rita, r = two()
    third, fourth = cast.author("Third"), cast.author("Fourth")
    merge(third, r)
    merge(r, rita)
    assert Author.objects.get(pk=third.pk).merged_into == rita
    assert merge(fourth, third) == rita  # by way of an alias
    assert Author.objects.get(pk=fourth.pk).merged_into == rita
    for profile, into in [(rita, r), (rita, rita), (r, rita), (r, fourth)]:
        with pytest.raises(ValidationError):
            merge(profile, into)
    assert not Author.objects.filter(merged_into__merged_into__isnull=False).exists()


def test_the_table_refuses_a_profile_merged_into_itself():
    rita, _r = two()
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.filter(pk=rita.pk).update(merged_into=rita)


def test_the_account_comes_along_and_of_two_accounts_none_is_lost():
    rita, r = two()
    r.account = cast.person("rita")
    r.save()
    draft = cast.story("Draft by the alias", by=[r], begun_by=cast.person("ed"))
    merge(r, rita)
    assert cast.person("rita").author == rita
    assert type(draft).objects.visible_to(cast.person("rita")).filter(pk=draft.pk).exists()
    third = cast.author("Third", account=cast.person("rob"))
    with pytest.raises(ValidationError, match="account"):
        merge(third, rita)


def test_separating_gives_the_page_back(client):
    rita, r = two()
    cast.publish(cast.story("By R.", by=[r]))
    merge(r, rita)
    assert separate(r) == rita
    assert client.get("/author/r/").status_code == 200
    assert (headlines(rita), headlines(r)) == ([], ["By R."])
    with pytest.raises(ValidationError):
        separate(r)


def test_an_alias_is_not_on_the_masthead_nor_deletable_with_bylines(client):
    rita, r = two()
    cast.publish(cast.story(by=[r]))
    merge(r, rita)
    page = client.get("/authors/").content.decode()
    assert "Rita Reporter" in page
    assert "R. Reporter" not in page
