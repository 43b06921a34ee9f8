"""Exports of several files: packed into one ZIP as they come, or laid out in a folder."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

Part = tuple[str, Iterable[bytes]]
"""A file's path inside the package, and what is in it. Each is used up before the next is asked for."""


class Counted:
    """Bytes on their way, with the size and digest of what has passed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._hash = sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._hash.update(piece)
            self.size += len(piece)
            yield piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def zipped(parts: Iterable[Part], now: datetime, folder: str = "") -> Iterator[bytes]:
    """The parts as a ZIP file, not compressed again: nothing waits on disk, and replayers read in the middle of it."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:
        for path, pieces in parts:
            info = zipfile.ZipInfo(folder + path, now.timetuple()[:6])
            info.external_attr = 0o644 << 16
            with package.open(info, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield sink.drain()
            yield sink.drain()
    yield sink.drain()


def laid_out(parts: Iterable[Part], folder: Path) -> None:
    """The parts as files of a folder, which must not be there yet."""
    folder.mkdir(parents=True)
    for path, pieces in parts:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.writelines(pieces)


class Sink:
    """A stream that can only be written: what is written waits until it is drained."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._told = 0

    def write(self, piece: Any, /) -> int:
        taken = bytes(piece)
        self._pieces.append(taken)
        self._told += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._told

    def flush(self) -> None:
        """Nothing waits here that a flush could send on."""

    def close(self) -> None:
        """The stream goes on as long as its reader reads."""

    def drain(self) -> bytes:
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece
