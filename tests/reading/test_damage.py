# ruff: noqa: E501  pages stand here as portals print them
"""Whatever a network or an attacker does to a page: a value, or one clear refusal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import UnreadablePage
from spiders.reading.article import article_of, read_article
from spiders.reading.lines import pieces
from spiders.reading.listing import read_listing
from spiders.reading.page import read_page
from spiders.reading.rules import GENERIC

PAGE = """<html><head><title>河东乡开展义诊活动 - 县计生协</title><meta name="PubDate" content="2019-05-01 08:00"></head><body>
<div class="pos">当前位置：<a href="/">首页</a> > <a href="/dt/">动态</a></div><h1>河东乡开展义诊活动</h1>
<p>发布时间：2019-05-01 来源：县计生协 浏览次数：12</p><div><p>五月一日，河东乡计生协组织医生进村义诊，受到欢迎。</p>
<table><tr><td>姓名</td><td>村</td></tr></table><img src="a.jpg"><a href="b.doc">附件</a></div>
<p>上一篇：<a href="2019/0430/11.html">河东乡召开会员代表大会暨换届选举会议</a></p></body></html>""".encode()

damage = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, len(PAGE)), st.just(b"")),
    st.tuples(
        st.just("insert"),
        st.integers(0, len(PAGE)),
        st.sampled_from([b"\x00", b"\xff\xfe", b"<", b"<div>" * 400, b"'\"", b"</body>"]),
    ),
    st.tuples(st.just("drop"), st.integers(0, len(PAGE)), st.binary(max_size=60)),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(damage, max_size=6))
def test_a_damaged_page_is_read_or_refused(steps: list[tuple[str, int, bytes]]) -> None:
    body = PAGE
    for kind, at, extra in steps:
        body = body[:at] if kind == "cut" else body[:at] + extra + body[at + (len(extra) if kind == "drop" else 0) :]
    try:
        page = read_page(body, "http://portal.example.cn/dt/12.html")
    except UnreadablePage:
        return
    article = article_of(page)
    assert article.kind in ("article", "list")
    read_listing(page, GENERIC)


def test_deep_nesting_huge_attributes_and_endless_lists_are_read() -> None:
    deep = b"<div>" * 30_000 + "正文在最里面，也要读到它。".encode()
    wide = b"<a href='/" + b"x" * 300_000 + b"'>y</a>"
    many = "<li><a href='/a/1.html'>会议通知会议通知会议</a>2019-01-01</li>".encode() * 8_000
    for body in (deep, wide, many, "首页 &gt; ".encode() * 20_000, b"<p>2019-01-01 " * 8_000):
        page = read_page(b"<html><body>" + body, "http://portal.example.cn/")
        article_of(page)
        read_listing(page, GENERIC)


def test_a_body_nested_deeper_than_python_can_follow_is_read() -> None:
    deep = "<div>" * 1500 + "<p>石桥乡计生协在文化站举办亲子课堂，三十多户家庭参加。</p>" + "</div>" * 1500
    page = (
        "<html><body><h1>石桥乡举办亲子课堂</h1><div>发布时间：2019-05-01 09:30</div>"
        f"<div>课堂由县医院的护士主讲。{deep}<p>上一篇：<a href='1.html'>会议通知</a></p></div></body></html>"
    )
    assert read_article(page.encode(), "http://portal.example.cn/a/2.html").title == "石桥乡举办亲子课堂"


def test_a_text_of_endless_entities_is_kept_without_markup() -> None:
    page = PAGE.replace("受到欢迎。".encode(), "受到欢迎。".encode() + b"&amp;&nbsp;" * 30_000)
    article = read_article(page, "http://portal.example.cn/dt/12.html")
    assert article.html is None
    assert article.body is not None
    assert article.body.startswith("五月一日，河东乡计生协组织医生进村义诊，受到欢迎。")


def test_a_body_of_endless_tags_is_kept_without_markup() -> None:
    page = PAGE.replace("受到欢迎。".encode(), "受到欢迎。".encode() + b"<i>.</i>" * 25_000)
    article = read_article(page, "http://portal.example.cn/dt/12.html")
    assert article.html is None
    assert article.body is not None
    assert article.body.startswith("五月一日，河东乡计生协组织医生进村义诊，受到欢迎。")


def test_no_more_is_walked_through_than_a_page_can_hold() -> None:
    page = PAGE.replace(b"</table>", b"</table>" + b"<p>" * 400_000)
    read = read_page(page, "http://portal.example.cn/dt/12.html")
    assert len(read.lines.spans) < 150_000
    assert article_of(read).title == "河东乡开展义诊活动"


def test_no_more_of_a_link_is_read_than_a_title_can_hold() -> None:
    page = read_page(
        b"<ul><li><a href='/dt/1.html'><b>" + "义诊".encode() * 5_000 + b"</b></a></li></ul>", "http://a.example.cn/"
    )
    (link,) = page.tree.iter("a")
    assert "".join(pieces(link)) == "义诊" * 2_000


def test_a_link_with_a_whole_page_inside_is_read_at_its_head_only() -> None:
    inside = b"<span><!-- --></span>" * 5_000
    page = read_page("<a href='/dt/1.html'>义诊".encode() + inside + "公告</a>".encode(), "http://a.example.cn/")
    (link,) = page.tree.iter("a")
    assert pieces(link) == ["义诊"]


def test_an_address_that_no_server_takes_is_no_link() -> None:
    page = PAGE.replace(b"b.doc", b"b/" * 5_000 + b"b.doc")
    assert read_article(page, "http://portal.example.cn/dt/12.html").attachments == ()
    assert [file.url for file in read_article(PAGE, "http://portal.example.cn/dt/12.html").attachments] == [
        "http://portal.example.cn/dt/b.doc"
    ]


def test_the_cells_of_a_row_share_a_line_however_many_they_are() -> None:
    row = "<tr>" + "".join(f"<td>{n} 户</td>" for n in range(400)) + "</tr>"
    article = read_article(PAGE.replace(b"<tr>", row.encode() + b"<tr>"), "http://portal.example.cn/dt/12.html")
    assert article.body is not None
    assert "\t".join(f"{n} 户" for n in range(400)) in article.body.split("\n")
