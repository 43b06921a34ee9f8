"""Captures: every response kept, first its bytes in the WARC file, then the row that points at them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from archiver.errors import ArchiveUnusable
from storage import warc
from storage.archive import Archive
from storage.tables import Capture, Page
from storage.warc import Answer, Exchange, Original, WarcWriter

_NO_VERDICT = ("counter", "part", "robots")
"""Kinds of pages that serve the reading of others: keeping them is all there is to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture just made, or found again."""

    id: int
    page_id: int
    answer: Answer
    fetched_at: datetime
    not_modified: bool = False
    """The portal answered 304: `answer` is what it sent last time."""


class Captures:
    """Keeps the responses of one run; opens its WARC file at the first one."""

    def __init__(self, archive: Archive, run_id: int, name: str, info: Mapping[str, str]) -> None:
        self._archive = archive
        self._run_id = run_id
        self._name = name
        self._info = info
        self._writer: WarcWriter | None = None

    def keep(self, page_id: int, exchange: Exchange) -> Kept:
        """Write the exchange into the WARC file, then its row; bytes already held become a `revisit` record.

        Returns the capture with the body to read: for a 304, the one that the portal sent before.
        """
        if self._writer is None:
            self._writer = WarcWriter(self._archive.warcs, self._name, self._info)
        digest = warc.sha256(exchange.body)
        with self._archive.reading() as session:
            earlier = self._earlier(session, page_id, exchange, digest)
            original = None
            if earlier is not None:
                first_url = session.get_one(Page, earlier.page_id).url.partition("#")[0]
                original = Original(first_url, earlier.fetched_at, earlier.sha256)
        record = self._writer.write(exchange, original)
        headers = {name.lower(): value for name, value in exchange.headers}
        with self._archive.writing() as session:
            row = Capture(
                page_id=page_id,
                run_id=self._run_id,
                fetched_at=exchange.fetched_at,
                status=exchange.status,
                media_type=headers.get("content-type"),
                sha256=earlier.sha256 if earlier else digest,
                size=earlier.size if earlier else len(exchange.body),
                warc_file=record.file,
                warc_offset=record.offset,
                warc_length=record.length,
                refers_to=earlier.id if earlier else None,
            )
            session.add(row)
            session.flush()
            if exchange.status == 200:
                page = session.get_one(Page, page_id)
                if page.kind in _NO_VERDICT:
                    page.state = "fetched"
                page.full_capture_id = row.id
                page.etag, page.last_modified = headers.get("etag"), headers.get("last-modified")
            capture_id = row.id
        answer = Answer(exchange.url, exchange.status, exchange.headers, exchange.body)
        if exchange.status != 304 or earlier is None:
            return Kept(capture_id, page_id, answer, exchange.fetched_at)
        return Kept(capture_id, page_id, self.body(earlier.id).answer, exchange.fetched_at, not_modified=True)

    def _earlier(self, session: Session, page_id: int, exchange: Exchange, digest: str) -> Capture | None:
        """The capture whose bytes this answer repeats: by 304, or by an equal body."""
        if exchange.status == 304:
            page = session.get_one(Page, page_id)
            capture = session.get(Capture, page.read_capture_id) if page.read_capture_id else None
        elif exchange.status == 200 and exchange.body:
            capture = session.scalar(
                select(Capture)
                .where(Capture.sha256 == digest, Capture.refers_to.is_(None), Capture.status == 200)
                .order_by(Capture.id)
                .limit(1)
            )
        else:
            return None
        if capture is not None and capture.refers_to is not None:
            capture = session.get(Capture, capture.refers_to)
        return capture

    def body(self, capture_id: int) -> Kept:
        """Read a capture back with its body, following a revisit to the record that holds the bytes."""
        return read_capture(self._archive, capture_id)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def read_capture(archive: Archive, capture_id: int) -> Kept:
    """A capture with its body; raises ArchiveUnusable unless the bytes are there and match their digest."""
    row, record = _place(archive, capture_id)
    try:
        answer = warc.read(archive.warcs, record)
    except ArchiveUnusable:
        # A pruning may just have written its file anew.
        row, again = _place(archive, capture_id)
        if again == record:
            raise
        record, answer = again, warc.read(archive.warcs, again)
    if warc.sha256(answer.body) != row.sha256:
        raise ArchiveUnusable(f"The capture in {record.file} at byte {record.offset} does not match its digest.")
    return Kept(row.id, row.page_id, answer, row.fetched_at, not_modified=row.status == 304)


def _place(archive: Archive, capture_id: int) -> tuple[Capture, warc.Record]:
    """A capture, and where the record with its bytes stands."""
    with archive.reading() as session:
        row = session.get_one(Capture, capture_id)
        holder = row if row.refers_to is None else session.get_one(Capture, row.refers_to)
    return row, warc.Record(holder.warc_file, holder.warc_offset, holder.warc_length)
