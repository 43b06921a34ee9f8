import gzip
from datetime import UTC, datetime, timedelta

import pytest

from storage.captures import Captures
from storage.tables import Page, Revision, Run

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)


def test_an_article_as_a_person_reads_it(at_any, any_archive, fill, printed):
    fill(any_archive, [printed(source="县计生协", views=0, files=["http://songxi.example.cn/%E8%A1%A8.doc"])])
    answer = at_any("show", 1)
    assert answer.code == 0
    for part in (printed().title, printed().body, "松溪县计生协", "2018-06-29T10:54", "县计生协", "views  0", ".doc"):
        assert part in answer.out
    assert "author" not in answer.out


def test_an_article_as_data(at, archive, fill, printed):
    fill(archive, [printed(files=["http://songxi.example.cn/1.doc"])])
    [row] = at("show", 1, "--json").rows
    assert (row["title"], row["body"], row["author"], row["gone_at"]) == (printed().title, printed().body, None, None)
    assert row["evidence"]["title"] == ["heading", "div.con > h1", printed().title]
    assert row["attachments"][0]["url"] == "http://songxi.example.cn/1.doc"
    assert row["first_seen"] == "2019-05-06T03:00:00+00:00"


def test_an_earlier_revision(at, archive, fill, printed):
    fill(archive, [printed()])
    fill(archive, [printed(title="健康知识讲座（更正）")], at=NOW + timedelta(days=1))
    assert at("show", 1, "--json").rows[0]["title"] == "健康知识讲座（更正）"
    assert at("show", 1, "--json", "--revision", 1).rows[0]["title"] == printed().title
    assert "revision  1 of 2" in at("show", 1, "--revision", 1).out
    assert printed().title in at("show", 1, "--revision", 1, "--raw").out


def test_the_page_as_it_was_captured(at, archive, fill, printed):
    fill(archive, [printed()])
    shown = at("show", 1, "--raw").out
    assert shown.startswith("<html><head><title>")
    assert shown.endswith("</html>")


def test_the_page_comes_without_the_compression_it_travelled_in(at, archive, fill, printed, exchange):
    fill(archive, [printed()])
    with archive.writing() as session:
        session.add(Run(id=9, started_at=NOW))
    captures = Captures(archive, 9, "20190507030000-000009.warc.gz", {})
    with archive.reading() as session:
        page_id = session.query(Page.id).filter(Page.url == printed().url).scalar()
    kept = captures.keep(page_id, exchange(printed().url, gzip.compress(b"<p>as sent</p>"), Content_Encoding="gzip"))
    captures.close()
    with archive.writing() as session:
        session.get_one(Revision, 1).last_capture_id = kept.id
    assert at("show", 1, "--raw").out == "<p>as sent</p>"


def test_an_obfuscated_article_says_that_it_is_shown_without_pinyin(at, archive, fill, printed):
    body = "計(jì)生協會(huì)到河東鄉(xiāng)舉辦(bàn)健康講(jiǎng)座，群眾(zhòng)反映良好。" * 3
    fill(archive, [printed(body=body)])
    shown = at("show", 1).out
    assert "計生協會到河東鄉舉辦健康講座" in shown
    assert "pinyin" in shown
    assert at("show", 1, "--json").rows[0]["body"] == body


@pytest.mark.parametrize("arguments", [[2], [2, "--raw"], [1, "--revision", 2], [10**30], [0]])
def test_what_is_not_there_ends_with_3(at_any, any_archive, fill, printed, arguments):
    fill(any_archive, [printed()])
    answer = at_any("show", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("archiver: ")


def test_a_word_instead_of_a_number_is_wrong_use(at):
    assert at("show", "first").code == 2


def test_a_page_whose_file_is_lost_is_one_sentence(at, archive, fill, printed):
    fill(archive, [printed()])
    for file in archive.warcs.iterdir():
        file.unlink()
    answer = at("show", 1, "--raw")
    assert (answer.code, answer.out) == (1, "")
    assert "cannot be read" in answer.err
    assert at("show", 1).code == 0


def test_a_mirrors_text_is_given_restored_with_every_change_explained(at, fill, printed, archive):
    plain = "縣計生協會召開會議，會長作了講話。會議總結了工作，會員代表發了言。" * 2
    body = plain.replace("會", "會(huì)").replace("作", "作(zuò)")
    fill(
        archive, [printed(title="縣計生協會(huì)召開會(huì)議", body=body), printed("http://songxi.example.cn/2.html")]
    )
    [row] = at("show", 1, "--json").rows
    assert row["body"] == body
    assert (row["restored"]["title"], row["restored"]["body"]) == ("縣計生協會召開會議", plain)
    assert {(change["before"], change["after"], change["why"]) for change in row["restored"]["changes"]} == {
        ("(huì)", "", "reading"),
        ("(zuò)", "", "reading"),
    }
    assert at("show", 2, "--json").rows[0]["restored"] is None
