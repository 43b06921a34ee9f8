"""What a kill in the middle of indexing leaves behind, and what readers see while another process writes."""

import os
import random
import signal
import time

from storage.search.find import search
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.verify import verify
from storage.tables import Article

KILLS = 20

FEED = """
import sys
from pathlib import Path
from storage.archive import Archive
from storage.search import follow
from storage.search.index import SearchIndex
follow.BATCH = 3
archive = Archive.open(Path(sys.argv[1]))
index = SearchIndex(archive.index)
print("ready", flush=True)
while True:
    follow.catch_up(archive, index)
    index.clear() if sys.argv[2] == "clear" else follow.reindex(archive, index)
"""


# It loads what a feeder needs once, and is each feeder anew by a fork; a feeder's number goes out, then its end.
NURSERY = """
import os, sys
from storage.archive import Archive
from storage.search import follow, index
home = sys.argv[1]
for line in sys.stdin:
    child = os.fork()
    if not child:
        sys.argv = ["", home, line.strip()]
        exec(FEED)
    os.waitpid(child, 0)
    print("ended", flush=True)
""".replace("FEED", repr(FEED.replace('"ready"', "os.getpid()")))


def test_killed_twenty_times_it_is_as_if_made_anew(archive, fill, printed, process):
    chance = random.Random(11)
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(60)]
    fill(archive, [printed(url, title=f"第{n}号", body=f"第{n}篇健康讲座") for n, url in enumerate(urls)])
    nursery = process(NURSERY, archive.home)
    for kill in range(KILLS):
        nursery.stdin.write(("clear\n", "rebuild\n")[kill % 2])
        nursery.stdin.flush()
        feeder = int(nursery.stdout.readline())
        time.sleep(chance.random() * 0.4)
        os.kill(feeder, signal.SIGKILL)
        assert nursery.stdout.readline() == "ended\n"
        catch_up(archive)
        found = verify(archive, SearchIndex(archive.index))
        assert (found.articles, found.sound) == (60, True), (kill, found)
        assert search(SearchIndex(archive.index), "健康讲座", limit=60).total == 60
    fill(archive, [printed("http://songxi.example.cn/new.html", body="又一篇")])
    catch_up(archive)
    assert len(list(archive.index.glob("engine-*"))) == 1


def test_readers_are_answered_while_the_index_is_made_again(archive, fill, printed, process):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(200)]
    fill(archive, [printed(url, body=f"第{n}篇健康讲座") for n, url in enumerate(urls)])
    catch_up(archive)
    child = process(FEED, archive.home, "rebuild")
    assert child.stdout.readline() == "ready\n"
    index = SearchIndex(archive.index)
    longest, end = 0.0, time.monotonic() + 3
    while time.monotonic() < end:
        began = time.monotonic()
        assert search(index, "健康讲座", facets=True).total == 200
        longest = max(longest, time.monotonic() - began)
    # Waiting for the writer would take as long as the rebuilding; the figure itself is the benchmark's.
    assert longest < 2


def test_two_machines_follow_one_database(tmp_path, postgresql, fill, printed):
    from storage.archive import Archive

    one = Archive.open(tmp_path / "one", postgresql, create=True)
    other = Archive.open(tmp_path / "other", postgresql, create=True)
    fill(one, [printed()])
    assert (catch_up(one), catch_up(other)) == (1, 1)
    fill(other, [printed("http://songxi.example.cn/2.html", body="另一场讲座")])
    assert (catch_up(one), catch_up(other)) == (1, 1)
    for machine in (one, other):
        assert search(SearchIndex(machine.index), "讲座").total == 2
        assert verify(machine, SearchIndex(machine.index)).sound
        machine.close()


def test_a_changed_fact_of_a_portal_reaches_the_index(any_archive, fill, printed):
    from dataclasses import replace

    from storage.runs import PortalFacts, note_portal

    facts = PortalFacts(name="songxi", site="http://songxi.example.cn/", title="松溪县计生协", province="福建")
    other = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/", province="福建")
    fill(any_archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(3)], facts)
    fill(any_archive, [printed("http://zhenghe.example.cn/1.html", body="别处")], other)
    catch_up(any_archive)
    note_portal(any_archive, replace(facts, family="plain"))
    assert catch_up(any_archive) == 0
    note_portal(any_archive, replace(facts, title="松溪县计划生育协会", province="浙江", kind="计生协"))
    assert catch_up(any_archive) == 3
    index = SearchIndex(any_archive.index)
    assert search(index, "province:浙江 kind:计生协", all_printings=True).total == 3
    assert search(index, "province:福建").total == 1
    assert search(index, "portal:松溪县计划生育协会").total == search(index, "portal:songxi").total == 3
    with any_archive.reading() as session:
        changes = [change for (change,) in session.query(Article.change)]
    assert len(set(changes)) == 4
