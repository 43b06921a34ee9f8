"""The words of the search index, made from folded text so that any piece of Chinese is found exactly.

Han (and kana, bopomofo, Hangul) goes by pairs: the run ABC gives `AB BC C`, so each character starts exactly one token
and the lone last one keeps a phrase from running on over the end of the run. Everything else goes by words: a row of
letters and digits is one, with the marks on them. Where a run ends and another begins without a sign between (2016年,
COVID疫情), or with mere space, the tokens stand side by side; at punctuation and at a new line stands a `BREAK`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archiver.text.characters import HAN, SYLLABIC

BREAK = "¶"
"""Takes the place of one token and is none: no phrase without punctuation reaches across it."""
LONGEST_WORD = 100
"""Longer rows of letters (encoded data in a page) are known by their first hundred."""

_PIECES = re.compile(rf"([{HAN}{SYLLABIC}]+)|((?:[^\W_{HAN}{SYLLABIC}][\u0300-\u036f]*)+)|([^\w ]+|_+)")


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends there; the pair AB of a run spans A and B."""
    lone: bool
    """Whether it is the last character of a Han run, standing alone."""


def tokens(folded: str) -> Iterator[Token]:
    """The tokens of a folded text in order, with `BREAK` tokens between sentences and their parts."""
    for piece in _PIECES.finditer(folded):
        start, end = piece.span()
        if piece[1]:
            for place in range(start, end - 1):
                yield Token(folded[place : place + 2], place, place + 2, False)
            yield Token(folded[end - 1], end - 1, end, True)
        elif piece[2]:
            yield Token(piece[2][:LONGEST_WORD], start, end, False)
        elif piece[3].strip("\t\r\x0b\x0c\u2028\u2029") or "\n" in piece[3]:
            yield Token(BREAK, start, end, False)


def index_text(folded: str) -> str:
    """The tokens joined by spaces, as the index takes them in."""
    words: list[str] = []
    for han, word, sign in _PIECES.findall(folded):
        if han:
            words.extend(map("".join, pairwise(han)))
            words.append(han[-1])
        elif word:
            words.append(word[:LONGEST_WORD])
        elif sign.strip("\t\r\x0b\x0c\u2028\u2029") or "\n" in sign:
            words.append(BREAK)
    return " ".join(words)
