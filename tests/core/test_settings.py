"""Settings come from the environment; each scene is a fresh process, as a start is."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

SHOW = """
import json
from newsroom import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""


def start(data: Path, code: str = SHOW, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"NEWSROOM_DATA": str(data)} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def settings_from(data: Path, **environment: str) -> dict:
    done = start(data, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("NEWSROOM_SITE_URL", "news.example"),
        ("NEWSROOM_SITE_URL", "ftp://news.example"),
        ("NEWSROOM_SITE_URL", "https://news.example/here"),
        ("NEWSROOM_SITE_URL", "https://news.example:port"),
        ("NEWSROOM_SITE_URL", "https://*"),
        ("NEWSROOM_TAG_AUTHORITY", "news.example"),
        ("NEWSROOM_TAG_AUTHORITY", "https://news.example,2026"),
        ("NEWSROOM_TAG_AUTHORITY", "news.example,26"),
        ("NEWSROOM_TAG_AUTHORITY", "новини.укр,2026"),
        ("NEWSROOM_TIME_ZONE", "Europe/Atlantis"),
        ("NEWSROOM_TIME_ZONE", "../../etc/passwd"),
        ("NEWSROOM_LANGUAGE", "klingon"),
        ("NEWSROOM_DEBUG", "perhaps"),
        ("NEWSROOM_BEHIND_PROXY", "perhaps"),
        ("NEWSROOM_SECOND_FACTOR", "sometimes"),
        ("NEWSROOM_SECRET_KEY", "short"),
        ("NEWSROOM_NAME", "N" * 101),
        ("NEWSROOM_WEBSUB_HUB", "hub.example"),
        ("NEWSROOM_SECURITY_CONTACT", "security@news.example"),
        ("NEWSROOM_SECURITY_CONTACT", "http://news.example/report"),
        ("NEWSROOM_EMAIL_URL", "carrier-pigeon://coop"),
        ("DATABASE_URL", "mysql://localhost/newsroom"),
        ("DATABASE_URL", "nonsense"),
        ("NEWSROOM_DATA", "/proc/newsroom"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(tmp_path, name, value):
    done = start(tmp_path, **{name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert name in done.stderr, last


@pytest.mark.parametrize(
    ("name", "value"), [("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "many"), ("WEB_THREADS", "-1"), ("PORT", "eight")]
)
def test_a_wrong_value_stops_gunicorn(tmp_path, name, value):
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "newsroom/gunicorn.conf.py", "--check-config", "newsroom.wsgi"],
        env={"PATH": os.environ["PATH"], "NEWSROOM_DATA": str(tmp_path), name: value},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert name in done.stderr


def test_debug_pages_are_for_ones_own_machine(tmp_path):
    assert settings_from(tmp_path, NEWSROOM_DEBUG="true")["DEBUG"] is True
    done = start(tmp_path, NEWSROOM_DEBUG="true", NEWSROOM_SITE_URL="https://news.example")
    assert done.returncode != 0
    assert "NEWSROOM_DEBUG" in done.stderr


class TestByDefault:
    @pytest.fixture
    def found(self, tmp_path) -> dict:
        return settings_from(tmp_path)

    def test_the_site_is_local_plain_and_not_in_debug(self, found):
        assert found["NEWSROOM_SITE_URL"] == "http://localhost:8000"
        assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
        assert found["DEBUG"] is False
        assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is False
        assert found["SECURE_HSTS_SECONDS"] == 0

    @pytest.mark.parametrize(
        ("site", "authority"),
        [
            ("http://localhost:9000", "localhost,2026"),
            ("https://news.example:444", "news.example,2026"),
            ("https://новини.укр", "xn--b1amarcd.xn--j1amh,2026"),
            ("http://[::1]:8000", "localhost,2026"),
        ],
    )
    def test_permanent_ids_are_made_of_the_host_and_a_fixed_day(self, tmp_path, site, authority):
        assert settings_from(tmp_path, NEWSROOM_SITE_URL=site)["NEWSROOM_TAG_AUTHORITY"] == authority
        kept = settings_from(tmp_path, NEWSROOM_SITE_URL=site, NEWSROOM_TAG_AUTHORITY="old.example,2019-05-01")
        assert kept["NEWSROOM_TAG_AUTHORITY"] == "old.example,2019-05-01"

    def test_it_speaks_english_in_kyivs_time(self, found):
        assert (found["LANGUAGE_CODE"], found["TIME_ZONE"]) == ("en", "Europe/Kyiv")

    def test_it_keeps_everything_in_one_directory(self, found):
        data = found["NEWSROOM_DATA"]
        for name in ("MEDIA_ROOT", "STATIC_ROOT", "FILE_UPLOAD_TEMP_DIR"):
            assert found[name].startswith(data)
        assert found["DATABASES"]["default"]["NAME"] == f"{data}/newsroom.sqlite3"

    def test_forwarded_headers_are_not_believed(self, found):
        assert "SECURE_PROXY_SSL_HEADER" not in found

    def test_the_policy_names_no_other_origin_and_nothing_inline(self, found):
        for sources in found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"].values():
            assert sources in (["'self'"], ["'none'"])


class TestOnAPublicSite:
    @pytest.fixture
    def found(self, tmp_path) -> dict:
        return settings_from(tmp_path, NEWSROOM_SITE_URL="https://News.Example/")

    def test_hosts_and_origins_follow_from_the_address(self, found):
        assert found["NEWSROOM_SITE_URL"] == "https://news.example"
        assert found["ALLOWED_HOSTS"][0] == "news.example"
        assert found["CSRF_TRUSTED_ORIGINS"] == ["https://news.example"]
        assert found["SECURE_SSL_HOST"] == "news.example"

    def test_cookies_and_connections_are_secure(self, found):
        assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
        assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60


def test_an_empty_value_is_none_at_all(tmp_path):
    empty = dict.fromkeys(["PORT", "DATABASE_URL", "NEWSROOM_SITE_URL", "NEWSROOM_DEBUG", "NEWSROOM_NAME"], "")
    assert settings_from(tmp_path, **empty)["NEWSROOM_SITE_URL"] == "http://localhost:8000"


def test_the_port_is_part_of_the_local_address(tmp_path):
    assert settings_from(tmp_path, PORT="8123")["NEWSROOM_SITE_URL"] == "http://localhost:8123"


def test_a_proxy_is_believed_when_somebody_says_so(tmp_path):
    found = settings_from(tmp_path, NEWSROOM_BEHIND_PROXY="true")
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_sqlite_survives_a_power_cut_and_takes_turns_to_write(tmp_path):
    options = settings_from(tmp_path)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_gets_a_pool_with_health_checks(tmp_path):
    database = settings_from(tmp_path, DATABASE_URL="postgres://rita:pw@db.example:5433/news")["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["max_size"] >= 4  # a connection for each of the four threads
    assert database["OPTIONS"]["pool"]["timeout"] <= 5  # seconds that a thread waits for a database that is away
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (0, True)
    assert (database["HOST"], str(database["PORT"]), database["NAME"]) == ("db.example", "5433", "news")


class TestTheSecretKey:
    def test_it_is_made_once_and_kept(self, tmp_path):
        first, second = settings_from(tmp_path), settings_from(tmp_path)
        assert first["SECRET_KEY"] == second["SECRET_KEY"]
        assert len(first["SECRET_KEY"]) >= 50
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600

    def test_processes_that_start_at_once_share_one(self, tmp_path):
        code = (
            "from newsroom.secret_key import read_or_make; from pathlib import Path; import os;"
            "print(read_or_make(Path(os.environ['NEWSROOM_DATA']) / 'secret_key'))"
        )
        with ThreadPoolExecutor(8) as pool:
            keys = {done.stdout for done in pool.map(lambda _: start(tmp_path, code), range(8))}
        assert len(keys) == 1
        assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]

    def test_a_damaged_one_is_not_replaced(self, tmp_path):
        (tmp_path / "secret_key").write_text("torn")
        assert start(tmp_path).returncode != 0
        assert (tmp_path / "secret_key").read_text() == "torn"

    def test_one_from_the_environment_is_not_written_down(self, tmp_path):
        assert settings_from(tmp_path, NEWSROOM_SECRET_KEY="k" * 50)["SECRET_KEY"] == "k" * 50
        assert not (tmp_path / "secret_key").exists()
