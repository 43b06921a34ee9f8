"""How fast the search answers, and how large it is: `python benchmarks/search.py --articles 100000`.

Makes its archive by seed (see `articles.py`) in `--folder`, where it is kept and used again, indexes it, and asks some
three hundred queries drawn from its own texts, each sorted by relevance, date and views, and once in full: ten hits
with their snippets, the count, all facets. Wall time of one process, warm; `--cpu` for the time of the processor, where
a machine does other things meanwhile. `--peers` also measures SQLite FTS5 over
pairs of characters (at most 300,000 articles) and PostgreSQL (GIN over pairs, and LIKE; at most 100,000), each beside
ours at its own size; `--readers SECONDS` searches with eight processes while another takes articles in.
"""

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT.parent)]

import articles as corpus  # noqa: E402
import search_peers as peers  # noqa: E402
import search_readers as readers  # noqa: E402

from archiver.text.fold import fold  # noqa: E402
from storage import articles  # noqa: E402
from storage.archive import Archive  # noqa: E402
from storage.search.find import Sort, search  # noqa: E402
from storage.search.follow import reindex  # noqa: E402
from storage.search.index import SearchIndex  # noqa: E402
from storage.search.matcher import engine_query, expected  # noqa: E402
from storage.search.query import parse  # noqa: E402
from storage.search.snippet import snippet  # noqa: E402
from storage.search.syntax import sought_texts  # noqa: E402
from storage.search.tally import facet_counts, works_of  # noqa: E402

SORTS: tuple[Sort, ...] = ("relevance", "date", "views")
ROUNDS = 3

clock, told = time.perf_counter, "wall"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--folder", type=Path, default=Path("benchmarks/data"))
    options.add_argument("--peers", action="store_true")
    options.add_argument("--readers", type=int, default=0, metavar="SECONDS")
    options.add_argument("--cpu", action="store_true", help="processor time instead of wall time")
    options.add_argument("--rebuild", action="store_true", help="index again even where the index stands")
    given = options.parse_args()
    global clock, told
    clock, told = (time.process_time, "processor") if given.cpu else (time.perf_counter, "wall")
    given.folder.mkdir(parents=True, exist_ok=True)
    with_archive(given.folder, given.articles, given.rebuild)
    if given.peers:
        for name, peer, most in (("SQLite FTS5", peers.sqlite, 300_000), ("PostgreSQL", peers.postgresql, 100_000)):
            count = min(given.articles, most)
            archive = archive_of(given.folder, count)
            index = indexed(archive, count, False)
            print(f"\n{name}, {count:,} articles (wall ms, count + newest ten)")
            peers.compare(peer, archive, index, drawn(archive), given.folder)
    if given.readers:
        readers.run(given.folder, given.readers)


def with_archive(folder: Path, count: int, rebuild: bool) -> None:
    archive = archive_of(folder, count)
    index = indexed(archive, count, rebuild)
    asked = drawn(archive)
    size = sum(file.stat().st_size for file in archive.index.rglob("*") if file.is_file())
    text = folded_bytes(archive, count)
    number = sum(map(len, asked.values()))
    print(f"{count:,} articles, {text / 1e6:,.0f} MB of folded text (estimated from 2,000 articles)")
    print(
        f"index {size / 1e6:,.0f} MB = {size / text:.2f} of the text; {number} queries, the median of {ROUNDS} rounds"
    )
    print("\nof all articles, found at the median: ", end="")
    print(", ".join(f"{kind} {found_share(index, words, count):.2%}" for kind, words in asked.items()))
    parts: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for kind, words in asked.items():
        for sort in SORTS:
            parts[f"10 hits and their count, {sort}"][kind] = [
                timed(lambda w=w, s=sort: hits(index, w, s)) for w in words
            ]
        parts["how many works, once more"][kind] = [timed(lambda w=w: works(index, w)) for w in words]
        parts["all facets, in one aggregation"][kind] = [timed(lambda w=w: facets(index, w)) for w in words]
        parts["10 hits read and their snippets"][kind] = [snippets(archive, index, w) for w in words]
        parts["full answer: hits, count, facets, snippets"][kind] = [
            timed(lambda w=w: answer(archive, index, w)) for w in words
        ]
    for part, kinds in parts.items():
        print(f"\n{part}: {told} ms")
        print(f"  {'':24}      p50      p95      max")
        for kind, times in kinds.items():
            line(kind, times)
        line("all queries", [spent for times in kinds.values() for spent in times])
    print(f"\nmemory while searching: {memory()}; at its most {peak():,} MB")
    archive.close()


