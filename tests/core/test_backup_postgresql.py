"""`manage.py backup` and `restore` on PostgreSQL, each run as a person would, on databases of their own."""

import io
import shutil
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.core.test_backup import manage

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="these are for PostgreSQL"),
    pytest.mark.skipif(not (shutil.which("pg_dump") and shutil.which("psql")), reason="postgresql-client is missing"),
]


class Newsroom(NamedTuple):
    data: Path
    url: str

    def manage(self, *command: str):
        return manage(self.data, *command, DATABASE_URL=self.url)

    def ask(self, query: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.url.replace("postgres://", "postgresql://"), autocommit=True) as opened:
            asked = opened.execute(query, values)
            return asked.fetchall() if asked.description else []

    def accounts(self) -> list[str]:
        return [name for (name,) in self.ask("SELECT username FROM auth_user ORDER BY id")]

    def add_account(self, name: str) -> None:
        self.ask(
            "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff,"
            " is_active, date_joined) VALUES (%s, '!', '', '', '', false, false, true, '2026-11-24 03:00:00Z')",
            name,
        )


def server() -> dict:
    found = settings.DATABASES["default"]
    return {"host": found["HOST"] or "localhost", "port": found["PORT"] or 5432, "user": found["USER"]} | (
        {"password": found["PASSWORD"]} if found["PASSWORD"] else {}
    )


def command(words: str, *names: str) -> None:
    with psycopg.connect(**server(), dbname="postgres", autocommit=True) as opened:
        opened.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


