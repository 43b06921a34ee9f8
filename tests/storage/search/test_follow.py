import shutil
from datetime import UTC, datetime, timedelta

import pytest

from archiver.errors import Locked
from storage import articles
from storage.runs import PortalFacts
from storage.search import follow
from storage.search.find import search
from storage.search.follow import catch_up, document, reindex
from storage.search.index import SearchIndex

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")

HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def found(archive, query):
    return sorted(hit.id for hit in search(SearchIndex(archive.index), query, all_printings=True).hits)


def test_what_was_taken_in_is_found(any_archive, fill, printed):
    fill(any_archive, [printed()])
    assert catch_up(any_archive) == 1
    assert catch_up(any_archive) == 0
    assert found(any_archive, "健康知識講座") == [1]


def test_only_what_changed_is_fed_again(any_archive, fill, printed):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(4)]
    fill(any_archive, [printed(url, body=f"第{n}篇") for n, url in enumerate(urls)])
    catch_up(any_archive)
    fill(any_archive, [printed(urls[2], body="此页另有通知")], at=NOW + timedelta(days=1))
    assert catch_up(any_archive) == 1
    assert found(any_archive, "另有通知") == [3]
    assert found(any_archive, "第2篇") == []
    assert found(any_archive, "is:revised") == [3]


def test_a_reprint_is_known_to_both_printings(any_archive, fill, printed):
    fill(any_archive, [printed()])
    catch_up(any_archive)
    fill(any_archive, [printed("http://zhenghe.example.cn/7.html")], OTHER)
    assert catch_up(any_archive) == 2
    assert found(any_archive, "is:reprinted") == [1, 2]


def test_many_articles_come_in_batches(archive, fill, printed, monkeypatch):
    monkeypatch.setattr(follow, "BATCH", 3)
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(8)])
    assert catch_up(archive) == 8
    assert search(SearchIndex(archive.index), "健康").total == 8


def test_an_index_that_is_missing_or_damaged_is_made_again(archive, fill, printed):
    fill(archive, [printed()])
    catch_up(archive)
    shutil.rmtree(archive.index)
    assert catch_up(archive) == 1
    for path in archive.index.rglob("*"):
        if path.is_file():
            # Another file, not the same one cut: a thread of the engine that has just opened it may still read it.
            path.unlink()
            path.touch()
    assert catch_up(archive) == 1
    assert found(archive, "健康") == [1]


def test_reindexing_starts_from_nothing(archive, fill, printed):
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(3)])
    catch_up(archive)
    assert reindex(archive) == 3
    assert search(SearchIndex(archive.index), "健康").total == 3


def test_a_database_put_back_from_a_backup_is_followed_back(archive, fill, printed, tmp_path):
    fill(archive, [printed()])
    archive.close()
    shutil.copy(archive.home / "archive.db", tmp_path / "backup.db")
    fill(archive, [printed("http://songxi.example.cn/2.html", title="后来的通知", body="后来才有")])
    catch_up(archive)
    assert found(archive, "后来") == [2]
    archive.close()
    for path in archive.home.glob("archive.db*"):
        path.unlink()
    shutil.copy(tmp_path / "backup.db", archive.home / "archive.db")
    assert catch_up(archive) == 1
    assert found(archive, "后来") == []


def test_it_does_not_wait_for_another_process_that_feeds(archive, fill, printed, process, monkeypatch):
    fill(archive, [printed()])
    child = process(HOLD, archive.home / "locks" / "index.lock")
    (archive.home / "locks").mkdir(exist_ok=True)
    assert child.stdout.readline() == "held\n"
    assert catch_up(archive) == 0
    monkeypatch.setattr(follow, "PATIENCE", 0.01)
    with pytest.raises(Locked, match="wait for it to end"):
        reindex(archive)
    child.kill()
    child.wait(10)
    assert catch_up(archive) == 1


@pytest.mark.parametrize(
    ("published", "day", "year"),
    [("2018-06-29 10:54", 20180629, 2018), ("2016年11月", 20161100, 2016), (None, None, None)],
)
def test_the_day_is_the_printed_one(archive, fill, printed, published, day, year):
    [verdict] = fill(archive, [printed(published=published)])
    with archive.reading() as session:
        told = document(articles.article(session, verdict.article_id))
    assert (told.day, told.year) == (day, year)


def test_an_obfuscated_page_is_fed_as_printed(archive, fill, printed):
    body = "計(jì)生(shēng)協(xié)會(huì)到河東(dōng)鄉(xiāng)舉(jǔ)辦(bàn)講(jiǎng)座(zuò)。" * 4
    [verdict] = fill(archive, [printed(title="計(jì)生協會", body=body)])
    with archive.reading() as session:
        told = document(articles.article(session, verdict.article_id))
    assert (told.title, told.body) == ("計(jì)生協會", body)
    catch_up(archive)
    assert found(archive, "河东乡举办讲座") == [1]
