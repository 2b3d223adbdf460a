"""
A newsroom into whose every field somebody has typed tests/core/xss.py, and every page on which it is printed.

What is typed comes by the doors of the site, and stays as those doors leave it.
"""

import datetime as dt
from functools import cache
from html import escape
from urllib.parse import quote, urlencode

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Correction, Edition, Page, Report, Section
from authors.models import Author, AuthorLink
from core.html import gate
from desk import autosave, history, notes, preview_links, publishing, workflow
from desk.models import PreviewLink, Story
from photos import library
from photos.models import Photo, place
from tests.cast import HOUR, MINUTE, author, edit, person, publish, root, section, story, topic
from tests.core import xss
from tests.photos.pictures import jpeg, upload


def lines(limit: int, of: list[str] = xss.BREAKERS) -> list[str]:
    """The breakers, as many on each line as fit."""
    found = [""]
    for payload in of:
        if len(found[-1]) + len(payload) + 1 > limit and found[-1]:
            found.append("")
        found[-1] = f"{found[-1]} {payload}".strip()[:limit]
    return found


# Of these, the title of something may be what an editor or a browser makes a tag of again.
TITLES = (
    xss.malformed,
    xss.comments_left_open,
    xss.read_in_two_ways,
    xss.encodings,
    xss.templates_injected,
    xss.the_editors_own,
)


@cache
def survivors() -> list[str]:
    """What the gate keeps of each payload of which it keeps anything: alone, and as a title."""
    titles = (payload.replace('"', "&quot;") for make in TITLES for payload in make())
    kept = []
    for text in (*xss.corpus(), *(f'<abbr title="{title}">x</abbr>' for title in titles)):
        try:
            kept.append(gate(text))
        except ValidationError:
            continue
    return list(dict.fromkeys(str(one) for one in kept if one))


def storable(payloads: list[str]) -> list[str]:
    """Those payloads for which the gate doesn't refuse the whole text."""
    fit = []
    for payload in payloads:
        try:
            gate(payload)
        except ValidationError:
            continue
        fit.append(payload)
    return fit


@cache
def bodies() -> dict[str, str]:
    """What stands in the texts: the corpus as it was written, from either end, as the gate left it, as words."""
    # The deepest nestings alone are as deep as a text may be.
    flat = storable([one for one in xss.corpus() if one.count("<b>") < 10])
    words = "".join(escape(one) for one in xss.BREAKERS)
    return {
        "kept": "".join(f"<p>{number}</p>{one}" for number, one in enumerate(survivors())),
        "forwards": "\n".join(flat),
        "backwards": "\n".join(flat[::-1]),
        "words": f"{words}<p>{words}</p>{words}<h2>{words}</h2><ul><li>{words}</li></ul><abbr title='{words}'>x</abbr>",
    }


def blocks(target: Story, placed: Photo) -> str:
    """Every block, with something hostile wherever words may stand in it."""
    made = []
    for word in [*xss.BREAKERS, *(one for make in TITLES for one in make())][:400]:
        quoted = escape(word)
        image = (
            f'<figure class="nr-image" data-photo="{placed.pk}" data-alt="x{quoted}" data-photographer="{quoted}" '
            f'data-agency="AFP" data-distributor="{quoted}"><figcaption>{word}</figcaption></figure>'
        )
        made.append(
            f'<aside class="nr-related" data-article="{target.uid}" data-standfirst="{quoted}"></aside>'
            f'{image}<figure class="nr-gallery">{image}{image}</figure>'
            f'<figure class="nr-pull"><blockquote><p>{quoted}</p></blockquote><figcaption>{word}</figcaption></figure>'
            f'<figure class="nr-facts"><figcaption>{quoted}</figcaption><p>{word}</p></figure>'
            f'<figure class="nr-embed" data-embed="https://vimeo.com/76979871"><figcaption>{word}</figcaption></figure>'
            f"<table><caption>{quoted}</caption><tbody><tr><td>{word}</td></tr></tbody></table>"
        )
    return "".join(storable(made)[:60])


def picture(words: list[str]) -> Photo:
    every = " ".join(words)
    cut = lines(190)
    return library.add(
        upload(jpeg(640, 480), f"{xss.BREAKERS[0][:40]}.jpg"),
        caption=every,
        photographer=cut[0],
        agency=cut[1],
        distributor=cut[2],
        alt=lines(490)[0],
        copyright=lines(290)[1],
        keywords=lines(900)[0],
        city=cut[3],
        usage_terms=every,
    )


