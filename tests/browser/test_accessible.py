"""Every readers' template, in both colour schemes, wide and narrow: axe finds nothing (WCAG 2.2 AA, best practices)."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Page, Section
from desk import publishing
from tests.articles.test_blocks import picture
from tests.articles.test_gallery import gallery
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic
from tests.photos.pictures import photo

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


LONG = "<h2>Part</h2><p>Text with a <a href='https://example.org/'>link</a>.</p><blockquote><p>Quote.</p></blockquote>"


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return live_server.url


def build() -> list[str]:
    """A newsroom with a page of every template; their addresses."""
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=f"Page {slug}", body=LONG)
    Section.objects.create(name="Empty", slug="empty", position=2)
    writer = author("Rita Reporter", biography="Writes about the grid. " * 80)
    idle = author("Jan Idle", is_active=False)
    here = {
        "by": [writer, idle],
        "topics": [topic("Energy", is_thread=True)],
        "section": section("War"),
        "standfirst": "In short.",
    }
    other = story("Of the same matter", kind="opinion", **here)
    publish(other, at=NOON - 2 * DAY)
    for number, kind in enumerate(["video", "analysis", "news", "feature"]):
        publish(story(f"A {kind}", kind=kind, **here), at=NOON - DAY - number * HOUR)
    arabic = publish(
        story("عودة المياه", language="ar", slug="water", body="<p>عادت المياه.</p>", **here), at=NOON - DAY
    )
    gone = publish(story("No longer here", **here), at=NOON - DAY)
    publishing.withdraw(
        type(other).objects.get(uid=gone.article.uid), by=person("paula"), at=NOON, reason="Wrong.", shows_headline=True
    )
    company = {**here, "topics": [*here["topics"], topic("Courts")]}
    publish(story("Of the courts alone", topics=[topic("Courts")], section=section("War")), at=NOON - 2 * DAY)
    live = story("With everything", body=LONG, related=[other], **company)
    publish(live, at=NOON - 2 * HOUR)
    several = gallery(*(picture(photo(), "The bridge and its bearings at dawn.") for _ in range(5)))
    updated = publish(edit(live, body=LONG * 2 + several), at=NOON - HOUR, change="update", note="A second source.")
    address = updated.get_absolute_url()
    wrong = story("Corrected", **here)
    publish(wrong, at=NOON - 3 * HOUR)
    corrected = publish(
        edit(wrong, standfirst="Right."), at=NOON, change="correction", correction="We had said wrong.\n\nIt is right."
    )
    year, month, day = address.split("/")[1:4]
    return [
        "/",
        "/news-feed/",
        "/search/",
        "/search/?q=words&section=war",
        "/search/?q=zzz+%22none+such%22&from=x",
        address,
        f"{address}text/",
        f"{address}v/",
        f"{address}v/1/",
        f"{address}v/2/changes/",
        f"{address}report/",
        f"{address}report/thanks/",
        "/corrections/",
        corrected.get_absolute_url(),
        arabic.get_absolute_url(),
        gone.get_absolute_url(),
        "/section/war/",
        "/section/empty/",
        "/topic/energy/",
        "/kind/opinion/",
        "/authors/",
        writer.get_absolute_url(),
        idle.get_absolute_url(),
        "/about/",
        f"/{year}/",
        f"/{year}/{month}/",
        f"/{year}/{month}/{day}/",
        "/nothing/here/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(browser, site, scheme, width):
    # axe is put into the page as a script of the test's, which the site's own policy would refuse.
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, locale="en-GB"
    )
    page = context.new_page()
    findings = [f"empty: {one['id']}" for one in look(page, site)]
    for path in build():
        page.goto(site + path)
        result = Axe().run(page, options=RULES)
        findings += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in result.response["violations"]]
    context.close()
    assert not findings, "\n".join(findings)


def look(page, address):
    page.goto(address)
    return Axe().run(page, options=RULES).response["violations"]
