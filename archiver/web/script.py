"""A text in the script its reader wants: simplified, traditional, or as printed."""

from functools import cache
from typing import Literal

from opencc import OpenCC

Script = Literal["printed", "hans", "hant"]
SCRIPTS: tuple[Script, ...] = ("printed", "hans", "hant")
_CONVERSIONS = {"hans": "t2s", "hant": "s2t"}


def script_of(name: str | None) -> Script:
    """The script of this name; as printed for any other."""
    return name if name in SCRIPTS else "printed"


def written(text: str, script: Script) -> str:
    """The text in a script, word by word where one character has several counterparts (头发 頭髮, 发展 發展)."""
    return text if script == "printed" else str(_converter(_CONVERSIONS[script]).convert(text))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
