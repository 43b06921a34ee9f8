# ruff: noqa: E501  pages stand here as portals print them
import pytest

from archiver.items import Listing
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.page import Page, read_page
from spiders.reading.rules import GENERIC, Rules

HOST = "http://portal.example.cn"
MENU = """<ul><li><a href="/">首页</a></li><li><a href="/gaikuang/">协会概况</a></li><li><a href="/dongtai/index.html">工作动态</a></li>
<li><a href="/login.asp">登录</a></li><li><a href="mailto:a@b.cn">邮箱</a></li><li><a href="javascript:;">设为首页</a></li>
<li><a href="http://other.example.com/news/1234.html">外面的一篇文章标题在这里</a></li><li><a href="#top">顶部</a></li>
<li><a href="/search.php?q=x">搜索</a></li><li><a href="/u/表格下载.doc">表格</a></li></ul>"""


def page(inside: str, path: str = "/dongtai/") -> Page:
    return read_page(f"<html><head><meta charset=utf-8></head><body>{MENU}{inside}</body></html>".encode(), HOST + path)


def listing(inside: str, path: str = "/dongtai/", rules: Rules = GENERIC) -> Listing:
    found = page(inside, path)
    assert article_of(found).kind == "list"
    return read_listing(found, rules)


def articles(found: Listing) -> list[tuple[str, str, str | None]]:
    return [
        (link.url.removeprefix(HOST), link.title, link.published.isoformat() if link.published else None)
        for link in found.articles
    ]


def test_a_list_with_dates_in_spans() -> None:
    items = "".join(
        f'<li><span>2019-05-0{n}</span><a href="/dongtai/2019-05-0{n}/{630 + n}.html" title="全县计生协会系统第{n}次工作会议召开">全县计生协会系统第{n}次工…</a></li>'
        for n in range(1, 6)
    )
    found = listing(f"<ul class='list'>{items}</ul>")
    assert articles(found) == [
        (f"/dongtai/2019-05-0{n}/{630 + n}.html", f"全县计生协会系统第{n}次工作会议召开", f"2019-05-0{n}")
        for n in range(1, 6)
    ]
    assert [link.title for link in found.channels] == ["首页", "协会概况", "工作动态"]


def test_dates_in_cells_before_the_title_and_in_two_pieces() -> None:
    rows = "".join(
        f"<tr><td>·<a href=show.asp?id={n}>关于做好第{n}季度工作的通知</a></td><td>2009/3/{n}</td></tr>" for n in (3, 4)
    )
    assert [row[2] for row in articles(listing(f"<table>{rows}</table>"))] == ["2009-03-03", "2009-03-04"]
    cards = "".join(
        f"<li><div class='date'><p>1{n}</p><p>2021-03</p></div><div><a href='/dt/88{n}.html'>志愿服务队第{n}次走进社区活动</a></div></li>"
        for n in (1, 2)
    )
    assert [row[2] for row in articles(listing(f"<ul>{cards}</ul>"))] == ["2021-03-11", "2021-03-12"]
    breaks = "".join(f"[2018-05-1{n}] <a href='/dt/77{n}.html'>协会第{n}小组开展走访慰问活动</a><br>" for n in (1, 2))
    assert [row[2] for row in articles(listing(f"<div>{breaks}</div>"))] == ["2018-05-11", "2018-05-12"]


def test_a_day_without_a_year_takes_it_from_the_address_or_stays_unknown() -> None:
    known = "".join(
        f"<li><a href='/dt/2013-06-0{n}/{400 + n}.html'>协会第{n}小组开展走访慰问活动</a><i>06-0{n}</i></li>"
        for n in (7, 8)
    )
    assert [row[2] for row in articles(listing(f"<ul>{known}</ul>"))] == ["2013-06-07", "2013-06-08"]
    unknown = "".join(
        f"<li><a href='/dt/{400 + n}.html'>协会第{n}小组开展走访慰问活动</a><i>06-0{n}</i></li>" for n in (7, 8)
    )
    assert [row[2] for row in articles(listing(f"<ul>{unknown}</ul>"))] == [None, None]


