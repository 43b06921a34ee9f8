"""The engine's files on disk: whether they are what the engine once wrote.

Every file of the engine ends in a footer with a checksum of what comes before it. The engine itself looks at the footer
when it opens a file and never at the checksum, and does not survive reading a file that is too short for one.
"""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

SMALL = 1 << 20
"""Bytes. Files up to this size are read whole whenever the index is opened: all of a small index, and of a large one
what it is held together by."""
_MAGIC = (1337).to_bytes(4, "little")
_CHUNK = 1 << 20


def damaged(folder: Path, *, thorough: bool) -> Iterator[Path]:
    """The committed files that are not as written: without a footer, or (small ones, or all if `thorough`) with another
    checksum. Raises ValueError, KeyError or OSError where not even the list of files can be read."""
    meta = json.loads((folder / "meta.json").read_bytes())
    committed = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    for file in sorted(folder.iterdir()):
        if file.name.partition(".")[0] in committed and not _is_whole(file, thorough):
            yield file


def _is_whole(file: Path, thorough: bool) -> bool:
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - 8))
        ending = stream.read(8)
        footer = int.from_bytes(ending[:4], "little")
        body = size - 8 - footer
        if len(ending) < 8 or ending[4:] != _MAGIC or body < 0:
            return False
        stream.seek(body)
        try:
            written = json.loads(stream.read(footer))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        if size > SMALL and not thorough:
            return True
        stream.seek(0)
        checksum, left = 0, body
        while left and (chunk := stream.read(min(_CHUNK, left))):
            checksum, left = zlib.crc32(chunk, checksum), left - len(chunk)
        return bool(checksum == written)
