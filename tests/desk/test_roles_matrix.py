"""
Every address of the admin, for every role: what opens, what does not, and that nothing sent there moves a story.

The addresses are read from the resolver, so that a new one fails here until somebody has said whose it is.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from articles.models import Edition
from desk import history, notes, preview_links, workflow
from desk.models import Note, PreviewLink, Story
from tests.cast import DAY, HOUR, edit, person, publish, story
from tests.desk.hands import signed_in

pytestmark = pytest.mark.django_db

CANARY = "Canary"
EVERYBODY = ("rita", "ed", "paula", "clara", "stas", "phil", "nora", None)

# Addresses below one story: whoever may not read it gets nothing from any of them, by GET or by POST.
OF_A_STORY = {
    "desk_story_change": {},
    "desk_story_history": {},
    "desk_story_delete": {},
    "desk_story_preview": {},
    "desk_story_act": {"act": "publish"},
    "desk_story_beat": {},
    "desk_story_leave": {},
    "desk_story_forget": {},
    "desk_story_merge": {},
    "desk_story_difference": {"version": 1},
    "desk_story_restore": {"version": 1},
    "desk_story_report": {"report_pk": 1},
    "desk_story_embargo": {},
    "desk_story_fix": {},
    "desk_story_notes": {},
    "desk_story_links": {},
    "desk_story_log": {},
}
# Addresses that list stories or look among them: they answer, and name none that one may not read.
AMONG_STORIES = {
    "index",
    "desk_story_changelist",
    "desk_story_add",
    "desk_story_next",
    "desk_story_beat_new",
    "desk_story_forget_new",
    "desk_choose",
    "desk_block",
    "desk_block_picture",  # takes a picture, and answers only that: tests/browser/test_blocks.py
    "autocomplete",
    "app_list",
    "view_on_site",
    "jsi18n",
}
# What is no story: its own tests say whose it is. Named by the model, or whole.
ELSEWHERE = ("articles_", "authors_", "photos_", "auth_", "accounts_")
# The worker's own rows: for no role of the newsroom.
NOBODYS = "django_tasks_database_"
OWN_DOORS = {"login", "login_code", "logout", "password_change", "password_change_done"}
# One's own account: tests/security/.
OWN_DOORS |= {"account", "end_session", "end_other_sessions", "second_factor", "second_factor_off", "recovery_codes"}

ACTS = ("submit", "return", "approve", "publish", "reschedule", "cancel", "withdraw", "vanish", "spike", "lead")


def admin_addresses() -> set[str]:
    """Names of all addresses of the desk's site; one without a name by its pattern."""
    found = set()

    def walk(patterns: Any) -> None:
        for one in patterns:
            if isinstance(one, URLPattern):
                found.add(one.name or str(one.pattern))
            else:
                walk(one.url_patterns)

    walk(admin.site.urls[0])
    return found


def test_every_address_of_the_admin_is_listed_here():
    unknown = {
        name
        for name in admin_addresses()
        if name not in OF_A_STORY
        and name not in AMONG_STORIES
        and name not in OWN_DOORS
        and not name.startswith((*ELSEWHERE, NOBODYS))
        and not name.startswith("(?P<url>")  # Django's catch-all, which answers 404
        and "object_id" not in name  # the old form of a change address, which leads to the new one
    }
    assert not unknown, f"Say here whose these are: {sorted(unknown)}"
    for name in OF_A_STORY.keys() | AMONG_STORIES - {"app_list", "view_on_site"}:
        assert name in admin_addresses(), f"{name} is gone: take it out"


def test_the_workers_rows_are_open_to_no_role():
    for who in EVERYBODY:
        client = client_of(who)
        for act in ("changelist", "add"):
            answer = client.get(reverse(f"admin:{NOBODYS}dbtaskresult_{act}"))
            assert answer.status_code == (403 if who else 302), who


def test_what_lies_outside_the_admin_and_belongs_to_the_desk_is_known():
    try:
        assert reverse("desk_preview_link", args=["x"]) == "/preview/x/"  # tests/desk/test_preview_links.py
    except NoReverseMatch:
        pytest.fail("the previews by link have moved")
    assert get_resolver()


