"""Articles already read, one a JSON line: checked, made values, and taken in batch by batch through the one door."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from w3lib.url import safe_url_string

from archiver.errors import ArchiverError
from archiver.items import Article, PrintedTime, Reading
from archiver.text.dates import parse_time
from pipelines.deduplicate import Identity, identity
from pipelines.intake import Accepted, Verdict, quarantine, take_in_all
from pipelines.validate import objection
from storage.deliveries import new_page, pages_at, portals_of
from storage.runs import PortalFacts

COUNTS = ("articles_new", "revisions", "unchanged", "reprints", "quarantined", "failed")
"""What a delivery counts, in its order."""
_TIMEZONE = "Asia/Shanghai"


class BadLine(ArchiverError):
    """A line that holds no article; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """An article of a delivery, with what identifies it and the portal it is from."""

    reading: Reading
    identity: Identity
    portal: PortalFacts


def delivered(line: str, now: datetime) -> Delivered:
    """The article of a JSON line; raises BadLine where it holds none.

    Keys: `url`, `title`, `published` (as printed), `body`, `portal` (a name), `views`, `source`, `fetched_at` (ISO
    8601, on the portal's clock where it names no zone; `now` where it is missing), and as in an export `channel`,
    `author`, `published_raw`. Others are passed over.
    """
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLine(f"it is no JSON ({error})") from error
    if not isinstance(row, dict):
        raise BadLine("it is no JSON object")
    url = _url(row)
    article = Article(
        url=url,
        title=_text(row, "title"),
        body=_text(row, "body"),
        published=_published(row),
        source=_text(row, "source"),
        author=_text(row, "author"),
        channel=_text(row, "channel"),
        views=_count(row, "views"),
    )
    parts = urlsplit(url)
    name = _text(row, "portal") or parts.netloc.removeprefix("www.")
    portal = PortalFacts(name=name, site=f"{parts.scheme}://{parts.netloc}/", timezone=_TIMEZONE)
    reading = Reading(article=article, fetched_at=_moment(row, now), views_how="given", reader_version=0)
    return Delivered(reading, identity(article), portal)


def take_in_batch(session: Session, batch: Sequence[Delivered], now: datetime) -> Counter[str]:
    """Take articles in, in their order, inside the caller's transaction; returns what they turned out to be."""
    counts: Counter[str] = Counter()
    portals = portals_of(session, {item.portal.name: item.portal for item in reversed(batch)})
    first: dict[str, Delivered] = {}
    for item in batch:
        first.setdefault(item.reading.article.url, item)
    pages = pages_at(session, list(first))
    new = [
        new_page(portals[item.portal.name].id, url, item.reading.fetched_at)
        for url, item in first.items()
        if url not in pages
    ]
    session.add_all(new)
    session.flush()
    pages.update((page.url, page) for page in new)
    unheard = {page.id for page in new}
    accepted: list[Accepted] = []
    for item in batch:
        portal, page = portals[item.portal.name], pages[item.reading.article.url]
        reading = replace(item.reading, page_id=page.id)
        local = now.astimezone(ZoneInfo(portal.timezone)).replace(tzinfo=None)
        found = objection(reading.article, local)
        if found is not None:
            quarantine(session, reading, *found, now)
            unheard.discard(page.id)
            counts["quarantined"] += 1
            continue
        page.last_seen = max(page.last_seen, reading.fetched_at)
        accepted.append((page, reading, item.identity, portal.timezone))
    for verdict in take_in_all(session, accepted, unheard, now):
        counts.update(counted(verdict))
    return counts


def counted(verdict: Verdict) -> Sequence[str]:
    """What a verdict adds one to."""
    if verdict.standing != "new":
        return ("revisions",) if verdict.standing in ("revision", "reverted") else ("unchanged",)
    return ("articles_new", "reprints") if verdict.reprint else ("articles_new",)


def _url(row: dict[str, Any]) -> str:
    url = _text(row, "url")
    if url is None:
        raise BadLine("it names no url")
    try:
        parts = urlsplit(safe_url_string(url))
    except ValueError as error:
        raise BadLine(f"its url {url!r} is no address ({error})") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        raise BadLine(f"its url {url!r} is no web address")
    tidy = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="")
    return tidy._replace(path=tidy.path or "/").geturl()


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"its {name} is {value!r} and no text")
    # A lone surrogate is valid in JSON and in no database.
    return (value.encode("utf-8", "replace").decode().replace("\0", "").strip() or None) if value else None


def _count(row: dict[str, Any], name: str) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise BadLine(f"its {name} is {value!r} and no count")
    return value


def _published(row: dict[str, Any]) -> PrintedTime | None:
    printed = _text(row, "published")
    if printed is None:
        return None
    time = parse_time(printed)
    if time is None:
        raise BadLine(f"its published is {printed!r} and no time")
    return replace(time, raw=_text(row, "published_raw") or time.raw)


def _moment(row: dict[str, Any], now: datetime) -> datetime:
    given = _text(row, "fetched_at")
    if given is None:
        return now
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise BadLine(f"its fetched_at is {given!r} and no ISO time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(_TIMEZONE))
