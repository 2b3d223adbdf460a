"""
What readers may not see, in every state that it can be in, and a way to look for it everywhere.

Each secret is a word of its own, planted in all that a story has: headline, standfirst, text, address, topic, byline,
picture, caption, file name, notes. find() asks every public address for it, as each visitor, and says where it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Address, Article, Edition, Page, Ranking, Report, Section, Topic
from authors import hiding, merging
from authors.models import Author, AuthorAddress, AuthorLink
from core.cursor import encode
from desk import publishing, workflow
from desk.models import Story, StoryByline
from feeds.formats import FORMATS
from photos import library, renditions
from photos.models import Photo, place
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic
from tests.photos.pictures import jpeg, upload

EARLIER = frozenset({"article_history", "article_edition", "article_changes"})


@dataclass(frozen=True)
class Secret:
    """`plant` puts the word into a story in this state; at addresses named in `told` readers may read it."""

    state: str
    plant: Callable[[str], Any]
    told: frozenset[str] = frozenset()
    # Whoever has subscribed to the topic is told of the withdrawal under the topic's own name.
    in_feed_of_topic: bool = False

    @property
    def word(self) -> str:
        return f"kanarka{self.state}"


def planted(word: str, **fields: Any) -> Story:
    """A story with `word` in everything it has, by an author whose profile has it not."""
    photo = library.add(
        upload(jpeg(320, 240), f"{word}.jpg"),
        **{name: f"{word} {name}" for name in ("caption", "photographer", "agency", "distributor", "alt")},
    )
    made = story(
        f"Headline {word}",
        standfirst=f"Standfirst {word}",
        body=f"<p>Text {word}.</p><p><a href='https://example.org/{word}'>{word}</a></p>",
        slug=word,
        by=[Author.objects.get_or_create(slug="rita", defaults={"name": "Rita Reporter"})[0]],
        topics=[topic(f"Topic {word}", slug=f"{word}-topic", description=f"About {word}")],
        section=section("War"),
        **fields,
    )
    place(made, photo)
    made.save()
    StoryByline.objects.filter(story=made).update(name=f"Name {word}", title=f"Title {word}")
    return Story.objects.get(pk=made.pk)


def fresh(made: Story) -> Story:
    return Story.objects.get(pk=made.pk)


def moved(made: Story, *acts: str) -> Story:
    for act in acts:
        workflow.move(made, act, by=person("paula"), at=NOON - DAY, reason=f"Reason {made.slug}")
    return made


def scheduled(word: str) -> None:
    publish(planted(word), at=NOON - DAY, live_from=NOON + HOUR)


def embargoed(word: str) -> None:
    made = planted(word, embargo_until=NOON + HOUR)
    publish(moved(made, "submit", "approve"), at=NOON - DAY, live_from=NOON + 2 * HOUR)


def for_named_people(word: str) -> None:
    made = planted(word, is_restricted=True)
    made.named_people.add(person("ed"), person("paula"))
    publish(moved(made, "submit", "approve"), at=NOON - DAY, live_from=NOON + HOUR)


def cancelled(word: str) -> None:
    made = planted(word)
    publish(made, at=NOON - DAY, live_from=NOON - HOUR)
    publishing.cancel(fresh(made), by=person("paula"), at=NOON - 2 * HOUR)


def _published(made: Story, at: Any, **options: Any) -> Edition:
    return publish(made, at=at, **options)


def superseded(word: str) -> None:
    made = planted(word)
    _published(made, NOON - DAY)
    made.filings.all().delete()
    StoryByline.objects.filter(story=made).update(name="", title="")
    now = {"headline": "Now", "standfirst": "Now.", "body": "<p>Now.</p>", "slug": f"now-{len(word)}"}
    changed = edit(made, at=NOON - HOUR, lead_photo=None, lead_caption="", lead_alt="", **now)
    for name in ("lead_photographer", "lead_agency", "lead_distributor"):
        setattr(changed, name, "")
    changed.save()
    _published(changed, NOON - HOUR, change="minor")


def coming(word: str) -> None:
    """Live in plain words; the secret waits to take their place."""
    made = planted("plainwords")
    _published(made, NOON - DAY)
    secret = planted(f"{word}picture")
    changed = edit(
        made,
        at=NOON - HOUR,
        headline=f"Headline {word}",
        standfirst=f"Standfirst {word}",
        body=f"<p>{word}</p>",
        slug=word,
        lead_photo=secret.lead_photo,
        lead_caption=f"Caption {word}",
    )
    _published(
        changed, NOON - HOUR, live_from=NOON + HOUR, change="correction", correction=f"It was wrong, says {word}."
    )


def withdrawn(word: str) -> None:
    made = planted(word)
    _published(made, NOON - DAY)
    _published(edit(made, at=NOON - 3 * HOUR), NOON - 3 * HOUR, change="correction", correction=f"Wrong: {word}.")
    publishing.withdraw(fresh(made), by=person("paula"), at=NOON - HOUR, reason="It was not so.", shows_headline=False)


def vanished(word: str) -> None:
    made = planted(word)
    _published(made, NOON - DAY)
    _published(edit(made, at=NOON - 3 * HOUR), NOON - 3 * HOUR, change="update", note=f"News of {word}.")
    publishing.withdraw(fresh(made), by=person("paula"), at=NOON - 2 * HOUR, reason=f"Because of {word}.")
    publishing.vanish(fresh(made), by=person("paula"), at=NOON - HOUR, reason=f"Order about {word}")


def pulled_photo(word: str) -> None:
    """A live story in plain words whose picture was pulled afterwards."""
    photo = library.add(upload(jpeg(320, 240), f"{word}.jpg"), caption=word, photographer=word, agency=word, alt=word)
    made = story("A plain story", slug="with-a-picture", body="<p>Plain.</p>")
    place(made, photo)
    made.save()
    _published(made, NOON - DAY)
    library.pull(photo, f"Reason {word}", NOON - HOUR)


def hidden_person(word: str) -> None:
    """Live stories whose author is hidden, under two profiles, with the name in all that a profile has."""
    face = library.add(upload(jpeg(320, 240), f"{word}.jpg"), caption=word, alt=word)
    words = {"name": f"Name {word}", "title": f"Title {word}", "biography": f"Life of {word}"}
    who = author(**words, slug=word, portrait=face, portrait_alt=word)
    AuthorLink.objects.create(author=who, kind="website", address=f"https://{word}.example")
    former = author(f"Former {word}", slug=f"{word}-former")
    for number, one in enumerate((who, former)):
        made = story(f"Written by somebody {number}", slug=f"by-{number}", by=[one], kind="opinion")
        taken = upload(jpeg(320, 240), f"{word}.jpg")
        place(made, library.add(taken, caption="Plain.", alt="Plain.", photographer=one.name, copyright=one.name))
        made.save()
        _published(made, NOON - DAY)
        _published(edit(made, at=NOON - HOUR), NOON - HOUR, change="update")
    merging.merge(former, who)
    hiding.hide(who, by=person("stas"), at=NOON - HOUR, reason=f"Threats to {word}")


def report(word: str) -> None:
    """What a reader told us about a live story, and how to reach them."""
    edition = publish(story("Reported", slug="reported"), at=NOON - DAY)
    Report.objects.create(article=edition.article, edition=edition, text=word, contact=word, at=NOON - HOUR)


# A new state is a line here.
SECRETS = [
    Secret("draft", planted),
    Secret("review", lambda word: moved(planted(word), "submit")),
    Secret("approved", lambda word: moved(planted(word), "submit", "approve")),
    Secret("spiked", lambda word: moved(planted(word), "spike")),
    Secret("returned", lambda word: moved(planted(word), "submit", "return")),
    Secret("scheduled", scheduled),
    Secret("embargoed", embargoed),
    Secret("named", for_named_people),
    Secret("cancelled", cancelled),
    Secret("superseded", superseded, told=EARLIER),
    Secret("coming", coming),
    Secret("withdrawn", withdrawn, in_feed_of_topic=True),
    Secret("vanished", vanished),
    Secret("pulled", pulled_photo),
    Secret("hidden", hidden_person),
    Secret("report", report),
]
# Of these there is no trace at all: pages are the same bytes with them and without.
WITHOUT_TRACE = [
    "draft",
    "review",
    "approved",
    "spiked",
    "returned",
    "scheduled",
    "embargoed",
    "named",
    "cancelled",
    "vanished",
]


def world() -> Edition:
    """What readers may see, around the secrets: one of everything that has a page."""
    rita = Author.objects.get_or_create(slug="rita", defaults={"name": "Rita Reporter"})[0]
    Section.objects.get_or_create(name="Empty", slug="empty")
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=f"Page {slug}", body="<p>Words.</p>")
    made = story("Everybody's", slug="everybodys", by=[rita, author("Olha")], topics=[topic()], kind="opinion")
    publish(made, at=NOON - 2 * DAY)
    return publish(edit(made, at=NOON - DAY), at=NOON - DAY, change="correction", correction="It was four.")


def plant(secrets: Iterable[Secret] = SECRETS) -> None:
    for secret in secrets:
        secret.plant(secret.word)
    # Each of them was once read more than anything else.
    keys = [*Article.objects.order_by("-pk").values_list("pk", flat=True)]
    Ranking.objects.update_or_create(defaults={"quarter": NOON, "articles": keys})


def readers_names() -> set[str]:
    """The name of every address in the resolver that is not the desk's."""

    def patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from patterns(pattern, route)
            elif isinstance(pattern, URLPattern):
                yield pattern.name, route

    return {name for name, route in patterns(get_resolver()) if not route.startswith("admin/")}


