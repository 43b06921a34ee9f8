"""How fast pages are read: ours and the named peers on the same bytes, one core, CPU time.

    python benchmarks/reading.py DIR [--rounds N] [--ours-only]

Reads every `*.html` under DIR. In each round every reader reads every page once, the readers in turn page by page, so
that a busy machine is as hard on one as on another. A page counts with its median over the rounds. `lxml` only parses:
it is the floor of all that read HTML. Figures are printed, never asserted.
"""

import argparse
import gc
import importlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Reader = Callable[[bytes, str], Any]
PEERS = {"trafilatura": "trafilatura", "gne": "gne", "newspaper4k": "newspaper4k[zh]"}
"""What to ask pip for."""


def lxml_reader() -> Reader:
    from lxml import html

    return lambda body, url: html.document_fromstring(body)


def our_reader() -> Reader:
    from spiders.reading.article import read_article

    return read_article


def trafilatura_reader() -> Reader:
    trafilatura = importlib.import_module("trafilatura")
    return lambda body, url: trafilatura.bare_extraction(body, url=url, with_metadata=True)


def gne_reader() -> Reader:
    """It takes text: decoded as its users do, by the declared charset or UTF-8."""
    extractor = importlib.import_module("gne").GeneralNewsExtractor()

    def read(body: bytes, url: str) -> Any:
        charset = "gb18030" if b"charset=gb" in body[:4096].lower().replace(b'"', b"") else "utf-8"
        return extractor.extract(body.decode(charset, "replace"), host=url)

    return read


def newspaper_reader() -> Reader:
    newspaper = importlib.import_module("newspaper")

    def read(body: bytes, url: str) -> Any:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=body)
        article.parse()
        return article

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "lxml (parse only)": lxml_reader,
    "archiver": our_reader,
    "trafilatura": trafilatura_reader,
    "gne": gne_reader,
    "newspaper4k": newspaper_reader,
}


def readers(ours_only: bool) -> dict[str, Reader]:
    """The readers that can be loaded; a sentence on stderr says how to install the others."""
    chosen: dict[str, Reader] = {}
    missing = []
    for name, make in READERS.items():
        if name in PEERS and ours_only:
            continue
        try:
            chosen[name] = make()
        except ImportError:
            missing.append(PEERS[name])
    if missing:
        print(f"Not measured: {', '.join(missing)}; `pip install {' '.join(missing)}` adds them.", file=sys.stderr)
    return chosen


def timed(read: Reader, body: bytes, url: str) -> tuple[float, bool]:
    """CPU seconds of one reading, and whether it came to an end."""
    started = time.process_time()
    try:
        read(body, url)
    except Exception:  # noqa: BLE001  a peer may fail in any way; that is counted, not hidden
        return time.process_time() - started, False
    return time.process_time() - started, True


def measure(pages: dict[str, bytes], chosen: dict[str, Reader], rounds: int) -> tuple[dict[str, list[float]], Any]:
    """By reader: the median seconds of each page, in their order, and how many pages it failed on."""
    seconds: dict[str, list[list[float]]] = {name: [[] for _ in pages] for name in chosen}
    failed = {name: set[str]() for name in chosen}
    for round_number in range(rounds + 1):
        for number, (name, body) in enumerate(pages.items()):
            for reader, read in chosen.items():
                took, ended = timed(read, body, f"http://portal.example.cn/{name}")
                if round_number:  # the first round warms caches and compiled patterns
                    seconds[reader][number].append(took)
                if not ended:
                    failed[reader].add(name)
    return {name: [median(runs) for runs in own] for name, own in seconds.items()}, failed


def report(pages: dict[str, bytes], seconds: dict[str, list[float]], failed: dict[str, set[str]]) -> None:
    sizes = [len(body) for body in pages.values()]
    names = list(pages)
    longest = max(range(len(names)), key=sizes.__getitem__)
    peer = sum(seconds["trafilatura"]) if "trafilatura" in seconds else None
    print(f"{len(pages)} pages, {sum(sizes) / 1e6:.1f} MB, CPU time; longest {names[longest]}, {sizes[longest]} bytes")
    print(
        f"{'reader':<18}{'pages/CPU s':>12}{'x trafilatura':>15}{'MB/CPU s':>10}{'slowest page':>14}"
        f"{'ns/byte median':>16}{'ns/byte longest':>17}{'longest/median':>16}{'failed':>8}"
    )
    for name, own in seconds.items():
        total = sum(own)
        rates = [took / size for took, size in zip(own, sizes, strict=True)]
        middle = median(rates)
        ratio = f"{peer / total:.1f}" if peer else "-"
        print(
            f"{name:<18}{len(own) / total:>12.1f}{ratio:>15}{sum(sizes) / 1e6 / total:>10.2f}{max(own):>12.3f} s"
            f"{middle * 1e9:>16.0f}{rates[longest] * 1e9:>17.0f}{rates[longest] / middle:>16.2f}{len(failed[name]):>8}"
        )
    slowest = max(range(len(names)), key=seconds["archiver"].__getitem__)
    print(f"slowest page for archiver: {names[slowest]}, {sizes[slowest]} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of pages; its sub-folders are read as well")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ours-only", action="store_true", help="without the peers")
    given = parser.parse_args()
    found = sorted(given.folder.rglob("*.html"))
    pages = {str(path.relative_to(given.folder)): body for path in found if (body := path.read_bytes())}
    if not pages:
        parser.error(f"{given.folder} holds no *.html")
    if hasattr(os, "sched_setaffinity"):
        core = min(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {core})
        print(f"pinned to core {core}")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    chosen = readers(given.ours_only)
    gc.collect()
    report(pages, *measure(pages, chosen, given.rounds))


if __name__ == "__main__":
    main()
