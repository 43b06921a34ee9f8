from datetime import UTC, datetime, timedelta

from storage.coverage import coverage
from storage.history import history
from storage.runs import PortalFacts
from storage.tables import Attachment

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")


def test_an_empty_archive_has_no_portals(any_archive):
    with any_archive.reading() as session:
        assert coverage(session, NOW) == []
        assert history(session) == []


def test_the_state_of_every_portal(any_archive, fill, printed):
    fill(
        any_archive,
        [
            printed("http://songxi.example.cn/1.html", files=["http://songxi.example.cn/1.doc"], views=3),
            printed("http://songxi.example.cn/2.html", title="简报", body="全文见附件", published=None, source="县报"),
            printed("http://songxi.example.cn/3.html", body=None, images=("http://songxi.example.cn/3.jpg",)),
            printed("http://songxi.example.cn/4.html", body=None, files=["http://songxi.example.cn/4.pdf"]),
        ],
    )
    fill(any_archive, [], OTHER)
    with any_archive.writing() as session:
        session.get_one(Attachment, 1).sha256 = "00" * 32
    with any_archive.reading() as session:
        songxi, zhenghe = coverage(session, NOW)
        later = coverage(session, NOW + timedelta(days=400))
    assert (songxi.portal, songxi.title, songxi.articles, songxi.captures) == ("songxi", "松溪县计生协", 4, 4)
    assert songxi.pages == {"fetched": 4}
    assert (songxi.attachments, songxi.attachments_kept) == (2, 1)
    assert songxi.fields == {
        "title": 1.0,
        "published": 0.75,
        "text or pictures": 0.75,
        "views": 0.25,
        "source": 0.25,
    }
    assert songxi.newest == "2018-06-29"
    assert (songxi.last_run.outcome, songxi.last_run.started_at) == ("done", NOW)
    assert (songxi.due, later[0].due) == (0, 4)
    assert (zhenghe.articles, zhenghe.newest, zhenghe.pages) == (0, None, {})
    assert set(zhenghe.fields.values()) == {None}


def test_the_last_runs_come_first(any_archive, fill):
    for day in range(3):
        fill(any_archive, [], at=NOW + timedelta(days=day))
    with any_archive.reading() as session:
        assert [run.started_at.day for run in history(session)] == [8, 7, 6]
        [last] = history(session, 1)
    assert (last.portal, last.outcome, last.counts) == ("songxi", "done", {"pages": 0})
