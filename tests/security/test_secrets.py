"""A stolen table of passwords is of little use, the repository holds no secret, and Django has nothing to warn of."""

import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.cast import person
from tests.security.hands import PASSWORD, type_password

ARGON2 = ["desk.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


class TestPasswords:
    def test_the_sites_own_settings_have_argon2_first(self):
        """The tests themselves run with a quicker one."""
        from newsroom import settings as ours

        assert ours.PASSWORD_HASHERS == ARGON2

    def test_a_hash_takes_19_mib_and_two_passes_and_is_quick_enough(self, settings):
        settings.PASSWORD_HASHERS = ARGON2
        began = time.perf_counter()
        kept = make_password(PASSWORD)
        took = time.perf_counter() - began
        assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert check_password(PASSWORD, kept) and not check_password(PASSWORD + " ", kept)
        assert took < 5, "a login that takes seconds stops itself"

    @pytest.mark.django_db
    def test_one_that_was_kept_otherwise_is_hashed_anew_at_the_next_login(self, settings):
        settings.PASSWORD_HASHERS = ARGON2
        old = make_password(PASSWORD, hasher="pbkdf2_sha256")
        person("rita")
        User.objects.filter(username="rita").update(password=old)
        assert type_password("rita")[1].status_code == 302
        assert identify_hasher(User.objects.get(username="rita").password).algorithm == "argon2"

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "password",
        ["1234567890", "qwertyuiop", "password123", "Password123", "rita@example", "short", "13131313131313"],
    )
    def test_common_ones_and_ones_that_are_guessed_are_refused_in_words(self, password):
        client = Client()
        client.force_login(person("rita"))
        sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        answer = client.post(reverse("admin:password_change"), sent)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
        assert type_password("rita")[1].status_code == 302


# What a secret looks like, rather than where it stands.
SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{10,}"
    rb"|(?i:secret[_-]?key|api[_-]?key|auth[_-]?token)[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    rb"|(?i:postgres(?:ql)?|smtp|submission)://[^\s:@/\"'`]+:(?!password|pw|\{)[^\s@\"'`{]+@"
)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_no_secret_is_in_the_repository():
    found = []
    for name in tracked():
        file = settings.BASE_DIR / name
        if file.is_file() and SECRETS.search(file.read_bytes()):
            found.append(name)
    assert found == []
    assert not [name for name in tracked() if re.search(r"(^|/)(\.env|secret_key|var/.*)$|\.(sqlite3|pem|key)$", name)]


@pytest.mark.parametrize(
    "secret",
    [
        # In two halves each: this file is in the repository, too.
        b"SECRET" + b'_KEY = "k9mQzv7Jw2xT5bN8cR4dF6gH1jL3pS0aYuEiOq"',
        b"-----BEGIN OPENSSH " + b"PRIVATE KEY-----",
        b"postgres://news:" + b"hunter2@db.example/news",
    ],
)
def test_such_a_secret_would_be_found(secret):
    assert SECRETS.search(secret)


@pytest.mark.parametrize("proxy", ["true", "false"])
def test_django_has_nothing_to_warn_of_on_a_public_site(tmp_path, proxy):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        env={
            "PATH": os.environ["PATH"],
            "NEWSROOM_DATA": str(tmp_path),
            "NEWSROOM_SITE_URL": "https://news.example",
            "NEWSROOM_BEHIND_PROXY": proxy,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    silenced = settings.SILENCED_SYSTEM_CHECKS
    assert silenced == ["ckeditor.W001", "security.W005", "security.W021"], "each has its reason in settings.py"
