from datetime import UTC, datetime, timedelta

from storage.archive import Archive
from storage.runs import OpenRun, PortalFacts
from storage.tables import Portal, Run

FACTS = PortalFacts(name="songxi", site="http://songxi.example.cn/")
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)


def test_the_state_of_each_portal(at_any, any_archive, fill, printed):
    fill(any_archive, [printed(views=3, files=["http://songxi.example.cn/1.doc"])])
    [row] = at_any("status", "--json").rows
    assert (row["portal"], row["articles"], row["newest"]) == ("songxi", 1, "2018-06-29")
    assert row["fields"] == {"title": 1.0, "published": 1.0, "text or pictures": 1.0, "views": 1.0, "source": 0.0}
    assert row["last_run"]["outcome"] == "done"
    assert (row["attachments"], row["attachments_kept"], row["quarantined"], row["due"]) == (1, 0, 0, 1)
    assert (row["state"], row["findings"]) == ("green", [])
    shown = at_any("status").out.splitlines()
    assert shown[1].split() == ["●", "green", "songxi", "1", "1", "2018-06-29", *shown[1].split()[-3:]]
    assert shown[-1] == "1 articles of 1 portals: 1 green."
    shown = at_any("status", "songxi").out
    for part in ("songxi", "松溪县计生协", "green", "text or pictures 100%", "0 of 1 kept"):
        assert part in shown


def test_a_portal_that_looks_broken_ends_with_5_and_says_what_helps(at_any, any_archive, fill, printed):
    fill(any_archive, [printed()])
    fill(any_archive, [], OTHER)
    done = at_any("status")
    assert done.code == 5
    assert [line.split()[1] for line in done.out.splitlines()[1:3]] == ["red", "green"], "the worst stands first"
    assert "● zhenghe: No article was ever read here.  archiver portal check zhenghe\n" in done.out
    assert done.out.endswith("1 articles of 2 portals: 1 red, 1 green.\n")
    green, red = at_any("status", "--json").rows
    assert (green["state"], red["state"], red["findings"][0]["name"]) == ("green", "red", "nothing")
    assert at_any("status", "songxi").code == 0


def test_an_unknown_portal_is_a_wrong_use(at, archive, fill):
    fill(archive, [])
    wrong = at("status", "songxj")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Did you mean songxi?" in wrong.err


def test_a_run_under_way_is_told_from_a_killed_one(at_any, any_archive, any_database):
    def shown():
        return [(row["outcome"], row["reason"]) for row in at_any("runs", "--json").rows]

    run = OpenRun(Archive.open(any_archive.home, any_database), FACTS, "http://songxi.example.cn:80", {}, NOW)
    assert shown() == [(None, None)]
    assert "under way" in at_any("runs").out
    assert at_any("status", "--json").rows[0]["last_run"]["outcome"] is None
    with any_archive.writing() as session:  # an earlier run of another portal of the host: it cannot be running too
        zhenghe = Portal(name="zhenghe", site="http://songxi.example.cn/zhenghe/", timezone="Asia/Shanghai")
        session.add(zhenghe)
        session.flush()
        session.add(Run(portal_id=zhenghe.id, started_at=NOW - timedelta(days=1)))
    killed = ("died", "the process ended before the crawl did")
    assert shown() == [(None, None), killed]
    run.close("done", None, {}, NOW)
    assert shown() == [("done", None), killed]
    assert at_any("runs", "--portal", "songxi", "--json").rows[0]["portal"] == "songxi"
    assert len(at_any("runs", "--portal", "songxi", "--json").rows) == 1


def test_an_empty_archive_has_a_status(at):
    assert at("status").out == "0 articles of 0 portals.\n"
    assert at("status", "--json").rows == at("runs", "--json").rows == []


def test_the_last_runs(at, archive, fill, printed):
    for day in range(3):
        fill(archive, [printed()], at=NOW + timedelta(days=day))
    rows = at("runs", "--limit", 2, "--json").rows
    assert [row["started_at"][:10] for row in rows] == ["2019-05-08", "2019-05-07"]
    assert rows[0]["counts"] == {"pages": 1}
    assert "songxi" in at("runs").out
