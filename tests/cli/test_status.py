from datetime import UTC, datetime, timedelta

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)


def test_the_state_of_each_portal(at_any, any_archive, fill, printed):
    fill(any_archive, [printed(views=3, files=["http://songxi.example.cn/1.doc"])])
    [row] = at_any("status", "--json").rows
    assert (row["portal"], row["articles"], row["newest"]) == ("songxi", 1, "2018-06-29")
    assert row["fields"] == {"title": 1.0, "published": 1.0, "text or pictures": 1.0, "views": 1.0, "source": 0.0}
    assert row["last_run"]["outcome"] == "done"
    assert (row["attachments"], row["attachments_kept"], row["quarantined"], row["due"]) == (1, 0, 0, 1)
    shown = at_any("status").out
    for part in ("songxi", "松溪县计生协", "text or pictures 100%", "0 of 1 kept", "1 articles of 1 portals"):
        assert part in shown


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
