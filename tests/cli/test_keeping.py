from storage.tables import Capture


def test_an_archive_is_verified(at_any, any_archive, fill, printed):
    fill(any_archive, [printed()])
    answer = at_any("verify", "--json")
    assert answer.code == 0
    assert answer.rows[-1] | {"bytes": 0, "seconds": 0} == {
        "captures": 1, "files": 1, "bytes": 0, "articles": 1, "unlisted": 0, "faults": 0, "sound": True, "seconds": 0,
    }  # fmt: skip
    assert "all sound" in at_any("verify").out
    with any_archive.writing() as session:
        session.get_one(Capture, 1).sha256 = "0" * 64
    answer = at_any("verify", "--json")
    assert (answer.code, answer.rows[0]["fault"], answer.rows[-1]["sound"]) == (1, "capture", False)
    assert "do not match their digest" in at_any("verify").out
    assert "1 fault;" in at_any("verify").err


def test_a_backup_is_made_and_put_back(at_any, any_archive, archiver, fill, printed, tmp_path, monkeypatch):
    fill(any_archive, [printed()])
    answer = at_any("backup", tmp_path / "backup", "--json")
    assert (answer.code, answer.rows[0]["articles"], answer.rows[0]["captures"]) == (0, 1, 1)
    assert "0.0 MB of captures copied anew" in at_any("backup", tmp_path / "backup").out
    monkeypatch.delenv("ARCHIVER_DATABASE", raising=False)
    new = tmp_path / "new"
    answer = archiver("backup", tmp_path / "backup", "--restore", "--archive", new)
    assert (answer.code, "1 articles and 1 captures restored" in answer.out) == (0, True)
    assert archiver("verify", "--archive", new).code == 0
    assert archiver("search", "健康", "--json", "--archive", new).rows[0]["id"] == 1
    again = archiver("backup", tmp_path / "backup", "--restore", "--archive", new)
    assert (again.code, "an archive already" in again.err) == (2, True)


def test_what_cannot_be_written_is_one_sentence(at, tmp_path):
    (tmp_path / "file").write_text("in the way")
    answer = at("backup", tmp_path / "file" / "backup")
    assert (answer.code, answer.out) == (1, "")
    assert "cannot be written" in answer.err


def test_what_may_go_is_asked_for(at_any, any_archive, fill, printed, monkeypatch):
    fill(any_archive, [printed()])
    answer = at_any("prune")
    assert (answer.code, "ARCHIVER_KEEP_LISTS" in answer.err) == (2, True)
    monkeypatch.setenv("ARCHIVER_KEEP_LISTS", "30")
    assert at_any("prune", "--json").rows == [{"captures": 0, "files": 0, "bytes": 0, "removed": True}]
    assert "would go" in at_any("prune", "--older-than", 1, "--dry-run").out
