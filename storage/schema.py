"""The version of the tables: checked when an archive is opened, raised by Alembic migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from archiver.errors import ArchiveUnusable

WRITER_LOCK = 0x6172636869766572  # "archiver" in ASCII: the advisory lock of PostgreSQL that all writers share


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def version(connection: Connection) -> str | None:
    """The migration that the database stands at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def check(connection: Connection) -> None:
    """Raise ArchiveUnusable unless the database stands at this program's newest migration."""
    refuse_newer(connection)
    if version(connection) != ScriptDirectory.from_config(_config()).get_current_head():
        where = connection.engine.url.render_as_string()
        raise ArchiveUnusable(
            f"The database {where} is from an older Archiver; bring it up to date with `archiver migrate`."
        )


def refuse_newer(connection: Connection) -> None:
    """Raise ArchiveUnusable for a database at a migration that this program does not know."""
    found = version(connection)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        where = connection.engine.url.render_as_string()
        raise ArchiveUnusable(
            f"The database {where} was written by a newer Archiver (version {found}); update this program."
        )


def migrate(engine: Engine) -> tuple[str | None, str | None]:
    """Bring the database to the newest version in one transaction; returns the versions before and after."""
    config = _config()
    with (
        engine.connect().execution_options(archive_writer=True) as connection,
        _remaking(connection),
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
        before = version(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.dialect.name == "sqlite" and before is not None:
            _refuse_dangling(connection)
        return before, version(connection)


@contextmanager
def _remaking(connection: Connection) -> Iterator[None]:
    """On SQLite, without foreign keys: a table that others point at cannot be remade under them."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")  # which says nothing inside a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _refuse_dangling(connection: Connection) -> None:
    row = connection.execute(text("PRAGMA foreign_key_check")).first()
    if row is not None:
        raise ArchiveUnusable(
            f"The database {connection.engine.url.render_as_string()} is damaged: row {row[1]} of {row[0]} points at a"
            f" row of {row[2]} that is not there. It was left as it is; restore it from a backup."
        )
