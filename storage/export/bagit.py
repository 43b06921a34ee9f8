"""BagIt (RFC 8493): the articles as JSON lines and as WARC records, with a manifest that proves both whole."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile

from storage.export.lines import json_line
from storage.export.package import Counted, Part, laid_out, zipped
from storage.export.records import records
from storage.export.selection import Selection

_IN_MEMORY = 16 << 20
_BLOCK = 1 << 16
_FOLDER = "articles/"


def bagit(chosen: Selection, now: datetime) -> Iterator[bytes]:
    """The bag as a ZIP file that holds one folder."""
    return zipped(_parts(chosen, now), now, _FOLDER)


def bag(chosen: Selection, now: datetime, folder: Path) -> None:
    """The bag as a folder, which must not be there yet."""
    laid_out(_parts(chosen, now), folder)


def _parts(chosen: Selection, now: datetime) -> Iterator[Part]:
    payload: dict[str, Counted] = {}
    with SpooledTemporaryFile(_IN_MEMORY) as lines:

        def pieces() -> Iterator[bytes]:
            for piece, entry in records(chosen, "articles.warc.gz"):
                if entry is not None:
                    lines.write(json_line(entry.article).encode("utf-8", "surrogatepass"))
                yield piece

        payload["data/articles.warc.gz"] = Counted(pieces())
        yield "data/articles.warc.gz", payload["data/articles.warc.gz"]
        lines.seek(0)
        payload["data/articles.jsonl"] = Counted(iter(lambda: lines.read(_BLOCK), b""))
        yield "data/articles.jsonl", payload["data/articles.jsonl"]
    size = sum(part.size for part in payload.values())
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": (
            "Bag-Software-Agent: Archiver\n"
            f"Bagging-Date: {now:%Y-%m-%d}\n"
            f"External-Description: {_one_line(chosen.query or 'The whole archive')}\n"
            f"Payload-Oxum: {size}.{len(payload)}\n"
        ),
        "manifest-sha256.txt": "".join(f"{part.digest}  {path}\n" for path, part in payload.items()),
    }
    named = {path: Counted([text.encode()]) for path, text in tags.items()}
    yield from named.items()
    manifest = "".join(f"{part.digest}  {path}\n" for path, part in named.items())
    yield "tagmanifest-sha256.txt", [manifest.encode()]


def _one_line(text: str) -> str:
    return " ".join(text.split())