def build() -> None:
    """A story of each of bodies(), with all that belongs to one; some corrected, withdrawn, spiked, half typed."""
    at = timezone.now() - 6 * HOUR
    every = " ".join(xss.BREAKERS)
    short, middle = lines(190), lines(990)
    heads = lines(280)
    rita = person("rita")
    User.objects.filter(username="rita").update(first_name=short[0][:150], last_name=short[1][:150])
    face = picture(xss.BREAKERS)
    writers = [
        author(
            name, title=short[-1 - number], biography=every, portrait=face, portrait_alt=lines(490)[1],
            account=rita if number == 0 else None,
        )
        for number, name in enumerate(short)
    ]  # fmt: skip
    for number, address in enumerate(["javascript:alert(1)", f'https://{xss.EVIL}/"onclick="alert(1)', *short[:4]]):
        AuthorLink.objects.create(author=writers[0], kind="website", address=address, position=number)
    where = Section.objects.create(name=lines(78)[0], slug="section", position=1)
    about = [topic(line[:80], slug=f"topic-{number}", description=every) for number, line in enumerate(short[:3])]
    Page.objects.create(slug="about", title=lines(115)[0], body=bodies()["forwards"])
    Page.objects.create(slug="contact", title=lines(115)[1], body=bodies()["words"])

    target = story(heads[-1], standfirst=middle[0], slug="target", kind="opinion", section=where, by=[writers[0]])
    publish(target, at=at, override="x")
    texts = [*bodies().items(), ("blocks", blocks(target, face))]
    made: list[Story] = []
    captions = "WEBVTT\n" + "".join(
        f"\n00:{second:02}.000 --> 00:{second:02}.900\n<v {word}>{escape(word)} {word}\n"
        for second, word in enumerate(one.replace("--", "") for one in xss.BREAKERS[:59])
    )
    for number in range(max(len(heads), len(texts))):
        name, body = texts[number % len(texts)]
        one = story(
            heads[number % len(heads)],
            standfirst=middle[number % len(middle)],
            body=body,
            slug=f"{name}-{number}",
            section=where,
            topics=about,
            by=[writers[0], writers[number % len(writers)]] if number % len(writers) else [writers[0]],
            kind=["news", "opinion", "video", "interview"][number % 4],
            related=made[-2:],
            video_address="https://youtu.be/dQw4w9WgXcQ" if number % 4 == 2 else "",
            video_captions=captions if number % 4 == 2 else "",
        )
        place(one, face)
        one.save()
        for row in one.bylines.all():
            row.name, row.title = short[number % len(short)], short[-1]
            row.save()
        history.record(one, by=rita, at=at)
        publish(one, at=at, override=every[:900])
        made.append(one)
    kept, forwards = made[0], made[1]
    changed = edit(kept, at=at + HOUR, body=texts[1][1], headline=heads[1], standfirst=middle[-1])
    history.record(changed, by=rita, at=at + HOUR)
    publish(changed, at=at + HOUR, change="correction", correction=every, override="x")
    publish(
        edit(forwards, at=at + HOUR, body=texts[0][1]), at=at + HOUR, change="update", note=lines(290)[0], override="x"
    )
    edition = Edition.objects.filter(article__uid=kept.uid).latest("number")
    Report.objects.create(article=edition.article, edition=edition, text=every[:1990], contact=short[0], at=at)
    for number, line in enumerate(lines(4000)):
        note = notes.write(kept, line.replace("@", "(at)"), by=rita, at=at + number * MINUTE)
        notes.write(kept, "Answer " + line.replace("@", "(at)"), by=rita, at=at, parent=note)
    preview_links.make(kept, short[0], 14, by=person("ed"), at=at)

    gone = story(heads[0], slug="gone", section=section("War"), by=[writers[0]])
    publish(gone, at=at, override="x")
    publishing.withdraw(Story.objects.get(pk=gone.pk), by=person("paula"), at=at + HOUR, reason=lines(290)[0])
    spiked = story(heads[1], slug="spiked", by=[writers[0]])
    workflow.move(spiked, "spike", by=person("paula"), at=at, reason=every[:900])
    # What was typed and not saved, as it came from the browser: nothing has cleaned it yet.
    typed = {
        "headline": heads[0],
        "standfirst": middle[0],
        "body": "\n".join(xss.corpus()),
        "lead_caption": every,
        "loaded_version": Story.objects.get(pk=kept.pk).version,
        "kind": "news",
        "language": "en",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
    }
    autosave.keep(root(), kept, urlencode(typed, errors="ignore"), version=typed["loaded_version"], at=at)
    autosave.keep(root(), None, urlencode(typed | {"body": texts[2][1]}, errors="ignore"), version=0, at=at)


