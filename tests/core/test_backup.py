"""`manage.py backup` and `restore`, each run as a person would, on a newsroom in a directory of its own."""

import contextlib
import hashlib
import io
import os
import pty
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings


def manage(data: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=kept | {"NEWSROOM_DATA": str(data)} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def add_account(data: Path, name: str) -> None:
    with closing(sqlite3.connect(data / "newsroom.sqlite3", timeout=10)) as database, database:
        database.execute(
            "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff,"
            " is_active, date_joined) VALUES (?, '!', '', '', '', 0, 0, 1, '2026-11-24 03:00:00')",
            [name],
        )


def accounts(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "newsroom.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT username FROM auth_user ORDER BY id")]


def generation(data: Path) -> int:
    with closing(sqlite3.connect(data / "newsroom.sqlite3")) as database:
        return database.execute("SELECT number FROM core_generation").fetchone()[0]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("migrated")
    done = manage(data, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def here(migrated, tmp_path) -> Path:
    """A newsroom in which Rita has an account and there is one picture."""
    shutil.copytree(migrated, tmp_path / "here")
    add_account(tmp_path / "here", "rita")
    picture = tmp_path / "here" / "media" / "originals" / "ab" / "abcd"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    return tmp_path / "here"


@pytest.fixture
def file(here, tmp_path) -> Path:
    done = manage(here, "backup", str(tmp_path / "monday.tar"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "monday.tar"


def test_a_newsroom_comes_back_whole_on_another_machine(here, file, tmp_path):
    there = tmp_path / "there"
    done = manage(there, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert accounts(there) == ["rita"]
    assert (there / "media" / "originals" / "ab" / "abcd").read_bytes() == b"a picture"
    assert (there / "secret_key").read_text() == (here / "secret_key").read_text()
    assert stat.S_IMODE((there / "secret_key").stat().st_mode) == 0o600
    assert manage(there, "migrate", "--check").returncode == 0
    assert not list(there.glob("replaced-*"))


def test_the_file_is_for_its_owner_alone(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(file.parent.glob(".archive-*"))


def test_a_backup_made_while_somebody_writes_is_one_moment(here, tmp_path):
    """Two rows are written in each transaction; no backup may hold one of a pair."""
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with closing(sqlite3.connect(here / "newsroom.sqlite3", timeout=10, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            while not stop.is_set():
                database.execute("BEGIN IMMEDIATE")
                for half in ("left", "right"):
                    database.execute(
                        "INSERT INTO auth_group (name) VALUES (?)",
                        [f"{half} {written} " + "x" * 100],
                    )
                database.execute("COMMIT")
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written < 50:
            time.sleep(0.01)
        before = written
        for number in range(3):
            assert manage(here, "backup", str(tmp_path / f"{number}.tar")).returncode == 0
        assert written > before, "the writer was kept waiting"
    finally:
        stop.set()
        writer.join()

    for number in range(3):
        there = tmp_path / f"there-{number}"
        assert manage(there, "restore", str(tmp_path / f"{number}.tar")).returncode == 0
        with closing(sqlite3.connect(there / "newsroom.sqlite3")) as database:
            left, right = (
                database.execute("SELECT count(*) FROM auth_group WHERE name LIKE ?", [f"{half} %"]).fetchone()[0]
                for half in ("left", "right")
            )
        assert left == right >= 50


class TestWhereThereIsANewsroom:
    def test_nothing_is_overwritten(self, here, file):
        add_account(here, "ed")
        done = manage(here, "restore", str(file))
        assert done.returncode != 0
        assert "--force" in done.stderr
        assert accounts(here) == ["rita", "ed"]

    def test_force_moves_it_aside(self, here, file):
        add_account(here, "ed")
        done = manage(here, "restore", str(file), "--force")
        assert done.returncode == 0, done.stderr
        assert accounts(here) == ["rita"]
        (aside,) = here.glob("replaced-*")
        assert accounts(aside) == ["rita", "ed"]
        assert (aside / "media" / "originals" / "ab" / "abcd").exists()

    def test_no_kept_page_passes_for_current(self, here, file):
        with closing(sqlite3.connect(here / "newsroom.sqlite3")) as database, database:
            database.execute("UPDATE core_generation SET number = 700")
        manage(here, "restore", str(file), "--force")
        assert generation(here) > 700

    def test_not_while_it_runs(self, here, file):
        with closing(sqlite3.connect(here / "newsroom.sqlite3")) as site:
            site.execute("PRAGMA journal_mode=WAL")
            site.execute("SELECT count(*) FROM auth_user").fetchone()
            done = manage(here, "restore", str(file), "--force")
        assert done.returncode != 0
        assert "running" in done.stderr
        assert not list(here.glob("replaced-*"))

    def test_a_damaged_one_can_be_replaced(self, here, file):
        (here / "newsroom.sqlite3").write_bytes(b"not a database at all " * 100)
        assert manage(here, "restore", str(file)).returncode != 0
        done = manage(here, "restore", str(file), "--force")
        assert done.returncode == 0, done.stderr
        assert accounts(here) == ["rita"]


class TestAFileThatIsNoGood:
    @pytest.fixture
    def there(self, tmp_path) -> Path:
        return tmp_path / "there"

    def rewritten(self, file: Path, change, *, sums: bool = True) -> Path:
        """The backup with `change(name, content)` done to each member; None leaves it out. `sums`: digests that fit."""
        bad = file.with_name("bad.tar")
        listed = b""
        with tarfile.open(file) as good, tarfile.open(bad, "w") as archive:
            for member in good:
                content = change(member.name, good.extractfile(member).read())
                if content is None:
                    continue
                if member.name == "SHA256SUMS" and sums:
                    content = listed
                listed += f"{hashlib.sha256(content).hexdigest()}  {member.name}\n".encode()
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return bad

    def refused(self, there: Path, file: Path) -> str:
        done = manage(there, "restore", str(file))
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert not (there / "newsroom.sqlite3").exists()
        assert not list(there.glob(".archive-*"))
        return done.stderr

    def test_one_that_is_not_there(self, there, tmp_path):
        assert "cannot be read" in self.refused(there, tmp_path / "nowhere.tar")

    def test_one_that_is_no_archive(self, there, tmp_path):
        (tmp_path / "letter.txt").write_text("Dear newsroom, " * 100)
        assert "cannot be read" in self.refused(there, tmp_path / "letter.txt")

    def test_one_that_was_cut_off(self, there, file):
        file.write_bytes(file.read_bytes()[:100_000])
        self.refused(there, file)

    def test_one_that_was_cut_off_between_two_files(self, there, file):
        """tar itself takes such a file for a whole one."""
        bad = self.rewritten(file, lambda name, content: None if name == "SHA256SUMS" else content)
        assert "was cut off" in self.refused(there, bad)

    def test_one_in_which_a_picture_rotted(self, there, file):
        def rot(name: str, content: bytes) -> bytes:
            return content.replace(b"a picture", b"a pictura")

        assert "media/originals/ab/abcd is not what was backed up" in self.refused(
            there, self.rewritten(file, rot, sums=False)
        )

    def test_one_that_lost_a_picture(self, there, file):
        bad = self.rewritten(file, lambda name, content: None if name.startswith("media") else content, sums=False)
        assert "media/originals/ab/abcd is not what was backed up" in self.refused(there, bad)

    def test_one_without_a_database(self, there, file):
        bad = self.rewritten(file, lambda name, content: None if name.endswith("sqlite3") else content)
        assert "no database" in self.refused(there, bad)

    def test_one_whose_database_is_damaged(self, there, file):
        def scratch(name: str, content: bytes) -> bytes:
            return content[:20_000] + b"\xff" * 40_000 + content[60_000:] if name.endswith("sqlite3") else content

        assert "damaged" in self.refused(there, self.rewritten(file, scratch))

    def test_one_that_is_newer_than_the_code(self, here, there, tmp_path):
        with closing(sqlite3.connect(here / "newsroom.sqlite3")) as database, database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', '2030-01-01')"
            )
        manage(here, "backup", str(tmp_path / "later.tar"))
        assert "core.9999_later" in self.refused(there, tmp_path / "later.tar")

    @pytest.mark.parametrize("name", ["../escaped", "media/../../escaped", "/tmp/escaped", "other"])
    def test_one_that_reaches_elsewhere(self, there, file, tmp_path, name):
        bad = self.rewritten(file, lambda name, content: None if name == "SHA256SUMS" else content)
        with tarfile.open(bad, "a") as archive:
            member = tarfile.TarInfo(name)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"evil"))
        assert "does not belong" in self.refused(there, bad)
        assert not list(tmp_path.rglob("escaped"))

    def test_one_with_a_link_in_it(self, there, file, tmp_path):
        bad = self.rewritten(file, lambda name, content: None if name == "SHA256SUMS" else content)
        with tarfile.open(bad, "a") as archive:
            member = tarfile.TarInfo("media/link")
            member.type, member.linkname = tarfile.SYMTYPE, "/etc"
            archive.addfile(member)
        assert "does not belong" in self.refused(there, bad)


def test_tar_and_sha256sum_can_read_it(file, tmp_path):
    there = tmp_path / "by hand"
    there.mkdir()
    subprocess.run(["tar", "-xf", file, "-C", there], check=True)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=there, check=True)
    assert accounts(there) == ["rita"]


def test_somebody_who_watches_sees_a_bar_and_a_log_does_not(here, tmp_path):
    assert "[" not in manage(here, "backup", str(tmp_path / "quiet.tar")).stderr
    inside, outside = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "manage.py", "backup", str(tmp_path / "watched.tar")],
        env={"PATH": os.environ["PATH"], "NEWSROOM_DATA": str(here)},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=outside,
    )
    os.close(outside)
    seen = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while block := os.read(inside, 4096):
            seen += block
    assert done.wait() == 0
    assert b"Writing [" in seen and b"Comparing [" in seen and b"100 %" in seen


def test_a_database_that_does_not_answer_is_said_so(tmp_path):
    for command in ("backup", "restore"):
        done = manage(tmp_path, command, str(tmp_path / "file.tar"), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert "127.0.0.1" in done.stderr
    assert not (tmp_path / "file.tar").exists()
