"""
The database of a newsroom on PostgreSQL: a dump of pg_dump in its custom format, put back by pg_restore and psql.

What was here before a restore stays in the database, in a schema of its own. The whole exchange is one transaction:
it is done, or nothing has changed.
"""

import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import conninfo, pq

from .trouble import ArchiveError

NAME = "newsroom.pgdump"
PATIENCE = 10  # times that it is asked who else is there
SET_ASIDE = "replaced_"  # how the names of schemas begin that hold what was here before a restore


def place() -> str:
    """Which it is, in words for a person; no password."""
    found = connection.settings_dict
    return f"postgres://{found['HOST'] or 'localhost'}:{found['PORT'] or 5432}/{found['NAME']}"


def copy_to(copy: Path) -> None:
    """pg_dump reads everything as of one moment; nobody waits for it."""
    _tool(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--exclude-schema={SET_ASIDE}*",
        f"--file={copy}",
    )
    assert_sound(copy)


def assert_sound(database: Path) -> None:
    """That pg_restore can read it from end to end; that it is what was dumped is for the digest to say."""
    _tool("pg_restore", "--file=/dev/null", str(database), at_server=False)


def migrations(database: Path) -> set[tuple[str, str]]:
    """Those that were applied to it."""
    said = _tool(
        "pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(database), at_server=False
    )  # fmt: skip
    begins, ends = "COPY public.django_migrations (id, app, name, applied) FROM stdin;\n", "\n\\."
    rows = said.partition(begins)[2].partition(ends)[0]
    if not rows:
        raise ArchiveError(_("The database in it is no newsroom's."))
    return {(columns[1], columns[2]) for columns in (row.split("\t") for row in rows.splitlines())}


def is_empty() -> bool:
    """Whether nobody has an account: nothing here that could be missed."""
    if _answer("SELECT to_regclass('public.auth_user')") is None:
        return True
    return _answer("SELECT 1 FROM public.auth_user LIMIT 1") is None


def assert_nobody_has_it_open() -> None:
    """A running site keeps connections open. One that has just been stopped may take a moment to be gone."""
    connection.close()
    for _try in range(PATIENCE):
        if not _answer(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ):
            return
        time.sleep(0.2)
    raise ArchiveError(_("The newsroom is running: its database is in use. Stop it first."))


# Extensions stay where the tables will look for them.
_EXTENSIONS = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT e.extname FROM pg_extension e WHERE e.extnamespace = '{aside}'::regnamespace
  LOOP EXECUTE format('ALTER EXTENSION %I SET SCHEMA public', name); END LOOP;
END $$;
"""


def put(new: Path, aside: Path, *, keep: bool) -> list[str]:
    """Rename the schema that is here, and fill a new one from `new`: in one transaction."""
    schema = f"{SET_ASIDE}{datetime.now(UTC):%Y%m%d_%H%M%S}"
    before = 0
    if _answer("SELECT to_regclass('public.core_generation')"):
        before = int(_answer("SELECT max(number) FROM public.core_generation") or 0)
    script = new.with_suffix(".sql")
    with script.open("w") as file:
        file.write(f"ALTER SCHEMA public RENAME TO {schema};\nCREATE SCHEMA public;\n")
        file.write(_EXTENSIONS.format(aside=schema))
    _tool("pg_restore", "--no-owner", "--no-privileges", f"--file={script}.data", str(new), at_server=False)
    after = new.with_suffix(".after.sql")
    # Pages kept from before must not pass for current: go on counting where the higher number stopped.
    lines = [f"UPDATE public.core_generation SET number = GREATEST(number, {before}) + 1;"]  # noqa: S608  -- a number
    if not keep:
        lines.append(f"DROP SCHEMA {schema} CASCADE;")
    after.write_text("\n".join(lines))
    _tool(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--file={script}", f"--file={script}.data", f"--file={after}",
    )  # fmt: skip
    return [_("schema %(schema)s of %(database)s") % {"schema": schema, "database": place()}] if keep else []


def _parameters() -> dict[str, Any]:
    """How to reach our database, in libpq's words."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given: dict[str, Any] = connection.get_connection_params()
    return {word: value for word, value in given.items() if word in known and value is not None}


def _answer(question: str) -> Any:
    """The first column of the first row, None without one; by a connection of its own, since the pool keeps some."""
    try:
        with psycopg.connect(**_parameters()) as opened:
            row = opened.execute(question).fetchone()
    except psycopg.OperationalError as error:
        raise _does_not_answer(error) from error
    return row[0] if row else None


def _tool(name: str, *arguments: str, at_server: bool = True) -> str:
    """Run one of PostgreSQL's own tools, on our database; what it printed. Its password is in no list of processes."""
    given = _parameters()
    password = str(given.pop("password", ""))
    given.pop("client_encoding", None)
    command = [name, *([f"--dbname={conninfo.make_conninfo(**given)}"] if at_server else []), *arguments]
    environment = dict(os.environ) | {"PGCLIENTENCODING": "UTF8"} | ({"PGPASSWORD": password} if password else {})
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise ArchiveError(
            _("%(tool)s is missing. On Debian and Ubuntu: sudo apt install postgresql-client") % {"tool": name}
        ) from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise ArchiveError(_("%(tool)s failed: %(reason)s") % {"tool": name, "reason": reason})
    return done.stdout


def _does_not_answer(error: Exception) -> ArchiveError:
    return ArchiveError(
        _("The database %(place)s does not answer: %(reason)s") % {"place": place(), "reason": str(error).strip()}
    )