def test_short_titles_go_with_their_alike() -> None:
    items = "".join(
        f"<li><a href='/dt/{500 + n}.html'>{title}</a> 2019-01-0{n}</li>"
        for n, title in enumerate(
            ("会议通知", "工作简报第五期印发各地执行", "关于召开理事会的通知公告", "年度总结大会在县城隆重举行"), 1
        )
    )
    assert len(listing(f"<ul>{items}</ul>").articles) == 4


def test_an_article_leads_on_to_its_neighbours() -> None:
    text = "七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，受到居民欢迎。"
    found = page(
        f"<h1>志愿者走进社区</h1><p>发布时间：2019-05-01</p><p>{text}</p><p>上一篇：<a href='30.html'>协会召开理事会部署工作</a></p>"
        "<p><a href='32.html'>下一篇：协会开展走访慰问活动</a></p>",
        "/dongtai/31.html",
    )
    assert article_of(found).kind == "article"
    read = read_listing(found, GENERIC)
    assert articles(read) == [
        ("/dongtai/30.html", "协会召开理事会部署工作", None),
        ("/dongtai/32.html", "协会开展走访慰问活动", None),
    ]
    assert read.next_page is None


def test_pagers_by_words_numbers_and_script() -> None:
    items = "".join(
        f"<li><a href='/dt/{500 + n}.html'>协会第{n}小组开展走访慰问活动</a>2019-01-0{n}</li>" for n in range(1, 5)
    )
    words = listing(
        f"<ul>{items}</ul><div>共 28页221条 <a href='list_1_2.html'>下一页</a> <a href='list_1_28.html'>末页</a></div>"
    )
    assert (words.next_page, words.total_pages) == (f"{HOST}/dongtai/list_1_2.html", 28)
    numbers = listing(
        f"<ul>{items}</ul><div><b>2</b> <a href='index.html'>1</a> <a href='index_3.html'>3</a> <a href='index_4.html'>4</a></div>",
        "/dongtai/index_2.html",
    )
    assert numbers.next_page == f"{HOST}/dongtai/index_3.html"
    assert {link.url for link in numbers.channels} >= {f"{HOST}/dongtai/index_4.html"}
    script = f'<ul>{items}</ul><script>createPageHTML(7, 0, "index", "html");</script>'
    assert listing(script).next_page == f"{HOST}/dongtai/index_1.html"
    assert listing(script, "/dongtai/index_5.html").next_page == f"{HOST}/dongtai/index_6.html"
    last = listing(script, "/dongtai/index_6.html")
    assert (last.next_page, last.total_pages) == (None, 7)


def test_the_last_page_has_no_next_one() -> None:
    items = "".join(
        f"<li><a href='/dt/{500 + n}.html'>协会第{n}小组开展走访慰问活动</a>2019-01-0{n}</li>" for n in range(1, 5)
    )
    pager = "<div><a href='list_1_1.html'>1</a> <a href='list_1_2.html'>2</a> <b>3</b> <a>下一页</a></div>"
    assert listing(f"<ul>{items}</ul>{pager}", "/dongtai/list_1_3.html").next_page is None


def test_a_calendar_leads_nowhere() -> None:
    days = "".join(f"<td><a href='/calendar.asp?d={n}'>{n}</a></td>" for n in range(1, 32))
    items = "<li><a href='/dt/501.html'>协会第一小组开展走访慰问活动</a>2019-01-01</li>"
    found = listing(f"<table><tr>{days}</tr></table><ul>{items}</ul>")
    assert not any("calendar" in link.url for link in (*found.articles, *found.channels))


def test_the_same_host_only_and_the_port_counts() -> None:
    inside = "<a href='http://PORTAL.example.cn:80/dt/601.html'>协会第一小组开展走访慰问活动</a><a href='http://portal.example.cn:8080/dt/602.html'>协会第二小组开展走访慰问活动</a><a href='https://portal.example.cn/dt/603.html'>协会第三小组开展走访慰问活动</a>"
    assert [link.title[:5] for link in listing(inside).articles] == ["协会第一小", "协会第三小"]


