KEYS = ["name", "title", "province", "kind", "site", "status"]


def test_the_declared_portals(archiver, tmp_path):
    rows = archiver("portals", "--json", "--archive", tmp_path / "none").rows
    assert rows
    for row in rows:
        assert list(row) == KEYS
        assert row["status"] in ("checked", "declared, not yet checked live")
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    assert not (tmp_path / "none").exists()


def test_the_portals_that_an_archive_has_met(at_any, any_archive, fill, printed):
    fill(any_archive, [printed()])
    assert at_any("portals", "--json").rows[-1] == {
        "name": "songxi",
        "title": "松溪县计生协",
        "province": "福建",
        "kind": "计生协",
        "site": "http://songxi.example.cn/",
        "status": "met, not declared",
    }
    assert "songxi" in at_any("portals").out


def test_a_broken_archive_does_not_hide_what_is_declared(archiver, tmp_path):
    (tmp_path / "archive.db").write_bytes(b"this is not a database" * 100)
    answer = archiver("portals", "--json", "--archive", tmp_path)
    assert answer.code == 0
    assert answer.rows
    assert "cannot be used" in answer.err