def every_address() -> dict[str, list[str]]:
    """For each name in the resolver, every address that somebody could know or guess, whatever the answer."""
    articles = [address.get_absolute_url() for address in Address.objects.all()]
    guessed = {f"/2026/03/{day}/{made.slug}/" for made in Story.objects.all() for day in ("09", "10") if made.slug}
    guessed -= {*articles}
    lists = ["/news-feed/", *(one.get_absolute_url() for one in [*Section.objects.all(), *Topic.objects.all()])]
    cursors = [encode(at, 10**6) for at in (NOON + 2 * DAY, NOON, NOON - HOUR)]
    numbers = (1, 2)
    return {
        "healthz": ["/healthz"],
        "front": ["/"],
        "robots": ["/robots.txt"],
        "icon": ["/favicon.ico"],
        "security": ["/.well-known/security.txt"],
        "sitemap": ["/sitemap.xml"],
        "sitemap_news": ["/sitemap-news.xml"],
        "sitemap_pages": ["/sitemap-pages.xml"],
        "sitemap_authors": ["/sitemap-authors.xml", "/sitemap-authors.xml?page=2"],
        "sitemap_topics": ["/sitemap-topics.xml", "/sitemap-topics.xml?page=2"],
        "sitemap_month": [
            *(f"/sitemap-2026-{month}.xml" for month in ("02", "03", "04")),
            *(f"/sitemap-2026-03.xml?after={cursor}" for cursor in [*cursors, encode(NOON - 30 * DAY, 1)]),
        ],
        "front_feed": [f"/{file}" for file in FORMATS],
        "news_feed_feed": [f"/news-feed/{file}" for file in FORMATS],
        "section_feed": [f"{path}{file}" for path in lists if path.startswith("/section/") for file in FORMATS],
        "topic_feed": [f"{path}{file}" for path in lists if path.startswith("/topic/") for file in FORMATS],
        "kind_feed": [f"/kind/{kind}/{file}" for kind in Edition.Kind.values for file in FORMATS],
        "author_feed": [
            f"/author/{address.slug}/{file}" for address in AuthorAddress.objects.all() for file in FORMATS
        ],
        "news_feed": ["/news-feed/", *(f"/news-feed/?before={cursor}" for cursor in cursors)],
        "news_feed_new": [f"/news-feed/new/?after={encode(at, 1)}" for at in (NOON - 3 * DAY, NOON - HOUR, NOON)],
        # All that there is, and by every filter; that no secret word finds anything is shown in test_search.py.
        "search": [
            *(f"/search/?{asked}" for asked in ("", "q=text", "q=headline+standfirst", "q=-nothing", "q=everybody")),
            *(f"/search/?section={one.slug}" for one in Section.objects.all()),
            *(f"/search/?kind={kind}&q=text" for kind in Edition.Kind.values),
            *(f"/search/?author={address.slug}" for address in AuthorAddress.objects.all()),
        ],
        "section": [path for path in lists if path.startswith("/section/")],
        "topic": [
            f"{path}{tail}" for path in lists if path.startswith("/topic/") for tail in ("", f"?before={cursors[0]}")
        ],
        "kind": [f"/kind/{kind}/" for kind in Edition.Kind.values],
        "author": [f"/author/{address.slug}/" for address in AuthorAddress.objects.all()],
        "masthead": ["/authors/"],
        "page": [f"/{slug}/" for slug in Page.Slug.values],
        "archive_year": ["/2026/", "/2025/"],
        "archive_month": ["/2026/03/", "/2026/04/"],
        "archive_day": ["/2026/03/08/", "/2026/03/09/", "/2026/03/10/", "/2026/03/11/"],
        "article": [*articles, *sorted(guessed)],
        "article_text": [f"{path}text/" for path in [*articles, *sorted(guessed)]],
        "article_ninjs": [f"{path}ninjs.json" for path in [*articles, *sorted(guessed)]],
        "article_history": [f"{path}v/" for path in articles],
        "article_edition": [f"{path}v/{number}/" for path in articles for number in numbers],
        "article_changes": [f"{path}v/{number}/changes/" for path in articles for number in numbers],
        "report": [f"{path}report/" for path in articles],
        "report_thanks": [f"{path}report/thanks/" for path in articles],
        "corrections": ["/corrections/", f"/corrections/?before={cursors[0]}"],
        "corrections_feed": [f"/corrections/{file}" for file in FORMATS],
        # Whoever has an address of a picture has it from a page that showed it.
        "picture": [
            *(one.address for photo in Photo.objects.exclude(pulled_at=None) for one in renditions.every(photo)),
            *(renditions.nearest(photo, 320).address for photo in Photo.objects.filter(hides_photographer=True)),
        ],
        "desk_preview_link": [f"/preview/{token}/" for token in ("x", "A" * 43, "..%2f", "%00", "9" * 4000)],
        # Where there is nothing, and what says that there is nothing.
        "": ["/nothing/", "/2026/13/", "/news-feed/?before=bad", "/author/nobody/", "/media/photos/", "/static/x.css"],
    }