def url_of(name: str) -> str:
    at = server()
    who = quote(at["user"]) + (f":{quote(at['password'])}" if "password" in at else "")
    return f"postgres://{who}@{at['host']}:{at['port']}/{name}"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Iterator[str]:
    """The name of a database with tables and no content."""
    name = f"backup_{uuid4().hex[:12]}"
    command("CREATE DATABASE {}", name)
    done = manage(tmp_path_factory.mktemp("data"), "migrate", "--verbosity", "0", DATABASE_URL=url_of(name))
    assert done.returncode == 0, done.stderr
    yield name
    command("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def here(migrated, tmp_path) -> Iterator[Newsroom]:
    """A newsroom in which Rita has an account and there is one picture."""
    name = f"backup_{uuid4().hex[:12]}"
    command("CREATE DATABASE {} TEMPLATE {}", name, migrated)
    newsroom = Newsroom(tmp_path / "here", url_of(name))
    newsroom.add_account("rita")
    picture = newsroom.data / "media" / "originals" / "ab" / "abcd"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    yield newsroom
    command("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def there(tmp_path) -> Iterator[Newsroom]:
    """Another machine, with an empty database."""
    name = f"backup_{uuid4().hex[:12]}"
    command("CREATE DATABASE {}", name)
    yield Newsroom(tmp_path / "there", url_of(name))
    command("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def file(here, tmp_path) -> Path:
    done = here.manage("backup", str(tmp_path / "monday.tar"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "monday.tar"


def test_a_newsroom_comes_back_whole_on_another_machine(here, there, file):
    done = there.manage("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert there.accounts() == ["rita"]
    assert (there.data / "media" / "originals" / "ab" / "abcd").read_bytes() == b"a picture"
    assert (there.data / "secret_key").read_text() == (here.data / "secret_key").read_text()
    assert there.manage("migrate", "--check").returncode == 0
    assert there.manage("migrate", "--verbosity", "0").returncode == 0
    assert there.ask("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'replaced%%'") == []
    # Its guards came with it, and it can be backed up again.
    triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    assert there.ask(triggers) == here.ask(triggers) != []
    constraints = "SELECT conname FROM pg_constraint ORDER BY 1"
    assert there.ask(constraints) == here.ask(constraints)
    again = there.manage("backup", str(file.with_name("tuesday.tar")))
    assert again.returncode == 0, again.stderr


def test_a_backup_made_while_somebody_writes_is_one_moment(here, there, tmp_path):
    """Two rows are written in each transaction; no backup may hold one of a pair."""
    stop, begun = threading.Event(), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with psycopg.connect(here.url.replace("postgres://", "postgresql://")) as opened:
            while not stop.is_set():
                for half in ("left", "right"):
                    opened.execute("INSERT INTO auth_group (name) VALUES (%s)", [f"{half} {written}"])
                opened.commit()
                written += 1
                if written == 50:
                    begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(20)
        before = written
        assert here.manage("backup", str(tmp_path / "busy.tar")).returncode == 0
        assert written > before, "the writer was kept waiting"
    finally:
        stop.set()
        writer.join()
    assert there.manage("restore", str(tmp_path / "busy.tar")).returncode == 0
    left, right = (
        there.ask("SELECT count(*) FROM auth_group WHERE name LIKE %s", f"{half} %")[0][0] for half in ("left", "right")
    )
    assert left == right >= 50


class TestWhereThereIsANewsroom:
    def test_nothing_is_overwritten(self, here, file):
        here.add_account("ed")
        done = here.manage("restore", str(file))
        assert done.returncode != 0
        assert "--force" in done.stderr
        assert here.accounts() == ["rita", "ed"]

    def test_force_sets_it_aside(self, here, file):
        here.add_account("ed")
        here.ask("UPDATE core_generation SET number = 700")
        done = here.manage("restore", str(file), "--force")
        assert done.returncode == 0, done.stderr
        assert here.accounts() == ["rita"]
        assert here.ask("SELECT number FROM core_generation") == [(701,)]
        ((schema,),) = here.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced%%'")
        assert schema in done.stdout
        assert here.ask(f"SELECT username FROM {schema}.auth_user ORDER BY id") == [("rita",), ("ed",)]
        (aside,) = here.data.glob("replaced-*")
        assert (aside / "media" / "originals" / "ab" / "abcd").exists()
        # What was set aside is in no later backup, and its being there disturbs nothing.
        later = file.with_name("later.tar")
        assert here.manage("backup", str(later)).returncode == 0
        assert here.manage("migrate", "--check").returncode == 0
        assert here.manage("restore", str(later), "--force").returncode == 0
        assert here.accounts() == ["rita"]

    def test_not_while_it_runs(self, here, file):
        with psycopg.connect(here.url.replace("postgres://", "postgresql://")):
            done = here.manage("restore", str(file), "--force")
        assert done.returncode != 0
        assert "running" in done.stderr
        assert here.ask("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'replaced%%'") == []
        assert not list(here.data.glob("replaced-*"))

    def test_one_that_fails_half_way_changes_nothing(self, here, file):
        """A good backup, and a database that refuses its last statements."""
        here.add_account("ed")
        here.ask("CREATE SCHEMA guard")
        here.ask(
            "CREATE FUNCTION guard.refuse() RETURNS event_trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE 'not today'; END $$"
        )
        here.ask(
            "CREATE EVENT TRIGGER guard_keys ON ddl_command_end WHEN TAG IN ('CREATE INDEX')"
            " EXECUTE FUNCTION guard.refuse()"
        )
        done = here.manage("restore", str(file), "--force")
        assert done.returncode != 0
        assert "not today" in done.stderr and "Traceback" not in done.stderr
        assert here.accounts() == ["rita", "ed"]
        assert (here.data / "media" / "originals" / "ab" / "abcd").exists()
        assert not list(here.data.glob("replaced-*"))


class TestAFileThatIsNoGood:
    def refused(self, newsroom: Newsroom, file: Path) -> str:
        done = newsroom.manage("restore", str(file))
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert newsroom.ask("SELECT to_regclass('auth_user')") == [(None,)]
        assert not list(newsroom.data.glob(".archive-*"))
        return done.stderr

    def test_one_whose_dump_rotted(self, there, file):
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 0xFF
        file.write_bytes(content)
        assert "newsroom.pgdump is not what was backed up" in self.refused(there, file)

    def test_one_that_was_cut_off(self, there, file):
        file.write_bytes(file.read_bytes()[:-20_000])
        self.refused(there, file)

    def test_one_that_is_newer_than_the_code(self, here, there, tmp_path):
        here.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', '2030-01-01Z')")
        assert here.manage("backup", str(tmp_path / "later.tar")).returncode == 0
        assert "core.9999_later" in self.refused(there, tmp_path / "later.tar")

    def test_one_of_sqlite(self, there, tmp_path):
        small = tmp_path / "small"
        assert manage(small, "migrate", "--verbosity", "0").returncode == 0
        assert manage(small, "backup", str(tmp_path / "small.tar")).returncode == 0
        assert "another kind of database" in self.refused(there, tmp_path / "small.tar")

    def test_ours_on_sqlite(self, file, tmp_path):
        done = manage(tmp_path / "small", "restore", str(file))
        assert done.returncode != 0
        assert "another kind of database" in done.stderr

    def test_one_with_a_member_after_its_end(self, there, file):
        with tarfile.open(file, "a") as archive:
            member = tarfile.TarInfo("media/late")
            member.size = 4
            archive.addfile(member, io.BytesIO(b"late"))
        assert "does not belong" in self.refused(there, file)


def test_its_password_is_in_no_list_of_processes(monkeypatch):
    from core.archive import postgresql

    seen: list = []

    class Done:
        returncode, stdout = 0, ""

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "very secret")
    monkeypatch.setattr(postgresql.subprocess, "run", lambda command, **given: seen.append((command, given)) or Done)
    postgresql._tool("pg_dump", "--version")
    ((command, given),) = seen
    assert "very secret" not in " ".join(command)
    assert given["env"]["PGPASSWORD"] == "very secret"
