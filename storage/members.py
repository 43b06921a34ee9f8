"""The gzip members of a WARC file: each record is one, so that a file can be read from any record on, or walked."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One whole member, its checksum right."""

    offset: int
    raw: bytes
    """As it stands in the file."""
    content: bytes


def members(file: BinaryIO) -> Iterator[Member]:
    """The members from where the file stands, one after the other; a torn or damaged one ends them."""
    offset = file.tell()
    reader = zlib.decompressobj(wbits=31)
    raw: list[bytes] = []
    content: list[bytes] = []
    while block := file.read(_BLOCK):
        while block:
            try:
                content.append(reader.decompress(block))
            except zlib.error:
                return
            if not reader.eof:
                raw.append(block)
                break
            rest = reader.unused_data
            raw.append(block[: len(block) - len(rest)])
            member = Member(offset, b"".join(raw), b"".join(content))
            yield member
            offset += len(member.raw)
            reader, raw, content, block = zlib.decompressobj(wbits=31), [], [], rest