def test_a_portals_selectors_choose_the_entries_and_the_next_page() -> None:
    inside = "<ul id='x'><li><a href='/dt/a'>会议</a></li></ul><ul><li><a href='/dt/501.html'>协会第一小组开展走访慰问活动</a></li></ul><a class='n' href='/dt/?p=2'>后</a>"
    found = listing(inside, rules=Rules(list_item="#x li", next_page="a.n"))
    assert [link.url for link in found.articles] == [f"{HOST}/dt/a"]
    assert found.next_page == f"{HOST}/dt/?p=2"


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("<a title='Total record'>&nbsp;<b>60</b>&nbsp;</a><a href='/t/2.html'>下一页</a>", 60),
        ("<span>共 <strong>5</strong>页<strong>93</strong>条</span>", 93),
        ("<span>首页 上一页 第1/7页 共132条记录</span>", 132),
        ("<span>共有 28 篇文章 当前第 1 页</span>", 28),
        ("<span>總記錄數：41 頁次：1/3頁</span>", 41),
        ("<p>本次活动共发放信用贷款93笔、719万元</p>", None),
        ("<span>共 5 页</span>", None),
    ],
)
def test_how_many_articles_a_list_says_it_has(pager: str, expected: int | None) -> None:
    body = f"<html><body><ul><li><a href='/t/1.html'>县计生协召开年度工作会议</a></li></ul>{pager}</body></html>"
    assert read_listing(read_page(body.encode(), f"{HOST}/t/"), GENERIC).total_articles == expected


def test_a_date_of_its_own_inside_a_link_is_no_part_of_the_title() -> None:
    items = "".join(
        f"<li><a href='/dt/63{n}.html'><em>2019-05-0{n}</em>县计生协会第{n}次工作会议召开</a></li>"
        f"<li><a href='/dt/64{n}.html'><i>[05-1{n}]</i><span>2019年5月1日起施行的第{n}号办法</span></a></li>"
        for n in (1, 2)
    )
    assert [row[1] for row in articles(listing(f"<ul>{items}</ul>"))] == [
        "县计生协会第1次工作会议召开",
        "2019年5月1日起施行的第1号办法",
        "县计生协会第2次工作会议召开",
        "2019年5月1日起施行的第2号办法",
    ]


def test_a_folder_asked_for_one_article_is_no_index() -> None:
    items = "".join(
        f"<li><a href='/DetailPage/?Id={n}'>{title}</a><span>2019-05-0{n}</span></li>"
        for n, title in enumerate(("培训通知", "县计生协会工作会议召开", "志愿服务队走进社区", "石桥乡慰问困难家庭"), 1)
    )
    assert len(listing(f"<ul>{items}</ul>").articles) == 4


def test_a_day_of_its_own_counts_before_one_that_a_summary_tells() -> None:
    items = "".join(
        f"<dl><dt><a href='/a/{n}.html'>全县计生协第{n}次工作会议召开</a></dt><dd>2012年7月{n}日印发的规定…</dd><dd>2019-05-0{n}</dd></dl>"
        for n in range(1, 6)
    )
    assert [day for _, _, day in articles(listing(items))] == [f"2019-05-0{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("article", "channel"),
    [
        ("/index.php?m=content&c=index&a=show&catid=5&id=3{}", "/index.php?m=content&c=index&a=lists&catid=6"),
        ("/index.php?s=/home/article/read/id/3{}.html", "/index.php?s=/home/article/lists/category/5"),
    ],
)
def test_what_a_front_controller_is_asked_to_do(article: str, channel: str) -> None:
    items = "".join(f"<p>· <a href='{article.format(n)}'>空军涌现双拥先进</a></p>" for n in range(5))
    found = listing(f"<a href='{channel}'>基层风采</a>{items}")
    assert [url for url, _, _ in articles(found)] == [article.format(n) for n in range(5)]
    assert channel in [link.url.removeprefix(HOST) for link in found.channels]


def test_summaries_between_links_make_no_article() -> None:
    items = "".join(
        f"<dl><dt><a href='/a/31{n}.html'>全县计生协第{n}次工作会议在松溪召开</a></dt><dd>会议总结了去年的工作，部署了今年的任务，表彰了先进集体和个人，{'县领导出席会议并讲话，' * 3}与会者表示满意。</dd></dl>"
        for n in range(1, 9)
    )
    bare = read_page(
        f"<html><head><meta charset=utf-8><title>工作动态</title></head><body><h1>工作动态</h1>{items}</body></html>".encode(),
        HOST + "/dongtai/",
    )
    assert article_of(bare).kind == "list"
    assert len(read_listing(bare, GENERIC).articles) == 8
