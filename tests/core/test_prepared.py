"""A prepared query finds what the queryset that it was made of finds."""

import datetime as dt

import pytest

from articles import loading
from articles.models import Edition
from core.prepared import Prepared
from tests.cast import DAY, NOON, author, publish, section, story, topic

pytestmark = pytest.mark.django_db


def test_it_finds_the_same_rows_for_each_value_with_what_belongs_to_them(django_assert_num_queries):
    by_headline = Prepared(
        lambda at, words: Edition.objects.live(at).select_related("section", "lead_photo").filter(headline=words),
        dt.datetime,
        str,
    )
    publish(story("One", section=section("War")), at=NOON)
    publish(story("Two", section=section("Culture")), at=NOON)
    by_headline(NOON, "warm")
    with django_assert_num_queries(2):
        found = [by_headline(NOON, words) for words in ("One", "Two")]
        assert [(one.headline, one.section.name, one.lead_photo) for (one,) in found] == [
            ("One", "War", None),
            ("Two", "Culture", None),
        ]
        assert found[0][0].first_live_at == NOON
        assert not found[0][0]._state.adding
    assert by_headline(NOON - DAY, "One") == []
    assert by_headline(NOON, "'; DROP TABLE articles_edition; --") == []


def test_the_article_page_has_the_rows_that_with_rows_has():
    related = story("Before")
    publish(related, at=NOON)
    edition = publish(
        story("All", by=[author("Ann"), author("Ben")], topics=[topic("Courts")], related=[related]), at=NOON
    )
    one = Edition.objects.with_rows().get(pk=edition.pk)
    other = loading.live_at(one.address.date, one.address.slug, NOON + DAY)
    assert other is not None
    assert other.__dict__.keys() - {"_prefetched_objects_cache"} == one.__dict__.keys() - {"_prefetched_objects_cache"}
    assert other.credits == one.credits
    assert [row.printed_name for row in other.credits] == [row.printed_name for row in one.credits]
    assert other.filed_under == one.filed_under
    assert other.related_uids == one.related_uids
    assert other.body == one.body


def test_a_value_that_the_query_has_no_place_for_is_refused():
    with pytest.raises(ValueError, match="no place"):
        Prepared(lambda words: Edition.objects.all(), str)("x")
    with pytest.raises(ValueError, match="finds nothing"):
        Prepared(lambda words: Edition.objects.none(), str)("x")
