"""
The database's own guard over what was published: the second wall, behind articles.models.frozen.

The intervals of one article never overlap; of an edition only `live_until` moves; its rows and corrections never
change; nothing of them is deleted. The one exception is an edition that a stored Erasure names, whose words, and no
other column, may be blanked. All of it is made after every migrate, by the same call and as often as one likes, because
SQLite drops the triggers of a table that a migration rebuilds; `check --database default` names what is missing.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

OVERLAP = "edition_intervals_apart"
# Tables that hold what was published, and their columns that may move.
FROZEN = {
    "articles_edition": ["live_until"],
    "articles_editionbyline": [],
    "articles_editiontopic": [],
    "articles_editionrelated": [],
    "articles_editionpicture": [],
    "articles_correction": [],
    "articles_withdrawal": [],
    "articles_erasure": [],
    "articles_closure": [],
    "articles_digest": [],
}
# What an erasure opens: where a row of the table says which edition it belongs to, and the columns with its words.
ERASABLE = {
    "articles_edition": (
        "id",
        "headline standfirst slug body pieces note video_address video_captions lead_photo_id lead_caption "
        "lead_photographer lead_agency lead_distributor lead_alt".split(),
    ),
    "articles_editionbyline": ("edition_id", ["name", "title"]),
    "articles_editionpicture": ("edition_id", ["photo_id"]),
    "articles_digest": ("edition_id", ["salt"]),
}
WORDS = "what was published is not changed"

# An article is turned into the one-point range [id, id], so that no extension is needed to compare it in GiST.
_POSTGRESQL_OVERLAP = f"""
    ALTER TABLE articles_edition ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist (
        int8range(article_id, article_id, '[]') WITH &&,
        tstzrange(live_from, live_until) WITH &&
    )
"""
_POSTGRESQL_FROZEN = """
    CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY[{movable}]::text[] = to_jsonb(OLD) - ARRAY[{movable}]::text[] THEN
            RETURN NEW;
        ELSIF TG_OP = 'UPDATE' AND {erased}
              AND to_jsonb(NEW) - ARRAY[{erasable}]::text[] = to_jsonb(OLD) - ARRAY[{erasable}]::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    DROP TRIGGER IF EXISTS {name} ON {table};
    CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
# Django writes instants as text that sorts as time does. Empty intervals [t, t) touch nothing.
_SQLITE_OVERLAP = """
    CREATE TRIGGER {name} AFTER {event} ON articles_edition
    WHEN NEW.live_until IS NULL OR NEW.live_until > NEW.live_from
    BEGIN
        SELECT RAISE(ABORT, 'edition_intervals_apart')
        WHERE EXISTS (
            SELECT 1 FROM articles_edition AS other
            WHERE other.article_id = NEW.article_id AND other.id <> NEW.id
              AND (other.live_until IS NULL OR other.live_until > other.live_from)
              AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until)
              AND (other.live_until IS NULL OR other.live_until > NEW.live_from)
        );
    END
"""
_SQLITE_FROZEN_UPDATE = """
    CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {changed} OR ({words_changed} AND NOT {erased})
    BEGIN SELECT RAISE(ABORT, '{words}'); END
"""
_SQLITE_FROZEN_DELETE = "CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def statements(vendor: str) -> dict[str, str]:
    """The SQL that makes each guard on this kind of database, by the guard's name, in order."""
    if vendor == "postgresql":
        made = {OVERLAP: _POSTGRESQL_OVERLAP}
        for table, movable in FROZEN.items():
            name = f"{table}_frozen"
            made[name] = _POSTGRESQL_FROZEN.format(
                name=name,
                table=table,
                movable=_quoted(movable),
                erasable=_quoted([*movable, *_erasable(table)]),
                erased=_erased(table),
                words=WORDS,
            )
        return made
    made = {
        f"{OVERLAP}_insert": _SQLITE_OVERLAP.format(name=f"{OVERLAP}_insert", event="INSERT"),
        f"{OVERLAP}_update": _SQLITE_OVERLAP.format(
            name=f"{OVERLAP}_update", event="UPDATE OF article_id, live_from, live_until"
        ),
    }
    for table, movable in FROZEN.items():
        words = _erasable(table)
        fixed = [column for column in _columns(table) if column not in (*movable, *words)]
        update, delete = f"{table}_frozen_update", f"{table}_frozen_delete"
        made[update] = _SQLITE_FROZEN_UPDATE.format(
            name=update,
            table=table,
            changed=_any_changed(fixed),
            words_changed=_any_changed(words),
            erased=_erased(table),
            words=WORDS,
        )
        made[delete] = _SQLITE_FROZEN_DELETE.format(name=delete, table=table, words=WORDS)
    return made


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """
    Names of the guards that this database should have and has not, in the order in which they are made.

    One that is there and reads otherwise counts too: it was made before a column was added, or by earlier code.
    """
    wanted = statements(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint")
            found = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid")
            found |= {name for name, body in cursor.fetchall() if body in wanted.get(name, "")}
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = {name for name, sql in cursor.fetchall() if sql == wanted.get(name, "").strip()}
    return [name for name in wanted if name not in found]


def install(using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Make the guards that are missing. A receiver of post_migrate."""
    connection = connections[using]
    if not {*FROZEN} <= {*connection.introspection.table_names()}:
        return  # migrated back to before them
    wanted = statements(connection.vendor)
    with connection.cursor() as cursor:
        for name in missing(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(wanted[name])


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """
    Take the freezing guards off a SQLite database whose tables are about to be emptied, as tests do.

    PostgreSQL empties tables by TRUNCATE, which these triggers don't see.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in statements("sqlite"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@checks.register(checks.Tags.database)
def all_there(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """An error for each guard that is missing: `manage.py check --database default`."""
    return [
        checks.Error(
            f"The database lacks the guard {name}.", hint="Run manage.py migrate, which makes it.", id="articles.E001"
        )
        for using in databases or []
        if {*FROZEN} <= {*connections[using].introspection.table_names()}
        for name in missing(connections[using])
    ]


def _erased(table: str) -> str:
    if table not in ERASABLE:
        return "FALSE"
    key, _words = ERASABLE[table]
    return f"EXISTS (SELECT 1 FROM articles_erasure WHERE edition_id = OLD.{key})"  # noqa: S608  (names of our own)


def _erasable(table: str) -> list[str]:
    return ERASABLE[table][1] if table in ERASABLE else []


def _quoted(columns: list[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)


def _any_changed(columns: list[str]) -> str:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    return f"({changed or 'FALSE'})"


def _columns(table: str) -> list[str]:
    model = next(model for model in apps.get_app_config("articles").get_models() if model._meta.db_table == table)
    return [field.column for field in model._meta.concrete_fields if field.column]
