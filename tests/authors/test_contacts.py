"""Contact links: people paste what they have; what stands behind a label is made by us."""

import pytest
from django.core.exceptions import ValidationError

from authors import contacts
from authors.contacts import Kind
from authors.models import AuthorLink
from tests import cast

PASTED = [
    ("email", "rita@example.org", "mailto:rita@example.org"),
    ("email", "mailto:rita@example.org", "mailto:rita@example.org"),
    ("telegram", "@rita_reports", "https://t.me/rita_reports"),
    ("telegram", "t.me/rita_reports", "https://t.me/rita_reports"),
    ("telegram", "https://telegram.me/rita_reports/", "https://t.me/rita_reports"),
    ("x", "rita", "https://x.com/rita"),
    ("x", "https://twitter.com/rita?s=20", "https://x.com/rita"),
    ("facebook", "https://www.facebook.com/rita.reports", "https://www.facebook.com/rita.reports"),
    ("instagram", "@rita.reports", "https://www.instagram.com/rita.reports/"),
    ("instagram", "https://www.instagram.com/rita.reports/", "https://www.instagram.com/rita.reports/"),
    ("bluesky", "@rita.bsky.social", "https://bsky.app/profile/rita.bsky.social"),
    ("bluesky", "https://bsky.app/profile/rita.example.org", "https://bsky.app/profile/rita.example.org"),
    ("mastodon", "@rita@example.social", "https://example.social/@rita"),
    ("mastodon", "https://Example.social/@rita", "https://example.social/@rita"),
    ("website", "rita.example.org/work", "https://rita.example.org/work"),
    ("website", "http://rita.example.org", "http://rita.example.org"),
]
REFUSED = [
    ("email", "rita"),
    ("email", "rita@example.org?bcc=all@example.org"),
    ("telegram", "https://evil.example/rita_reports"),
    ("telegram", "javascript:alert(1)"),
    ("telegram", "ри́та"),
    ("x", "rita/../../evil"),
    ("x", "https://x.com.evil.example/rita"),
    ("facebook", "https://facebook.com@evil.example/rita"),
    ("bluesky", "rita"),
    ("mastodon", "rita"),
    ("mastodon", "https://example.social/rita"),
    ("mastodon", "https://user:secret@example.social/@rita"),
    ("website", "javascript:alert(1)"),
    ("website", "javascript://example.org/%0aalert(1)"),
    ("website", "data:text/html,x"),
    ("website", "https://user:secret@example.org/"),
    ("website", 'https://example.org/"onclick="'),
    ("website", "//"),
    ("website", "https://[::1"),
]


@pytest.mark.parametrize(("kind", "pasted", "link"), PASTED)
def test_what_people_paste_becomes_one_link(kind, pasted, link):
    kept = contacts.normalise(kind, pasted)
    assert contacts.url(kind, kept) == link
    assert contacts.normalise(kind, kept) == kept


@pytest.mark.parametrize(("kind", "pasted"), REFUSED)
def test_anything_else_is_refused_in_words(kind, pasted):
    with pytest.raises(ValidationError) as refused:
        contacts.normalise(kind, pasted)
    assert refused.value.messages[0].endswith((".", "print."))


def test_every_kind_is_in_the_table():
    assert {kind for kind, *_ in PASTED} == set(Kind.values)


@pytest.mark.django_db
def test_a_row_that_came_past_the_form_leads_nowhere_and_is_not_printed():
    rita = cast.author()
    AuthorLink.objects.bulk_create(
        [
            AuthorLink(author=rita, kind="website", address="javascript:alert(1)"),
            AuthorLink(author=rita, kind="unheard-of", address="x"),
            AuthorLink(author=rita, kind="x", address="rita", position=1),
        ]
    )
    assert [(link.label, link.url) for link in rita.links] == [("X", "https://x.com/rita")]


@pytest.mark.django_db
def test_the_page_prints_the_links(client):
    rita = cast.author(slug="rita")
    AuthorLink.objects.create(author=rita, kind="mastodon", address="@rita@example.social")
    AuthorLink.objects.create(author=rita, kind="website", address="https://www.rita.example.org/a?b=1&c=2")
    page = client.get("/author/rita/").content.decode()
    assert 'href="https://example.social/@rita"' in page
    assert 'href="https://www.rita.example.org/a?b=1&amp;c=2"' in page
    assert ">rita.example.org<" in page