def in_state(state: str, **fields: Any) -> Story:
    """Clara's story in one of the states that a story can be in."""
    now = timezone.now()
    made = story(f"{CANARY} headline", body=f"<p>{CANARY} text.</p>", begun_by=person("clara"), **fields)
    history.record(made, by=person("clara"), at=now - 2 * HOUR)
    clara = person("clara")
    if state == "in_review":
        workflow.move(made, "submit", by=clara, at=now - HOUR)
    elif state == "approved":
        workflow.move(made, "submit", by=clara, at=now - HOUR)
        workflow.move(made, "approve", by=clara, at=now - HOUR)
    elif state == "spiked":
        workflow.move(made, "spike", by=clara, at=now - HOUR)
    elif state == "scheduled":
        workflow_publish(made, live_from=now + DAY)
    elif state in ("live", "rewritten"):
        workflow_publish(made)
        if state == "rewritten":
            edit(made, at=now, headline=f"{CANARY} rewritten")
    return Story.objects.get(pk=made.pk)


def workflow_publish(made: Story, **options: Any) -> Edition:
    if made.is_restricted:
        from desk import publishing

        return publishing.publish(made, by=person("clara"), at=timezone.now() - HOUR, **options)
    return publish(made, at=timezone.now() - HOUR, **options)


STATES = ("draft", "in_review", "approved", "scheduled", "live", "rewritten", "spiked")


def addresses_of(made: Story) -> list[str]:
    urls = []
    for name, kwargs in OF_A_STORY.items():
        first = [made.pk]
        if name == "desk_story_act":
            urls += [reverse(f"admin:{name}", args=[made.pk, act]) for act in ACTS]
        else:
            urls.append(reverse(f"admin:{name}", args=first + list(kwargs.values())))
    return urls


def as_it_is(made: Story) -> tuple[Any, ...]:
    """What nobody without the right may have moved."""
    now = Story.objects.get(pk=made.pk)
    return (
        now.status, now.version, now.headline, now.body, now.assigned_to_id, now.embargo_until, now.is_restricted,
        list(now.named_people.values_list("pk", flat=True)), now.moves.count(), now.saves.count(),
        list(Edition.objects.filter(article__uid=now.uid).values_list("pk", "live_until")),
        Note.objects.filter(story=now).count(), Note.objects.filter(story=now, resolved_at=None).count(),
        PreviewLink.objects.filter(story=now, revoked_at=None).count(),
    )  # fmt: skip


def crafted(url: str, made: Story, note: Note, link: PreviewLink) -> list[dict[str, Any]]:
    """Forms that a browser was never given: everything that an address of a story takes, at once."""
    base = {
        "headline": "Taken over", "body": "<p>Taken over.</p>", "kind": "news", "language": "en", "reason": "Mine now.",
        "loaded_version": made.version, "version": made.version, "time": "now", "change": "minor", "loaded_edition": 1,
        "assigned_to": "", "is_restricted": "on", "text": "Hello", "recipient": "Me", "days": "3", "post": "yes",
        "until": "2035-01-01T06:00", "live_from": "2035-01-01T06:00", "form": "headline=Taken",
        "bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0", "_continue": "1",
    }  # fmt: skip
    if url.endswith("/notes/"):
        return [base, base | {"do": f"resolve:{note.pk}"}]
    if url.endswith("/links/"):
        return [base, base | {"do": f"revoke:{link.pk}"}]
    return [base]


def assert_closed(client: Client, made: Story, who: str | None) -> None:
    clara = person("clara")
    note = notes.write(made, f"{CANARY} note", by=clara, at=timezone.now())
    link = preview_links.make(made, f"{CANARY} reader", 3, by=clara, at=timezone.now())
    # A page that says no names the latest stories, as the site does: what readers have is no secret, all else is.
    is_live = made.public_state(timezone.now()).live
    kept = [f"{CANARY} {what}" for what in ("text", "note", "reader", "rewritten")]
    secrets, before = kept if is_live else [CANARY], as_it_is(made)
    for url in addresses_of(made):
        answers = [client.get(url)]
        answers += [client.post(url, form) for form in crafted(url, made, note, link)]
        for answer in answers:
            assert answer.status_code in (204, 302, 403, 404, 405), (who, url, answer.status_code)
            content = answer.content.decode()
            assert not [word for word in secrets if word in content], (who, url)
        assert as_it_is(made) == before, (who, url)


