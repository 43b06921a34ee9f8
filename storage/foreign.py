"""WARC files of other crawlers: the pages in them, as exchanges that our own captures can keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archiver.errors import ArchiverError
from storage.warc import Exchange

_LARGEST = 16 * 1024 * 1024
_PAGES = ("text/html", "application/xhtml+xml")


class Unreadable(ArchiverError):
    """A file that is no WARC file, or one that breaks off; the message says where."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A response that is not taken in, and why."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A `revisit` record: the page was there and showed what another record holds."""

    url: str
    fetched_at: datetime
    of_url: str
    of: datetime
    """Address and moment of the response whose bytes it repeats."""
    notes: dict[str, str]


def responses(path: Path) -> Iterator[tuple[int, Exchange | Repeated | Skipped]]:
    """The web pages of a WARC file in order, each with the bytes of the file read so far.

    A page is a response with status 200 whose type is HTML, or a revisit of one. Requests, metadata and other kinds of
    records, and other types of files, are passed over without a word; what is a page and cannot be kept is `Skipped`.
    Raises Unreadable where the file is no WARC file or breaks off.
    """
    seen: dict[str, tuple[str, datetime]] = {}
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        while True:
            try:
                record = next(records, None)
                if record is None:
                    return
                found = _page(record, path.name, seen)
            except (ArchiveLoadFailed, EOFError) as error:
                raise Unreadable(f"{path} cannot be read from byte {stream.tell()} on ({error}).") from error
            if found is not None:
                yield stream.tell(), found


def _page(
    record: ArcWarcRecord, file: str, seen: dict[str, tuple[str, datetime]]
) -> Exchange | Repeated | Skipped | None:
    """`seen`: by the digest of its body, where and when each page of the file was seen first."""
    if record.rec_type == "revisit":
        return _revisit(record, file, seen)
    if record.rec_type != "response" or record.http_headers is None:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    media_type = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    if record.http_headers.get_statuscode() != "200" or media_type not in _PAGES:
        return None
    if not url.startswith(("http://", "https://")):
        return Skipped(url, "its address is none of the web")
    moment = _moment(record.rec_headers.get_header("WARC-Date"))
    if moment is None:
        return Skipped(url, "its record names no time")
    if digest := record.rec_headers.get_header("WARC-Payload-Digest"):
        seen.setdefault(digest, (url, moment))
    body = record.raw_stream.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        return Skipped(url, "it is larger than 16 MiB")
    headers = list(record.http_headers.headers)
    encodings = {value.strip().lower() for name, value in headers if name.lower() == "transfer-encoding"}
    if "chunked" in encodings:
        body = ChunkedDataReader(BytesIO(body)).read()
        headers = [(name, value) for name, value in headers if name.lower() != "transfer-encoding"]
    return Exchange(
        url=url,
        fetched_at=moment,
        status=200,
        reason="OK",
        headers=headers,
        body=body,
        method="GET",
        request_headers=[],
        request_body=b"",
        notes=_notes(record, file),
    )


def _revisit(record: ArcWarcRecord, file: str, seen: dict[str, tuple[str, datetime]]) -> Repeated | None:
    named = record.rec_headers.get_header
    url, moment = named("WARC-Target-URI") or "", _moment(named("WARC-Date"))
    first = seen.get(named("WARC-Payload-Digest") or "")
    of_url = named("WARC-Refers-To-Target-URI") or (first[0] if first else url)
    of = _moment(named("WARC-Refers-To-Date")) or (first[1] if first else None)
    if moment is None or of is None or not url.startswith(("http://", "https://")):
        return None
    return Repeated(url, moment, of_url, of, _notes(record, file))


def _notes(record: ArcWarcRecord, file: str) -> dict[str, str]:
    return {"importedFrom": file, "importedRecord": record.rec_headers.get_header("WARC-Record-ID") or ""}


def _moment(printed: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(printed or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
