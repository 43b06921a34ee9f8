"""The door to everything durable: one folder with a database, WARC files, a search index and locks."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from archiver.errors import ArchiveUnusable, Locked
from storage import schema
from storage.health import tables as _of_health  # noqa: F401 - whoever opens an archive knows all its tables

_LOOKED_AT = 0.1
"""Seconds that a crawl waits for a lock: who only looks whether it is held, holds it for an instant."""


class Archive:
    """One archive, open. `reading()` and `writing()` give sessions; every change goes through `writing()`."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self.engine = engine

    @classmethod
    def open(cls, home: Path, database: str | None = None, *, create: bool = False) -> "Archive":
        """Open the archive in folder `home`, whose database is SQLite inside it unless `database` is a URL.

        With `create`, folder and tables are made where they are missing. Raises ArchiveUnusable, in one sentence,
        where there is no archive, it cannot be written, or its database is older or newer than this program.
        """
        home = home.expanduser().absolute()
        file = home / "archive.db"
        if create:
            _make(home)
        elif not home.is_dir() or (database is None and not file.is_file()):
            raise ArchiveUnusable(
                f"No archive in {home}. Make one with `archiver crawl`, or name another by --archive."
            )
        engine = connect(database or f"sqlite:///{file}")
        try:
            # Two processes that make one archive: SQLite does not wait while another turns the database to WAL.
            with FileLock(home / "locks" / "making.lock") if create else nullcontext():
                with engine.connect() as connection:
                    fresh = not inspect(connection).has_table("alembic_version")
                    if not fresh:
                        schema.check(connection)
                if fresh and create:
                    schema.migrate(engine)
                elif fresh:
                    raise ArchiveUnusable(f"The database of {home} holds no archive; make one with `archiver crawl`.")
        except DBAPIError as error:
            engine.dispose()
            raise _unusable(engine, error) from error
        except ArchiveUnusable:
            engine.dispose()
            raise
        return cls(home, engine)

    @property
    def warcs(self) -> Path:
        return self.home / "warc"

    @property
    def index(self) -> Path:
        return self.home / "index"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions; nothing it does is kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction under the writer lock: committed at the end, undone on any exception."""
        with (
            self.engine.connect().execution_options(archive_writer=True) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            if self.engine.dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": schema.WRITER_LOCK})
            yield session

    @contextmanager
    def host_lock(self, host: str) -> Iterator[None]:
        """Hold the one crawl of a host (`scheme://name:port`); raises Locked while another process crawls it.

        The operating system (SQLite) or the server (PostgreSQL) frees the lock when its holder dies.
        """
        taken = f"Another run is crawling {host}; wait for it to end."
        if self.engine.dialect.name == "postgresql":
            number = _lock_number(host)
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": number}):
                    raise Locked(taken)
                try:
                    yield
                finally:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": number})
            return
        lock = self._host_file(host)
        try:
            lock.acquire(timeout=_LOOKED_AT, poll_interval=_LOOKED_AT / 10)
        except Timeout:
            raise Locked(taken) from None
        try:
            yield
        finally:
            lock.release()

    def is_crawled(self, host: str) -> bool:
        """Whether a process holds the crawl of a host at this moment."""
        if self.engine.dialect.name == "postgresql":
            number = _lock_number(host) % (1 << 64)
            with self.engine.connect() as connection:
                return bool(
                    connection.scalar(
                        text(
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND database ="
                            " (SELECT oid FROM pg_database WHERE datname = current_database())"
                            " AND classid::bigint = :high AND objid::bigint = :low"
                        ),
                        {"high": number >> 32, "low": number & 0xFFFFFFFF},
                    )
                )
        lock = self._host_file(host)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def _host_file(self, host: str) -> FileLock:
        folder = self.home / "locks"
        folder.mkdir(exist_ok=True)
        return FileLock(folder / f"{hashlib.sha256(host.encode()).hexdigest()[:24]}.lock")

    def close(self) -> None:
        self.engine.dispose()


def migrate(home: Path, database: str | None = None) -> tuple[str | None, str | None]:
    """Bring the database of an archive to this program's version; returns the versions before and after.

    Raises ArchiveUnusable where there is no archive, or one of a newer program.
    """
    home = home.expanduser().absolute()
    if database is None and not (home / "archive.db").is_file():
        raise ArchiveUnusable(f"No archive in {home}; name its folder by --archive.")
    engine = connect(database or f"sqlite:///{home / 'archive.db'}")
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                raise ArchiveUnusable(f"The database of {home} holds no archive; make one with `archiver crawl`.")
            schema.refuse_newer(connection)
        return schema.migrate(engine)
    except DBAPIError as error:
        raise _unusable(engine, error) from error
    finally:
        engine.dispose()


def _lock_number(host: str) -> int:
    return int.from_bytes(hashlib.blake2b(host.encode(), digest_size=8).digest(), "big", signed=True)


def _make(home: Path) -> None:
    try:
        for folder in (home / "warc", home / "locks"):
            folder.mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveUnusable(
            f"The archive folder {home} cannot be written ({error.strerror}); choose another by --archive."
        ) from error


def _unusable(engine: Engine, error: DBAPIError) -> ArchiveUnusable:
    reason = str(error.orig).splitlines()[0] if error.orig else str(error)
    return ArchiveUnusable(f"The database {engine.url.render_as_string()} cannot be used: {reason}.")


def connect(url: str) -> Engine:
    """A database by its address; raises ArchiveUnusable where it is none, or one that no archive can be in."""
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArchiveUnusable(f"ARCHIVER_DATABASE names {parsed.drivername}; it takes sqlite or postgresql.")
        # Every host that is crawled holds a connection of PostgreSQL for its lock.
        engine = create_engine(parsed, max_overflow=-1)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ArchiveUnusable(
            f"ARCHIVER_DATABASE is no database address: {url!r}; write postgresql://user@host/name."
        ) from error
    except ImportError as error:
        raise ArchiveUnusable(
            "PostgreSQL needs its driver: install it with `pip install 'portal-archiver[postgresql]'`."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control would begin lazily and upgrade a read to a write, which fails when busy.
    connection.isolation_level = None
    for pragma in ("busy_timeout = 60000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get("archive_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")
