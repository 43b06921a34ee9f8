"""Second door: what identifies a text, computed without looking into the archive."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz.distance import Levenshtein

from archiver.items import Article
from archiver.text.anchors import MOST_SOUGHT, anchors, number
from archiver.text.fold import key
from archiver.text.mirror import restore
from archiver.text.pinyin import is_obfuscated

LONGEST_FURNITURE = 60
"""A longer line is text."""
SHORT = 60
"""A text shorter than this (a picture page, 见附件) is the same article only with the same title and day."""


_DIGITS, _DATE = re.compile("[0-9]+"), re.compile("[0-9年月日号]")
_FEWEST_LETTERS = 4
_COUNTER = re.compile(r"(?:本文|文章|已)?(?:浏览|阅读|点击|访问|查看|人气|围观)[^0-9]{0,6}[0-9]+[人次]{0,2}")


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an article is known again."""

    fingerprint: int
    """Of title and body: equal for one text of one page."""
    text_key: int
    """Of the body, and of the title too where the body is short: equal for every exact reprint, in either script, with
    or without pinyin."""
    length: int
    """Letters and digits in the body's key; a short text identifies nothing by itself."""
    obfuscated: bool = False
    """Whether the page writes readings behind its characters to hide where it is from."""
    title: str = ""
    lines: tuple[str, ...] = ()
    """The keys of the title and of the body's lines, without empty ones."""
    sampled: tuple[int, ...] = ()
    """Anchors of the body, as many as it is looked for with; the first ones are kept. None of a short text."""
    text_anchor: int = 0
    title_anchor: int = 0


def identity(article: Article) -> Identity:
    """The identity of an article that passed validation (its title is there)."""
    return identity_of(article.title or "", article.body or "")


def identity_of(title: str, body: str) -> Identity:
    """The identity of a title and a body as printed."""
    obfuscated = is_obfuscated(body)
    title_key, lines = keys(title, body, obfuscated)
    text = "".join(lines)
    text_digest, title_digest = _digest(text), _digest(title_key)[:16]
    whole = text_digest if len(text) >= SHORT else f"{text_digest} {title_digest}"
    return Identity(
        fingerprint=int.from_bytes(bytes.fromhex(_digest(f"{title_key}{text}")[:16]), "big", signed=True),
        text_key=number(whole.encode(), 64),
        length=len(text),
        obfuscated=obfuscated,
        title=title_key,
        lines=lines,
        sampled=tuple(anchors(text, MOST_SOUGHT)) if len(text) >= SHORT else (),
        text_anchor=number(f"text {whole}".encode()),
        title_anchor=number(f"title {title_digest}".encode()),
    )


def keys(title: str, body: str, obfuscated: bool) -> tuple[str, tuple[str, ...]]:
    """The keys of a title and of the lines of a body, without empty ones.

    In an obfuscated text, bytes that the mirror's annotator shifted are put right first.
    """
    if obfuscated:
        title, body = restore(title, True).text, restore(body, True).text
    return key(title, obfuscated), tuple(filter(None, (key(line, obfuscated) for line in body.split("\n"))))


def line_mark(line: str) -> int:
    """By what a line is known again on other pages: its anchor; odd where its numbers were left out of account.

    `点击次数3310` and `点击次数4312` are one line. A date keeps its numbers, which are all that it says.
    """
    masked = _DIGITS.sub("0", line)
    if masked == line or len(_DATE.sub("", masked)) < _FEWEST_LETTERS:
        return number(line.encode()) & ~1
    return number(masked.encode()) | 1


def says_the_same(shown: Sequence[str], now: Sequence[str], furniture: AbstractSet[int]) -> bool:
    """Whether the lines of a page differ in nothing but furniture (marks of lines) and printed view counts.

    A short line that stands where furniture stood is the portal's new furniture, though nobody has seen it before.
    """
    if _plain(shown, furniture) == _plain(now, furniture):
        return True
    for code in Levenshtein.opcodes(shown, now):
        gone, new = shown[code.src_start : code.src_end], now[code.dest_start : code.dest_end]
        if code.tag != "equal" and _plain(gone, furniture) + _plain(new, furniture):
            replaced = len(new) <= len(gone) and not _plain(gone, furniture)
            if not replaced or max(map(len, new)) > LONGEST_FURNITURE:
                return False
    return True


def _plain(lines: Sequence[str], furniture: AbstractSet[int]) -> list[str]:
    return [line for line in lines if line_mark(line) not in furniture and not _COUNTER.fullmatch(line)]


def _digest(text_key: str) -> str:
    """As `archiver.text.fold.fingerprint`, of a text that is a key already."""
    return blake2b(text_key.encode(), digest_size=16).hexdigest()
