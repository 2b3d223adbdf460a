"""
What other programs put on the clipboard, by Chromium's own clipboard into the editor, and what of it is saved.

The files below clipboard/ are written in the shape in which each program copies.
"""

import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from core.html import ALLOWED, gate
from tests.articles.test_blocks import YOUTUBE, card
from tests.browser.test_blocks import saved, start
from tests.browser.test_desk_walk import at_the_desk, editor  # noqa: F401
from tests.cast import publish, story
from tests.photos.pictures import photo

FILES = Path(__file__).parent / "clipboard"
REPORT = '<a href="https://example.org/report?id=7{}" rel="external noopener">the report</a>'
SAID = "<p>“It sings”\xa0— said the <strong>engineer</strong>, <em>and not</em> the mayor’s office.</p>"
FOUND = "<ul><li>Two bearings<ul><li>the eastern one</li></ul></li><li>One rail</li></ul>"
ORDER = "<p>Then, in order:</p><ol><li>lorries</li><li>buses</li></ol>"

PROGRAMS = {
    "word.html": f"<h2>The bridge</h2>{SAID}<h2>What was found</h2>{FOUND}{ORDER}<p>Read {REPORT.format('')}.</p>",
    "google_docs.html": (
        f"<h2>The bridge</h2>{SAID}<h2>What was found</h2>{FOUND}<p>Read {REPORT.format('')}.</p>"
    ).replace("\xa0—", " —"),
    "libreoffice.html": (
        f"<h2>The bridge</h2>{SAID}<h2>What was found</h2>{FOUND}{ORDER}<p>Read {REPORT.format('')}.</p>"
    ),
    "web_page.html": (
        f"<h2>The bridge</h2>{SAID}<h4>What was found</h4>{FOUND}<p>Read {REPORT.format('#page-2')}.</p>"
    ),
    "plain.txt": (
        "<p>The bridge</p><p>“It sings”\xa0— said the engineer, and not<br>the mayor’s office.</p>"
        "<p>5 &lt; 6 &amp; &lt;b&gt;no bold&lt;/b&gt; at https://example.org/report?id=7</p>"
    ),
}


def copy(page: Page, kind: str, data: str) -> None:
    """Another tab copies, as a program does: what it gives is on the clipboard as it gave it."""
    other = page.context.new_page()
    other.set_content("<p>anything</p>")
    other.evaluate(
        """([kind, data]) => {
            addEventListener("copy", (event) => { event.clipboardData.setData(kind, data); event.preventDefault(); });
            getSelection().selectAllChildren(document.body);
        }""",
        [kind, data],
    )
    other.keyboard.press("Control+C")
    other.close()
    page.bring_to_front()


def paste(page: Page, file: str) -> None:
    copy(page, "text/html" if file.endswith(".html") else "text/plain", (FILES / file).read_text())
    editor(page).get_by_text("Text.", exact=True).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(editor(page)).to_contain_text("The bridge")


def flat(body: str) -> str:
    """Without the space between blocks, which the editor lays out."""
    body = re.sub(r"\s*\n\s*", "", body.replace("&nbsp;", "\xa0"))
    return re.sub(r"[ \t]*(</?(?:p|h[234]|ul|ol|li)>)[ \t]*", r"\1", body)


