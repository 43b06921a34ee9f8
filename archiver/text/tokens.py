"""The words of the search index, made from folded text so that any piece of Chinese is found exactly.

Han (and kana, bopomofo, Hangul) goes by pairs: the run ABC gives `AB BC C`, so each character starts a token.
Everything else goes by words: a row of letters and digits is one, with the marks on them. Where a run ends and another
begins without a sign between (2016年, COVID疫情), or with mere space, the tokens stand side by side, and a run that
begins so is led by its first character (`2016 =年 年底 底`), so that 2016年 is a phrase of whole tokens.

Punctuation and new lines need no token of their own but before a word: a run behind them is not led, and no pair
reaches across. Nor does the last character of a run before them, where it is one of the commonest (those are looked for
by themselves, `archiver.text.signs`) and the next run does not begin with it: `会生，生会` is not `会生会`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from archiver.text.characters import HAN, SYLLABIC
from archiver.text.signs import COMMON

if TYPE_CHECKING:
    from archiver.text.rows import Pairs

BREAK = "¶"
"""Stands before a word that has punctuation before it, and in `tokens` for any punctuation."""
LEAD = "="
LONGEST_WORD = 100
"""Longer rows of letters (encoded data in a page) are known by their first hundred."""

_HAN = HAN + SYLLABIC
_SPACES = " \t\r\x0b\x0c\u2028\u2029"
_PIECES = re.compile(rf"(?P<run>[{_HAN}]+)|(?P<word>[^\W_{_HAN}][^\W_{_HAN}\u0300-\u036f]*)|(?P<gap>[\W_]+)")

# A leading class that is not repeated is what the engine of `re` looks for fastest.
_WORD = re.compile(rf"([^\W_{_HAN}][^\W_{_HAN}\u0300-\u036f]*)")
_WORD_MARK, _SPACE_MARK, _PAUSE_MARK = "\ue000", "\ue001", "\ue002"
_SIGNS = ',。、:;()"!'
"""The commonest, which `str.replace` exchanges sooner than an expression does."""
_SIGN = re.compile(rf"[^\u4e00-\u9fff\w {_WORD_MARK}{_PAUSE_MARK}][^\w {_WORD_MARK}{_PAUSE_MARK}]*")
_MORE_SPACES = re.compile("  +")
_LEFT_OUT = frozenset(COMMON)
_LONE = BREAK + _WORD_MARK + _SPACE_MARK
_SHORT = 80
"""Up to so many characters a text is sooner gone through one by one than as a row of numbers."""


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends there; the pair AB of a run spans A and B."""
    kind: Literal["pair", "last", "lead", "word", "break", "pause"]
    """The last and the leading one of a run are a character alone; a pause is punctuation that the index leaves out."""

    @property
    def term(self) -> str:
        """As the index knows it."""
        return LEAD + self.word if self.kind == "lead" else self.word


def tokens(folded: str, ends: bool = False) -> Iterator[Token]:
    """The tokens of a folded text in order. `ends`: with the last characters of all runs, as in short fields."""
    pieces = [piece for piece in _PIECES.finditer(folded) if piece.lastgroup != "gap" or piece[0].strip(_SPACES)]
    kinds = [None, *(piece.lastgroup for piece in pieces), None, None]
    for number, (piece, before, after, beyond) in enumerate(zip(pieces, kinds, kinds[2:], kinds[3:], strict=False)):
        start, end = piece.span()
        if piece.lastgroup == "run":
            led = before in ("run", "word")
            if led:
                yield Token(folded[start], start, start + 1, "lead")
            for place in range(start, end - 1):
                yield Token(folded[place : place + 2], place, place + 2, "pair")
            last = folded[end - 1]
            paused = after is None or (after == "gap" and beyond != "word")
            again = beyond == "run" and pieces[number + 2][0][0] == last
            if ends or not paused or again or not (led or end - start > 1) or last not in _LEFT_OUT:
                yield Token(last, end - 1, end, "last")
        elif piece.lastgroup == "word":
            yield Token(piece[0][:LONGEST_WORD], start, end, "word")
        else:
            yield Token(BREAK, start, end, "break" if before and after == "word" else "pause")


def index_text(folded: str, ends: bool = False) -> str:
    """The tokens with spaces between them, as the index takes them in.

    The same as `tokens` says, whole texts at a time: every character beside the one after it and a space, then the
    words put in where their marks stand.
    """
    text = folded.replace("_", "-")
    for mark in (_WORD_MARK, _SPACE_MARK, _PAUSE_MARK):
        text = text.replace(mark, "-")
    for space in _SPACES[1:]:
        text = text.replace(space, " ")
    for sign in _SIGNS:
        text = text.replace(sign, _PAUSE_MARK)
    pieces = _WORD.split(text)
    text = _SIGN.sub(_PAUSE_MARK, _WORD_MARK.join(pieces[::2]))
    if " " in text:
        text = _MORE_SPACES.sub(" ", text.strip(" "))
        text = text.replace(f" {_PAUSE_MARK}", _PAUSE_MARK).replace(f"{_PAUSE_MARK} ", _PAUSE_MARK)
        text = text.replace(" ", _SPACE_MARK)
    while _PAUSE_MARK * 2 in text:
        text = text.replace(_PAUSE_MARK * 2, _PAUSE_MARK)
    text = text.strip(_PAUSE_MARK)
    if not text:
        return ""
    text = text.replace(_PAUSE_MARK + _WORD_MARK, BREAK + _WORD_MARK)
    pairs = _pairs()(text, ends) if len(text) > _SHORT else _few_pairs(text, ends)
    if _SPACE_MARK in pairs:
        pairs = pairs.replace(f"{_SPACE_MARK} ", "  ").replace(_SPACE_MARK, f" {LEAD}")
    words = pieces[1::2]
    if words:
        start, *behind = pairs.split(_WORD_MARK)
        led = [
            f"{word[:LONGEST_WORD]} {part}" if part[0] == " " else f"{word[:LONGEST_WORD]} {LEAD}{part}"
            for word, part in zip(words, behind, strict=True)
        ]
        pairs = start + "".join(led)
    return pairs


@cache
def _pairs() -> "Pairs":
    # Imported when something is indexed: it takes 0.1 s, and a search often indexes nothing.
    from archiver.text.rows import Pairs

    return Pairs(_PAUSE_MARK, _LONE, COMMON)


def _few_pairs(text: str, ends: bool) -> str:
    """What `Pairs` makes of a text."""
    pairs, before = [], _PAUSE_MARK
    for sign, behind, beyond in zip(text, text[1:] + _PAUSE_MARK, text[2:] + _PAUSE_MARK * 2, strict=False):
        if behind == _PAUSE_MARK:
            if ends or before == _PAUSE_MARK or sign not in _LEFT_OUT or sign == beyond:
                pairs.append(f"{sign}  ")
        elif sign != _PAUSE_MARK:
            pairs.append(f"{sign}  " if behind in _LONE else f"{sign}{behind} ")
        before = sign
    return "".join(pairs)
