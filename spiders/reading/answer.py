"""Answers of scripts as pages: entries of a list that came as JSON, bare or wrapped in a callback."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from html import escape

LARGEST = 8 * 1024 * 1024
MOST = 1_000
"""Entries of one answer."""
_DEEPEST = 8
_CALLBACK = re.compile(rb"^\s*[\w$.]{1,80}\s*\(\s*(?=[\[{\"'])")
_TITLES = ("title", "infotitle", "articletitle", "doctitle", "newstitle", "subject")
_ADDRESSES = ("url", "link", "href", "infourl", "linkurl", "pageurl", "docpuburl", "detailurl")
_DATES = re.compile(r"publish|pubdate|pubtime|display_?(?:date|time)|date|time", re.IGNORECASE)
_PRINTED = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_MARKUP = re.compile(r"<(?:a|li|record|tr|datastore)[\s>]", re.IGNORECASE)
# Portals print the time of their own country, whichever zone the reader sits in.
_CHINA = timedelta(hours=8)


def page_of_answer(source: bytes) -> bytes | None:
    """An answer as a page that lists its entries (title, address, date) and holds its pieces of markup; None where the
    source is no JSON, or JSON without either.
    """
    start = source[:100].lstrip()
    wrapped = _CALLBACK.match(source)
    if len(source) > LARGEST or not (wrapped or start.startswith((b"{", b"["))):
        return None
    text = source.decode("utf-8", "replace").strip()
    if wrapped:
        text = text.partition("(")[2].rstrip(";\r\n\t ").removesuffix(")")
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = "".join(_written(value))
    return f"<html><head></head><body>{found}</body></html>".encode("utf-8", "replace") if found else None


def _written(value: object) -> Iterator[str]:
    left = MOST
    for piece in _pieces(value, 0):
        if not left:
            return
        left -= 1
        yield piece


def _pieces(value: object, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if _MARKUP.search(value):
            yield f"<div>{value}</div>"
    elif isinstance(value, list):
        for item in value:
            yield from _pieces(item, depth + 1)
    elif isinstance(value, dict):
        entry = _entry({str(name).lower(): inner for name, inner in value.items()})
        if entry:
            yield entry
            return
        for inner in value.values():
            yield from _pieces(inner, depth + 1)


def _entry(fields: Mapping[str, object]) -> str:
    """One object as an entry of a list; empty where it names no title with an address."""
    title, address = _first(fields, _TITLES), _first(fields, _ADDRESSES)
    if title is None or address is None:
        return ""
    title = " ".join(re.sub(r"<[^>]{1,200}>", "", title).split())
    date = next((date for name, value in fields.items() if _DATES.search(name) and (date := _date(value))), "")
    return f'<li><a href="{escape(address)}" title="{escape(title)}">{escape(title)}</a> <span>{date}</span></li>'


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _date(value: object) -> str:
    """A date as a list prints it: as it is written, or made of the seconds (or milliseconds) since 1970."""
    if isinstance(value, str):
        if not value.isdecimal():
            return escape(value[:40]) if _PRINTED.search(value[:40]) else ""
        value = int(value) if len(value) in (10, 13) else 0
    if isinstance(value, bool) or not isinstance(value, int):
        return ""
    seconds = value // 1000 if value >= 10**12 else value
    if not 5 * 10**8 <= seconds < 4 * 10**9:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + _CHINA).strftime("%Y-%m-%d %H:%M:%S")
