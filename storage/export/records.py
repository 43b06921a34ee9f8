"""WARC: of every article one `response` record, that of the capture which showed its text last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy.orm import Session
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage import warc
from storage.articles import StoredArticle
from storage.captures import read_capture
from storage.export.selection import Selection
from storage.tables import Capture


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the export: the article it shows, and where it stands in the file."""

    article: StoredArticle
    at: datetime
    status: int
    media_type: str
    digest: str
    """As WARC headers carry it."""
    offset: int
    length: int


def warc_file(chosen: Selection) -> Iterator[bytes]:
    """The records as one compressed WARC 1.1 file."""
    for piece, _ in records(chosen, "export.warc.gz"):
        yield piece


def records(chosen: Selection, name: str) -> Iterator[tuple[bytes, Entry | None]]:
    """The pieces of the file, each with the record that it is; the first one, which describes the file, has none.

    A record is copied as it was captured, its request and metadata behind it. Where the bytes are held by another
    page's capture, the record is put together from both. An article that was taken in from a file, without a capture,
    is a `resource` record that holds its text. Raises ArchiveUnusable for bytes that do not match their digest.
    """
    about = {"software": "Archiver", "format": "WARC File Format 1.1", "isPartOf": chosen.query or "the whole archive"}
    first = _written(lambda writer: writer.create_warcinfo_record(name, about))
    yield first, None
    offset = len(first)
    with chosen.archive.reading() as session:
        for stored in chosen:
            piece, entry = _record(chosen, session, stored, offset)
            yield piece, entry
            offset += len(piece)


def _record(chosen: Selection, session: Session, stored: StoredArticle, offset: int) -> tuple[bytes, Entry]:
    if stored.capture_id is None:
        return _resource(stored, offset)
    row = session.get_one(Capture, stored.capture_id)
    holder = row if row.refers_to is None else session.get_one(Capture, row.refers_to)
    session.expunge_all()
    kept = read_capture(chosen.archive, row.id)
    own = holder.page_id == row.page_id
    if own:
        place = warc.Record(holder.warc_file, holder.warc_offset, holder.warc_length)
        pieces = warc.copied(chosen.archive.warcs, place)
        status, at = holder.status, holder.fetched_at
    else:
        headers = warc.read(chosen.archive.warcs, warc.Record(row.warc_file, row.warc_offset, row.warc_length)).headers
        pieces = [_response(stored.url, row, headers, kept.answer.body)]
        status, at = row.status, row.fetched_at
    media = (holder.media_type or "application/octet-stream").partition(";")[0].strip()
    digest = warc.labelled(row.sha256)
    return b"".join(pieces), Entry(stored, at, status, media, digest, offset, len(pieces[0]))


def _response(url: str, row: Capture, headers: warc.Headers, body: bytes) -> bytes:
    head = StatusAndHeaders(f"{row.status} OK", list(headers), protocol="HTTP/1.1")
    more = {"WARC-Date": warc.stamp(row.fetched_at), "WARC-Payload-Digest": warc.labelled(row.sha256)}
    return _written(
        lambda writer: writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=more
        )
    )


def _resource(stored: StoredArticle, offset: int) -> tuple[bytes, Entry]:
    body = f"{stored.title}\n\n{stored.body}\n".encode("utf-8", "replace")
    at = stored.last_seen.astimezone(UTC)
    digest = warc.labelled(warc.sha256(body))
    more = {"WARC-Date": warc.stamp(at), "WARC-Payload-Digest": digest}
    piece = _written(
        lambda writer: writer.create_warc_record(
            stored.url,
            "resource",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type="text/plain; charset=utf-8",
            warc_headers_dict=more,
        )
    )
    return piece, Entry(stored, at, 200, "text/plain", digest, offset, len(piece))


def _written(make: Callable[[WARCWriter], ArcWarcRecord]) -> bytes:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    writer.write_record(make(writer))
    return stream.getvalue()
