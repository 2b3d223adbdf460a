"""The desk's search: words of headline, standfirst, byline, topics and address, whatever their case and accents."""

import datetime as dt
import re
from collections.abc import Iterable

from articles.models import Address
from articles.reading import count_words
from core.text import folded

from . import checks
from .models import Story, StoryIndex, StoryQuerySet

# However it was copied: with the host or without, without its last stroke, a page below the article, a campaign's mark.
_ADDRESS = re.compile(r"(?:\S*/)?(\d{4})/(\d{2})/(\d{2})/([-\w]+)(?:[/?#]\S*)?")


def words_of(story: Story) -> str:
    """What `story` is found by."""
    return words_in(story, [row.printed_name for row in story.credits], [topic.name for topic in story.filed_under])


def words_in(story: Story, names: Iterable[str], topics: Iterable[str]) -> str:
    """Likewise, for who has the names in the byline and of the topics in hands."""
    return folded("\n".join([story.headline, story.standfirst, story.slug, *names, *topics]))


def update(stories: Iterable[Story], at: dt.datetime) -> None:
    """Bring the index of `stories` up to date, with what the checks find in each at `at`."""
    StoryIndex.objects.bulk_create(
        [
            StoryIndex(
                story=story,
                words=words_of(story),
                length=count_words(story.body),
                problems=list(dict.fromkeys(problem.code for problem in checks.problems(story, at))),
            )
            for story in stories
        ],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["words", "length", "problems"],
    )


def matching(stories: StoryQuerySet, wanted: str) -> StoryQuerySet:
    """Those of `stories` that hold every word of `wanted`; a public address pasted whole finds its own story."""
    if pasted := _ADDRESS.fullmatch(wanted.strip()):
        year, month, day, slug = pasted.groups()
        addresses = Address.objects.filter(date__year=year, date__month=month, date__day=day, slug=slug)
        return stories.filter(uid__in=addresses.values("article__uid"))
    for word in folded(wanted).split():
        stories = stories.filter(index__words__contains=word)
    return stories
