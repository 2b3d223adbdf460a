"""
A newsroom full of scripts that want to run, walked in Chromium: none of them does, on no page, and in no editor.

The pages' policy would stop most of them, so it is switched off here: what holds must be the gate and the escaping.
"""

import json
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from articles.models import Page
from core import fields, html
from tests.browser import hostile_newsroom
from tests.cast import author, root
from tests.core import xss

# Of a document as a browser has read it: what would run, or ask elsewhere, by itself or at a touch.
FAULTS = """([fire, evil]) => {
  const loaded = "src srcset href data action formaction poster background srcdoc ping xlink:href code".split(" ");
  const faults = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.localName;
      const say = (words) => faults.push(`<${name}> ${words}`.slice(0, 300));
      for (const { name: attribute, value } of element.attributes) {
        if (/^on/i.test(attribute) && value.includes(fire)) say(`${attribute}=${value}`);
        if (attribute === "style" && (value.includes("alert") || value.includes(evil))) say(`style=${value}`);
        if (!loaded.includes(attribute)) continue;
        let read = value;
        try { read = new URL(value, document.baseURI).href; } catch { /* not one */ }
        const runs = /^(javascript|vbscript|data):/i.test(read) && read.includes("alert");
        const asks = name !== "a" && /^(https?:)?\\/\\//.test(read) && new URL(read).hostname === evil;
        if (runs || asks) say(`${attribute}=${value}`);
      }
      const isCode = ["script", "style"].includes(name) && !/json/.test(element.type);
      if (isCode && [fire, evil].some((word) => element.textContent.includes(word))) say(element.textContent);
      if (name === "base" || (name === "meta" && element.httpEquiv === "refresh")) say("");
      if (element.shadowRoot) walk(element.shadowRoot);
      if (name === "template") walk(element.content);
    }
  };
  walk(document);
  return faults;
}"""


class Walk:
    """A browser in which nothing is forbidden, and all that it does is noted."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(20_000)
        self.context.on("request", self._asked)
        self.page = self.context.new_page()
        self.page.on("dialog", self._ran)
        self.faults: list[str] = []
        self.walked = 0

    def _ran(self, dialog: Any) -> None:
        if dialog.type == "beforeunload":  # our own form, of which something was typed and not saved
            dialog.accept()
            return
        self.faults.append(f"{self.page.url}: ran {dialog.message!r}")
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        if xss.EVIL in request.url.split("?")[0]:
            self.faults.append(f"{self.page.url}: asked {request.url}")

    def sign_in(self) -> None:
        client = Client()
        client.force_login(root())
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.site}])

    def visit(self, path: str) -> Tab:
        answer = self.page.goto(path if path.startswith("http") else self.site + path)
        assert answer is not None
        assert answer.status < 500, path
        self.walked += 1
        if self.page.locator("textarea[data-type=ckeditortype]").count():
            self.page.wait_for_function(
                "() => window.CKEDITOR && Object.values(CKEDITOR.instances).some(one => one.status === 'ready')"
            )
            # What the editor would hand back is laid out, too.
            self.page.evaluate("() => Object.values(CKEDITOR.instances).map(one => one.getData()).join('').length")
        self.look(path)
        return self.page

    def look(self, path: str) -> None:
        for frame in self.page.frames:
            found = frame.evaluate(FAULTS, [xss.FIRE, xss.EVIL])
            self.faults += [f"{path}: {fault}" for fault in found]


@pytest.fixture
def walk(browser, live_server, settings):
    settings.NEWSROOM_SITE_URL = live_server.url
    walk = Walk(browser, live_server.url)
    yield walk
    walk.context.close()


def test_nothing_runs_on_any_page_of_readers_or_of_the_desk_nor_in_a_feed(walk):
    hostile_newsroom.build()
    for path in hostile_newsroom.public_addresses(timezone.now()):
        walk.visit(path)
    # As a feed reader shows it that trusts whatever it is sent.
    for file in ("rss.xml", "atom.xml", "feed.json"):
        walk.page.goto("about:blank")
        walk.page.set_content("".join(contents(file)))
        walk.look(file)
    walk.sign_in()
    for path in hostile_newsroom.desk_addresses():
        walk.visit(path)
    walk.visit("/about/")
    walk.page.wait_for_load_state("networkidle")  # a form that was left says so
    assert not walk.faults, "\n".join(walk.faults[:30])


def contents(file: str) -> list[str]:
    """Title, summary and content of every entry, each as the HTML that it is."""
    answer = Client(SERVER_NAME="localhost").get(f"/news-feed/{file}")
    if file == "feed.json":
        return [one.get("content_html", "") for one in json.loads(answer.content)["items"]]
    found = feedparser.parse(answer.content, sanitize_html=False).entries
    assert found
    # A notice of withdrawal has a summary alone; in Atom a summary is plain text.
    parts = [content.value for one in found for content in one.get("content", [])]
    return parts + [one.get("summary", "") for one in found if file == "rss.xml"]


def test_chromium_reads_what_the_gate_keeps_as_the_gate_wrote_it(walk):
    """Each text that is kept, through the browser's own parser: only our tags and attributes, and the same again."""
    kept = hostile_newsroom.survivors()
    walk.page.goto("about:blank")
    known = {tag: sorted(names | html.ALLOWED["*"] | {"rel"}) for tag, names in html.ALLOWED.items()}
    wrong = walk.page.evaluate(
        """([kept, known]) => kept.filter((text) => {
          const holder = new DOMParser().parseFromString(`<main>${text}</main>`, "text/html").querySelector("main");
          const again = document.createElement("div");
          again.innerHTML = holder.innerHTML;
          if (again.innerHTML !== holder.innerHTML) return true;
          return [...holder.querySelectorAll("*")].some((element) => !known[element.localName]
            || [...element.attributes].some(({ name }) => !known[element.localName].includes(name))
            || (element.href && !/^(https?|mailto|tel):/.test(new URL(element.getAttribute("href"), "https://site.example").href)));
        })""",
        [kept, known],
    )
    assert len(kept) > 800
    assert wrong == []


def test_without_the_gate_and_without_escaping_all_of_this_is_seen_to_run(walk, monkeypatch):
    """The walk sees what it looks for."""
    monkeypatch.setattr(fields.HTMLField, "scrub", lambda self, value: value)
    monkeypatch.setattr("django.template.base.render_value_in_context", lambda value, context: str(value))
    Page.objects.create(slug="about", title="About", body="\n".join(xss.every_element()))
    author(xss.BREAKERS[0])
    for path in ("/about/", "/search/?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "/authors/"):
        walk.page.goto(walk.site + path)
        walk.look(path)
        assert any(path in fault or "ran" in fault for fault in walk.faults), path
        walk.faults.clear()
