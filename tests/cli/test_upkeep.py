from sqlalchemy import text

from storage.search.index import SearchIndex


def test_the_index_is_made_again(at_any, any_archive, fill, printed):
    fill(any_archive, [printed()])
    assert at_any("search", "健康").code == 0
    answer = at_any("reindex", "--json")
    assert answer.rows[0]["articles"] == 1
    assert SearchIndex(any_archive.index).change == 1
    assert at_any("reindex").out.startswith("1 article indexed")


def test_an_archive_that_is_up_to_date_stays(at_any):
    assert "up to date" in at_any("migrate").out


def test_a_newer_archive_is_refused_and_left_alone(at_any, any_archive):
    with any_archive.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in (["migrate"], ["status"], ["search", "健康"], ["export"]):
        answer = at_any(*command)
        assert answer.code == 1
        assert "newer Archiver" in answer.err
    with any_archive.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_there_is_nothing_to_migrate_without_an_archive(archiver, tmp_path):
    answer = archiver("migrate", "--archive", tmp_path / "none")
    assert answer.code == 1
    assert "No archive in" in answer.err


def test_an_index_is_compared_with_the_database(at, archive, fill, printed):
    fill(archive, [printed()])
    assert at("reindex", "--verify", "--json").rows == [
        {"articles": 1, "missing": 0, "outdated": 0, "surplus": 0, "damaged": 0, "sound": True}
    ]
    assert "sound: 1 article" in at("reindex", "--verify").out
    fill(archive, [printed("http://songxi.example.cn/2.html", body="另一篇")])
    SearchIndex(archive.index).write([(2, 7)])
    answer = at("reindex", "--verify")
    assert (answer.code, answer.out) == (1, "")
    assert "1 missing" in answer.err
    assert at("reindex").code == 0
    assert at("reindex", "--verify").code == 0