def found_share(index: SearchIndex, words: list[str], count: int) -> float:
    return statistics.median(search(index, one, limit=1).total for one in words) / count


def indexed(archive: Archive, count: int, rebuild: bool) -> SearchIndex:
    """The archive's index, made in a process of its own where it is not there, with its speed and memory told."""
    if rebuild or SearchIndex(archive.index).change < count:
        aside("build", archive.home)
    return SearchIndex(archive.index)


def archive_of(folder: Path, count: int) -> Archive:
    """The archive, made in a process of its own where it is not there: making it is no memory that searching takes."""
    aside("make", folder, count)
    return corpus.archive_of(folder, count)


def aside(part: str, *of: object, capture: bool = False) -> str:
    """Run a part of this benchmark in a process of its own; what it prints if that is captured, else nothing."""
    command = [sys.executable, __file__, part, *map(str, of)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE if capture else None, text=True).stdout or ""


def build(home: Path) -> None:
    archive = Archive.open(home)
    most = [0]
    threading.Thread(target=watch_own_memory, args=(most,), daemon=True).start()
    began = time.perf_counter()
    count = reindex(archive)
    seconds = time.perf_counter() - began
    busy = time.process_time()
    print(f"{count:,} articles indexed in {seconds:,.0f} s: {count / seconds:,.0f} a second")
    print(f"  {busy:,.0f} s of processor time in all threads: {2 * count / busy:,.0f} a second on two cores of its own")
    own = f"at its most {most[0]:,} MB its own, {peak():,} MB with mapped files"
    print(f"  memory while indexing: {memory()}; {own if most[0] else f'at its most {peak():,} MB'}")


def drawn(archive: Archive) -> dict[str, list[str]]:
    """`queries`, drawn in a process of its own: the texts that they come from are no memory that searching takes."""
    found: dict[str, list[str]] = json.loads(aside("queries", archive.home, capture=True))
    return found


