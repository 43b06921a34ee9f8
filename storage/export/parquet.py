"""Parquet: a typed table for data tools, written a few thousand rows at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from archiver.errors import ArchiverError
from storage.articles import StoredArticle
from storage.export.lines import COLUMNS
from storage.export.package import Sink

_ROWS = 5000


def require() -> None:
    """Raise ArchiverError where the library for Parquet is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise ArchiverError("Parquet needs its library: pip install 'portal-archiver[parquet]'.") from error


def parquet(chosen: Iterable[StoredArticle]) -> Iterator[bytes]:
    """The columns of the other exports with their types; what is unknown is null, `gone_at` a moment in UTC."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"id": pa.int64(), "views": pa.int64(), "work": pa.int64(), "gone_at": pa.timestamp("us", "UTC")}
    needed = ("id", "url", "portal", "title", "body", "work")
    schema = pa.schema([pa.field(name, types.get(name, pa.string()), name not in needed) for name in COLUMNS])
    sink = Sink()
    left = iter(chosen)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while rows := list(islice(left, _ROWS)):
            columns = {name: [_value(row, name) for row in rows] for name in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))
            yield sink.drain()
    yield sink.drain()


def _value(stored: StoredArticle, name: str) -> Any:
    value = getattr(stored, name)
    # Half of a surrogate pair, which a damaged page may hold, is no text to a typed table.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
