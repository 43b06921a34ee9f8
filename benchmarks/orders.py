"""Whether the order matters in which articles come: `python benchmarks/orders.py [--articles N] [--orders N]`.

The labelled pages of `benchmarks/pairs.py` (reprints of every kind, parts, digests, siblings, strangers) are taken in
in several random orders, in batches as `archiver add` does it. Prints how many works with several printings, and how
many digests' links, are the same in all orders, and lists those that are not.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archiver.items import Article, Reading
from archiver.text.dates import parse_time
from benchmarks.pairs import Maker, Page
from pipelines.deduplicate import identity
from pipelines.delivery import Delivered, take_in_batch
from storage.archive import Archive
from storage.articles import articles
from storage.reprints import works_shown
from storage.runs import PortalFacts

BATCH = 500
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Group = frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--seed", type=int, default=13)
    given = parser.parse_args()
    kinds: dict[str, str] = {}
    pages = made(given.articles, given.seed, kinds)
    known = [delivered(page) for page in pages]
    seen: Counter[Group] = Counter()
    links: Counter[tuple[Group, str]] = Counter()
    for order in range(given.orders):
        random.Random(given.seed * 100 + order).shuffle(known)
        works, digests = taken_in(known)
        seen.update(works)
        links.update(digests)
        print(f"  order {order + 1}: {len(works)} works with several printings, {len(digests)} links of digests")
    same = [group for group, times in seen.items() if times == given.orders]
    other = {url for group, times in seen.items() if times < given.orders for url in group}
    print(f"{len(known)} articles: {len(same)} works the same in {given.orders} orders, {len(seen) - len(same)} not")
    print(f"  links of digests: {sum(times == given.orders for times in links.values())} of {len(links)} in all orders")
    for group, times in sorted(seen.items(), key=lambda item: sorted(item[0])):
        if times < given.orders and group & other:
            print(f"  in {times}: " + ", ".join(f"{kinds[url]} {url.rsplit('/', 1)[1]}" for url in sorted(group)))


def made(count: int, seed: int, kinds: dict[str, str]) -> list[Page]:
    """So many pages; `kinds` learns of which kind of pair each is."""
    maker = Maker(seed)
    each = count // 50
    pages = []
    for pair in maker.pairs(each):
        for page in (pair.first, pair.second):
            kinds[page.url] = pair.kind
            pages.append(page)
    for page in maker.background(count - len(pages)):
        kinds[page.url] = "background"
        pages.append(page)
    return pages


def delivered(page: Page) -> Delivered:
    article = Article(url=page.url, title=page.title, body=page.body, published=parse_time(page.published))
    portal = PortalFacts(page.portal, f"http://{page.portal}.example.cn/")
    return Delivered(Reading(article=article, fetched_at=NOW, reader_version=0), identity(article), portal)


def taken_in(known: Sequence[Delivered]) -> tuple[set[Group], set[tuple[Group, str]]]:
    """The works with several printings, as sets of addresses, and which digest each is linked to."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder) / "archive", create=True)
        for at in range(0, len(known), BATCH):
            with archive.writing() as session:
                take_in_batch(session, known[at : at + BATCH], NOW + timedelta(seconds=at))
        with archive.reading() as session:
            shown = list(works_shown(session))
            url_of = {a.id: a.url for a in articles(session, sorted({id for work in shown for id in work.digests}))}
        archive.close()
    works = {frozenset(url for _, url, _ in work.members): work.digests for work in shown}
    return set(works), {(group, url_of[digest]) for group, digests in works.items() for digest in digests}


if __name__ == "__main__":
    main()