def queries(archive: Archive, seed: int = 7) -> dict[str, list[str]]:
    """By class, some three hundred queries whose words are drawn from the archive's own texts."""
    chance = random.Random(seed)
    with archive.reading() as session:
        last = articles.last_change(session)
        chosen = articles.briefs(session, [chance.randint(1, last) for _ in range(2000)])
        texts = [fold(article.body) for article in chosen]
    runs = [run for text in texts for run in re.findall("[一-龥]+", text)]
    held = Counter(pair for text in texts for pair in {text[at : at + 2] for at in range(len(text))})
    pairs = sorted((pair for pair in held if re.fullmatch("[一-龥]{2}", pair)), key=lambda pair: -held[pair])
    share = {pair: held[pair] / len(texts) for pair in pairs}
    # As in the study that the goals come from: a common word is in 10-30 % of all articles (there 17.7 % at the
    # median), a middle one in about 1 %, a rare one in less than one of two thousand. The commonest pairs there are
    # stand in most articles, and have a class of their own.
    commonest = pairs[:12]
    common = chance.sample([pair for pair in pairs if 0.1 <= share[pair] <= 0.3], 30)
    middle = chance.sample([pair for pair in pairs if 0.005 <= share[pair] <= 0.02], 30)
    rare = chance.sample(pairs[len(pairs) // 2 :], 30)
    singles = Counter("".join(runs)).most_common()

    def pieces(many: int, least: int, most: int) -> list[str]:
        found: list[str] = []
        while len(found) < many:
            run, length = chance.choice(runs), chance.randint(least, most)
            if len(run) >= length:
                start = chance.randint(0, len(run) - length)
                found.append(run[start : start + length])
        return found

    return {
        "commonest word": commonest,
        "common word": common,
        "middle word": middle,
        "rare word": rare,
        "one common character": [sign for sign, _ in singles[:12]],
        "one rare character": [sign for sign, _ in chance.sample(singles[-400:], 12)],
        "3 characters": pieces(30, 3, 3),
        "4-8 characters": pieces(50, 4, 8),
        "AND": [f"{chance.choice(common)} {chance.choice(middle)}" for _ in range(30)],
        "OR": [f"{chance.choice(common)} OR {chance.choice(middle)}" for _ in range(25)],
        "NOT": [f"{chance.choice(common)} -{chance.choice(middle)}" for _ in range(20)],
        "dates": [f"{chance.choice(common)} from:{year}-03 to:{year + 2}" for year in range(2002, 2022)],
        "portal": [f"{chance.choice(common)} portal:p{number}" for number in range(1, 21)],
    }


def hits(index: SearchIndex, words: str, sort: Sort) -> None:
    search(index, words, sort=sort)


def facets(index: SearchIndex, words: str) -> None:
    searcher, schema = index.searcher()
    query = engine_query(parse(words), schema)
    facet_counts(searcher, query, expected(parse(words), searcher))


def works(index: SearchIndex, words: str) -> None:
    searcher, schema = index.searcher()
    query = engine_query(parse(words), schema)
    works_of(searcher, schema, query, searcher.search(query, 1).count)


def snippets(archive: Archive, index: SearchIndex, words: str) -> float:
    node = parse(words)
    found = search(index, node)
    return timed(lambda: shown(archive, [hit.id for hit in found.hits], sought_texts(node)))


def answer(archive: Archive, index: SearchIndex, words: str) -> None:
    node = parse(words)
    found = search(index, node, facets=True)
    shown(archive, [hit.id for hit in found.hits], sought_texts(node))
    found.works, found.facets  # noqa: B018


def shown(archive: Archive, ids: list[int], texts: tuple[str, ...]) -> None:
    with archive.reading() as session:
        for article in articles.briefs(session, ids):
            snippet(article.body, texts)


def timed(work: Callable[[], None]) -> float:
    """Milliseconds: the median of some rounds after one to warm up."""
    work()
    spent = []
    for _ in range(ROUNDS):
        began = clock()
        work()
        spent.append((clock() - began) * 1000)
    return statistics.median(spent)


def line(name: str, times: Iterable[float]) -> None:
    ordered = sorted(times)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 1)]
    print(f"  {name:24}{at[0]:9.2f}{at[1]:9.2f}{at[2]:9.2f}", flush=True)


def folded_bytes(archive: Archive, count: int) -> float:
    with archive.reading() as session:
        some = articles.briefs(session, range(1, count + 1, max(1, count // 2000)))
        sizes = [len(f"{fold(article.title)}\n{fold(article.body)}".encode()) for article in some]
    return statistics.mean(sizes) * count


def peak() -> int:
    """The most that the process has held, in MB. Linux counts what the process that began it held into `ru_maxrss`."""
    status = Path("/proc/self/status")
    if status.is_file() and (found := re.search(r"VmHWM:\s*(\d+)", status.read_text())):
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def watch_own_memory(most: list[int]) -> None:
    """Keeps the highest of what the process holds for itself, in MB, where the system tells it."""
    status = Path("/proc/self/status")
    while found := status.is_file() and re.search(r"RssAnon:\s*(\d+)", status.read_text()):
        most[0] = max(most[0], int(found[1]) // 1024)
        time.sleep(0.2)


def memory() -> str:
    """What the process holds now, its own and what it has mapped of files, where the system tells them apart."""
    status = Path("/proc/self/status")
    kinds = dict(re.findall(r"Rss(Anon|File):\s*(\d+)", status.read_text())) if status.is_file() else {}
    if not kinds:
        return "its own and mapped files not told apart here"
    own, mapped = (int(kinds[kind]) // 1024 for kind in ("Anon", "File"))
    return (
        f"{own + mapped:,} MB resident ({own:,} MB its own, {mapped:,} MB of mapped files, which the system may drop)"
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, count]:
            corpus.archive_of(Path(folder), int(count)).close()
        case ["build", home]:
            build(Path(home))
        case ["queries", home]:
            print(json.dumps(queries(Archive.open(Path(home)))))
        case _:
            main()
