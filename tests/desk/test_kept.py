"""What was typed survives an expired login, an old token and a text that is too long for Django's own limit."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from lxml import html

from desk.models import Story
from tests.cast import person, story
from tests.desk.hands import change_url, errors, fields_of, opened, signed_in, words

pytestmark = pytest.mark.django_db

ENCODED = "application/x-www-form-urlencoded"
TYPED = "Two hours of work that nobody wants to type again."


def test_a_form_sent_after_the_login_has_expired_is_answered_with_what_was_typed():
    made = story()
    sent = opened(signed_in("rita"), made) | {"body": f"<p>{TYPED}</p>"}
    response = Client().post(change_url(made), sent)
    assert response.status_code == 403
    assert "You were signed out" in words(response) and TYPED in words(response)
    assert response["Cache-Control"] == "no-store, private"
    assert TYPED not in Story.objects.get(pk=made.pk).body
    # Sent again by somebody who has signed in meanwhile, it is saved.
    assert signed_in("rita").post(change_url(made), sent).status_code == 302
    assert TYPED in Story.objects.get(pk=made.pk).body


def test_a_form_with_an_old_token_is_answered_with_what_was_typed_and_a_way_to_send_it():
    made = story()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("rita"), "django.contrib.auth.backends.ModelBackend")
    sent = opened(signed_in("rita"), made) | {"body": f"<p>{TYPED}</p>"}
    response = strict.post(change_url(made), sent, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert TYPED in words(response) and "Send it again" in words(response)
    token = strict.cookies["csrftoken"].value
    again = strict.post(
        change_url(made), sent | {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("cookies", [True, False])
def test_short_words_are_shown_for_copying_too_and_what_only_machines_read_is_not(cookies):
    made = story()
    strict = Client(enforce_csrf_checks=True)
    if cookies:
        strict.force_login(person("rita"), "django.contrib.auth.backends.ModelBackend")
    typed = {"headline": "A bridge", "standfirst": "Short.", "slug": "my-bridge", "lead_alt": "Відлига"}
    page = strict.post(change_url(made), opened(signed_in("rita"), made) | typed)
    boxes = html.fromstring(page.content.decode()).xpath("//textarea[@readonly]")
    shown = {box.text_content().strip() for box in boxes}
    assert shown >= set(typed.values())
    assert not {str(made.version), "news", "on", str(made.section_id)} & shown


def test_a_form_from_elsewhere_is_not_offered_for_sending_again():
    made = story()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("rita"), "django.contrib.auth.backends.ModelBackend")
    for headers in ({"origin": "https://evil.example"}, {}):
        response = strict.post(
            change_url(made), {"headline": "Forged and long enough to be shown for copying"}, headers=headers
        )
        assert response.status_code == 403
        assert "Send it again" not in words(response)


def test_a_password_is_never_shown():
    response = Client(enforce_csrf_checks=True).post(
        reverse("admin:login"),
        {"username": "rita", "password": "correct horse battery staple and then some more"},
        headers={"origin": "http://testserver"},
    )
    assert response.status_code == 403
    assert "battery" not in response.content.decode()


def test_more_text_than_django_takes_reaches_the_form():
    made = story()
    rita = signed_in("rita")
    sent = opened(rita, made) | {"body": "<p>" + "слово " * 100_000 + "</p>"}  # 3.6 MB on the wire
    response = rita.post(change_url(made), urlencode(sent, doseq=True), content_type=ENCODED)
    assert response.status_code == 302
    assert len(Story.objects.get(pk=made.pk).body) > 500_000


@pytest.mark.parametrize("repeated", [600_000, 90_000])
def test_so_does_more_text_in_a_form_that_could_have_files(repeated):
    made = story()
    rita = signed_in("rita")
    text = "<p>" + "слово " * repeated + "</p>"
    response = rita.post(change_url(made), opened(rita, made) | {"body": text, "standfirst": "x" * 2_700_000})
    assert response.status_code == 200
    assert fields_of(response)["body"] == text
    assert "is the most that" in errors(response)


@pytest.mark.parametrize("path", ["/admin/login/", "/", "/nothing/"])
@pytest.mark.parametrize("form", [ENCODED, MULTIPART_CONTENT])
def test_strangers_are_held_to_djangos_limit(path, form):
    fields = {"username": "x", "password": "y" * 3_000_000}
    response = Client().post(path, urlencode(fields) if form == ENCODED else fields, content_type=form)
    assert response.status_code == 400


def test_what_is_beyond_all_measure_is_refused_in_words():
    made = story()
    response = signed_in("rita").post(change_url(made), "body=" + "x" * 40_000_001, content_type=ENCODED)
    assert response.status_code == 413
    assert "it is still in your form" in words(response)
