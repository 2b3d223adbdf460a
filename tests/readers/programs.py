"""Feeds as other people's programs read them: each says what it found, and none may complain."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from django.conf import settings
from lxml import etree

NEWSBOAT = shutil.which("newsboat")
# Other people's schemas lie beside the project where it is developed, or where STANDARDS says; they are no part of it.
STANDARDS = Path(os.environ.get("STANDARDS") or Path(settings.BASE_DIR).parent / "shared" / "standards")
ATOM = "{http://www.w3.org/2005/Atom}"


def by_feedparser(body: bytes, content_type: str) -> Any:
    """The feed as feedparser has it. That a date is none, it says by leaving it out."""
    found = feedparser.parse(body, response_headers={"content-type": content_type}, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    for entry in found.entries:
        assert entry.published_parsed
        assert entry.updated_parsed
    return found


def standard(name: str) -> Path:
    """A file of other people's rules; where it isn't there, the test is skipped."""
    if not (STANDARDS / name).exists():
        pytest.skip(f"{STANDARDS / name} isn't there, so nothing was held against it")
    return STANDARDS / name


def schema(name: str) -> Any:
    return json.loads(standard(name).read_text())


def by_json_schema(body: bytes, name: str) -> Any:
    found = json.loads(body)
    rules = schema(name)
    jsonschema.validators.validator_for(rules).check_schema(rules)
    kind = jsonschema.validators.validator_for(rules)
    kind(rules, format_checker=kind.FORMAT_CHECKER).validate(found)
    return found


class FromTheFolder(etree.Resolver):
    """What a schema imports is looked for beside it, and nowhere else."""

    def resolve(self, address: str, public_id: str | None, context: Any) -> Any:
        return self.resolve_filename(str(STANDARDS / address.rpartition("/")[2]), context)


def by_xml_schema(body: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(FromTheFolder())
    root: etree._Element = etree.fromstring(body)
    etree.XMLSchema(etree.parse(standard(name), parser)).assertValid(root)
    return root


def by_the_rules_of_rss(body: bytes) -> None:
    """What the specification asks for and no schema says: https://www.rssboard.org/rss-specification."""
    root = etree.fromstring(body)
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    (channel,) = root
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    for date in [*channel.iter("lastBuildDate"), *channel.iter("pubDate")]:
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", date.text or ""), date.text
        assert parsedate_to_datetime(date.text).tzinfo
    items = channel.findall("item")
    ids = [item.findtext("guid") for item in items]
    assert len(set(ids)) == len(ids)
    for item in items:
        for name in ("title", "link", "guid", "pubDate"):
            assert len(item.findall(name)) == 1, name
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("link").startswith(("http://", "https://"))
        # An element of RSS's own is known to it; all others have a name space.
        known = {"title", "link", "guid", "pubDate", "description", "category"}
        assert not {child.tag for child in item if not child.tag.startswith("{")} - known


def by_the_rules_of_atom(body: bytes) -> None:
    """What RFC 4287 asks for, 4.1.1 and 4.1.2, and RFC 6721, 3."""
    root = etree.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for one in [root, *root.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1, name
        assert len([link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
    assert root.find(f"{ATOM}author") is not None
    gone = list(root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry"))
    assert len({one.get("ref") for one in gone}) == len(gone)
    assert all(one.get("when") for one in gone)


def by_newsboat(folder: Path, address: str) -> dict[str, dict[str, Any]]:
    """
    The items that newsboat has of `address` after it has loaded it, by their ids.

    `folder` is its home, in which it keeps what it had. One for each feed: of a story that is in two feeds it keeps one
    item, in the feed that it loaded last.
    """
    if NEWSBOAT is None:
        pytest.skip("no newsboat was found (Debian: newsboat), so it read nothing")
    folder.mkdir(exist_ok=True)
    (folder / "urls").write_text(f"{address}\n")
    (folder / "config").write_text("download-timeout 20\n")
    names = [("-u", "urls"), ("-C", "config"), ("-c", "cache.db"), ("-d", "log")]
    files = [part for option, name in names for part in (option, str(folder / name))]
    done = subprocess.run(
        [NEWSBOAT, *files, "-l", "2", "-q", "-x", "reload"],
        capture_output=True,
        text=True,
        env={"HOME": str(folder), "TERM": "dumb", "LANG": "C.UTF-8"},
        timeout=60,
    )
    complaints = (folder / "log").read_text() if (folder / "log").exists() else ""
    assert (done.returncode, done.stdout, done.stderr, complaints) == (0, "", "", ""), address
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as kept:
        ((title,),) = kept.execute("SELECT title FROM rss_feed")
        assert title, address
        rows = kept.execute("SELECT guid, title, author, url, content FROM rss_item WHERE deleted = 0")
        return {guid: dict(zip(("title", "author", "url", "content"), row, strict=True)) for guid, *row in rows}
