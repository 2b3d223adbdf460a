"""
How an edition is composed from a story, stored with its rows, and closed: the hands of desk.publishing.

Only desk.publishing stores and closes; previews compose too. The closing comes before the storing, so that no instant
has two editions.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext

from articles import blocks
from articles.models import (
    Address,
    Article,
    Content,
    Edition,
    EditionByline,
    EditionPicture,
    EditionRelated,
    EditionTopic,
)
from articles.models.content import content_columns
from articles.reading import count_words, minutes
from articles.search.index import index
from core.clock import to_local
from core.html import gate
from core.slugs import MAX_LENGTH, slug_for
from photos.models import Photo

from .models import Story
from .models.public_state import PublicState
from .workflow import Refused


def compose(story: Story, *, at: dt.datetime, live_from: dt.datetime | None = None) -> Edition:
    """
    The edition that publishing `story` would make, unsaved, with its plain lists filled: also the preview.

    Its text goes through the gate here, whatever door it came by; names and titles are as printed this day.
    """
    live_from = live_from or at
    public = story.public_state(at)
    first_live_at = public.last.first_live_at if public.last else live_from
    edition = Edition(
        **{name: getattr(story, name) for name in content_columns()},
        article=story.article or Article(uid=story.uid),
        live_from=live_from,
        first_live_at=first_live_at,
    )
    edition.body = gate(story.body)
    edition.slug = story.slug or slug_for(story.headline)
    take_stock(edition)
    edition.address = address_for(edition, public)
    edition.credits = [
        EditionByline(
            author=row.author,
            position=position,
            roles=row.roles,
            name=row.printed_name,
            title=row.printed_title,
            first_live_at=first_live_at,
        )
        for position, row in enumerate(story.credits)
    ]
    edition.topic_rows = [EditionTopic(topic=topic, first_live_at=first_live_at) for topic in story.filed_under]
    edition.related_rows = [
        EditionRelated(uid=uid, position=position) for position, uid in enumerate(story.related_uids)
    ]
    return edition


def again(edition: Edition, *, live_from: dt.datetime, live_until: dt.datetime | None = None) -> Edition:
    """An unsaved copy of the stored `edition`, with its rows and its address, for another time."""
    copy = Edition.objects.with_rows().get(pk=edition.pk)
    if copy.updated_at == copy.live_from:
        copy.updated_at = live_from
    copy.live_from, copy.live_until = live_from, live_until
    for row in (copy, *copy.credits, *copy.topic_rows, *copy.related_rows):
        row.pk = None
        row._state.adding = True
    return copy


def put(content: Content, columns: Mapping[str, Any]) -> None:
    """Set `columns` on a story or an unsaved edition, and take stock of an edition's text anew."""
    for name, value in columns.items():
        setattr(content, name, value)
    if isinstance(content, Edition):
        take_stock(content)


def take_stock(edition: Edition) -> None:
    """What is worked out of a text once, when its edition is made: its words and its pieces."""
    edition.words = count_words(edition.body)
    edition.reading_minutes = minutes(edition.words)
    edition.pieces = blocks.cut(edition.body)


def address_for(edition: Edition, public: PublicState) -> Address:
    """The address that `edition` brings, unsaved where it is new: the date is of the first publication, for good."""
    date = public.last.address.date if public.last else to_local(edition.first_live_at).date()
    known = edition.article.pk and edition.article.addresses.filter(date=date, slug=edition.slug).first()
    return known or Address(article=edition.article, date=date, slug=edition.slug)


def address_taken(address: Address) -> bool:
    """Whether another article has, had or will have this address."""
    return Address.objects.filter(date=address.date, slug=address.slug).exclude(article=address.article_id).exists()


def store(edition: Edition, *, own_slug: bool) -> None:
    """Insert `edition` with its article, address and rows, and index it. A slug made of the headline makes way."""
    if edition.article._state.adding:
        edition.article.save()
    address = edition.address
    address.article = edition.article
    wanted, attempt = address.slug, 1
    while address_taken(address):
        if own_slug:
            raise Refused(
                gettext("Another article of that day has the address “%(slug)s”. Choose another.") % {"slug": wanted}
            )
        attempt += 1
        address.slug = f"{wanted[: MAX_LENGTH - 5]}-{attempt}"
    edition.slug = address.slug
    if address._state.adding:
        address.save()
    edition.address = address
    newest = Edition.objects.filter(article=edition.article).aggregate(Max("number"))["number__max"]
    edition.number = (newest or 0) + 1
    edition.save(force_insert=True)
    for rows in (edition.credits, edition.topic_rows, edition.related_rows):
        for row in rows:
            row.edition = edition
            if hasattr(row, "first_live_at"):
                row.first_live_at = edition.first_live_at
    EditionByline.objects.bulk_create(edition.credits)
    EditionTopic.objects.bulk_create(edition.topic_rows)
    EditionRelated.objects.bulk_create(edition.related_rows)
    there = Photo.objects.filter(pk__in=blocks.photos(edition.pieces)).values_list("pk", flat=True)
    EditionPicture.objects.bulk_create(EditionPicture(edition=edition, photo_id=key) for key in there)
    index([edition])


def close_waiting(public: PublicState) -> None:
    """Turn the waiting edition into the empty interval, and let the live one run on as if it had never been."""
    if not public.waiting:
        return
    close(public.waiting, public.waiting.live_from)
    if public.live:
        close(public.live, None)


def close(edition: Edition, until: dt.datetime | None) -> None:
    Edition.objects.filter(pk=edition.pk).update(live_until=until)
    edition.live_until = until
