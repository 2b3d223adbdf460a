"""The chain of digests: one changed row, with every guard taken off, is named."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from articles import triggers
from articles.digests import FORMS, NEWEST, chain, values, verify
from articles.erasure import HEADLINE, NotErased, erase
from articles.models import Address, Digest, Edition, EditionByline, EditionTopic, Erasure, SearchEntry
from articles.models.content import Content
from desk.models import Story
from tests.cast import DAY, HOUR, MINUTE, NOON, edit, person, publish, story, topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    """Three editions of two articles, live before NOON; chained."""
    first = story("One", topics=[topic()], related=[story()], slug="one", standfirst="Old words")
    publish(first, at=NOON - DAY)
    publish(story("Two"), at=NOON - 2 * HOUR)
    publish(edit(first, at=NOON - HOUR, standfirst="New words"), at=NOON - HOUR, change="update")
    assert chain(NOON) == 3
    return first


def faults(at=NOON):
    return [str(fault) for fault in verify(at)]


def plain(model):
    return models.QuerySet(model)


def test_what_nobody_changed_is_found_as_it_was(published):
    assert faults() == []
    assert chain(NOON) == 0
    assert [link.edition.number for link in Digest.objects.all()] == [1, 1, 2]
    assert len({link.salt for link in Digest.objects.all()}) == 3


def test_what_waits_or_was_cancelled_is_not_in_the_chain_until_it_goes_live(published):
    publish(story("Three"), at=NOON, live_from=NOON + HOUR)
    assert chain(NOON) == 0
    assert chain(NOON + HOUR) == 1
    assert faults(NOON + HOUR) == []


def test_an_edition_that_the_job_has_not_reached_is_named_after_half_a_minute(published):
    publish(story("Three", slug="three"), at=NOON)
    assert faults(NOON) == []
    assert faults(NOON + MINUTE) == [
        f"edition 1 of /2026/03/10/three/ (row {Edition.objects.latest('pk').pk}): went live and is not in the chain"
    ]


CHANGES = {
    "headline": (Edition, {"headline": "Never said"}),
    "body": (Edition, {"body": "<p>Never said.</p>"}),
    "time": (Edition, {"live_from": NOON - 2 * DAY, "first_live_at": NOON - 2 * DAY}),
    "note": (Edition, {"note": "Never said"}),
    "name": (EditionByline, {"name": "Somebody else"}),
    "roles": (EditionByline, {"roles": ["photos"]}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_one_row_changed_with_the_triggers_dropped_is_named(published, what):
    model, change = CHANGES[what]
    drop()
    first = Edition.objects.order_by("live_from").first()
    plain(model).filter(**{"pk" if model is Edition else "edition": first.pk}).update(**change)
    assert faults() == [f"edition 1 of /2026/03/09/one/ (row {first.pk}): was changed after it went live"]
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 found"):
        call_command("verify_log", stdout=out)
    assert "/2026/03/09/one/" in out.getvalue()


def drop():
    from django.db import connection

    triggers.lift()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in triggers.FROZEN:
                cursor.execute(f"DROP TRIGGER {table}_frozen ON {table}")


def test_a_row_that_was_added_or_taken_away_is_named_too(published):
    drop()
    plain(EditionTopic).all().delete()
    assert len(faults()) == 2  # both editions that were filed under it
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic=topic(), first_live_at=edition.first_live_at)
        for edition in Edition.objects.filter(article__uid=published.uid)
    )
    assert faults() == []


@pytest.mark.parametrize(
    "change, words",
    [
        ({"digest": "f" * 64}, ["its link was changed", "its link does not follow from the one before"]),
        ({"previous": "f" * 64}, ["its link does not follow from the one before", "its link was changed"]),
        ({"salt": "f" * 64}, ["was changed after it went live"]),
        ({"position": 7}, ["its link does not follow from the one before"]),
    ],
)
def test_a_link_that_was_changed_is_named(published, change, words):
    drop()
    plain(Digest).filter(position=2).update(**change)
    found = " | ".join(faults())
    for one in words:
        assert one in found


def test_a_link_that_is_gone_is_missed(published):
    drop()
    plain(Digest).filter(position=2).delete()
    found = faults()
    assert found[0] == "position 2: the link is missing"
    assert any("not in the chain" in one for one in found)


def test_the_newest_form_has_every_column_there_is():
    """A new column of a content or an edition needs a new form: what is chained already keeps its own."""
    made = publish(story(topics=[topic()]))
    edition = Edition.objects.with_rows().get(pk=made.pk)
    assert {*values(edition)} == {*FORMS[NEWEST]}
    columns = {field.name for field in Content._meta.get_fields() if field.concrete}
    columns |= {field.name for field in Edition._meta.concrete_fields}
    assert columns - {"id", "article", "live_until"} == {*FORMS[NEWEST]} - {"bylines", "topics", "related", "uid"}


def test_the_form_of_today_is_spelt_the_same_for_ever():
    """Were this to change, every edition there is would be called changed."""
    made = publish(story("Spelt — “so”", slug="spelt", standfirst="Їжак", body="<p>Text.</p>"), at=NOON)
    edition = Edition.objects.with_rows().get(pk=made.pk)
    kept = values(edition, 1)
    assert kept["live_from"] == "2026-03-10T12:00:00.000000+00:00"
    assert kept["address"] == ["2026-03-10", "spelt"]
    assert kept["bylines"] == [
        {"author": edition.credits[0].author_id, "roles": ["words"], "name": "Rita Reporter", "title": "Reporter"}
    ]
    assert (kept["headline"], kept["standfirst"], kept["updated_at"]) == ("Spelt — “so”", "Їжак", None)


def test_an_erased_edition_loses_words_and_salt_and_keeps_its_link(published):
    old = Edition.objects.get(article__uid=published.uid, number=1)
    link = Digest.objects.get(edition=old)
    erase(old, by=person("clara"), at=NOON, reason="Court order 7")
    row = Edition.objects.get(pk=old.pk)
    assert (row.headline, row.standfirst, row.body, row.slug) == (HEADLINE, "", "", "erased")
    assert {(byline.name, byline.title) for byline in row.bylines.all()} == {("", "")}
    assert (row.number, row.live_from, row.live_until) == (old.number, old.live_from, old.live_until)
    now = Digest.objects.get(edition=old)
    assert (now.salt, now.digest, now.content) == ("", link.digest, link.content)
    assert faults() == []
    assert not SearchEntry.objects.filter(edition=old).exists()
    record = Erasure.objects.get()
    assert (record.by, record.reason, record.erased_at) == (person("clara"), "Court order 7", NOON)


def test_what_is_live_or_to_come_is_not_erased_and_not_by_everybody(published):
    live = Edition.objects.get(article__uid=published.uid, number=2)
    old = Edition.objects.get(article__uid=published.uid, number=1)
    with pytest.raises(NotErased, match="have this edition"):
        erase(live, by=person("clara"), at=NOON, reason="Order")
    with pytest.raises(NotErased, match="may not"):
        erase(old, by=person("paula"), at=NOON, reason="Order")
    with pytest.raises(NotErased, match="Name the order"):
        erase(old, by=person("clara"), at=NOON, reason=" ")
    erase(old, by=person("clara"), at=NOON, reason="Order")
    with pytest.raises(NotErased, match="already"):
        erase(old, by=person("clara"), at=NOON, reason="Order")


def test_an_address_that_only_the_erased_edition_had_goes_with_it(published):
    publish(edit(Story.objects.get(pk=published.pk), slug="three"), at=NOON, change="minor")
    first, second, _third = Edition.objects.filter(article__uid=published.uid).order_by("number")
    erase(first, by=person("clara"), at=NOON + HOUR, reason="Order")
    assert Address.objects.filter(slug="one").exists()  # the second edition has it too
    erase(second, by=person("clara"), at=NOON + HOUR, reason="Order")
    assert not Address.objects.filter(slug="one").exists()


def test_the_command_asks_and_says_what_it_did(published, monkeypatch):
    path = "http://localhost:8000/2026/03/09/one/"
    answers = iter(["no", "erase"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    options = {"by": person("clara").username, "reason": "Court order 7", "stdout": io.StringIO()}
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_edition", path, "1", **options)
    call_command("erase_edition", path, "1", **options)
    assert Erasure.objects.get().edition.number == 1
    for address, number in ((path, "9"), ("/nowhere/", "1"), ("/2026/99/09/one/", "1"), ("/2026/03/09/other/", "1")):
        with pytest.raises(CommandError, match="There is no edition"):
            call_command("erase_edition", address, number, **options)
    with pytest.raises(CommandError, match="No account"):
        call_command("erase_edition", path, "1", **options | {"by": "nobody"})


def test_the_chains_command_adds_what_is_settled(published):
    out = io.StringIO()
    call_command("chain_editions", stdout=out)
    assert out.getvalue() == "0 added\n"
    call_command("verify_log", stdout=(out := io.StringIO()))
    assert out.getvalue().startswith("All as it was published: 3 editions, head ")
