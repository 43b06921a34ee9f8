import pytest

from storage.runs import PortalFacts

OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/", title="政和县计生协", province="福建")
TWIN = "http://zhenghe.example.cn/news/77.html"
KEYS = ["id", "title", "portal", "channel", "url", "published", "views", "snippet", "work", "printings", "score"]


def filled(archive, fill, printed):
    """Two printings of one article, and another one."""
    fill(archive, [printed(views=12, channel="基层动态")])
    fill(
        archive,
        [
            printed(TWIN),
            printed(TWIN + "?2", title="流动人口服务月启动", body="活动为期一个月。", published="2019-01", views=90),
        ],
        OTHER,
    )


def test_hits_are_json_lines_with_these_keys(at_any, any_archive, fill, printed):
    filled(any_archive, fill, printed)
    answer = at_any("search", "健康知识讲座", "--json")
    assert (answer.code, answer.err) == (0, "")
    [hit] = answer.rows
    assert list(hit) == KEYS
    assert (hit["work"], hit["printings"]) == (1, 2)
    assert hit["published"] == "2018-06-29T10:54"
    assert "健康知识讲座" in hit["snippet"]


def test_every_printing_where_asked_for(at, archive, fill, printed):
    filled(archive, fill, printed)
    rows = at("search", "健康知识讲座", "--json", "--all-printings").rows
    assert {row["url"] for row in rows} == {printed().url, TWIN}


def test_either_script_finds_it(at, archive, fill, printed):
    filled(archive, fill, printed)
    assert [row["id"] for row in at("search", "流動人口服務月", "--json").rows] == [3]


def test_several_words_need_no_quotes(at, archive, fill, printed):
    filled(archive, fill, printed)
    assert at("search", "流动人口", "为期", "--json").rows[0]["id"] == 3
    assert at("search", "流动人口", "讲座").code == 3


def test_the_order_asked_for(at, archive, fill, printed):
    filled(archive, fill, printed)
    query = "健康 OR 活动"
    assert [row["views"] for row in at("search", query, "--sort", "views", "--all-printings", "--json").rows] == [
        90,
        12,
        None,
    ]
    newest = at("search", query, "--sort", "date", "--json").rows[0]
    assert (newest["published"], newest["score"]) == ("2019-01", None)


def test_pages_of_hits(at, archive, fill, printed):
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(7)])
    pages = [at("search", "健康", "--json", "--limit", 3, "--offset", offset).rows for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({row["id"] for page in pages for row in page}) == 7
    beyond = at("search", "健康", "--json", "--offset", 7)
    assert (beyond.code, beyond.rows) == (0, [])


def test_facets_come_last(at, archive, fill, printed):
    filled(archive, fill, printed)
    *hits, counts = at("search", "计生协 OR 活动", "--json", "--facets").rows
    assert len(hits) == 2
    assert (counts["total"], counts["works"], counts["works_exact"]) == (3, 2, True)
    assert counts["facets"]["flags"] == {"reprinted": 2}
    assert counts["facets"]["portal"] == {"zhenghe": 2, "songxi": 1}
    assert counts["facets"]["year"] == {"2018": 2, "2019": 1}


def test_nothing_found_is_said_and_ends_with_3(at, archive, fill, printed):
    filled(archive, fill, printed)
    answer = at("search", "没有这样的词")
    assert (answer.code, answer.out) == (3, "")
    assert "没有这样的词" in answer.err
    assert at("search", "没有这样的词", "--json", "--facets").rows == [
        {
            "total": 0,
            "works": 0,
            "works_exact": True,
            "facets": {name: {} for name in ("portal", "province", "channel", "year", "source", "flags")},
        }
    ]


def test_what_is_near_is_said(at, archive, fill, printed):
    filled(archive, fill, printed)
    answer = at("search", "流动人口", "健康知识将座")
    assert (answer.code, answer.out) == (3, "")
    assert "健康知识将座 is found nowhere; near it: 健康知识讲座 (2)" in answer.err
    apart = at("search", "流动人口", "健康知识讲座").err
    assert "流动人口 in 1 article, 健康知识讲座 in 2 articles" in apart
    assert at("search", "讲座 to:1999").err.count("讲座 alone is found in 2 articles") == 1


def test_exact_characters_are_found_and_exported(at, archive, fill, printed):
    filled(archive, fill, printed)
    assert at("search", "exact:健康知識").code == 3
    assert len(at("search", "exact:健康知识", "--all-printings", "--json").rows) == 2
    assert len(at("export", "exact:健康知识").rows) == 2


def test_the_help_has_examples_a_line_each(at):
    lines = [line.strip() for line in at("search", "--help").out.splitlines()]
    assert any(line.startswith("archiver search 'exact:\"計劃生育\"'") for line in lines)


def test_an_empty_archive_finds_nothing(at):
    assert at("search", "健康").code == 3


def test_a_hit_on_the_terminal(at, archive, fill, printed):
    filled(archive, fill, printed)
    shown = at("search", "健康知识讲座", "--facets").out
    for part in ("2018-06-29T10:54", "2 printings", TWIN, "政和县计生协", "portal:", "2 articles match, 1 work."):
        assert part in shown
    assert all(len(line) == len(line.rstrip()) for line in shown.splitlines())


def test_an_obfuscated_page_is_readable_on_the_terminal_and_as_printed_in_json(at, archive, fill, printed):
    body = "計(jì)生協會(huì)到河東鄉(xiāng)舉辦(bàn)健康講(jiǎng)座，群眾(zhòng)反映良好。" * 3
    fill(archive, [printed(title="計(jì)生協會舉辦健康講座", body=body)])
    shown = at("search", "健康讲座").out
    assert "計生協會舉辦健康講座" in shown
    assert "jì" not in shown
    [row] = at("search", "健康讲座", "--json").rows
    assert row["title"] == "計(jì)生協會舉辦健康講座"


def test_markup_in_a_title_is_text(at, archive, fill, printed):
    fill(archive, [printed(title="[red]健康[/red]讲座 [/]")])
    assert "[red]健康[/red]讲座 [/]" in at("search", "健康").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (['"没完'], "never closed"),
        (["健康", "--sort", "newest"], "'relevance', 'date', 'views'"),
        (["健康", "--limit", "0"], "limit"),
        ([], "QUERY"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_write(at, arguments, said):
    answer = at("search", *arguments)
    assert answer.code == 2
    assert said in answer.err


def test_a_folder_without_an_archive_is_one_sentence(archiver, tmp_path):
    answer = archiver("search", "健康", "--archive", tmp_path / "none")
    assert answer.code == 1
    assert answer.err.startswith("archiver: No archive in")
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "none").exists()
