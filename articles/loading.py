"""What the article page asks for each time it is made, prepared (core/prepared.py): the same rows as with_rows()."""

import datetime as dt

from core.prepared import Prepared

from .models import Correction, Edition
from .models.edition import credited, filed, pointed

_live = Prepared(
    lambda date, slug, at: (
        Edition.objects.live(at)
        .with_headlines()
        .defer(None)
        .filter(article__addresses__date=date, article__addresses__slug=slug)
    ),
    dt.date,
    str,
    dt.datetime,
)
_credits = Prepared(lambda edition: credited().filter(edition=edition), int)
_topics = Prepared(lambda edition: filed().filter(edition=edition), int)
_related = Prepared(lambda edition: pointed().filter(edition=edition), int)
_corrections = Prepared(
    lambda article, at: Correction.objects.known(at).filter(article=article).select_related("answers"), int, dt.datetime
)


def live_at(date: dt.date, slug: str, at: dt.datetime) -> Edition | None:
    """The live edition of the article that has, or once had, this address, with its rows. Four queries."""
    # At most one: an article's editions never overlap.
    for edition in _live(date, slug, at):
        edition.credits = _credits(edition.pk)
        edition.topic_rows = _topics(edition.pk)
        edition.related_rows = _related(edition.pk)
        return edition
    return None


def corrections_of(article_id: int, at: dt.datetime) -> list[Correction]:
    """What readers know to have been wrong with the article, newest first; one query."""
    return _corrections(article_id, at)
