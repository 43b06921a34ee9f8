import json
import threading
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select

from archiver.errors import ArchiveUnusable, Locked, UsageError
from storage import articles, warc
from storage.archive import Archive
from storage.backup import ABOUT, Backup, back_up, restore
from storage.fixity import Inspection
from storage.tables import Capture, Table
from tests.conftest import NOW
from tests.storage.test_migrations import TITLE, old_archive


def everything(archive):
    """Every row of every table."""
    with archive.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Table.metadata.sorted_tables
        }


def sound(archive):
    return [(fault.where, fault.why) for fault in Inspection(archive).faults()] == []


@pytest.fixture
def filled(any_archive, fill, printed):
    fill(any_archive, [printed(views=3, files=["http://songxi.example.cn/1.doc"]), printed("http://songxi.example.cn/2.html", body="第二篇")])  # fmt: skip  # noqa: E501
    fill(any_archive, [printed(title="健康知识讲座（更正）", views=9)], at=NOW + timedelta(days=1))
    (any_archive.home / "archiver.toml").write_text("delay = 2.0\n")
    return any_archive


@pytest.fixture(params=["into sqlite", pytest.param("into postgresql", marks=pytest.mark.postgresql)])
def other_database(request, postgresql_server):
    """Where to restore: None for SQLite, or the address of another empty PostgreSQL database."""
    if request.param == "into sqlite":
        yield None
        return
    from uuid import uuid4

    import psycopg
    from sqlalchemy import make_url

    name = f"archiver_test_{uuid4().hex[:12]}"
    with psycopg.connect(postgresql_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(postgresql_server, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_put_back_is_the_same_archive_in_either_database(filled, tmp_path, other_database, fill, printed):
    made = back_up(filled, tmp_path / "backup", NOW)
    assert (made.articles, made.captures, made.files) == (2, 3, 2)
    restore(tmp_path / "backup", tmp_path / "again", other_database)
    again = Archive.open(tmp_path / "again", other_database)
    assert everything(again) == everything(filled)
    assert sound(again)
    assert (again.home / "archiver.toml").read_text() == "delay = 2.0\n"
    # It lives on: new rows get numbers of their own.
    [verdict] = fill(again, [printed("http://songxi.example.cn/9.html", body="后来的")], at=NOW + timedelta(days=9))
    assert verdict.article_id == 3
    again.close()


def test_a_backup_is_an_archive_where_it_lies(filled, tmp_path, printed):
    back_up(filled, tmp_path / "backup", NOW)
    copy = Archive.open(tmp_path / "backup")
    with copy.reading() as session:
        assert [stored.title for stored in articles.every(session)] == [
            "健康知识讲座（更正）",
            "松溪县计生协开展健康知识讲座",
        ]
    assert sound(copy)
    copy.close()


def test_made_again_only_what_is_new_is_copied(filled, tmp_path, fill, printed):
    folder = tmp_path / "backup"
    first = back_up(filled, folder, NOW)
    assert first.copied == first.bytes
    assert back_up(filled, folder, NOW).copied == 0
    fill(filled, [printed("http://songxi.example.cn/3.html", body="第三篇")], at=NOW + timedelta(days=2))
    third = back_up(filled, folder, NOW)
    assert 0 < third.copied == third.bytes - first.bytes
    restore(folder, tmp_path / "again")
    again = Archive.open(tmp_path / "again")
    assert everything(again) == everything(filled)
    assert sound(again)
    again.close()


def test_while_a_run_writes_every_backup_is_whole(any_archive, any_database, fill, printed, tmp_path):
    """Twelve runs take in articles all the while; each backup taken meanwhile verifies clean."""
    ended = threading.Event()
    failed = []

    def crawl():
        writer = Archive.open(any_archive.home, any_database)
        try:
            for run in range(12):
                pages = [printed(f"http://songxi.example.cn/{run}-{n}.html", body=f"{run}之{n}") for n in range(12)]
                # The run closes the archive it was given; the engine connects anew by itself.
                fill(writer, pages, at=NOW + timedelta(days=run))
        except Exception as error:  # noqa: BLE001 - shown by the test itself
            failed.append(error)
        finally:
            writer.close()
            ended.set()

    fill(any_archive, [printed()])
    thread = threading.Thread(target=crawl)
    thread.start()
    taken = []
    while not ended.is_set() or len(taken) < 2:
        back_up(any_archive, tmp_path / "backup", NOW)
        target = tmp_path / f"again{len(taken)}"
        restore(tmp_path / "backup", target)
        again = Archive.open(target)
        assert sound(again), len(taken)
        with again.reading() as session:
            taken.append(session.scalar(select(func.count()).select_from(Capture)))
        again.close()
    thread.join()
    assert failed == []
    assert taken == sorted(taken)
    assert len(set(taken)) > 1, "the crawl went on meanwhile"


def test_an_unfinished_file_is_cut_to_its_last_whole_record(filled, tmp_path):
    with filled.reading() as session:
        name = session.get_one(Capture, 3).warc_file
    whole = (filled.warcs / name).read_bytes()
    (filled.warcs / name).rename(filled.warcs / (name + warc.OPEN))
    with (filled.warcs / (name + warc.OPEN)).open("ab") as file:
        file.write(whole[:50])
    back_up(filled, tmp_path / "backup", NOW)
    assert (tmp_path / "backup" / "warc" / name).read_bytes() == whole


def test_a_lost_file_is_said_and_the_last_backup_stays(filled, tmp_path, fill, printed):
    folder = tmp_path / "backup"
    back_up(filled, folder, NOW)
    fill(filled, [printed("http://songxi.example.cn/3.html", body="第三篇")], at=NOW + timedelta(days=2))
    newest = max(filled.warcs.glob("*.warc.gz"))
    content = newest.read_bytes()
    newest.unlink()
    with pytest.raises(ArchiveUnusable, match="missing"):
        back_up(filled, folder, NOW)
    newest.write_bytes(content[: len(content) // 3])
    with pytest.raises(ArchiveUnusable, match="damaged"):
        back_up(filled, folder, NOW)
    restore(folder, tmp_path / "again")
    again = Archive.open(tmp_path / "again")
    assert sound(again)
    again.close()


def test_what_is_no_place_for_a_backup_is_said_and_left_alone(archive, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="no backup"):
        back_up(archive, tmp_path / "other", NOW)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["letter.txt"]
    for inside in (archive.home, archive.home / "backup"):
        with pytest.raises(UsageError, match="inside the archive"):
            back_up(archive, inside, NOW)
    with pytest.raises(UsageError, match="holds no backup"):
        restore(tmp_path / "other", tmp_path / "again")
    back_up(archive, tmp_path / "backup", NOW)
    with pytest.raises(UsageError, match="an archive already"):
        restore(tmp_path / "backup", archive.home)


def test_two_backups_into_one_folder_do_not_meet(archive, tmp_path):
    from filelock import FileLock

    back_up(archive, tmp_path / "backup", NOW)
    with FileLock(tmp_path / "backup" / ".lock"), pytest.raises(Locked):
        back_up(archive, tmp_path / "backup", NOW)


@pytest.mark.postgresql
def test_a_database_that_is_not_empty_is_not_restored_into(archive, tmp_path, postgresql):
    back_up(archive, tmp_path / "backup", NOW)
    Archive.open(tmp_path / "standing", postgresql, create=True).close()
    with pytest.raises(UsageError, match="not empty"):
        restore(tmp_path / "backup", tmp_path / "again", postgresql)


def test_a_backup_that_an_older_program_made_comes_up_to_date_on_its_way_back(tmp_path, other_database):
    folder = tmp_path / "backup"
    (folder / "warc").mkdir(parents=True)
    engine = create_engine(f"sqlite:///{folder / 'archive.db'}")
    old_archive(engine)
    engine.dispose()
    about = Backup(NOW.isoformat(), "sqlite", 2, 0, 0, 0, 0)
    (folder / ABOUT).write_text(json.dumps(asdict(about)))
    before = (folder / "archive.db").read_bytes()
    restore(folder, tmp_path / "again", other_database)
    again = Archive.open(tmp_path / "again", other_database)
    with again.reading() as session:
        assert [stored.title for stored in articles.every(session)] == [TITLE, TITLE]
    assert sound(again)
    again.close()
    assert (folder / "archive.db").read_bytes() == before, "the backup itself is left as it was"


def test_killed_in_the_middle_it_leaves_the_last_backup_and_the_next_one_is_whole(filled, tmp_path, fill, printed):
    folder = tmp_path / "backup"
    back_up(filled, folder, NOW)
    last = everything(filled)
    fill(filled, [printed("http://songxi.example.cn/3.html", body="第三篇")], at=NOW + timedelta(days=2))
    # What a kill leaves: a database half written, a file half copied, the locks of the dead.
    (folder / "archive.db.part").write_bytes(b"SQLite format 3\0half")
    (folder / "warc" / "20190508030000-000003.warc.gz.part").write_bytes(b"half")
    for target in ("after the kill", "after the next"):
        restore(folder, tmp_path / target)
        again = Archive.open(tmp_path / target)
        assert everything(again) == (last if target == "after the kill" else everything(filled))
        assert sound(again)
        again.close()
        back_up(filled, folder, NOW)
    assert not list(folder.rglob("*.part"))
