"""Retention: what an archive may let go of after years, so that captures which only led elsewhere do not fill the disk.

Only captures of list pages, counters and robots.txt go, and only old ones: never one that an article, a revision, a
file or a verdict was read from, never the last one of its page, never one whose bytes stand for another capture. The
file is written anew beside the old one and read back before a row changes; the old one goes last.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout
from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from archiver.errors import ArchiverError, Locked
from storage.archive import Archive
from storage.fixity import objection, rows_of
from storage.members import Member, members
from storage.tables import Capture, Page, Run, Table

KINDS = ("list", "more", "counter", "robots")
"""Pages that only lead to others, or only answer how often one was viewed."""

_NAME = re.compile(r"(?P<run>.+?)(?:\.(?P<time>\d+))?\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, or would go."""

    captures: int
    files: int
    """Files written anew, or removed since nothing was left in them."""
    bytes: int
    """So many fewer on the disk."""


def redundant(session: Session, before: datetime) -> dict[str, list[int]]:
    """The captures that may go, by file: of finished runs, made before this time."""
    rows = session.execute(
        select(Capture.warc_file, Capture.id).where(_may_go(before)).order_by(Capture.warc_file, Capture.id)
    )
    found: dict[str, list[int]] = {}
    for name, id in rows:
        found.setdefault(name, []).append(id)
    return found


def prune(archive: Archive, before: datetime, *, only_count: bool = False) -> Pruned:
    """Let go of what may go. Raises Locked while a backup is made, ArchiverError where a file cannot be written, or
    holds anything that is not as it was stored: then that file stays as it is."""
    captures = files = saved = 0
    with held(archive):
        if not only_count:
            _tidy(archive)
        with archive.reading() as session:
            chosen = redundant(session, before)
        for name, ids in chosen.items():
            path = archive.warcs / name
            if not path.is_file():
                continue  # still being written; or lost, which `archiver verify` says
            captures, files = captures + len(ids), files + 1
            if only_count:
                with archive.reading() as session:
                    lengths = select(func.sum(Capture.warc_length)).where(Capture.warc_file == name)
                    saved += int(session.scalar(lengths.where(_may_go(before))) or 0)
            else:
                saved += _rewrite(archive, path, frozenset(ids), before)
    return Pruned(captures, files, saved)


@contextmanager
def held(archive: Archive) -> Iterator[None]:
    """Files stay where they are while this is held: a backup and a pruning keep out of each other's way."""
    folder = archive.home / "locks"
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / "keeping.lock", timeout=0):
            yield
    except Timeout:
        raise Locked("The archive is being backed up or pruned; wait for it to end.") from None


def _may_go(before: datetime) -> ColumnElement[bool]:
    later, sharing = aliased(Capture), aliased(Capture)
    # One pass over each table that names captures, few of which have an index for it.
    named = [
        select(column).where(column.is_not(None))
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("capture_id")
    ]
    return and_(
        Capture.fetched_at < before,
        Capture.revision_id.is_(None),
        exists().where(Page.id == Capture.page_id, Page.kind.in_(KINDS)),
        exists().where(Run.id == Capture.run_id, Run.ended_at.is_not(None)),
        exists().where(later.page_id == Capture.page_id, later.status == 200, later.id > Capture.id),
        Capture.id.not_in(select(sharing.refers_to).where(sharing.refers_to.is_not(None))),
        *(Capture.id.not_in(ids) for ids in named),
    )


def _rewrite(archive: Archive, path: Path, ids: frozenset[int], before: datetime) -> int:
    """Write the file anew without these captures, let the rows point into it, remove the old one; bytes saved."""
    with archive.reading() as session:
        rows = rows_of(session, path.name)
        there = select(Capture.warc_offset, Capture.id).where(Capture.warc_file == path.name)
        places = {row[0]: row[1] for row in session.execute(there)}
    fresh = path.with_name(_next_name(path.name))
    unfinished = fresh.with_name(fresh.name + ".part")
    moved: dict[int, int] = {}
    try:
        with path.open("rb") as source, unfinished.open("wb") as target:
            for member in _staying(source, places, ids):
                id = places.get(member.offset)
                if id is not None:
                    if (why := objection(member, rows[member.offset])) is not None:
                        raise ArchiverError(f"{path.name} was left as it is: at byte {member.offset} {why}.")
                    moved[id] = target.tell()
                target.write(member.raw)
            target.flush()
            os.fsync(target.fileno())
        if {*moved, *ids} != set(places.values()):
            raise ArchiverError(f"{path.name} was left as it is: captures are missing in it (archiver verify).")
        before_size, size = path.stat().st_size, unfinished.stat().st_size
        unfinished.replace(fresh)
        with archive.writing() as session:
            # Looked at again where nobody else writes: what was referred to meanwhile stays, and so does the file.
            still = session.scalars(select(Capture.id).where(Capture.id.in_(ids), _may_go(before))).all()
            if set(still) != ids:
                fresh.unlink()
                return 0
            session.execute(delete(Capture).where(Capture.id.in_(ids)))
            for id, offset in moved.items():
                session.execute(
                    update(Capture).where(Capture.id == id).values(warc_file=fresh.name, warc_offset=offset)
                )
        path.unlink()
        if not moved:
            fresh.unlink()
            size = 0
    except OSError as error:
        raise ArchiverError(f"{path.name} cannot be written anew ({error.strerror}).") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return before_size - size


def _staying(file: BinaryIO, places: dict[int, int], ids: frozenset[int]) -> Iterator[Member]:
    """The members without those captures, and without the request and the metadata behind each of them."""
    going = False
    end = 0
    for member in members(file):
        end = member.offset + len(member.raw)
        id = places.get(member.offset)
        head = member.content.split(b"\r\n\r\n", 1)[0]
        if id is not None:
            going = id in ids
        elif b"WARC-Concurrent-To" not in head:
            going = False
        if not going:
            yield member
    if end < os.fstat(file.fileno()).st_size:
        raise ArchiverError(f"{Path(file.name).name} was left as it is: it is damaged; archiver verify says where.")


def _next_name(name: str) -> str:
    found = _NAME.fullmatch(name)
    if found is None:
        return name.removesuffix(".gz") + ".1.warc.gz"
    return f"{found['run']}.{int(found['time'] or 0) + 1}.warc.gz"


def _tidy(archive: Archive) -> None:
    """Remove what a pruning that was killed left behind: files that no row names beside the other writing of them."""
    with archive.reading() as session:
        named = set(session.scalars(select(Capture.warc_file).distinct()))
    runs = {found["run"] for name in named if (found := _NAME.fullmatch(name))}
    for path in archive.warcs.glob("*.warc.gz"):
        found = _NAME.fullmatch(path.name)
        if path.name not in named and found is not None and found["run"] in runs:
            path.unlink()
    for path in archive.warcs.glob("*.warc.gz.part"):
        path.unlink()
