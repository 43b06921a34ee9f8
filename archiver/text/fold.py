"""The fold: how texts are compared, in either script, in any width, with or without pinyin brackets.

`fold` is for searching (punctuation kept), `key` for telling whether two texts are the same (letters and digits only).
Both are fit for comparison, not for reading: characters that conversions mix up are merged (后後, 干乾幹).
"""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b

from archiver.text import pinyin
from archiver.text.characters import FoldTable, KeyTable

_FOLD = FoldTable()
_KEY = KeyTable()
_LONG = 200
"""From so many characters on a text is folded as a row of numbers."""


def fold(text: str, obfuscated: bool | None = None) -> str:
    """The text in its comparable form; folding it again changes nothing.

    `obfuscated`: the verdict on the page as a whole, for a title or another short part; None judges by `text` alone.
    """
    folded = _exchanged(text)
    while cuts := pinyin.spans(folded, obfuscated):
        folded = pinyin.remove(folded, cuts)
    return folded


def fold_page(title: str, body: str) -> tuple[str, str]:
    """Title and body of one page in their comparable forms; whether the title's brackets are readings the body says."""
    if "(" not in title and "（" not in title:
        return fold(title, False), fold(body)
    translated = _exchanged(body)
    obfuscated = pinyin.is_obfuscated(translated)
    return fold(title, obfuscated), fold(translated, obfuscated)


def fold_with_offsets(text: str, obfuscated: bool | None = None) -> tuple[str, Sequence[int]]:
    """`fold(text)` and, for each of its characters, where in `text` the character it came from stands.

    One more offset than characters: the last is the length of `text`.
    """
    parts = [_FOLD[ord(character)] for character in text]
    folded = "".join(parts)
    offsets: Sequence[int] = range(len(text))
    if len(folded) != len(text) or not all(map(_is_one, parts)):
        offsets = [offset for offset, part in enumerate(parts) for _ in part]
    while cuts := pinyin.spans(folded, obfuscated):
        kept: list[int] = []
        start = 0
        for cut in cuts:
            kept.extend(offsets[start : cut.start])
            start = cut.end
        kept.extend(offsets[start:])
        folded, offsets = pinyin.remove(folded, cuts), kept
    if isinstance(offsets, range):
        return folded, range(len(text) + 1)
    return folded, [*offsets, len(text)]


def key(text: str, obfuscated: bool | None = None) -> str:
    """The fold with all but letters and digits dropped: equal keys are the same text printed differently."""
    return fold(text, obfuscated).translate(_KEY)


def fingerprint(text: str, obfuscated: bool | None = None) -> str:
    """The key in 32 hexadecimal digits (BLAKE2b, 128 bits)."""
    return blake2b(key(text, obfuscated).encode(), digest_size=16).hexdigest()


def _exchanged(text: str) -> str:
    return text.translate(_FOLD) if len(text) < _LONG else _exchange()(text)


@cache
def _exchange() -> Callable[[str], str]:
    # Imported when the first long text turns up: it takes 0.1 s, and a search often folds none.
    from archiver.text.rows import Exchange

    return Exchange(_FOLD)


def _is_one(part: str) -> bool:
    return len(part) == 1
