"""An editor closes the text of an earlier edition; nobody else does, and nobody the one that readers have."""

import pytest
from django.urls import reverse

from articles.models import Closure, Edition
from desk import closing
from desk.workflow import Refused
from tests.cast import DAY, HOUR, MEMBERS, NOON, edit, person, publish, story

from .hands import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    made = story("Libel", slug="libel")
    publish(made, at=NOON - DAY)
    publish(edit(made, at=NOON, headline="Mended"), at=NOON, change="update")
    return list(Edition.objects.order_by("number"))


def url_of(edition):
    return reverse("admin:articles_edition_close", args=[edition.pk])


def test_by_role(editions, subtests):
    for who in MEMBERS:
        with subtests.test(who=who):
            Closure.objects.exists()
            allowed = who in ("ed", "paula", "clara")
            response = signed_in(who).get(url_of(editions[0]))
            assert (response.status_code == 200) is allowed
            if not allowed:
                assert "Libel" not in response.content.decode()
                signed_in(who).post(url_of(editions[0]), {"reason": "Because."})
                assert not Closure.objects.exists()
                with pytest.raises(Refused, match="may not"):
                    closing.close(editions[0], by=person(who), at=NOON + HOUR, reason="Order")


def test_it_is_closed_with_its_reason_and_the_page_says_by_whom(editions):
    ed = signed_in("ed")
    page = reverse("admin:articles_edition_change", args=[editions[0].pk])
    assert "Close this text" in words(ed.get(page))
    assert ed.post(url_of(editions[0]), {"reason": "Settlement of 9 March"}).status_code == 302
    closure = Closure.objects.get()
    assert (closure.edition, closure.by, closure.reason) == (editions[0], person("ed"), "Settlement of 9 March")
    assert "by Ed: Settlement of 9 March" in words(ed.get(page))


@pytest.mark.parametrize(
    "reason, said", [("", "Give the legal reason"), (" \n", "legal reason"), ("a\x07", "invisible")]
)
def test_it_takes_a_reason(editions, reason, said):
    response = signed_in("ed").post(url_of(editions[0]), {"reason": reason})
    assert said in words(response)
    assert not Closure.objects.exists()


def test_what_readers_have_or_never_had_is_not_closed(editions):
    response = signed_in("ed").post(url_of(editions[1]), {"reason": "Order"})
    assert "Readers have this edition now" in words(response)
    closing.close(editions[0], by=person("ed"), at=NOON + HOUR, reason="Order")
    with pytest.raises(Refused, match="already"):
        closing.close(editions[0], by=person("ed"), at=NOON + HOUR, reason="Order")
    waiting = publish(story("To come"), at=NOON, live_from=NOON + DAY)
    with pytest.raises(Refused, match="never had"):
        closing.close(waiting, by=person("ed"), at=NOON, reason="Order")
    assert Closure.objects.count() == 1
