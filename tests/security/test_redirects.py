"""Where a page, a mail or a redirect leads is on this site, whatever the address, the Host or a form says."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.cast import person, publish, story
from tests.security.hands import LOGIN, PASSWORD, code_of, enrol, rested

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/", "http://evil.example/", "//evil.example/", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example",
    "https:evil.example", "https:/evil.example", "http:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "vbscript:x", "//testserver@evil.example/", "https://testserver.evil.example/",
    "https://testserver:80@evil.example/", "\x00//evil.example", " //evil.example", "%2f%2fevil.example\\..",
    "//evil.example/admin/", "http://[evil.example/", "ftp://testserver/", "//evil。example/",
]  # fmt: skip
HERE = ["/admin/desk/story/", "/admin/desk/story/?q=//evil.example", "/2026/03/10/a/"]


def leads_away(location):
    """As a browser reads it: backslashes are slashes, tabs and line breaks are nothing."""
    read = re.sub(r"[\t\r\n\x00]", "", location.strip()).replace("\\", "/").lower()
    if read.startswith("http://testserver/"):
        return False
    return read.startswith("//") or bool(re.match(r"[a-z][a-z0-9+.-]*:", read))


def test_the_reading_of_these_tests_sees_what_leads_away():
    assert [there for there in ELSEWHERE if not leads_away(there)] == ["%2f%2fevil.example\\.."]
    assert not [there for there in HERE if leads_away(there)]


@pytest.mark.parametrize("there", ELSEWHERE)
class TestNext:
    def test_at_the_door(self, there):
        person("rita")
        for sent in ({"next": there}, {}):
            answer = Client().post(
                LOGIN, {"username": "rita", "password": PASSWORD, **sent}, query_params={"next": there}
            )
            assert answer.status_code == 302
            assert not leads_away(answer["Location"]), answer["Location"]

    def test_after_the_code(self, there):
        _, device, _ = enrol("rita")
        client = Client()
        client.post(LOGIN, {"username": "rita", "password": PASSWORD, "next": there}, query_params={"next": there})
        rested(device)
        answer = client.post("/admin/login/code/", {"code": code_of(device), "next": there})
        assert answer.status_code == 302
        assert not leads_away(answer["Location"])

    def test_when_the_second_factor_is_turned_on(self, there, settings):
        settings.NEWSROOM_SECOND_FACTOR = "publishers"
        client, on = Client(), reverse("admin:second_factor")
        client.force_login(person("paula"))
        begun = client.post(on, {"begin": "1", "next": there}, query_params={"next": there})
        onward = QueryDict(urlsplit(begun["Location"]).query).get("next", "/")
        assert not leads_away(begun["Location"]) and not leads_away(onward)
        shown = client.get(on, {"next": there})
        done = client.post(on, {"code": code_of(TOTPDevice.objects.get()), "password": PASSWORD, "next": there})
        for answer in (shown, done):
            page = answer.content.decode()
            ways = re.findall(r'(?:href|action|value)="([^"]*)"', page)
            assert not [way for way in ways if leads_away(way) and not way.startswith("http://localhost")], there

    def test_at_the_other_doors(self, there):
        client = Client()
        client.force_login(person("rita"))
        for address in ("/admin/", "/admin/account/", "/admin/password_change/", "/admin/jsi18n/", LOGIN):
            answer = client.get(address, {"next": there})
            assert not leads_away(answer.get("Location", "/")), address
        answer = client.post(reverse("admin:logout"), {"next": there})
        assert not leads_away(answer.get("Location", "/"))


@pytest.mark.parametrize("there", HERE)
def test_a_page_of_ours_is_gone_on_to(there):
    person("rita")
    answer = Client().post(LOGIN, {"username": "rita", "password": PASSWORD, "next": there})
    assert answer["Location"] == there


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "//evil.example/", "//evil.example/%2e%2e", "///evil.example/..", "/%2f%2fevil.example",
        "/\\evil.example", "//EVIL.EXAMPLE/", "//evil.example/news-feed", "/%09/evil.example", "//evil.example/admin",
        "/%0d%0aLocation:%20//evil.example", "/news-feed/%0d%0aSet-Cookie:%20x=1", "//evil.example//admin//",
    ],
)  # fmt: skip
def test_no_path_makes_a_redirect_to_another_site(path):
    answer = Client().generic("GET", path)
    for _hop in range(3):
        assert answer.status_code in (200, 301, 302, 400, 404), path
        assert not leads_away(answer.get("Location", "/")), (path, answer["Location"])
        assert "x" not in answer.cookies
        if "Location" not in answer:
            break
        answer = Client().generic("GET", answer["Location"])


# The Host


@pytest.fixture
def public(settings):
    settings.NEWSROOM_SITE_URL = "https://news.example"
    settings.NEWSROOM_TAG_AUTHORITY = "news.example,2026"
    settings.ALLOWED_HOSTS = ["news.example", "localhost"]


POISON = [
    {"Host": "localhost"},
    {"Host": "localhost:1"},
    {"Host": "news.example:666"},
    {"Host": "news.example", "X-Forwarded-Host": "evil.example"},
    {"Host": "news.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"},
    {"Host": "news.example", "X-Forwarded-Port": "666", "X-Forwarded-Prefix": "/evil.example"},
    {"Host": "NEWS.EXAMPLE"},
]


@pytest.mark.parametrize("headers", POISON)
def test_links_in_mails_and_pages_are_of_our_address(public, headers):
    person("rita")
    Client().post(reverse("admin_password_reset"), {"email": "rita@example.org"}, headers=headers)
    links = re.findall(r"https?://[^\s/]+", mail.outbox[0].body)
    assert set(links) == {"https://news.example"}
    address = publish(story()).get_absolute_url()
    page = Client().get(address, headers=headers).content.decode()
    assert f'<link rel="canonical" href="https://news.example{address}">' in page
    for place in (address, "/rss.xml", "/atom.xml", "/feed.json", "/"):
        said = Client().get(place, headers=headers).content.decode().lower()
        assert "evil.example" not in said and "localhost" not in said and ":666" not in said, place


@pytest.mark.parametrize(
    "host",
    ["evil.example", "news.example.evil.example", "evil.example:443", "news.example@evil.example", "news.example/x"],
)
def test_another_host_is_refused_everywhere(public, host):
    person("rita")
    publish(story())
    for address in ("/", "/rss.xml", "/admin/", LOGIN, reverse("admin_password_reset"), "/nowhere/"):
        for method in ("GET", "POST"):
            answer = Client().generic(method, address, headers={"Host": host})
            assert answer.status_code in (400, 405), (method, address)
            assert "evil.example" not in answer.content.decode()
    Client().post(reverse("admin_password_reset"), {"email": "rita@example.org"}, headers={"Host": host})
    assert not mail.outbox
