"""What programs of others take off a page: headline, authors, date, picture and text, each in the same shape."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# Mozilla's, as reader modes have it; it is no package of Python's. npm install @mozilla/readability
READABILITY = os.environ.get("READABILITY_JS")
PARSE = """
    const found = new Readability(document).parse();
    return {...found, content: undefined};
"""


@dataclass(frozen=True)
class Taken:
    """None where the program looks for no such thing."""

    headline: str
    authors: list[str] | None
    date: dt.date | None
    picture: str | None
    text: str


def by_trafilatura(page: str, url: str) -> Taken:
    import trafilatura

    found = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    assert found is not None
    return Taken(
        found.title, found.author.split("; "), dt.date.fromisoformat(found.date), found.image, _joined(found.text)
    )


def by_newspaper(page: str, url: str) -> Taken:
    import newspaper

    article = newspaper.Article(url, fetch_images=False)
    article.download(input_html=page)
    article.parse()
    when = article.publish_date
    return Taken(article.title, article.authors, when and when.date(), article.top_image, _joined(article.text))


def by_extruct(page: str, url: str) -> Taken:
    """What it finds in the JSON-LD; that has no text."""
    import extruct

    found = extruct.extract(page, base_url=url, syntaxes=["json-ld"])["json-ld"]
    (article,) = [one for one in found if one["@type"].endswith("Article")]
    return Taken(
        headline=article["headline"],
        authors=[one["name"] for one in article["author"]],
        date=dt.datetime.fromisoformat(article["datePublished"]).date(),
        picture=article["image"][0]["url"] if "image" in article else None,
        text="",
    )


def by_readability(page: str, url: str, browser: Any) -> Taken:
    if not READABILITY:
        pytest.skip("READABILITY_JS names no copy of Mozilla's Readability.js, so it read nothing")
    context = browser.new_context()
    try:
        opened = context.new_page()
        opened.route("**", lambda route: route.fulfill(body=page if route.request.url == url else ""))
        opened.goto(url)
        found = opened.evaluate(f"() => {{ {Path(READABILITY).read_text()}; {PARSE} }}")
    finally:
        context.close()
    return Taken(
        headline=found["title"],
        authors=None if found["byline"] is None else re.split(r", | and ", found["byline"]),
        date=dt.datetime.fromisoformat(found["publishedTime"]).date(),
        picture=None,
        text=_joined(found["textContent"]),
    )


def _joined(text: str) -> str:
    return " ".join(text.split())
