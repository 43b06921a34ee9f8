"""WACZ 1.1.1: a WARC file with its index and its list of pages, in one file that browsers replay."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from storage.export.package import Counted, Part, zipped
from storage.export.records import Entry, records
from storage.export.selection import Selection
from storage.warc import stamp

_WARC = "data.warc.gz"
_IN_MEMORY = 16 << 20
_BLOCK = 1 << 16
_WWW = re.compile(r"www\d*\.")


def wacz(chosen: Selection, now: datetime) -> Iterator[bytes]:
    """The package, streamed: the records first, then the index and the pages that were gathered meanwhile."""
    return zipped(_parts(chosen, now), now)


def _parts(chosen: Selection, now: datetime) -> Iterator[Part]:
    index: list[str] = []
    counted: dict[str, Counted] = {}
    with SpooledTemporaryFile(_IN_MEMORY) as pages:
        pages.write(_json({"format": "json-pages-1.0", "id": "pages", "title": "Articles"}))

        def pieces() -> Iterator[bytes]:
            for piece, entry in records(chosen, _WARC):
                if entry is not None:
                    index.append(_cdxj(entry))
                    pages.write(_json(_page(entry)))
                yield piece

        counted[f"archive/{_WARC}"] = Counted(pieces())
        yield f"archive/{_WARC}", counted[f"archive/{_WARC}"]
        index.sort()
        counted["indexes/index.cdx"] = Counted(line.encode() for line in index)
        yield "indexes/index.cdx", counted["indexes/index.cdx"]
        pages.seek(0)
        counted["pages/pages.jsonl"] = Counted(iter(lambda: pages.read(_BLOCK), b""))
        yield "pages/pages.jsonl", counted["pages/pages.jsonl"]
    package = Counted([json.dumps(_datapackage(chosen, counted, now), ensure_ascii=False, indent=2).encode()])
    yield "datapackage.json", package
    yield (
        "datapackage-digest.json",
        [json.dumps({"path": "datapackage.json", "hash": f"sha256:{package.digest}"}, indent=2).encode()],
    )


def _datapackage(chosen: Selection, counted: dict[str, Counted], now: datetime) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": chosen.query or "The whole archive",
        "created": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "software": "Archiver",
        "resources": [
            {"name": path.rsplit("/", 1)[-1], "path": path, "hash": f"sha256:{part.digest}", "bytes": part.size}
            for path, part in counted.items()
        ],
    }


def _page(entry: Entry) -> dict[str, Any]:
    stored = entry.article
    return {"id": str(stored.id), "url": stored.url, "ts": stamp(entry.at), "title": stored.title}


def _cdxj(entry: Entry) -> str:
    """A line of the index: the address turned round, the time, and where the record is."""
    told = {
        "url": entry.article.url,
        "mime": entry.media_type,
        "status": str(entry.status),
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": _WARC,
    }
    return f"{surt(entry.article.url)} {entry.at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(told)}\n"


def surt(url: str) -> str:
    """An address with its host turned round (`cn,example)/a?b`), as indexes of web archives sort it."""
    parts = urlsplit(url.lower())
    host = parts.hostname or ""
    turned = host if host.replace(".", "").isdigit() else ",".join(reversed(_WWW.sub("", host, count=1).split(".")))
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{turned}{port}){parts.path or '/'}{query}"


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "replace")
