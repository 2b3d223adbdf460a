"""Whoever keeps profiles can reach no story: every address of the desk is tried, by GET and by a crafted POST."""

import itertools
import re
import uuid

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from articles.models import Page
from tests import cast
from tests.photos import pictures

pytestmark = pytest.mark.django_db
CANARY = "CANARY"

# Everybody who may sign in has these; the tests below read them, too.
EVERYBODYS = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n", "app_list"}
EVERYBODYS |= {"login_code", "account", "end_session", "end_other_sessions", "recovery_codes"}
EVERYBODYS |= {"second_factor", "second_factor_off"}
# Rows that are asked for by name, and shown to nobody who may not see them: tried by themselves below.
BY_ROW = {"autocomplete", "view_on_site"}
THEIRS = ("authors_", "photos_")
WORDS = {"act": ["publish", "withdraw", "spike"], "what": ["stories", "photos", "authors"]}


def patterns(resolver=None):
    for pattern in resolver if resolver is not None else admin.site.get_urls():
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern


WALLED = sorted({pattern.name for pattern in patterns() if not pattern.name.startswith(THEIRS)} - EVERYBODYS - BY_ROW)


@pytest.fixture
def newsroom():
    """A story in each state that has words which profile staff may not read; published ones are public anyway."""
    rita = cast.author("Rita Reporter", slug="rita", account=cast.person("rita"))
    photo = pictures.photo(caption=f"{CANARY} caption", alt=f"{CANARY} alt", by=cast.person("phil"))
    words = {"standfirst": f"{CANARY} standfirst", "body": f"<p>{CANARY} body</p>", "by": [rita], "lead_photo": photo}
    cast.story(f"{CANARY} draft", **words)
    cast.publish(cast.story("Public", by=[rita]))
    Page.objects.create(slug="about", title="About", body="<p>About.</p>")
    return rita


@pytest.fixture
def stas():
    client = Client()
    client.force_login(cast.person("stas"))
    return client


def addresses(name):
    """What `name` may be asked for: with a row that is there, and with every word that its address may hold."""
    rows = {model._meta.label_lower.replace(".", "_"): model for model in apps.get_models()}
    model = next((rows[key] for key in sorted(rows, key=len, reverse=True) if name.startswith(key + "_")), None)
    row = model._base_manager.first() if model else None
    key = row.pk if row else 1
    for pattern in patterns():
        if pattern.name == name:
            names = pattern.pattern.converters
            values = [
                WORDS.get(argument) or [uuid.uuid4() if type(kind).__name__ == "UUIDConverter" else key]
                for argument, kind in names.items()
            ]
            for chosen in itertools.product(*values):
                yield reverse(f"admin:{name}", kwargs=dict(zip(names, chosen, strict=True)))


@pytest.mark.parametrize("name", WALLED)
def test_every_other_address_of_the_desk_is_closed(name, newsroom, stas):
    tried = list(addresses(name))
    assert tried
    for address in tried:
        for answer in (
            stas.get(address),
            stas.post(address, {"headline": "Mine", "action": "publish", "_selected_action": "1", "post": "yes"}),
        ):
            # A row that isn't there (none of that model was made) is answered by going back to the list.
            gone = answer.status_code == 302 and answer["Location"] == reverse("admin:index")
            assert answer.status_code in (403, 404, 405) or gone, (address, answer.status_code)
            assert CANARY not in answer.content.decode()


def test_the_walk_meets_the_addresses_that_matter():
    for name in ("desk_story_changelist", "desk_story_change", "desk_story_history", "desk_story_act", "desk_choose"):
        assert name in WALLED
    assert "articles_section_add" in WALLED
    assert "auth_user_changelist" in WALLED


def test_the_index_has_authors_and_photos_and_nothing_else(newsroom, stas):
    page = stas.get(reverse("admin:index"))
    models = {model["object_name"] for app in page.context["app_list"] for model in app["models"]}
    assert models == {"Author", "Photo"}
    assert CANARY not in page.content.decode()
    links = set(re.findall(r'href="(/admin/[^"#?]+)', page.content.decode()))
    for link in links - {reverse("admin:index")}:
        assert re.match(r"/admin/(authors|photos|account|logout)/", link), link


@pytest.mark.parametrize("app", ["desk", "articles", "auth", "accounts", "axes"])
def test_the_index_of_another_app_is_not_there(app, stas):
    assert stas.get(f"/admin/{app}/").status_code == 404


def test_rows_asked_for_by_name_are_not_shown(newsroom, stas):
    for app, model, field in [
        ("articles", "edition", "section"),
        ("articles", "editionbyline", "author"),
        ("desk", "storybyline", "story"),
        ("desk", "story", "section"),
        ("desk", "story", "lead_photo"),
    ]:
        query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        answer = stas.get(reverse("admin:autocomplete"), query)
        assert answer.status_code in (403, 404) or CANARY not in answer.content.decode()
    story = apps.get_model("desk", "story")
    there = reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(story).pk, story.objects.first().pk])
    answer = stas.get(there)
    assert CANARY.lower() not in (answer.content.decode() + answer.headers.get("Location", "")).lower()


def test_their_own_pages_have_no_word_of_a_story(newsroom, stas):
    rows = {"authors_author": newsroom.pk, "photos_photo": pictures.photo(by=cast.person("stas")).pk}
    for model, pk in rows.items():
        for name, args in [("changelist", []), ("add", []), ("change", [pk]), ("history", [pk]), ("delete", [pk])]:
            answer = stas.get(reverse(f"admin:{model}_{name}", args=args), follow=True)
            assert answer.status_code in (200, 403), (model, name)
            assert CANARY not in answer.content.decode(), (model, name)
    merge = stas.get(reverse("admin:authors_author_merge"), {"profiles": newsroom.pk})
    assert CANARY not in merge.content.decode()
    for query in ("q=CANARY", "editions__headline__startswith=C", "bylined_editions__headline__startswith=C"):
        answer = stas.get(f"{reverse('admin:authors_author_changelist')}?{query}", follow=True)
        assert "CANARY draft" not in answer.content.decode()
