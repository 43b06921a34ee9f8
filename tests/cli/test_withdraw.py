import pytest
from sqlalchemy import func, select

from storage.runs import PortalFacts
from storage.search.index import SearchIndex
from storage.search.verify import verify
from storage.tables import Article, Capture, Revision

OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
TWIN = "http://zhenghe.example.cn/news/77.html"
WHY = "本人要求删除个人信息"


@pytest.fixture
def twice(any_archive, fill, printed):
    """An article (1), its reprint (2) and another article (3)."""
    fill(any_archive, [printed(views=3)])
    fill(any_archive, [printed(TWIN)], OTHER)
    fill(any_archive, [printed("http://songxi.example.cn/2.html", title="简报", body="另一篇讲的是别的事")])


def found(command, *more):
    return [row["id"] for row in command("search", "健康知识讲座", "--all-printings", "--json", *more).rows]


def test_what_is_withdrawn_is_seen_nowhere(at_any, any_archive, twice):
    assert sorted(found(at_any)) == [1, 2]
    answer = at_any("withdraw", 1, "--why", WHY, "--json")
    assert (answer.code, answer.rows) == (0, [{"articles": [1], "withdrawn": True}])
    assert found(at_any) == [2]
    assert [row["id"] for row in at_any("export").rows] == [2, 3]
    assert [row["id"] for row in at_any("export", "健康知识讲座").rows] == [2]
    assert at_any("reprints", "--json").rows == []
    for command in (["show", 1], ["show", 1, "--raw"], ["diff", 1], ["similar", 1], ["reprints", 1]):
        shown = at_any(*command)
        assert (shown.code, shown.out) == (3, "")
        assert "withdrawn" in shown.err
        assert WHY not in shown.err
    [other] = at_any("show", 2, "--json").rows
    assert other["printings"] == 1
    assert at_any("search", "is:reprinted").code == 3


def test_its_bytes_and_texts_are_kept(at_any, any_archive, twice):
    def kept():
        with any_archive.reading() as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in (Article, Revision, Capture)]

    before = kept()
    files = {path.name: path.read_bytes() for path in any_archive.warcs.iterdir()}
    at_any("withdraw", 1, "--why", WHY)
    assert kept() == before
    assert {path.name: path.read_bytes() for path in any_archive.warcs.iterdir()} == files


def test_undone_it_is_there_again_and_both_decisions_are_on_record(at_any, twice):
    at_any("withdraw", 1, "--why", WHY)
    assert at_any("withdraw", 1, "--undo", "--why", "核实无误").code == 0
    assert sorted(found(at_any)) == [1, 2]
    assert at_any("show", 1, "--json").rows[0]["printings"] == 2
    [record] = at_any("withdraw", "--list", "--json").rows
    assert (record["id"], record["why"], record["undone_why"]) == (1, WHY, "核实无误")
    assert record["decided_at"] < record["undone_at"]
    at_any("withdraw", 1, "--why", "再次")
    assert [record["why"] for record in at_any("withdraw", "--list", "--json").rows] == ["再次", WHY]
    assert WHY in at_any("withdraw", "--list").out


def test_all_printings_of_a_work_at_once(at_any, twice):
    assert at_any("withdraw", 2, "--all-printings", "--why", WHY, "--json").rows[0]["articles"] == [1, 2]
    assert found(at_any) == []
    assert [row["id"] for row in at_any("export").rows] == [3]
    assert at_any("withdraw", 1, "--all-printings", "--undo", "--why", "好", "--json").rows[0]["articles"] == [1, 2]


def test_a_page_crawled_again_stays_out_of_sight(at_any, any_archive, twice, fill, printed):
    at_any("withdraw", 1, "--why", WHY)
    fill(any_archive, [printed(title="健康知识讲座（更正）", views=9)])
    assert found(at_any) == [2]
    assert at_any("show", 1).code == 3
    at_any("withdraw", 1, "--undo", "--why", "好")
    assert at_any("show", 1, "--json").rows[0]["title"] == "健康知识讲座（更正）"


def test_the_index_made_again_does_not_know_it(at_any, any_archive, twice):
    at_any("withdraw", 1, "--why", WHY)
    at_any("reindex")
    assert found(at_any) == [2]
    assert at_any("reindex", "--verify", "--json").rows[0] | {"articles": 0} == {
        "articles": 0, "missing": 0, "outdated": 0, "surplus": 0, "damaged": 0, "sound": True,
    }  # fmt: skip


def test_an_index_that_has_not_heard_of_it_yet_is_not_called_wrong(at_any, any_archive, twice):
    index = SearchIndex(any_archive.index)
    found(at_any)
    with any_archive.writing() as session:
        article = session.get_one(Article, 3)
        article.withdrawn_at, article.change = article.first_seen, 99
    assert verify(any_archive, index).sound
    with any_archive.writing() as session:
        session.get_one(Article, 3).change = 4
    assert verify(any_archive, index).surplus == 1, "an old withdrawal that the index does not obey is a fault"


def test_a_watch_does_not_tell_it(at_any, any_archive, fill, printed):
    fill(any_archive, [printed("http://songxi.example.cn/9.html", title="别的", body="别的事情")])
    at_any("watch", "add", "讲座", "健康知识讲座")
    fill(any_archive, [printed()])
    at_any("withdraw", 2, "--why", WHY)
    assert at_any("watch", "run", "--json").rows == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([1], 2, "--why"),
        ([1, "--why", "  "], 2, "--why"),
        ([77, "--why", WHY], 3, "no article 77"),
        ([1, "--undo", "--why", WHY], 2, "not withdrawn"),
        ([], 2, "--list"),
        ([1, "--list"], 2, "--list"),
    ],
)
def test_a_wrong_use_changes_nothing_and_says_why(at_any, twice, arguments, code, said):
    answer = at_any("withdraw", *arguments)
    assert answer.code == code
    assert said in answer.err
    assert sorted(found(at_any)) == [1, 2]


def test_twice_is_said(at_any, twice):
    at_any("withdraw", 1, "--why", WHY)
    assert at_any("withdraw", 1, "--why", WHY).code == 2
    assert at_any("withdraw", 1, 3, "--why", WHY, "--json").rows[0]["articles"] == [3]
