"""The desk's pages for people, by day and by night, wide and narrow: axe finds nothing serious."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from authors.merging import merge
from authors.models import AuthorLink
from tests import cast
from tests.photos import pictures

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_for_people(browser, site, scheme, width):
    rita = cast.author("Rita", slug="rita", portrait=pictures.photo(), account=cast.person("rita"))
    AuthorLink.objects.create(author=rita, kind="x", address="rita")
    double = cast.author("R.", slug="r")
    merge(cast.author("R. R.", slug="rr"), rita)
    pictures.photo(by=cast.person("clara"))
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    found = []

    def look(address):
        page.goto(site + address)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append((address, violation["id"], violation["impact"], nodes))

    for address in ("/admin/password_reset/", "/admin/password_reset/done/", "/admin/password/MQ/x-y/"):
        look(address)
    page.goto(f"{site}/admin/")
    page.fill("#id_username", cast.person("clara").username)
    page.fill("#id_password", "correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    account = cast.person("rita").pk
    for address in (
        "/admin/authors/author/",
        "/admin/authors/author/add/",
        f"/admin/authors/author/{rita.pk}/change/",
        f"/admin/authors/author/merge/?profiles={double.pk}",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{account}/change/",
        f"/admin/auth/user/{account}/let-go/",
    ):
        look(address)
    context.close()
    assert not found, "\n".join(map(str, found))
