"""Anchors: a few hashes by which a text is found among millions, although parts of it were cut, added or changed.

Of all runs of eight letters the ones with the smallest hashes are kept. Which they are depends on the runs alone, so
that two texts that share a passage share anchors, wherever the passage stands in each.
"""

from hashlib import blake2b
from zlib import crc32

RUN = 8
FEWEST, MOST = 12, 64
MOST_SOUGHT = 256
"""A long text is looked for with more anchors than are kept of it: each article that it holds must have its share."""
_SPACING = 16
_WIDTH = 4  # bytes of a character in UTF-32


def anchors(key: str, most: int = MOST) -> list[int]:
    """The anchors of a text, given its key (letters and digits): 12 to `most`, one in sixteen letters between.

    Signed 32-bit numbers, each once, in an order in which the first n are the anchors a smaller `most` gives.
    """
    letters = key.encode("utf-32-le")
    size = RUN * _WIDTH
    last = max(len(letters) - size, 0)
    places = {crc32(letters[at : at + size]): at for at in range(0, last + 1, _WIDTH)} if letters else {}
    # Chosen by one hash and kept under another: the smallest of the first fill only a corner of its range.
    chosen = sorted(places)[: sample_size(len(key), most)]
    return list(dict.fromkeys(number(letters[places[crc] : places[crc] + size]) for crc in chosen))


def sample_size(length: int, most: int) -> int:
    """How many anchors a text of so many letters has, where it has so many different runs."""
    return min(max(length // _SPACING, FEWEST), most)


def number(run: bytes, bits: int = 32) -> int:
    """The number that stands for some bytes, signed; with 32 bits, as an anchor is stored."""
    return int.from_bytes(blake2b(run, digest_size=bits // 8).digest(), "big", signed=True)
