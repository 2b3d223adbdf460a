"""Rita turns the second factor on, and comes in with it, in Chromium."""

import hmac
import re
import time
from base64 import b32decode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core import mail
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from tests.cast import person
from tests.security import qr
from tests.security.hands import PASSWORD, code_of, rested, wrong_code_of


@pytest.fixture
def desk(page: Page, live_server, settings):
    settings.NEWSROOM_SITE_URL = live_server.url
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type in ("error", "warning") else None)
    yield page
    # 429 and the like are said in the console too; what matters is the policy.
    assert not [line for line in refused if "Policy" in line or "policy" in line], refused


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code from your phone").fill(code)
    page.get_by_role("button", name="Sign in").click()


def test_from_turning_it_on_to_the_last_way_in(desk: Page, live_server):
    person("rita")
    sign_in(desk, live_server.url)
    desk.get_by_role("link", name="Account").click()
    desk.get_by_role("link", name="Turn it on…").click()
    desk.get_by_role("button", name="Begin", exact=True).click()
    picture = desk.locator("svg.desk-qr")
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 150
    desk.get_by_text("Or type the key").click()
    expect(desk.locator(".desk-secret")).to_have_text(re.compile(r"^([A-Z2-7]{4} )+[A-Z2-7]{4}$"))
    device = TOTPDevice.objects.get()
    read = urlsplit(qr.read(picture.evaluate("drawn => drawn.outerHTML")))
    told = {name: values[0] for name, values in parse_qs(read.query).items()}
    assert (read.scheme, read.netloc, unquote(read.path)) == ("otpauth", "totp", "/The Meridian:rita")
    assert told["issuer"] == "The Meridian"
    assert told["secret"] == desk.locator(".desk-secret").inner_text().replace(" ", "")
    desk.get_by_label("Code from your phone").fill(by_key(told["secret"]))
    desk.get_by_label("Your password").fill(PASSWORD)
    desk.get_by_role("button", name="Turn it on").click()
    codes = desk.locator(".desk-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    desk.get_by_role("link", name="I have them").click()
    expect(desk.get_by_text("10 recovery codes left.")).to_be_visible()

    sign_out(desk)
    rested(device)
    sign_in(desk, live_server.url)
    type_code(desk, wrong_code_of(device))
    expect(desk.get_by_text("That code isn’t right")).to_be_visible()
    rested(device)
    type_code(desk, code_of(device))
    expect(desk.get_by_role("link", name="Account")).to_be_visible()

    sign_out(desk)
    sign_in(desk, live_server.url)
    type_code(desk, codes[0])
    expect(desk.get_by_text("You have 9 recovery codes left.")).to_be_visible()

    sign_out(desk)
    sign_in(desk, live_server.url)
    type_code(desk, codes[0])
    expect(desk.get_by_text("That code isn’t right")).to_be_visible()


def by_key(shown: str) -> str:
    """What an app makes of a key that it read or was typed into it: RFC 6238, from the standard library alone."""
    key = b32decode(shown)
    told = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    place = told[-1] & 15
    return f"{(int.from_bytes(told[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_wrong_passwords_are_slowed_in_words_and_a_mail_lets_in(desk: Page, live_server):
    rita = person("rita")
    desk.goto(f"{live_server.url}/admin/")
    for _time in range(5):
        desk.get_by_label("Username").fill("rita")
        desk.get_by_label("Password").fill("guess")
        desk.get_by_role("button", name="Sign in").click()
        desk.wait_for_load_state()
    expect(desk.get_by_role("heading", name="Wait a little")).to_be_visible()
    expect(desk.get_by_text("For a quarter of an hour none is accepted from here")).to_be_visible()
    desk.get_by_role("button", name="A new password").click()
    desk.get_by_label("Your e-mail address").fill(rita.email)
    desk.get_by_role("button", name="Send the link").click()
    expect(desk.get_by_role("heading", name="Look into your mail")).to_be_visible()
    [message] = mail.outbox
    desk.goto(next(word for word in message.body.split() if "/admin/password/" in word))
    for label in ("New password", "New password confirmation"):
        desk.get_by_label(label, exact=True).or_(desk.get_by_label(f"{label}:", exact=True)).fill(
            "an altogether new one"
        )
    desk.get_by_role("button", name="Keep this password").click()
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_label("Username").fill("rita")
    desk.get_by_label("Password").fill("an altogether new one")
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("link", name="Account")).to_be_visible()


def test_one_browser_signs_the_other_out(desk: Page, browser, live_server):
    person("rita")
    other = browser.new_context(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile Safari/604.1")
    phone = other.new_page()
    sign_in(phone, live_server.url)
    expect(phone.get_by_role("link", name="Account")).to_be_visible()
    sign_in(desk, live_server.url)
    desk.get_by_role("link", name="Account").click()
    expect(desk.get_by_text("Safari, iPhone").first).to_be_visible()
    desk.get_by_role("button", name="Sign out there").click()
    expect(desk.get_by_text("That session has ended")).to_be_visible()
    phone.goto(f"{live_server.url}/admin/")
    expect(phone.get_by_label("Password")).to_be_visible()
    desk.goto(f"{live_server.url}/admin/")
    expect(desk.get_by_role("link", name="Account")).to_be_visible()
    other.close()
