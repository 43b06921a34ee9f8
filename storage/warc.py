"""WARC 1.1 files (ISO 28500): one a run, a record a response beside its request and how it came about.

A file being written is named `*.warc.gz.open`. When its writer dies, the next run cuts it back to its last whole
record and renames it; nothing is ever appended behind a torn record, which readers would skip without a word.
"""

import base64
import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.errors import ArchiveUnusable
from storage.members import members

OPEN = ".open"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire (the body still compressed if it came so)."""

    url: str
    fetched_at: datetime
    status: int
    reason: str
    headers: Headers
    body: bytes
    method: str
    request_headers: Headers
    request_body: bytes
    notes: Mapping[str, str]
    """For the metadata record: `via`, `hopsFromSeed`, `fetchTimeMs`, …"""


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record whose payload a revisit stands for."""

    url: str
    fetched_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record stands: file name inside the WARC folder, offset and length in bytes (compressed)."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A response read back from a record: an empty body for a revisit."""

    url: str
    status: int
    headers: Headers
    body: bytes


def sha256(body: bytes) -> str:
    """The digest under which a body is known in the archive: SHA-256, hex."""
    return hashlib.sha256(body).hexdigest()


def labelled(digest: str) -> str:
    """A digest as WARC headers carry it: named, base 32 (ISO 28500 §5.8)."""
    return "sha256:" + base64.b32encode(bytes.fromhex(digest)).decode()


def stamp(moment: datetime) -> str:
    """A time as WARC headers carry it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class WarcWriter:
    """Writes one WARC file; each record is on disk when its place is returned."""

    def __init__(self, folder: Path, name: str, info: Mapping[str, str]) -> None:
        self.name = name
        self._path = folder / (name + OPEN)
        self._lock = FileLock(folder / (name + ".lock"))
        self._lock.acquire(timeout=0)
        self._file: BinaryIO = self._path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        self._writer.write_record(self._writer.create_warcinfo_record(name, dict(info)))

    def write(self, exchange: Exchange, original: Original | None = None) -> Record:
        """Write the exchange; with `original`, as a revisit of that record without the body."""
        date = stamp(exchange.fetched_at)
        response = self._response(exchange, date, original)
        record_id = response.rec_headers.get_header("WARC-Record-ID")
        offset = self._file.tell()
        self._writer.write_record(response)
        length = self._file.tell() - offset
        beside = {"WARC-Date": date, "WARC-Concurrent-To": record_id}
        self._writer.write_record(self._request(exchange, beside))
        fields = "".join(f"{name}: {value}\r\n" for name, value in exchange.notes.items()).encode()
        self._writer.write_record(
            self._writer.create_warc_record(
                exchange.url,
                "metadata",
                payload=BytesIO(fields),
                length=len(fields),
                warc_content_type="application/warc-fields",
                warc_headers_dict=beside,
            )
        )
        self._file.flush()
        os.fsync(self._file.fileno())
        return Record(self.name, offset, length)

    def _response(self, exchange: Exchange, date: str, original: Original | None) -> ArcWarcRecord:
        head = StatusAndHeaders(
            f"{exchange.status} {exchange.reason}".strip(), list(exchange.headers), protocol="HTTP/1.1"
        )
        headers = {"WARC-Date": date}
        if original is None:
            headers["WARC-Payload-Digest"] = labelled(sha256(exchange.body))
            return self._writer.create_warc_record(
                exchange.url,
                "response",
                payload=BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=head,
                warc_headers_dict=headers,
            )
        record = self._writer.create_revisit_record(
            exchange.url,
            labelled(original.sha256),
            original.url,
            stamp(original.fetched_at),
            http_headers=head,
            warc_headers_dict=headers,
        )
        if exchange.status == 304:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        return record

    def _request(self, exchange: Exchange, beside: Mapping[str, str]) -> ArcWarcRecord:
        path = exchange.url.split("://", 1)[-1]
        path = "/" + path.split("/", 1)[1] if "/" in path else "/"
        head = StatusAndHeaders(
            f"{exchange.method} {path} HTTP/1.1", list(exchange.request_headers), is_http_request=True
        )
        return self._writer.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(exchange.request_body),
            length=len(exchange.request_body),
            http_headers=head,
            warc_headers_dict=dict(beside),
        )

    def close(self) -> None:
        """Finish the file: from now on it has its final name and any WARC tool can read it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.rename(self._path.with_name(self.name))
        self._release()

    def _release(self) -> None:
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)


