"""Fixity: whether everything is still as it was taken in, every byte of it read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Row, exists, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage import warc
from storage.archive import Archive
from storage.members import Member, members
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.verify import verify
from storage.tables import Article, Attachment, Capture, Membership, Page, Quarantine, Revision, Work

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was stored."""

    what: str
    """`file`, `capture`, `row`, `database` or `index`."""
    where: str
    why: str


class Inspection:
    """A walk through the archive: `faults()` yields what is wrong while it counts what it has seen."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.files = self.captures = self.bytes = self.articles = 0
        self.unlisted = 0
        """Records whose rows never came about, since a run was killed between the two: no harm."""

    def faults(self) -> Iterator[Fault]:
        """Database, rows, captures, index, in this order; an archive may be crawled meanwhile."""
        for part in (self._database, self._rows, self._captures, self._index):
            try:
                yield from part()
            except DBAPIError as error:
                where = self._archive.engine.url.render_as_string()
                yield Fault("database", where, str(error.orig).splitlines()[0])

    def _database(self) -> Iterator[Fault]:
        if self._archive.engine.dialect.name != "sqlite":
            return
        with self._archive.reading() as session:
            for (said,) in session.execute(text("PRAGMA integrity_check(20)")):
                if said != "ok":
                    yield Fault("database", "archive.db", str(said))
            for row in session.execute(text("PRAGMA foreign_key_check")).fetchmany(_SHOWN):
                yield Fault("row", f"{row[0]} {row[1]}", f"it names a row of {row[2]} that is not there")

    def _rows(self) -> Iterator[Fault]:
        """What no constraint of the database holds: rows that name others by number or digest."""
        with self._archive.reading() as session:
            for column, target in _NAMED:
                other: Any = aliased(target)
                missing = select(column.class_.id).where(column.is_not(None), ~exists().where(other.id == column))
                for id in session.scalars(missing.limit(_SHOWN)):
                    where = f"{column.class_.__tablename__} {id}"
                    yield Fault("row", where, f"its {column.key} names a row that is not there")
            kept = exists().where(Capture.sha256 == Attachment.sha256)
            lost = select(Attachment.id, Attachment.url).where(Attachment.sha256.is_not(None), ~kept).limit(_SHOWN)
            for id, url in session.execute(lost):
                yield Fault("row", f"attachments {id}", f"no capture holds the bytes of {url}")

    def _captures(self) -> Iterator[Fault]:
        folder = self._archive.warcs
        with self._archive.reading() as session:
            named = session.scalars(select(Capture.warc_file).distinct().order_by(Capture.warc_file)).all()
        for name in named:
            # The rows first: what is behind the last of them may be half written.
            with self._archive.reading() as session:
                rows = rows_of(session, name)
            path = folder / name
            finished = path.is_file()
            if not finished:
                path = folder / (name + warc.OPEN)
            try:
                yield from self._file(path, rows, finished)
            except OSError as error:
                yield Fault("file", name, f"{error.strerror}; {len(rows)} captures are in it")
        self.unlisted += len([p for p in folder.glob("*.warc.gz") if p.name not in set(named)])

    def _file(self, path: Path, rows: dict[int, "_Row"], finished: bool) -> Iterator[Fault]:
        left = dict(rows)
        end = 0
        with path.open("rb") as file:
            for member in members(file):
                end = member.offset + len(member.raw)
                row = left.pop(member.offset, None)
                if row is not None:
                    self.captures += 1
                    why = objection(member, row)
                    if why is not None:
                        yield Fault("capture", f"{path.name} at byte {member.offset} ({row.url})", why)
                elif finished and b"WARC-Type: response" in member.content.split(b"\r\n\r\n", 1)[0]:
                    self.unlisted += 1
        self.files += 1
        self.bytes += end
        if finished and end < path.stat().st_size:
            yield Fault("file", path.name, f"it cannot be read from byte {end} on")
        for offset, row in sorted(left.items())[:_SHOWN]:
            yield Fault("capture", f"{path.name} at byte {offset} ({row.url})", "no record can be read there")
        if len(left) > _SHOWN:
            yield Fault("file", path.name, f"{len(left) - _SHOWN} more of its captures cannot be read")

    def _index(self) -> Iterator[Fault]:
        index = SearchIndex(self._archive.index)
        catch_up(self._archive, index)
        found = verify(self._archive, index)
        self.articles = found.articles
        for number, why in (
            (found.missing, "articles are missing from it"),
            (found.outdated, "articles are in it as they no longer are"),
            (found.surplus, "of its entries belong to no article"),
            (len(found.damaged), "of its files are damaged"),
        ):
            if number:
                yield Fault("index", "the search index", f"{number} {why}; make it again: archiver reindex")


_Row = Row[int, str, int | None, str, int, int, str]
_NAMED: tuple[tuple[InstrumentedAttribute[int | None], type], ...] = (
    (Page.full_capture_id, Capture),
    (Page.read_capture_id, Capture),
    (Revision.first_capture_id, Capture),
    (Revision.last_capture_id, Capture),
    (Quarantine.capture_id, Capture),
    (Article.revision_id, Revision),
    (Capture.revision_id, Revision),
    (Work.canonical_id, Article),
    (Membership.via_article_id, Article),
)


def rows_of(session: Session, name: str) -> dict[int, _Row]:
    """What the rows say of the captures in a file, by the place of each."""
    holder = aliased(Capture)
    rows = session.execute(
        select(
            Capture.warc_offset,
            Capture.sha256,
            Capture.refers_to,
            Page.url,
            Capture.size,
            Capture.warc_length,
            holder.sha256.label("held"),
        )
        .join(Page, Page.id == Capture.page_id)
        .outerjoin(holder, holder.id == Capture.refers_to)
        .where(Capture.warc_file == name)
    )
    return {row[0]: row for row in rows}


def objection(member: Member, row: _Row) -> str | None:
    """What is wrong with the record of a capture; None for one that is as its row says."""
    if len(member.raw) != row.warc_length:
        return f"the record is {len(member.raw)} bytes long, not {row.warc_length}"
    try:
        record = next(iter(ArchiveIterator(BytesIO(member.content))), None)
        if record is None or record.rec_type not in ("response", "revisit"):
            return "there is no response"
        if record.rec_headers.get_header("WARC-Target-URI") != row.url:
            return "the record is of another address"
        body = record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError) as error:
        return f"the record cannot be read ({error})"
    if row.refers_to is not None:
        return None if row.held == row.sha256 else "the capture it refers to holds other bytes"
    if warc.sha256(body) != row.sha256:
        return "the bytes do not match their digest"
    return None if len(body) == row.size else f"the body is {len(body)} bytes long, not {row.size}"
