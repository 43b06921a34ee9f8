from datetime import datetime

import pytest

from archiver.demo.articles import city_articles, county_article, county_articles, cut, plain, read_blocks


def test_a_text_file_is_read_block_by_block():
    text = "# 备注\n\n== 7\ntitle: 标题：一\nauthor:\n\n第一段。\n| 甲 | 乙 |\n\n== 9\ntitle: 无正文\n"
    assert read_blocks(text) == [
        (7, {"title": "标题：一", "author": ""}, ("第一段。", "| 甲 | 乙 |")),
        (9, {"title": "无正文"}, ()),
    ]


def test_a_block_without_a_number_is_refused():
    with pytest.raises(ValueError, match="abc"):
        read_blocks("== abc\ntitle: 甲\n\n正文\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("普通一段（见附件）。", "普通一段（见附件）。"),
        ("| 序号 | 姓名 | 金额（元） |", "序号 姓名 金额（元）"),
        ("[图：会场一角。]", "会场一角。"),
        ("附件：[申报表.doc]", "附件：申报表.doc"),
    ],
)
def test_a_line_is_read_as_a_person_sees_it(line, text):
    assert plain(line) == text


def test_a_long_title_is_cut_with_a_sign():
    assert cut("一二三四五", 3) == "一二三..."
    assert cut("一二三", 3) == "一二三"


def test_the_county_holds_sixty_different_articles():
    articles = county_articles()
    assert len(articles) == 60
    assert len({article.body for article in articles}) == 60
    assert len({article.title for article in articles}) == 60
    assert {article.channel.name for article in articles} == {"通知公告", "工作动态", "经验交流", "政策知识"}
    assert datetime(2013, 1, 1) < min(a.published for a in articles) < max(a.published for a in articles)  # noqa: DTZ001


def test_ids_rise_with_time_and_are_never_shared():
    county, city = county_articles(), city_articles()
    assert [a.published for a in county] == sorted(a.published for a in county)
    numbers = [article.id for article in (*county, *city)]
    assert len(set(numbers)) == len(numbers)


def test_the_citys_reprint_has_the_countys_body_under_its_own_head():
    original = county_article("以会员小组为纽带 把计生协办到群众家门口")
    (reprint,) = [article for article in city_articles() if article.body == original.body]
    assert reprint.title != original.title
    assert reprint.published != original.published
