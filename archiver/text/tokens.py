"""The words of the search index, made from folded text so that any piece of Chinese is found exactly.

Han (and kana, bopomofo, Hangul) goes by pairs: the run ABC gives `AB BC C`, so each character starts exactly one token
and the lone last one keeps a phrase from running on over the end of the run. Everything else goes by words: a row of
letters and digits is one, with the marks on them. Where a run ends and another begins without a sign between (2016年,
COVID疫情), or with mere space, the tokens stand side by side; a run that begins so is led by its first character alone
(`2016 年 年底 底`), so that 2016年 is a phrase of whole tokens. At punctuation and at a new line stands a `BREAK`.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from archiver.text.characters import HAN, SYLLABIC

BREAK = "¶"
"""Takes the place of one token and is none: no phrase without punctuation reaches across it."""
LONGEST_WORD = 100
"""Longer rows of letters (encoded data in a page) are known by their first hundred."""

_HAN = HAN + SYLLABIC
_SPACES = " \t\r\x0b\x0c\u2028\u2029"
_PIECES = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}][^\W_{_HAN}\u0300-\u036f]*)|[\W_]+")

# A leading class that is not repeated is what the engine of `re` looks for fastest.
_WORD = re.compile(rf"([^\W_{_HAN}][^\W_{_HAN}\u0300-\u036f]*)")
_WORD_MARK, _SPACE_MARK = "\ue000", "\ue001"
_SIGN = re.compile(rf"[^\u4e00-\u9fff\w {_WORD_MARK}][^\w {_WORD_MARK}]*")
_PAIR_AT_BREAK = re.compile(f"{BREAK}.")
_MORE_SPACES = re.compile("  +")
_MORE_BREAKS = re.compile(f"{BREAK}{BREAK}+")


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends there; the pair AB of a run spans A and B."""
    lone: bool
    """Whether it is one character of a Han run, standing alone: the last, or the first behind a word or a space."""


def tokens(folded: str) -> Iterator[Token]:
    """The tokens of a folded text in order, with `BREAK` tokens between sentences and their parts."""
    beside = False
    for piece in _PIECES.finditer(folded):
        start, end = piece.span()
        if piece[1]:
            if beside:
                yield Token(folded[start], start, start + 1, True)
            for place in range(start, end - 1):
                yield Token(folded[place : place + 2], place, place + 2, False)
            yield Token(folded[end - 1], end - 1, end, True)
            beside = True
        elif piece[2]:
            yield Token(piece[2][:LONGEST_WORD], start, end, False)
            beside = True
        elif piece[0].strip(_SPACES):
            yield Token(BREAK, start, end, False)
            beside = False


def index_text(folded: str) -> str:
    """The tokens joined by spaces, as the index takes them in.

    The same as `tokens` says, whole texts at a time: every character beside the one after it and a space, then the
    words put in where their marks stand.
    """
    text = folded.replace("_", "-")
    for mark in (_WORD_MARK, _SPACE_MARK):
        text = text.replace(mark, "-")
    for space in _SPACES[1:]:
        text = text.replace(space, " ")
    pieces = _WORD.split(text)
    between, words = pieces[::2], pieces[1::2]
    text = _SIGN.sub(BREAK, _WORD_MARK.join(between))
    if " " in text:
        text = _MORE_SPACES.sub(" ", text.strip(" "))
        text = text.replace(f" {BREAK}", BREAK).replace(f"{BREAK} ", BREAK).replace(" ", _SPACE_MARK)
        text = _MORE_BREAKS.sub(BREAK, text)
    if not text:
        return ""
    nexts = text[1:].replace(BREAK, " ").replace(_WORD_MARK, " ").replace(_SPACE_MARK, " ") + " "
    beside = array("I", bytes(12 * len(text)))
    beside[0::3] = array("I", text.encode("utf-32-le", "surrogatepass"))
    beside[1::3] = array("I", nexts.encode("utf-32-le", "surrogatepass"))
    beside[2::3] = array("I", (" " * len(text)).encode("utf-32-le"))
    pairs = beside.tobytes().decode("utf-32-le", "surrogatepass").replace(_SPACE_MARK, " ")
    pairs = _PAIR_AT_BREAK.sub(f"{BREAK} ", pairs)
    if words:
        whole = [f"{word[:LONGEST_WORD]} " for word in words]
        pairs = "".join(chain.from_iterable(zip(pairs.split(_WORD_MARK), (*whole, ""), strict=True)))
    return pairs
