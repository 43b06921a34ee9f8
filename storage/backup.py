"""Backups: an archive copied into a folder while it is used, and put back.

A backup is itself an archive: a SQLite database, whatever the original has, beside the WARC files that its rows point
into. The database is copied first, in one unchanging view; since bytes are on disk before their row is, the files that
are copied afterwards hold all that it names. Made again into the same folder, only what is new is copied.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from archiver.errors import ArchiverError, ArchiveUnusable, Locked, UsageError
from storage import schema, warc
from storage.archive import Archive, connect
from storage.retention import held
from storage.rows import copy_rows
from storage.tables import Article, Capture

ABOUT = "backup.json"
_KEPT = ("archiver.toml", "passwords")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    made_at: str
    database: str
    """Of the original: `sqlite` or `postgresql`."""
    articles: int
    captures: int
    files: int
    bytes: int
    """Of all WARC files."""
    copied: int
    """Bytes of WARC files that this backup had to copy; the others were there from an earlier one."""


def back_up(archive: Archive, folder: Path, now: datetime) -> Backup:
    """Copy the archive into the folder, a new one or that of an earlier backup of the same archive.

    Raises UsageError for a folder that holds something else, ArchiverError where it cannot be written, Locked while
    another backup is being made there.
    """
    folder = folder.expanduser().absolute()
    home = archive.home.resolve()
    if folder.resolve() == home or home in folder.resolve().parents:
        raise UsageError(f"{folder} lies inside the archive; name a folder elsewhere, best on another disk.")
    if folder.exists() and any(folder.iterdir()) and not (folder / ABOUT).is_file():
        raise UsageError(f"{folder} holds something that is no backup; name an empty or a new folder.")
    with _writing(folder), _alone(folder), held(archive):
        (folder / "warc").mkdir(exist_ok=True)
        # What says that this is a backup comes first, lest a broken one be taken for a stranger's folder.
        if not (folder / ABOUT).is_file():
            (folder / ABOUT).write_text("{}\n")
        unfinished = folder / "archive.db.part"
        _remove_database(unfinished)
        _copy_out(archive, unfinished)
        needed, articles, captures = _needed(unfinished)
        copied = sum(_copy_file(archive.warcs, folder / "warc", name, least) for name, least in needed.items())
        for name in _KEPT:
            if (archive.home / name).is_file():
                shutil.copy2(archive.home / name, folder / name)
        _put_in_place(unfinished, folder / "archive.db")
        size = sum((folder / "warc" / name).stat().st_size for name in needed)
        backup = Backup(
            now.astimezone(UTC).isoformat(), archive.engine.dialect.name, articles, captures, len(needed), size, copied
        )
        (folder / ABOUT).write_text(json.dumps(asdict(backup), indent=2) + "\n")
    return backup


def restore(folder: Path, home: Path, database: str | None = None) -> Backup:
    """Make an archive in `home` of the backup in `folder`, in SQLite or in the empty database that is named.

    Raises UsageError where there is no backup, or an archive already; ArchiverError where it cannot be written.
    """
    folder, home = folder.expanduser().absolute(), home.expanduser().absolute()
    try:
        about = json.loads((folder / ABOUT).read_text())
        backup = Backup(**about)
    except (OSError, ValueError, TypeError):
        raise UsageError(f"{folder} holds no backup; make one with `archiver backup DIR`.") from None
    if (home / "archive.db").exists() or ((home / "warc").is_dir() and any((home / "warc").iterdir())):
        raise UsageError(f"{home} holds an archive already; name a new folder by --archive.")
    target = None if database is None else connect(database)
    try:
        if target is not None and inspect(target).get_table_names():
            raise UsageError("The database named by ARCHIVER_DATABASE is not empty; name a new one.")
        with _writing(home):
            for part in ("warc", "locks"):
                (home / part).mkdir(exist_ok=True)
            unfinished = home / "archive.db.part"
            _remove_database(unfinished)
            with closing(sqlite3.connect((folder / "archive.db").as_uri() + "?mode=ro", uri=True)) as source:
                _copy_sqlite(source, unfinished)
            needed, _, _ = _needed(unfinished)
            for name, least in needed.items():
                _copy_file(folder / "warc", home / "warc", name, least)
            for name in _KEPT:
                if (folder / name).is_file():
                    shutil.copy2(folder / name, home / name)
            # A backup of an older program comes up to date on the way.
            made = connect(f"sqlite:///{unfinished}")
            try:
                schema.migrate(made)
                if target is not None:
                    schema.migrate(target)
                    with made.connect() as source_rows, target.connect() as target_rows, target_rows.begin():
                        copy_rows(source_rows, target_rows)
            finally:
                made.dispose()
            if target is None:
                _put_in_place(unfinished, home / "archive.db")
            else:
                _remove_database(unfinished)
    finally:
        if target is not None:
            target.dispose()
    return backup


def _copy_out(archive: Archive, file: Path) -> None:
    """The database as it is at one moment, as a SQLite file, while others go on writing."""
    if archive.engine.dialect.name == "sqlite":
        with archive.engine.connect() as connection:
            held = connection.connection.driver_connection
            assert isinstance(held, sqlite3.Connection)
            _copy_sqlite(held, file)
        return
    made = connect(f"sqlite:///{file}")
    try:
        schema.migrate(made)
        view = archive.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True, archive_writer=False
        )
        with view as source, made.connect().execution_options(archive_writer=True) as target, target.begin():
            copy_rows(source, target)
        with made.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        made.dispose()


def _copy_sqlite(source: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(file)) as target:
        # In one step: a writer in between would make it begin again.
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _needed(file: Path) -> tuple[dict[str, int], int, int]:
    """The WARC files that the rows of a database point into, each with the byte up to which; articles and captures."""
    made = connect(f"sqlite:///{file}")
    try:
        with Session(made) as session:
            ends = session.execute(
                select(Capture.warc_file, func.max(Capture.warc_offset + Capture.warc_length))
                .group_by(Capture.warc_file)
                .order_by(Capture.warc_file)
            )
            return (
                {row[0]: row[1] for row in ends},
                session.scalar(select(func.count()).select_from(Article)) or 0,
                session.scalar(select(func.count()).select_from(Capture)) or 0,
            )
    finally:
        made.dispose()


def _copy_file(source: Path, target: Path, name: str, least: int) -> int:
    """Copy one WARC file, an unfinished one up to its last whole record; returns how many bytes had to be copied."""
    for found in (source / name, source / (name + warc.OPEN), source / name):
        # Its run may finish it, and so rename it, between two looks.
        try:
            file = found.open("rb")
        except FileNotFoundError:
            continue
        break
    else:
        raise ArchiveUnusable(f"The file {name} is missing in {source}; `archiver verify` says what was in it.")
    with file:
        size = os.fstat(file.fileno()).st_size
        there = target / name
        if there.is_file() and there.stat().st_size == size and found.name == name:
            return 0
        unfinished = target / (name + ".part")
        with unfinished.open("wb") as copy:
            shutil.copyfileobj(file, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        warc.cut(unfinished)
        whole = unfinished.stat().st_size
        if whole < least:
            unfinished.unlink()
            raise ArchiveUnusable(
                f"The file {name} in {source} is damaged behind byte {whole}; `archiver verify` says what was in it."
            )
        unfinished.replace(there)
        return whole


def _put_in_place(unfinished: Path, file: Path) -> None:
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    unfinished.replace(file)
    for suffix in ("-wal", "-shm"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)


def _remove_database(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise Locked(f"Another backup is being made in {folder}; wait for it to end.") from None


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Says in one sentence that a folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ArchiverError(f"{folder} cannot be written ({reason}).") from error
