"""Hands for the tests of the desk: they open a form as a browser does, type into it and send it."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import html

from desk.models import Story
from tests.cast import person


def signed_in(who: str | User) -> Client:
    client = Client()
    client.force_login(person(who) if isinstance(who, str) else who, "django.contrib.auth.backends.ModelBackend")
    return client


def change_url(story: Story) -> str:
    return reverse("admin:desk_story_change", args=[story.pk])


def act_url(story: Story, act: str) -> str:
    return reverse("admin:desk_story_act", args=[story.pk, act])


def fields_of(response: Any, form_id: str = "story_form") -> dict[str, Any]:
    """What a browser would send of the form on this page; lists where a name comes several times."""
    (form,) = html.fromstring(response.content.decode()).xpath(f'//form[@id="{form_id}"]')
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        if "__prefix__" not in name and name != "csrfmiddlewaretoken":
            # As browsers do: the line break after <textarea> is none of its text.
            sent.setdefault(name, []).append(value.removeprefix("\n"))
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def opened(client: Client, story: Story | None = None) -> dict[str, Any]:
    url = change_url(story) if story else reverse("admin:desk_story_add")
    return fields_of(client.get(url))


def save(client: Client, story: Story | None = None, **changes: Any) -> Any:
    """Open the form, change some fields, send it. Returns the response, redirects not followed."""
    url = change_url(story) if story else reverse("admin:desk_story_add")
    return client.post(url, opened(client, story) | changes)


def words(response: Any) -> str:
    """The text of a page, or of the page it leads to, on one line."""
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def errors(response: Any) -> str:
    found = html.fromstring(response.content.decode()).xpath('//ul[contains(@class, "errorlist")]')
    return " ".join(" ".join(one.text_content().split()) for one in found)


def told(client: Client, response: Any) -> str:
    """What the page after a redirect says at its top."""
    page = client.get(response["Location"])
    found = html.fromstring(page.content.decode()).xpath('//ul[@class="messagelist"]/li')
    return " ".join(" ".join(one.text_content().split()) for one in found)
