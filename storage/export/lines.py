"""Exports that are text: JSON lines, a table for spreadsheets, and lists of references."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import Any

from archiver.text import citation
from archiver.text.citation import Cited
from storage.articles import StoredArticle

COLUMNS = (
    "id",
    "url",
    "portal",
    "channel",
    "title",
    "published",
    "published_raw",
    "views",
    "source",
    "author",
    "body",
    "work",
    "gone_at",
    "sha256",
)
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 1 << 16


def as_row(stored: StoredArticle) -> dict[str, Any]:
    """An article as it is exported: `COLUMNS` in order."""
    row = {name: getattr(stored, name) for name in COLUMNS}
    if stored.gone_at is not None:
        row["gone_at"] = stored.gone_at.astimezone(UTC).isoformat()
    return row


def json_line(stored: StoredArticle) -> str:
    """An article as one JSON object, Chinese readable."""
    return json.dumps(as_row(stored), ensure_ascii=False) + "\n"


def jsonl(chosen: Iterable[StoredArticle]) -> Iterator[bytes]:
    """One JSON object a line."""
    return gathered(map(json_line, chosen))


def table(chosen: Iterable[StoredArticle]) -> Iterator[bytes]:
    """A table (RFC 4180) that spreadsheets open as UTF-8, formulas in it as text."""
    return gathered(_table(chosen))


def references(style: Callable[[Cited], str], end: str = "") -> Callable[[Iterable[StoredArticle]], Iterator[bytes]]:
    """An export that cites each article in a style of `archiver.text.citation`."""

    def write(chosen: Iterable[StoredArticle]) -> Iterator[bytes]:
        return gathered(style(cited(stored)) + end for stored in chosen)

    return write


ris = references(citation.ris)
bibtex = references(citation.bibtex)
gbt7714 = references(citation.gbt7714, "\n")


def cited(stored: StoredArticle, permalink: str | None = None) -> Cited:
    """What a citation of the article says."""
    return Cited(
        id=stored.id,
        title=stored.title,
        author=stored.author,
        source=stored.source,
        portal=stored.portal,
        site=stored.portal_title,
        published=stored.published,
        url=stored.url,
        seen=stored.last_seen,
        capture=stored.capture_id,
        sha256=stored.sha256,
        permalink=permalink,
    )


def gathered(lines: Iterable[str]) -> Iterator[bytes]:
    """Text as bytes in pieces worth sending."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield "".join(waiting).encode("utf-8", "surrogatepass")
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode("utf-8", "surrogatepass")


def _table(chosen: Iterable[StoredArticle]) -> Iterator[str]:
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(COLUMNS)
    yield _BOM + stream.getvalue()
    for stored in chosen:
        stream.seek(0)
        stream.truncate()
        rows.writerow([_cell(value) for value in as_row(stored).values()])
        yield stream.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