def public_addresses(at: dt.datetime) -> list[str]:
    asked = [quote(line) for line in lines(250)]
    live = list(Edition.objects.live(at).select_related("address"))
    pages = [one.get_absolute_url() for one in live]
    kept = next(path for path in pages if "/kept-0/" in path)
    writer = Author.objects.order_by("pk")[0].get_absolute_url()
    lists = ["/", "/news-feed/", "/section/section/", "/topic/topic-0/", "/kind/opinion/", "/corrections/", writer]
    day = kept.rsplit("/", 2)[0] + "/"
    return [
        *pages,
        *(f"{path}text/" for path in pages),
        *(f"{kept}{below}" for below in ("v/", "v/1/", "v/2/", "v/2/changes/", "report/")),
        *lists,
        *(
            f"{path}{file}"
            for path in ("/", "/section/section/", "/corrections/", writer)
            for file in ("rss.xml", "atom.xml", "feed.json")
        ),
        *("/authors/", "/about/", "/contact/", day, f"{day}gone/", "/topic/topic-1/", "/kind/video/"),
        *(f"/search/?q={words}" for words in asked[:4]),
        "/search/?q=alert",
        *(f"/{words[:100]}/" for words in asked[:2]),
        *(f"/news-feed/?before={words}" for words in asked[:1]),
        *(link.address for link in PreviewLink.objects.all()),
    ]


def desk_addresses() -> list[str]:
    kept = Story.objects.order_by("pk")[0]
    photo = Photo.objects.get()
    asked = quote(lines(250)[0])
    writer, edition = Author.objects.order_by("pk")[0], Edition.objects.order_by("pk")[0]
    story_pages = ["change/", "change/?resume=1", "preview/", "history/", "log/", "notes/", "links/", "merge/", "fix/"]
    return [
        "/admin/",
        *(f"/admin/desk/story/?q={words}" for words in ("", asked, "alert")),
        *(f"/admin/desk/story/{kept.pk}/{page}" for page in story_pages),
        *(f"/admin/desk/story/{kept.pk}/act/{act}/" for act in ("withdraw", "publish")),
        *(f"/admin/desk/story/{kept.pk}/saves/{save.version}/" for save in kept.saves.all()),
        f"/admin/desk/story/{kept.pk}/reports/{Report.objects.get().pk}/",
        *(f"/admin/desk/story/{one.pk}/change/" for one in Story.objects.order_by("pk")[1:5]),
        "/admin/desk/story/add/?resume=1",
        f"/admin/desk/story/add/?headline={asked}&body={asked}",
        f"/admin/desk/story/choose/stories/?term=alert&q={asked}",
        *("/admin/photos/photo/", f"/admin/photos/photo/?q={asked}", f"/admin/photos/photo/{photo.pk}/change/"),
        *(f"/admin/photos/photo/{photo.pk}/pull/", f"/admin/photos/photo/{photo.pk}/history/"),
        *("/admin/authors/author/", f"/admin/authors/author/{writer.pk}/change/", f"/admin/authors/author/?q={asked}"),
        *(f"/admin/authors/author/{writer.pk}/hide/", f"/admin/authors/author/{writer.pk}/history/"),
        *("/admin/articles/section/", f"/admin/articles/section/{Section.objects.order_by('position')[0].pk}/change/"),
        *("/admin/articles/topic/", f"/admin/articles/page/{Page.objects.order_by('pk')[0].pk}/change/"),
        *("/admin/articles/correction/", f"/admin/articles/correction/{Correction.objects.get().pk}/change/"),
        *("/admin/articles/edition/", f"/admin/articles/edition/{edition.pk}/change/"),
        *("/admin/articles/article/", f"/admin/articles/article/{edition.article_id}/change/"),
        *("/admin/articles/report/", "/admin/auth/user/", f"/admin/auth/user/{person('rita').pk}/change/"),
        f"/admin/login/?next={asked}",
        f"/admin/{asked[:100]}/",
    ]
