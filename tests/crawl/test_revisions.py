"""What a second crawl finds on a portal that edited one article, changed a count on another, and put a third back."""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path

from archiver.demo.server import DemoPortals
from storage import articles
from storage.archive import Archive


def due_now(home: Path) -> None:
    with sqlite3.connect(home / "archive.db") as database:
        database.execute("UPDATE pages SET due = '2000-01-01 00:00:00.000000' WHERE due IS NOT NULL")
    database.close()


def numbered(portals: DemoPortals, site: str) -> dict[int, str]:
    """The numbers of a portal's articles, with their addresses."""
    found = {}
    for number in range(1, 2000):
        with suppress(KeyError):
            found[number] = portals.url(number, site)
    return found


def test_one_revision_none_and_one_reverted(portals: DemoPortals, crawl, archiver, home: Path) -> None:
    site = portals.addresses[0]
    by_url = {truth.url: truth for truth in portals.truth()}
    known = {number: by_url.get(url) for number, url in numbered(portals, site).items()}
    texts = {number: truth for number, truth in known.items() if truth and len(truth.body) > 150}
    edited, counted, put_back = sorted(texts)[:3]
    bodies = {number: truth.body for number, truth in texts.items()}
    portals.edit(counted, body=bodies[counted] + "\n本文浏览次数：12", address=site)
    crawl(site)
    portals.edit(put_back, body=bodies[put_back] + "\n以上消息有误，以后续报道为准。", address=site)
    due_now(home)
    assert crawl(site)["revisions"] == 1
    portals.edit(edited, title=texts[edited].title + "（更正）", address=site)
    portals.edit(counted, body=bodies[counted] + "\n本文浏览次数：345", address=site)
    portals.edit(put_back, body=bodies[put_back], address=site)
    due_now(home)
    second = crawl(site)
    assert second["revisions"] == 2, "the edited one, and the one that was put back"
    archive = Archive.open(home)
    with archive.reading() as session:
        found = {article.url: article for article in articles.every(session)}
    archive.close()
    shown = {number: found[portals.url(number, site)] for number in (edited, counted, put_back)}
    assert (shown[edited].revision, shown[edited].revisions) == (2, 2)
    assert (shown[counted].revision, shown[counted].revisions) == (1, 1)
    assert (shown[put_back].revision, shown[put_back].revisions) == (1, 2), "the first text stands again"
    change = json.loads(archiver("diff", shown[edited].id, "--json").stdout)["changes"]
    assert [(one["where"], one["after"]) for one in change] == [("title", "（更正）")]
