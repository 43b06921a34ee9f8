"""One character at a time: what it is compared as, which others are compared as the same, and what kind it is.

Everything here looks at a single character and never at its neighbours. That is what makes a search exact: the folded
form of a piece of text is always a piece of the folded text.
"""

import unicodedata
from functools import cache
from importlib.resources import files

HAN = r"々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters as the inside of a regular expression's class."""
SYLLABIC = r"ぁ-ゖァ-ヺーㄅ-ㄯ\uac00-\ud7a3"
"""Kana, bopomofo and Hangul, which like Han are written without spaces, as the inside of a class."""


@cache
def standards() -> dict[str, str]:
    """The table `variants.tsv`: variant to the character that stands for it; no standard is itself a variant."""
    lines = (files(__package__) / "variants.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _variants() -> dict[str, str]:
    variants: dict[str, str] = {}
    for variant, standard in standards().items():
        variants[standard] = variants.get(standard, "") + variant
    return variants


def forms(character: str) -> str:
    """All characters that count as the same as `character`, itself included: 计 → 计計…."""
    standard = standards().get(character, character)
    return standard + _variants().get(standard, "")


def fold_character(character: str) -> str:
    """What a character is compared as: compatibility forms resolved (NFKC), simplified, variants joined, lower case.

    Mostly one character; several where one sign stands for several (㎡ → m2); none for signs that are not seen
    (zero-width spaces, soft hyphens, variation selectors). Folding the result again changes nothing.
    """
    if _invisible(character):
        return ""
    folded = character
    while True:
        again = "".join(standards().get(part, part) for part in unicodedata.normalize("NFKC", folded).lower())
        if again == folded:
            break
        folded = again
    return "".join(part for part in folded if not _invisible(part))


class FoldTable(dict[int, str]):
    """`fold_character` as a table for `str.translate`, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_character(chr(code))
        return folded


class KeyTable(dict[int, str]):
    """Drops from a folded text what is neither letter nor digit; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        kept = self[code] = chr(code) if unicodedata.category(chr(code))[0] in "LN" else ""
        return kept


def _invisible(character: str) -> bool:
    return (
        unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or character == "\u034f"
    )
