import os
import signal
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from archiver.errors import ArchiveUnusable, Locked
from storage.archive import Archive
from storage.tables import Portal, Work

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)

HOLD_A_HOST = """
import sys
from pathlib import Path
from storage.archive import Archive
home, database, host = sys.argv[1:]
with Archive.open(Path(home), database or None).host_lock(host):
    print("held", flush=True)
    sys.stdin.read()
"""

MAKE = """
import sys
from pathlib import Path
from storage.archive import Archive
print("ready", flush=True)
sys.stdin.readline()
Archive.open(Path(sys.argv[1]), sys.argv[2] or None, create=True)
"""

WRITE_MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import func, select
from storage.archive import Archive
from storage.tables import Work
archive = Archive.open(Path(sys.argv[1]), sys.argv[2] or None)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    with archive.writing() as session:
        # Read, then write: two that overlap would both see the same count.
        count = session.scalar(select(func.count()).select_from(Work))
        session.add(Work(id=1000 + count, created_at=datetime.now(UTC)))
"""


def test_a_folder_without_an_archive_is_one_clear_sentence(tmp_path):
    with pytest.raises(ArchiveUnusable, match=r"No archive in .*archiver crawl"):
        Archive.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_an_empty_database_is_no_archive(tmp_path, any_database):
    home = tmp_path / "archive"
    home.mkdir()
    if any_database is None:
        (home / "archive.db").touch()
    with pytest.raises(ArchiveUnusable, match="holds no archive"):
        Archive.open(home, any_database)


def test_creating_twice_keeps_what_is_there(any_archive, tmp_path, any_database):
    with any_archive.writing() as session:
        session.add(Work(created_at=NOW))
    again = Archive.open(any_archive.home, any_database, create=True)
    with again.reading() as session:
        assert session.scalar(select(func.count()).select_from(Work)) == 1
    again.close()


def test_two_processes_may_make_the_same_archive(tmp_path, any_database, process):
    children = [process(MAKE, tmp_path / "archive", any_database or "") for _ in range(2)]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.wait(60) for child in children] == [0, 0]


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveUnusable, match="cannot be written"):
        Archive.open(tmp_path / "file" / "archive", create=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable to root")
def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveUnusable, match="cannot be written"):
        Archive.open(tmp_path / "archive", create=True)


def test_a_file_that_is_no_database_is_one_clear_sentence(tmp_path):
    (tmp_path / "archive.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(ArchiveUnusable, match="cannot be used"):
        Archive.open(tmp_path)


@pytest.mark.parametrize("address", ["no address", "mysql://localhost/archive", "postgresql:/"])
def test_a_wrong_database_address_is_one_clear_sentence(tmp_path, address):
    with pytest.raises(ArchiveUnusable):
        Archive.open(tmp_path, address, create=True)


def test_the_password_of_a_database_is_never_shown(tmp_path):
    with pytest.raises(ArchiveUnusable) as caught:
        Archive.open(tmp_path, "postgresql://someone:geheim@127.0.0.1:1/archive", create=True)
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_what_fails_is_undone(any_archive):
    def fail(session):
        session.add(Work(created_at=NOW))
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), any_archive.writing() as session:
        fail(session)
    with any_archive.reading() as session:
        assert session.scalar(select(func.count()).select_from(Work)) == 0


def test_a_time_without_zone_is_refused(any_archive):
    with pytest.raises(Exception, match="without zone"), any_archive.writing() as session:
        session.add(Work(created_at=datetime(2019, 5, 6)))  # noqa: DTZ001 - the mistake itself


def test_times_come_back_in_utc(any_archive):
    shanghai = datetime.fromisoformat("2019-05-06T11:00:00+08:00")
    with any_archive.writing() as session:
        session.add(Work(created_at=shanghai))
    with any_archive.reading() as session:
        found = session.scalar(select(Work.created_at))
    assert found == shanghai
    assert found.tzinfo is UTC


def test_readers_do_not_wait_for_a_writer(any_archive):
    with any_archive.writing() as writer:
        writer.add(Portal(name="a", site="http://a.example/", timezone="Asia/Shanghai"))
        writer.flush()
        seen = []

        def read():
            with any_archive.reading() as reader:
                seen.append(reader.scalar(select(func.count()).select_from(Portal)))

        thread = threading.Thread(target=read)
        thread.start()
        thread.join(10)
    assert seen == [0]


def test_writers_of_two_processes_never_overlap(any_archive, any_database, process):
    children = [process(WRITE_MANY, any_archive.home, any_database or "") for _ in range(2)]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.wait(60) for child in children] == [0, 0]
    with any_archive.reading() as session:
        assert session.scalar(select(func.count()).select_from(Work)) == 80


def test_a_host_is_crawled_by_one_process_at_a_time(any_archive, any_database, process):
    child = process(HOLD_A_HOST, any_archive.home, any_database or "", "http://songxi.example.cn")
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Locked, match=r"songxi\.example\.cn"), any_archive.host_lock("http://songxi.example.cn"):
        pass
    with any_archive.host_lock("http://zhenghe.example.cn"):
        pass
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    for _ in range(200):  # a server notices a dead client a moment later
        try:
            with any_archive.host_lock("http://songxi.example.cn"):
                return
        except Locked:
            threading.Event().wait(0.05)
    pytest.fail("the lock outlived its holder")


def test_a_host_lock_is_free_again_when_it_is_given_back(any_archive):
    for _ in range(2):
        with any_archive.host_lock("http://songxi.example.cn"):
            pass