def recover(folder: Path) -> list[str]:
    """Finish the files of dead writers: cut to the last whole record, renamed. Returns their names."""
    finished = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        name = path.name.removesuffix(OPEN)
        lock = FileLock(folder / (name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue  # its writer lives
        try:
            end = cut(path)
            path.rename(path.with_name(name)) if end else path.unlink()
            finished.append(name)
        finally:
            lock.release()
            Path(lock.lock_file).unlink(missing_ok=True)
    return finished


def cut(path: Path) -> int:
    """Cut a file behind its last whole record; returns where."""
    end = _last_whole_member(path)
    with path.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    return end


def _last_whole_member(path: Path) -> int:
    """The offset behind the last gzip member that is complete and whose checksum is right."""
    end = position = 0
    with path.open("rb") as file:
        member = zlib.decompressobj(wbits=31)
        while block := file.read(1 << 20):
            while block:
                try:
                    member.decompress(block)
                except zlib.error:
                    return end
                if not member.eof:
                    position += len(block)
                    break
                rest = member.unused_data
                position += len(block) - len(rest)
                end, block, member = position, rest, zlib.decompressobj(wbits=31)
    return end


def read(folder: Path, record: Record) -> Answer:
    """Read a response back; raises ArchiveUnusable where the file or the record is not what the row says."""
    where = f"{record.file} at byte {record.offset}"
    path = folder / record.file
    if not path.is_file():
        path = folder / (record.file + OPEN)
    try:
        with path.open("rb") as file:
            file.seek(record.offset)
            found = next(iter(ArchiveIterator(file, no_record_parse=False)), None)
            if found is None or found.rec_type not in ("response", "revisit") or found.http_headers is None:
                raise ArchiveUnusable(f"The capture in {where} cannot be read; restore that file from a backup.")
            return Answer(
                found.rec_headers.get_header("WARC-Target-URI"),
                int(found.http_headers.get_statuscode()),
                found.http_headers.headers,
                found.raw_stream.read(),
            )
    except OSError as error:
        raise ArchiveUnusable(f"The capture in {where} cannot be read ({error.strerror}).") from error
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise ArchiveUnusable(f"The capture in {where} is damaged; restore that file from a backup.") from error


def copied(folder: Path, record: Record) -> list[bytes]:
    """A record as it stands in its file, still compressed, and behind it those that belong to it (request, metadata).

    Raises ArchiveUnusable where the file cannot be read.
    """
    path = folder / record.file
    if not path.is_file():
        path = folder / (record.file + OPEN)
    pieces: list[bytes] = []
    try:
        with path.open("rb") as file:
            file.seek(record.offset)
            pieces.append(file.read(record.length))
            found = next(iter(ArchiveIterator(BytesIO(pieces[0]))))
            belongs = found.rec_headers.get_header("WARC-Record-ID")
            for member in members(file):
                beside = next(iter(ArchiveIterator(BytesIO(member.content))), None)
                if beside is None or beside.rec_headers.get_header("WARC-Concurrent-To") != belongs:
                    break
                pieces.append(member.raw)
    except OSError as error:
        raise ArchiveUnusable(f"The capture in {record.file} cannot be read ({error.strerror}).") from error
    return pieces


def decoded(answer: Answer) -> bytes:
    """The body without the compression it travelled in; as it came where that is unknown or not what it says."""
    named = (value.strip().lower() for name, value in answer.headers if name.lower() == "content-encoding")
    encoding = next(named, "").removeprefix("x-")
    if encoding not in BufferedReader.get_supported_decompressors():
        return answer.body
    body: bytes = BufferedReader(BytesIO(answer.body), decomp_type=encoding).read()
    return body


def records(path: Path) -> Iterator[tuple[str, str]]:
    """Type and address of every record of a file, in order."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""
