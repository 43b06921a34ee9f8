import pytest

BODY = (
    "3月5日上午，松溪县计生协在河东乡召开年度工作会议，各乡镇会长、秘书长共25人参加了会议。\n"
    "会议回顾了去年的工作，肯定了会员小组在走访困难家庭、举办健康讲座、组织义诊等方面取得的成绩。\n"
    "会上，旧县乡等3个单位介绍了做法，18名会员小组长受到表彰，县计生协会长作了讲话。"
)
TITLE = "松溪县计生协召开2018年工作会议"


@pytest.fixture
def four(at, fill, printed, archive):
    """An article, its reprint, its sibling of another year and another article; the first was revised."""
    fill(
        archive,
        [
            printed("http://songxi.example.cn/1.html", TITLE, BODY, views=7),
            printed("http://songxi.example.cn/2.html", f"转载：{TITLE}", f"本报讯 {BODY}\n编辑：某人"),
            printed(
                "http://songxi.example.cn/3.html",
                TITLE.replace("2018", "2019"),
                BODY.replace("3月5日", "4月12日").replace("25人", "31人"),
            ),
            printed("http://songxi.example.cn/4.html"),
            printed("http://songxi.example.cn/1.html", TITLE, BODY.replace("18名", "20名")),
        ],
    )
    return at


def test_reprints_are_told_as_the_contract_has_it(four):
    [work] = four("reprints", "--json").rows
    assert work == {
        "work": 1,
        "canonical": 1,
        "members": [
            {"id": 1, "url": "http://songxi.example.cn/1.html", "relation": "first"},
            {"id": 2, "url": "http://songxi.example.cn/2.html", "relation": "near"},
        ],
        "digests": [],
        "siblings": [3],
    }
    assert four("reprints", 2, "--json").rows == [work]
    shown = four("reprints")
    assert "near" in shown.out
    assert "7 views" in shown.out


def test_an_article_printed_once_says_so_and_an_unknown_one_is_not_found(four):
    assert "printed once" in four("reprints", 4).out
    assert four("reprints", 99).code == 3


def test_diff_shows_what_changed_and_raises_numbers(four):
    [row] = four("diff", 1, "--json").rows
    [change] = row["changes"]
    assert (row["from"]["revision"], row["to"]["revision"]) == (1, 2)
    assert (change["where"], change["before"], change["after"], change["kinds"]) == (
        "body",
        "18",
        "20",
        ["number"],
    ) or (change["where"] == "body" and "number" in change["kinds"])
    assert BODY[change["at"] :].startswith(change["before"])
    plain = four("diff", 1, 1, 2).out
    assert "[-" in plain
    assert "{+" in plain


def test_diff_of_what_is_not_there_is_not_found(four):
    assert four("diff", 2).code == 3
    assert four("diff", 1, 1, 9).code == 3
    assert four("diff", 77).code == 3


def test_a_work_is_split_and_joined_with_a_reason(four):
    assert four("works", "split", 2).code == 2, "a reason is asked for"
    split = four("works", "split", 2, "--why", "另一篇", "--json").rows[-1]
    assert split["articles"] == [2]
    assert four("reprints", "--json").rows == []
    assert four("works", "split", 2, "--why", "再拆").code == 2
    four("works", "join", 1, 2, "--why", "同一篇")
    [work] = four("reprints", "--json").rows
    assert {member["id"] for member in work["members"]} == {1, 2}
    assert four("works", "join", 1, 2, "--why", "同一篇").code == 2


def test_search_collapses_by_the_new_works(four):
    four("works", "split", 2, "--why", "另一篇")
    hits = four("search", "年度工作会议", "--json").rows
    assert len({hit["work"] for hit in hits}) == len(hits) == 3
