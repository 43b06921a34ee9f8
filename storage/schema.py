"""The version of the tables: checked when an archive is opened, raised by Alembic migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from archiver.errors import ArchiveUnusable

if TYPE_CHECKING:
    from alembic.config import Config

WRITER_LOCK = 0x6172636869766572  # "archiver" in ASCII: the advisory lock of PostgreSQL that all writers share
_MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> "Config":
    # Alembic is a quarter of what a search would have to load, and few archives are to be migrated.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def versions() -> list[str]:
    """The migrations that this program knows, by number, the oldest first; a file's name begins with its number."""
    return sorted(file.name.split("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def version(connection: Connection) -> str | None:
    """The migration that the database stands at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def check(connection: Connection) -> None:
    """Raise ArchiveUnusable unless the database stands at this program's newest migration."""
    refuse_newer(connection)
    if version(connection) != versions()[-1]:
        where = connection.engine.url.render_as_string()
        raise ArchiveUnusable(
            f"The database {where} is from an older Archiver; bring it up to date with `archiver migrate`."
        )


def refuse_newer(connection: Connection) -> None:
    """Raise ArchiveUnusable for a database at a migration that this program does not know."""
    found = version(connection)
    if found is not None and found not in versions():
        where = connection.engine.url.render_as_string()
        raise ArchiveUnusable(
            f"The database {where} was written by a newer Archiver (version {found}); update this program."
        )


def migrate(engine: Engine) -> tuple[str | None, str | None]:
    """Bring the database to the newest version in one transaction; returns the versions before and after."""
    from alembic import command

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
