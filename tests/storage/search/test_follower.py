import logging
import time

import pytest

from archiver.errors import ArchiveUnusable
from storage.archive import Archive
from storage.search.find import search
from storage.search.follower import Follower
from storage.search.index import SearchIndex


def test_what_is_committed_is_found_without_anyone_asking_for_it(any_archive, any_database, fill, printed):
    # The end of a run closes the archive that it wrote into; the follower's stays open.
    followed = Archive.open(any_archive.home, any_database)
    follower = Follower(followed, pause=0.01)
    follower.start()
    index = SearchIndex(any_archive.index)
    for number in range(3):
        fill(any_archive, [printed(f"http://songxi.example.cn/{number}.html", body=f"第{number}场讲座")])
        end = time.monotonic() + 60
        while search(index, f"第{number}场讲座").total != 1:
            assert time.monotonic() < end
            time.sleep(0.01)
    follower.close()
    followed.close()


def test_closing_takes_in_the_last_of_it(archive, fill, printed):
    follower = Follower(archive, pause=3600)
    follower.start()
    fill(archive, [printed()])
    follower.close()
    assert search(SearchIndex(archive.index), "讲座").total == 1


def test_an_index_that_cannot_be_written_stops_nothing_and_is_said(archive, fill, printed, caplog):
    archive.index.write_text("no folder")
    follower = Follower(archive, pause=0.01)
    with caplog.at_level(logging.WARNING):
        follower.start()
        follower._thread.join(60)
    assert "cannot follow" in caplog.text
    fill(archive, [printed()])
    with pytest.raises(ArchiveUnusable):
        follower.close()
