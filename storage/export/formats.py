"""The formats of an export, by name: what a command and a page offer alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.export import bagit, lines, parquet, records, wacz
from storage.export.selection import Selection


def _ready() -> None:
    """Nothing more is needed than what every installation has."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write articles out."""

    media_type: str
    suffix: str
    """What the name of such a file ends with."""
    write: Callable[[Selection, datetime], Iterator[bytes]]
    """The export in pieces, as of a time; the selection has counted its articles when they are used up."""
    text: bool = False
    """Whether a terminal can show it."""
    require: Callable[[], None] = _ready
    """Raises ArchiverError where a library is missing."""


def _undated(write: Callable[[Selection], Iterator[bytes]]) -> Callable[[Selection, datetime], Iterator[bytes]]:
    return lambda chosen, now: write(chosen)


FORMATS: dict[str, Format] = {
    "jsonl": Format("application/x-ndjson; charset=utf-8", ".jsonl", _undated(lines.jsonl), text=True),
    "csv": Format("text/csv; charset=utf-8", ".csv", _undated(lines.table), text=True),
    "parquet": Format("application/vnd.apache.parquet", ".parquet", _undated(parquet.parquet), require=parquet.require),
    "ris": Format("application/x-research-info-systems; charset=utf-8", ".ris", _undated(lines.ris), text=True),
    "bibtex": Format("application/x-bibtex; charset=utf-8", ".bib", _undated(lines.bibtex), text=True),
    "gbt7714": Format("text/plain; charset=utf-8", ".txt", _undated(lines.gbt7714), text=True),
    "warc": Format("application/warc", ".warc.gz", _undated(records.warc_file)),
    "wacz": Format("application/wacz", ".wacz", wacz.wacz),
    "bagit": Format("application/zip", ".zip", bagit.bagit),
}