def client_of(who: str | None) -> Client:
    return signed_in(who) if who else Client()


@pytest.mark.parametrize("who", ["rita", "stas", "phil", "nora", None])
@pytest.mark.parametrize("state", STATES)
def test_by_no_address_does_anybody_read_or_move_what_they_may_not_read(state, who):
    assert_closed(client_of(who), in_state(state), who)


@pytest.mark.parametrize("who", ["ed", "paula"])
@pytest.mark.parametrize("state", STATES)
def test_a_story_for_named_people_is_closed_to_every_editor_that_isnt_named(state, who):
    assert_closed(client_of(who), in_state(state, is_restricted=True), who)


@pytest.mark.parametrize("state", ["in_review", "scheduled", "rewritten"])
@pytest.mark.parametrize("who", ["rita", "ed", "paula", "stas", "phil", "nora", None])
def test_nothing_that_lists_or_looks_among_stories_names_one_that_may_not_be_read(state, who):
    made = in_state(state, is_restricted=True, due_at=timezone.now() - HOUR, assigned_to=None)
    client = client_of(who)
    listed = reverse("admin:desk_story_changelist")
    doors = [
        (reverse("admin:index"), {}),
        (listed, {}),
        *((listed, query) for query in (
            {"q": "canary"}, {"q": str(made.uid)}, {"whose": "needs"}, {"due": "overdue"}, {"public": "scheduled"},
            {"status__exact": made.status}, {"section__id__exact": made.section_id},
        )),
        (reverse("admin:desk_story_next"), {}),
        (reverse("admin:desk_choose", args=["stories"]), {"term": "can"}),
        (reverse("admin:desk_block", args=["cards"]), {"term": "can"}),
        (reverse("admin:desk_block", args=["cards"]), {"id": str(made.uid)}),
        (reverse("admin:autocomplete"), {"app_label": "desk", "model_name": "storybyline", "field_name": "story"}),
    ]  # fmt: skip
    for url, query in doors:
        answer = client.get(url, query)
        content = answer.content.decode()
        # What readers have had is public; what the working copy says now isn't.
        secret = f"{CANARY} rewritten" if state == "rewritten" else CANARY
        assert secret not in content, (who, url, query)
        assert f"/story/{made.pk}/" not in content + answer.get("Location", ""), (who, url, query)
    if state != "rewritten":
        taken = client.post(listed, {"action": "submit_stories", "_selected_action": [made.pk]})
        assert CANARY not in taken.content.decode()
    assert Story.objects.get(pk=made.pk).status == made.status


@pytest.mark.parametrize("who", ["rita", "ed"])
@pytest.mark.parametrize("state", STATES)
def test_who_may_not_publish_does_not_by_a_crafted_form_on_their_own_story(who, state):
    made = in_state(state, assigned_to=person(who))
    client, before = signed_in(who), as_it_is(made)
    form = {"loaded_version": made.version, "time": "now", "change": "minor", "reason": "Mine"}
    for act in ("publish", "reschedule", "cancel", "withdraw", "vanish"):
        assert client.post(reverse("admin:desk_story_act", args=[made.pk, act]), form).status_code == 403, act
    client.post(reverse("admin:desk_story_changelist"), {"action": "publish_stories", "_selected_action": [made.pk]})
    assert client.post(reverse("admin:desk_story_fix", args=[made.pk]), form | {"headline": "x"}).status_code == 403
    assert as_it_is(made) == before


@pytest.mark.parametrize("state", STATES)
def test_the_named_read_what_nobody_else_does(state):
    made = in_state(state, is_restricted=True)
    made.named_people.add(person("robert"), person("ed"))
    for who in ("robert", "ed", "clara"):
        for name in ("change", "history", "preview", "notes", "links"):
            answer = signed_in(who).get(reverse(f"admin:desk_story_{name}", args=[made.pk]))
            assert answer.status_code == 200, (who, name)
