"""Eight readers that search without pause while a crawl writes: how long each waits, and when the new is found."""

import gc
import multiprocessing
import random
import shutil
import time
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from archiver.items import Article, Reading
from archiver.text.dates import parse_time
from pipelines.deduplicate import identity
from pipelines.intake import take_in
from storage.archive import Archive
from storage.frontier import Found, Frontier
from storage.runs import PortalFacts, note_portal
from storage.search.find import search
from storage.search.follow import catch_up
from storage.search.index import SearchIndex

READERS = 8
SLOW = 0.2
"""Seconds that no reader should wait."""
_BATCH = 20
_FACTS = PortalFacts(name="busy", site="http://busy.example.cn/")
_QUERIES = ("志愿者", "会", "健康讲座 慰问", "困难家庭 OR 培训", "村规民约 -计划", "批次")
_WORDS = [
    "志愿者",
    "走访",
    "慰问",
    "困难家庭",
    "健康讲座",
    "知识",
    "干部",
    "培训班",
    "村规民约",
    "2016年",
    "召开",
    "会议",
]


def run(folder: Path, seconds: int) -> None:
    """Print how many searches were answered, how long each reader waited at most, and when an article was found."""
    home = folder / "readers"
    shutil.rmtree(home, ignore_errors=True)
    archive = Archive.open(home, create=True)
    _write(archive, 0)
    catch_up(archive)
    context = multiprocessing.get_context("spawn")
    told: Any = context.Queue()
    stop, ready = context.Event(), [context.Event() for _ in range(READERS)]
    started = [context.Process(target=_read, args=(home, told, stop, event)) for event in ready]
    for process in started:
        process.start()
    for event in ready:
        event.wait()
    index = SearchIndex(archive.index)
    delays, number, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        _write(archive, number)
        committed = time.monotonic()
        while not search(index, f"批次{number}号").total:
            catch_up(archive, index)
        delays.append(time.monotonic() - committed)
    stop.set()
    answers = [told.get(timeout=60) for _ in started]
    for process in started:
        process.join(60)
    failed = [process.exitcode for process in started if process.exitcode]
    searches, waits, busy, errors, slow = zip(*answers, strict=True)
    print(f"\n{READERS} readers, {seconds} s, while {number} batches of {_BATCH} articles were written and indexed")
    print(f"  {sum(searches):,} searches, {sum(errors)} errors, {len(failed)} readers died")
    each = ", ".join(f"{wait * 1000:.0f}" for wait in waits)
    print(f"  longest wait of a reader {max(waits) * 1000:.0f} ms (by reader: {each})")
    print(
        f"  {sum(slow):,} waits over {SLOW * 1000:.0f} ms; none took over {max(busy) * 1000:.0f} ms of processor time"
    )
    print(f"  an article is found {max(delays):.2f} s after its commit at the latest")
    archive.close()


def _read(home: Path, told: Any, stop: Event, ready: Event) -> None:
    index = SearchIndex(Archive.open(home).index)
    searches, longest, busiest, errors, slow = 0, 0.0, 0.0, 0, 0
    # As `archiver serve` does before it answers.
    gc.collect()
    gc.freeze()
    ready.set()
    while not stop.is_set():
        began, before = time.monotonic(), time.process_time()
        found = search(index, _QUERIES[searches % len(_QUERIES)], facets=True)
        wait, busiest = time.monotonic() - began, max(busiest, time.process_time() - before)
        longest, slow, searches = max(longest, wait), slow + (wait > SLOW), searches + 1
        errors += not found.total
    told.put((searches, longest, busiest, errors, slow))


def _write(archive: Archive, number: int) -> None:
    now = datetime.now(UTC)
    frontier = Frontier(archive, note_portal(archive, _FACTS))
    chance = random.Random(number)
    for place in range(_BATCH if number else 500):
        url = f"http://busy.example.cn/{number}/{place}.html"
        frontier.found([Found(url, "article", 1)], now)
        body = f"批次{number}号。" + "。".join("".join(chance.choices(_WORDS, k=12)) for _ in range(20))
        article = Article(url=url, title=f"第{number}批第{place}篇", body=body, published=parse_time("2016-03-04"))
        reading = Reading(article=article, fetched_at=now, page_id=frontier.page(url, "article", now), reader_version=1)
        with archive.writing() as session:
            take_in(session, reading, identity(article), _FACTS.timezone, now)
