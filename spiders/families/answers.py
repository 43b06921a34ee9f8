"""The shapes in which counters answer."""

import json
import re

from archiver.text.numbers import parse_count

_WRITE = re.compile(r"""document\.write(?:ln)?\(\s*["']?\s*([\d,]+)\s*["']?\s*\)""")
_TAGGED = re.compile(r"^\s*<(\w+)[^>]*>\s*([\d,]+)\s*</\1>\s*$")
_INNER = re.compile(r"""(?:innerHTML|innerText)\s*=\s*["']?\s*([\d,]+)\s*["']?""")
_HTML = re.compile(r"""\$\(\s*["']#?([\w-]+)["']\s*\)\.(?:html|text|val)\(\s*["']?\s*([\d,]+)\s*["']?\s*\)""")
_NAMES = ("views", "view", "hits", "click", "clicks", "count", "total", "wbshowtimes", "visits", "num", "number")
LONGEST = 20_000


def read_answer(text: str) -> int | None:
    """The count in an answer of any known shape: `document.write('n')`, a bare number, `<span>n</span>`, JSON,
    jQuery `.html('n')` and `innerHTML="n"`. None where there is none, or where several numbers leave it open.
    """
    text = text.strip().lstrip("\ufeff")[:LONGEST]
    for read in (read_bare, read_written, read_tagged, read_inner, read_jquery, read_json):
        count = read(text)
        if count is not None:
            return count
    return None


def read_bare(text: str) -> int | None:
    """`227`, also in quotes."""
    inner = text.strip().strip("\"'")
    return parse_count(inner) if re.fullmatch(r"[\d,]{1,15}", inner) else None


def read_written(text: str) -> int | None:
    """`document.write('227');`"""
    found = _WRITE.findall(text)
    return parse_count(found[0]) if len(found) == 1 else None


def read_tagged(text: str) -> int | None:
    """`<span>227</span>`"""
    match = _TAGGED.match(text)
    return parse_count(match[2]) if match else None


def read_inner(text: str) -> int | None:
    """`document.getElementById("x").innerHTML="227";`, a single one."""
    found = _INNER.findall(text)
    return parse_count(found[0]) if len(found) == 1 else None


def read_jquery(text: str) -> int | None:
    """`$('#todaydowns').html('1'); … $('#hits').html('227');`: the one called `hits`, else a single one."""
    found = _HTML.findall(text)
    for name, value in found:
        if name in ("hits", "views"):
            return parse_count(value)
    return parse_count(found[0][1]) if len(found) == 1 else None


def read_json(text: str) -> int | None:
    """The first number of an array, or the one number under a name that says views; wrapped in a callback or not."""
    match = re.search(r"[\[{].*[\]}]", text, re.DOTALL)
    if match is None:
        return None
    try:
        value: object = json.loads(match[0])
    except (ValueError, RecursionError):
        return None
    return _number(value, 0)


def _number(value: object, depth: int) -> int | None:
    if isinstance(value, bool) or depth > 4:
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, str):
        return read_bare(value)
    if isinstance(value, list):
        return _number(value[0], depth + 1) if value else None
    if isinstance(value, dict):
        lower = {str(name).lower(): inner for name, inner in value.items()}
        for name in _NAMES:
            if name in lower:
                count = _number(lower[name], depth + 1)
                if count is not None:
                    return count
        if len(value) == 1:
            return _number(next(iter(value.values())), depth + 1)
    return None
