"""Who works in the demo newsroom, and how it is divided: made from newsroom.toml, and left alone where it is there."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from articles.models import Section, Topic
from authors.models import Author

HERE = Path(__file__).resolve().parent


@cache
def data() -> dict[str, Any]:
    return tomllib.loads((HERE / "newsroom.toml").read_text())


class Newsroom(NamedTuple):
    """The demo's accounts by username; its sections, topics and authors by slug."""

    accounts: dict[str, User]
    sections: dict[str, Section]
    topics: dict[str, Topic]
    authors: dict[str, Author]


def furnish() -> Newsroom:
    """Make what is missing of the people and of the order of the paper."""
    accounts = _accounts()
    return Newsroom(accounts, _sections(), _topics(), _authors(accounts))


def address(username: str) -> str:
    return f"{username}@meridian.example"


def strangers() -> list[str]:
    """Names of accounts that somebody else has already, under the names of the demo's."""
    names = [row["username"] for row in data()["accounts"]]
    taken = User.objects.filter(username__in=names).values_list("username", "email")
    return [name for name, email in taken if email != address(name)]


def _accounts() -> dict[str, User]:
    """The demo accounts by username. One that exists keeps its password and its groups."""
    accounts = {}
    password = ""
    for row in data()["accounts"]:
        name = row["username"]
        user = User.objects.filter(username=name).first()
        if user is None:
            password = password or make_password(settings.NEWSROOM_DEMO_PASSWORD)
            user = User.objects.create(
                username=name,
                email=address(name),
                first_name=row["first_name"],
                last_name=row["last_name"],
                password=password,
                is_staff=True,
                is_superuser=not row["group"],
            )
            if row["group"]:
                user.groups.add(Group.objects.get(name=row["group"]))
        accounts[name] = user
    return accounts


def _sections() -> dict[str, Section]:
    rows = enumerate(data()["sections"], start=1)
    return {row["slug"]: _kept(Section, row, position=number * 10) for number, row in rows}


def _topics() -> dict[str, Topic]:
    return {row["slug"]: _kept(Topic, row) for row in data()["topics"]}


def _authors(accounts: dict[str, User]) -> dict[str, Author]:
    owners = {row["author"]: accounts[row["username"]] for row in data()["accounts"] if "author" in row}
    authors = {}
    for row in data()["authors"]:
        words = {key: row[key] for key in ("slug", "name", "title", "biography", "position") if key in row}
        owner = owners.get(row["slug"])
        if owner and Author.objects.filter(account=owner).exists():
            owner = None
        there = Author.objects.filter(slug=row["slug"]).first()
        authors[row["slug"]] = there or _author(words, row["contacts"], account=owner)
    return authors


def _author(words: dict[str, Any], contacts: dict[str, str], account: User | None) -> Author:
    author = Author.objects.create(**words, account=account)
    for position, (kind, address) in enumerate(contacts.items()):
        author.contacts.create(kind=kind, address=address, position=position)
    return author


def _kept(model: Any, row: dict[str, Any], **more: Any) -> Any:
    """The row with that slug: the one that is there, or a new one."""
    return model.objects.filter(slug=row["slug"]).first() or model.objects.create(**row, **more)
