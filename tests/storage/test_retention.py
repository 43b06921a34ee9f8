from datetime import timedelta

import pytest
from sqlalchemy import select

from archiver.errors import ArchiverError, Locked
from storage.archive import Archive
from storage.backup import back_up
from storage.captures import read_capture
from storage.fixity import Inspection
from storage.retention import held, prune
from storage.runs import OpenRun, PortalFacts
from storage.tables import Capture, Page, Run
from tests.conftest import FACTS, NOW, asked

SITE = "http://songxi.example.cn/"
DAY = timedelta(days=1)
LATER = NOW + 1000 * DAY


def night(archive, number, lists=None, same=True):
    """A run that asks for the list page, a counter and robots.txt; the list says something else every night."""
    at = NOW + number * DAY
    run = OpenRun(archive, FACTS, SITE.rstrip("/"), {"software": "test"}, at)
    for url, kind, body in (
        (SITE + "robots.txt", "robots", b"User-agent: *"),
        (SITE, "list", lists or f"<html>{number}</html>".encode()),
        (SITE + "count?id=1", "counter", str(number).encode()),
    ):
        page = run.frontier.page(url, kind, at)
        kept = run.captures.keep(page, asked(url, body, at))
        if kind == "list":
            run.frontier.read(page, kept.id, "list", at)
    run.close("done", None, {}, at)


@pytest.fixture
def years(any_archive, fill, printed):
    """Ten nights; an article in the middle, revised later; the last night's list as the first one's."""
    for number in range(5):
        night(any_archive, number)
    fill(any_archive, [printed(views=1)], at=NOW + 5 * DAY)
    for number in range(6, 10):
        night(any_archive, number)
    fill(any_archive, [printed(title="健康知识讲座（更正）", views=9)], at=NOW + 10 * DAY)
    night(any_archive, 11, lists=b"<html>0</html>")
    return any_archive


def held_captures(archive):
    with archive.reading() as session:
        rows = session.execute(select(Page.kind, Capture.id).join(Page, Page.id == Capture.page_id)).all()
    return sorted(rows)


def sound(archive):
    return [(fault.where, fault.why) for fault in Inspection(archive).faults()] == []


def test_what_only_led_elsewhere_goes_and_everything_else_reads_as_before(years):
    before = {id: kind for kind, id in held_captures(years)}
    bodies = {id: read_capture(years, id).answer.body for id in before}
    size = sum(path.stat().st_size for path in years.warcs.iterdir())
    told = prune(years, LATER, only_count=True)
    assert {id for _, id in held_captures(years)} == set(before), "it was only asked"
    gone = prune(years, LATER)
    assert (gone.captures, gone.files) == (told.captures, told.files)
    left = {id: kind for kind, id in held_captures(years)}
    assert list(left.values()).count("article") == 2
    others = sorted(kind for kind in left.values() if kind != "article")
    assert others == ["counter", "list", "list", "robots", "robots"]
    assert {id: read_capture(years, id).answer.body for id in left} == {id: bodies[id] for id in left}
    assert sound(years)
    assert sum(path.stat().st_size for path in years.warcs.iterdir()) == size - gone.bytes
    assert prune(years, LATER).captures == 0


def test_only_what_is_old_enough_goes(years):
    prune(years, NOW + 3 * DAY)
    left = held_captures(years)
    assert sum(kind == "counter" for kind, _ in left) == 10 - 3
    assert sound(years)


def test_articles_are_never_touched_whatever_is_asked(any_archive, fill, printed):
    for day in range(4):
        fill(any_archive, [printed(title=f"第{day}版"), printed(SITE + "2.html", body="同")], at=NOW + day * DAY)
    assert prune(any_archive, LATER).captures == 0


def test_a_run_under_way_keeps_all(years):
    with years.writing() as session:
        for run in session.scalars(select(Run)):
            run.ended_at = None
    assert prune(years, LATER).captures == 0


def test_a_damaged_file_is_left_as_it_is(years):
    with years.reading() as session:
        first = session.get_one(Capture, 2)
    path = years.warcs / first.warc_file
    content = bytearray(path.read_bytes())
    content[-30] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ArchiverError, match="left as it is"):
        prune(years, LATER)
    assert path.read_bytes() == bytes(content)
    with years.reading() as session:
        assert session.get_one(Capture, 2).warc_file == first.warc_file
    assert not list(years.warcs.glob("*.part"))


def test_what_is_referred_to_meanwhile_stays(years, any_database, monkeypatch):
    """Between the choice and the change a crawl captures the same bytes again and refers to the old record."""
    from storage import retention

    chosen = retention.redundant

    def and_then(session, before):
        found = chosen(session, before)
        other = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
        writer = Archive.open(years.home, any_database)
        run = OpenRun(writer, other, "http://zhenghe.example.cn", {"software": "test"}, NOW)
        page = run.frontier.page("http://zhenghe.example.cn/", "list", NOW)
        run.captures.keep(page, asked("http://zhenghe.example.cn/", b"<html>3</html>", NOW))
        run.close("done", None, {}, NOW)
        return found

    monkeypatch.setattr(retention, "redundant", and_then)
    prune(years, LATER)
    assert sound(years)
    with years.reading() as session:
        [again] = session.scalars(select(Capture).join(Page).where(Page.url == "http://zhenghe.example.cn/"))
        assert read_capture(years, again.id).answer.body == b"<html>3</html>"


def test_what_a_killed_pruning_left_is_put_right(years):
    with years.reading() as session:
        name = session.get_one(Capture, 1).warc_file
    stray = years.warcs / name.replace(".warc.gz", ".1.warc.gz")
    stray.write_bytes((years.warcs / name).read_bytes()[:100])
    (years.warcs / "half.warc.gz.part").write_bytes(b"half")
    prune(years, LATER)
    assert sound(years)
    assert Inspection(years).unlisted == 0
    assert not list(years.warcs.glob("*.part"))


def test_a_backup_and_a_pruning_keep_out_of_each_others_way(years, tmp_path):
    with held(years):
        with pytest.raises(Locked):
            prune(years, LATER)
        with pytest.raises(Locked):
            back_up(years, tmp_path / "backup", NOW)