def laid_out(body: str) -> str:
    """Without the space between blocks, with attributes in one order and one spelling of bold and italics."""
    root = html.fragment_fromstring(re.sub(r"<(/?)b>", r"<\1strong>", re.sub(r"<(/?)i>", r"<\1em>", body)), "div")
    for element in root.iter():
        attributes = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(attributes)
    return flat(html.tostring(root, encoding="unicode"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_copies_is_saved_as_what_it_says(at_the_desk, live_server, program):  # noqa: F811
    made = story("Pasted", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, made)
    paste(rita, program)
    shown = rita.evaluate("() => Object.values(CKEDITOR.instances)[0].getData()")
    body = saved(rita, made)
    assert flat(body) == PROGRAMS[program]
    # Nothing that was seen in the editor went with the save but what follows readers about.
    assert flat(gate(shown)) == flat(body)
    assert re.sub(r"<[^>]*>|\s", "", shown) == re.sub(r"<[^>]*>|\s", "", body)
    assert not re.search(r"style=|class=|<span|<font|utm_|fbclid|gclid|google\.com/url|tracker|ads\.example", body)


def test_blocks_that_are_copied_from_one_story_into_another_are_blocks_there(at_the_desk, live_server):  # noqa: F811
    target = story("Bridge is saved")
    publish(target)
    placed = photo()
    body = (
        f'<p>Text.</p>{card(target)}<figure class="nr-image" data-photo="{placed.pk}" data-alt="Two men" '
        'data-agency="AFP"><figcaption>A <em>caption</em>.</figcaption></figure>'
        '<figure class="nr-facts"><figcaption>Title</figcaption><p>See:</p><ul><li>one</li></ul></figure>'
        f'<figure class="nr-embed" data-embed="{YOUTUBE}"><figcaption>Sings.</figcaption></figure>'
        f'<figure class="nr-gallery"><figure class="nr-image" data-photo="{placed.pk}"></figure>'
        f'<figure class="nr-image" data-photo="{placed.pk}" data-alt="Two"></figure></figure><p>Last.</p>'
    )
    first, second = story("First", body=body), story("Second", body="<p>Text.</p>")
    rita = at_the_desk("rita")
    start(rita, live_server, first)
    rita.keyboard.press("Control+A")
    rita.keyboard.press("Control+C")
    start(rita, live_server, second)
    rita.keyboard.press("Control+A")
    rita.keyboard.press("Control+V")
    expect(editor(rita).locator(".cke_widget_element")).to_have_count(5)
    assert laid_out(saved(rita, second)) == laid_out(gate(body))


# Of every tag that the gate keeps, with all that it may have.
EVERYTHING = (
    '<h2 id="t-a" lang="uk" dir="ltr">Two</h2><h3>Three</h3><h4>Four</h4>'
    '<p class="lede">a <strong>b</strong> <em>c</em> <b>d</b> <i>e</i> <s>f</s> <u>g</u> <sub>h</sub> <sup>i</sup> '
    '<code>j</code> <q cite="https://example.org/">k</q> <cite>l</cite> <abbr title="x">m</abbr> '
    '<time datetime="2026-03-10">n</time> <span lang="ar" dir="rtl">o</span> '
    '<a href="https://example.org/" title="y">p</a>\xa0q<br>r</p><p class="question">s</p><p class="answer">t</p>'
    '<p class="note">u</p><blockquote cite="https://example.org/"><p>v</p></blockquote><hr><pre>w  x</pre>'
    '<ul><li>y<ol start="3" reversed><li value="7">z</li></ol></li></ul>'
    '<table><caption>Cap</caption><thead><tr><th scope="col" colspan="2" rowspan="1">A</th></tr></thead>'
    '<tbody><tr><td rowspan="1" colspan="1">1</td><td>2</td></tr></tbody></table>'
    '<figure class="nr-pull"><blockquote><p>Said</p></blockquote><figcaption>Who</figcaption></figure>'
    '<figure class="nr-facts"><figcaption>Title</figcaption><p>See <a href="/about/">us</a>:</p>'
    "<ol><li>one</li></ol></figure>"
    '<figure class="nr-image" data-photo="8" data-alt="Two" data-photographer="A" data-agency="B" data-distributor="C">'
    "<figcaption>A <em>caption</em></figcaption></figure>"
    f'<figure class="nr-embed" data-embed="{YOUTUBE}"><figcaption>D</figcaption></figure>'
    '<aside class="nr-related" data-article="8c6976e5-b541-4415-bde9-08bd4dee15df" data-standfirst="E"></aside><p>F</p>'
)


def test_what_the_gate_keeps_the_editor_keeps(at_the_desk, live_server):  # noqa: F811
    body = gate(EVERYTHING)
    names = set(re.findall(r"<([a-z0-9]+)", body))
    assert names == set(ALLOWED) - {"*"}, "a tag of the gate's list is missing here"
    had = {
        (tag, name)
        for tag, rest in re.findall(r"<([a-z0-9]+)([^>]*)>", body)
        for name in re.findall(r" ([a-z-]+)=", rest)
    }
    assert {(tag, name) for tag, names in ALLOWED.items() if tag != "*" for name in names} <= had

    made = story("Everything", body=body)
    rita = at_the_desk("rita")
    rita.goto(live_server.url + f"/admin/desk/story/{made.pk}/change/")
    expect(editor(rita).locator(".cke_widget_element")).to_have_count(5)
    handed_back = rita.evaluate("() => Object.values(CKEDITOR.instances)[0].getData()")
    assert laid_out(gate(handed_back)) == laid_out(body)
