"""Every address of the desk, filled with what is there, and what the whole database holds."""

import hashlib
import itertools
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from articles.models import Article, Edition, Page, Report, Section, Topic
from authors.models import Author
from desk import history
from desk.accounts import sessions
from desk.accounts.models import Session, SignIn
from desk.acts import ACTS
from desk.choosers import CHOOSERS
from desk.models import Story
from photos.models import Photo
from tests.cast import NOON, person, root
from tests.photos import pictures
from tests.readers import scene

CANARY = scene.CANARIES["draft"]  # in headline, standfirst and text of a story that nobody outside may see
BLOCKS = ("cards", "photos", "embed", "picture")

# What looking at a page writes down: that the session is in use.
TELLTALES = {Session}


def furnish() -> Client:
    """A newsroom with one of everything that an address of the desk can name, and root signed in at it."""
    live = scene.build()
    pictures.photo()
    draft = Story.objects.get(headline__contains=CANARY)
    for made in (draft, Story.objects.get(uid=live.article.uid)):
        history.record(made, by=person("ed"), at=NOON)
    Report.objects.create(article=live.article, edition=live, text="It was Monday.", at=NOON)
    SignIn.objects.create(what=SignIn.What.IN, account=person("rita"), at=NOON)
    TOTPDevice.objects.create(user=person("rita"), name="phone", confirmed=True)
    DBTaskResult.objects.create(args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default")
    client, elsewhere = Client(enforce_csrf_checks=True), Client()
    for browser in (client, elsewhere):
        browser.force_login(root())
    return client


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address that has a name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, route


def addresses() -> dict[str, list[str]]:
    """For each name of the desk, where it leads in a newsroom that furnish() has made."""
    found: dict[str, list[str]] = {}
    for name, route in patterns():
        if route.startswith("admin/"):
            found[name] = list(_filled(name, route))
    return found


def _filled(name: str, route: str) -> Iterator[str]:
    if name == "app_list":
        yield from (f"/admin/{label}/" for label in ("desk", "auth", "accounts", "photos"))
    elif name == "view_on_site":
        section = Section.objects.first()
        yield f"/admin/r/{ContentType.objects.get_for_model(Section).pk}/{section and section.pk}/"
    elif name == "password_reset_confirm":
        yield "/admin/password/MQ/set-password/"
    elif name == "end_session":
        yield from (reverse("admin:end_session", args=[sessions.handle(row)]) for row in sessions.of(root()))
    elif name == "desk_story_report":
        yield reverse("admin:desk_story_report", args=[_live().pk, Report.objects.get().pk])
    elif name == "desk_block":
        yield from (reverse("admin:desk_block", args=[what]) for what in BLOCKS)
    elif name == "desk_choose":
        yield from (reverse("admin:desk_choose", args=[what]) for what in CHOOSERS)
    elif name == "desk_story_act":
        yield from (reverse("admin:desk_story_act", args=both) for both in itertools.product(_things(name), ACTS))
    else:
        values = [_things(name)] if "<" in route else []
        if "<int:version>" in route:
            values.append([1])
        for arguments in itertools.product(*values):
            try:
                yield reverse(f"admin:{name}", args=arguments)
            except NoReverseMatch:
                yield reverse(name, args=arguments)


def _things(name: str) -> list[object]:
    """Keys of what an address of that name is about; both a draft and what readers have of stories."""
    known = {
        "auth_group": Group.objects.all()[:1],
        "auth_user": [person("rita")],
        "accounts_signin": SignIn.objects.all()[:1],
        "articles_article": Article.objects.all()[:1],
        "articles_edition": Edition.objects.all()[:1],
        "articles_report": Report.objects.all()[:1],
        "articles_section": Section.objects.all()[:1],
        "articles_topic": Topic.objects.all()[:1],
        "articles_page": Page.objects.all()[:1],
        "photos_photo": Photo.objects.all()[:1],
        "authors_author": Author.objects.all()[:1],
        "django_tasks_database_dbtaskresult": DBTaskResult.objects.all()[:1],
        "desk_story": [_draft(), _live()],
    }
    return [one.pk for beginning, rows in known.items() if name.startswith(beginning) for one in rows]


def _draft() -> Story:
    return Story.objects.get(headline__contains=CANARY)


def _live() -> Story:
    return Story.objects.get(uid=Report.objects.get().article.uid)


def everything() -> dict[str, str]:
    """A digest of each table, but for those that say who looked when."""
    found = {}
    for model in apps.get_models():
        if model in TELLTALES or not model._meta.managed:
            continue
        rows = sorted(map(repr, model._base_manager.values_list()))
        found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> set[str]:
    now = everything()
    return {label for label in now if now[label] != before.get(label)}
