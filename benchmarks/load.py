"""Readers in the reading room while articles are taken in: how long each page takes, whether any fails, what it costs.

    python benchmarks/load.py ARCHIVE [--clients 50] [--seconds 60] [--no-writer]

Starts `archiver serve` on the archive, on a free port of loopback. Each client asks for a page, reads for 3 to 8
seconds and asks for another: searches in words drawn from the archive's titles (sorted, filtered, paged), articles
found by them with their tabs, trends. Meanwhile `archiver add` takes in a batch of new articles after another. No
page is kept by the server. Printed: milliseconds per kind of page (wall), the server's CPU time a page, its memory.
The archive grows by what is taken in; give it a copy.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx2
from sqlalchemy import func, select

from storage.archive import Archive
from storage.tables import Article, Revision

PATIENCE = 300.0
"""Seconds to wait for the server's first page."""
BATCH = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--no-writer", action="store_true")
    asked = parser.parse_args()
    clients, seconds = min(asked.clients, 500), min(asked.seconds, 600)
    words, articles = vocabulary(asked.archive)
    print(f"{articles:,} articles, {clients} clients for {seconds:.0f} s, waiting 3–8 s between pages", flush=True)
    command = [sys.executable, "-m", "archiver", "serve", "--port", "0", "--archive", str(asked.archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0].rstrip("/")
            asyncio.run(first_page(address))
            writer = None if asked.no_writer else start_writer(asked.archive, seconds)
            began = cpu_seconds(server.pid)
            times, failures, peak = asyncio.run(crowd(address, words, articles, clients, seconds, server.pid))
            spent = cpu_seconds(server.pid) - began
            if writer is not None:
                writer.terminate()
                writer.wait(timeout=120)
        finally:
            server.terminate()
    report(times, failures, spent, peak)


def vocabulary(archive: Path) -> tuple[list[str], int]:
    """Pieces of titles as people type them, and the number of articles."""
    opened = Archive.open(archive)
    chosen = random.Random(7)
    with opened.reading() as session:
        articles = session.scalar(select(func.count()).select_from(Article)) or 0
        last = session.scalar(select(func.max(Revision.id))) or 0
        ids = [chosen.randint(1, last) for _ in range(800)]
        titles = list(session.scalars(select(Revision.title).where(Revision.id.in_(ids))))
    opened.close()
    runs = [run for title in titles for run in re.findall(r"[\u4e00-\u9fff]{2,}", title)]
    words = []
    for run in runs:
        length = chosen.randint(2, min(6, len(run)))
        start = chosen.randint(0, len(run) - length)
        words.append(run[start : start + length])
    return words, articles


async def first_page(address: str) -> None:
    async with httpx2.AsyncClient(timeout=PATIENCE) as client:
        began = time.perf_counter()
        answer = await client.get(f"{address}/")
        answer.raise_for_status()
        print(f"first page after {time.perf_counter() - began:.1f} s", flush=True)


def start_writer(archive: Path, seconds: float) -> subprocess.Popen[bytes]:
    """A process that takes in batch after batch, each a delivery of its own."""
    code = (
        "import subprocess, sys, time\n"
        "archive, folder, end = sys.argv[1], sys.argv[2], time.time() + float(sys.argv[3])\n"
        "number = 0\n"
        "while time.time() < end:\n"
        "    subprocess.run([sys.executable, '-m', 'archiver', 'add', f'{folder}/{number % 20}.jsonl',"
        " '--archive', archive], capture_output=True)\n"
        "    number += 1\n"
    )
    folder = Path(tempfile.mkdtemp(prefix="archiver-load-"))
    stamp = int(time.time())
    for number in range(20):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as file:
            for line in delivered(f"{stamp}-{number}"):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return subprocess.Popen([sys.executable, "-c", code, str(archive), str(folder), str(seconds)])


def delivered(batch: str) -> Iterator[dict[str, object]]:
    chosen = random.Random(batch)
    signs = [chr(number) for number in range(0x4E00, 0x5E00)]
    for number in range(BATCH):
        body = "。".join("".join(chosen.choices(signs, k=24)) for _ in range(12))
        url = f"http://load.example.cn/{batch}/{number}.html"
        yield {"url": url, "title": "".join(chosen.choices(signs, k=14)), "published": "2020-05-06", "body": body,
               "portal": "load", "views": number}  # fmt: skip


async def crowd(
    address: str, words: list[str], articles: int, clients: int, seconds: float, pid: int
) -> tuple[dict[str, list[float]], list[str], int]:
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    end = time.perf_counter() + seconds
    peak = 0

    async def reader(number: int) -> None:
        chosen = random.Random(number)
        await asyncio.sleep(chosen.uniform(0, 5))
        found: list[str] = []
        while time.perf_counter() < end:
            kind, path, given = next_page(chosen, words, articles, found)
            began = time.perf_counter()
            try:
                answer = await client.get(path, params=given)
                times[kind].append(time.perf_counter() - began)
                if answer.status_code >= 400 and not (kind == "article" and answer.status_code == 404):
                    failures.append(f"{answer.status_code} {path} {given}")
                found = re.findall(r'href="/article/(\d+)', answer.text) or found
            except httpx2.HTTPError as error:
                failures.append(f"{type(error).__name__} {path} {given}")
            await asyncio.sleep(chosen.uniform(3, 8))

    async def memory() -> None:
        nonlocal peak
        while time.perf_counter() < end:
            peak = max(peak, resident(pid))
            await asyncio.sleep(1)

    # One client with a connection for each: making one takes longer than a page does.
    limits = httpx2.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(memory(), *(reader(number) for number in range(clients)))
    return times, failures, peak


def next_page(
    chosen: random.Random, words: list[str], articles: int, found: list[str]
) -> tuple[str, str, dict[str, str]]:
    kind = chosen.choices(("search", "article", "tab", "trends", "front"), (60, 25, 9, 3, 3))[0]
    if kind == "search":
        given = {"q": " ".join(chosen.sample(words, chosen.choice((1, 1, 1, 2))))}
        given |= {"sort": chosen.choice(("date", "views"))} if chosen.random() < 0.3 else {}
        given |= {"page": str(chosen.randint(2, 4))} if chosen.random() < 0.2 else {}
        given |= {"from": str(chosen.randint(2008, 2018)), "to": "2019"} if chosen.random() < 0.2 else {}
        return kind, "/search", given
    if kind == "trends":
        return kind, "/trends", {"q": chosen.choice(words)}
    if kind == "front":
        return kind, "/", {}
    number = chosen.choice(found) if found else str(chosen.randint(1, articles))
    tab = f"/{chosen.choice(('revisions', 'views', 'printings', 'provenance'))}" if kind == "tab" else ""
    return "article", f"/article/{number}{tab}", {}


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Bytes of its own that a process holds (RssAnon): files that are mapped are the system's to take back."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def report(times: dict[str, list[float]], failures: list[str], spent: float, peak: int) -> None:
    everything = sorted(time for some in times.values() for time in some)
    for kind, some in [*sorted(times.items()), ("all", everything)]:
        ordered = sorted(some)
        p50, p95 = (ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 for share in (0.5, 0.95))
        print(
            f"{kind:>8}  {len(ordered):5} pages  p50 {p50:6.0f} ms  p95 {p95:6.0f} ms  max {ordered[-1] * 1000:6.0f} ms"
        )
    print(f"failures {len(failures)}" + "".join(f"\n  {failure}" for failure in failures[:10]))
    print(f"server: {spent:.1f} CPU s, {1000 * spent / max(len(everything), 1):.0f} ms a page with following; "
          f"{peak / 2**20:.0f} MiB of its own at most; load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