@dataclass(frozen=True)
class Leak:
    state: str
    visitor: str
    path: str
    status: int

    def __str__(self) -> str:
        return f"{self.state}: {self.path} says it to {self.visitor} ({self.status})"


def answered(visitor: Any, path: str) -> tuple[int, str]:
    """The status of GET `path`, and all that the answer says: its headers and its bytes."""
    response = visitor.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, f"{dict(response.headers)}\n{body.decode('utf-8', 'replace')}"


def find(visitors: dict[str, Any], addresses: dict[str, list[str]], secrets: Iterable[Secret] = SECRETS) -> list[Leak]:
    """Where a secret is told to whom."""
    told = {secret.word: secret.told for secret in secrets}
    states = {secret.word: secret.state for secret in secrets}
    topics = re.compile(
        "|".join(f"(Topic|About) {one.word}|{one.word}-topic" for one in secrets if one.in_feed_of_topic) or "$^"
    )
    words = re.compile("|".join(sorted(told, key=len, reverse=True)), re.IGNORECASE)
    leaks = []
    for who, visitor in visitors.items():
        for name, paths in addresses.items():
            for path in paths:
                status, said = answered(visitor, path)
                if name == "topic_feed":
                    said = topics.sub("", said)
                for word in {found.lower() for found in words.findall(said)}:
                    if name not in told[word]:
                        leaks.append(Leak(states[word], who, path, status))
    return leaks
