# ruff: noqa: E501  pages stand here as portals print them
"""上一篇 and 下一篇, where they lead to an article; and times that the page, its meta and its address tell differently."""

import pytest

from archiver.items import Article
from spiders.reading.article import read_article

TEXT = "七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"
HOST = "http://portal.example.cn"


def read(after: str, info: str = "发布时间：2019-05-01", head: str = "", url: str = "/a/31.html") -> Article:
    page = f"<html><head>{head}</head><body><h1>志愿者走进社区宣传健康知识</h1><div>{info}</div><div class='c'><p>{TEXT}</p></div>{after}</body></html>"
    article = read_article(page.encode(), HOST + url)
    assert article.body == TEXT
    return article


A, B = "<a href='30.html'>河东乡开展义诊活动</a>", "<a href='32.html'>全县会员代表大会召开</a>"
BOTH = [("/a/30.html", "河东乡开展义诊活动"), ("/a/32.html", "全县会员代表大会召开")]


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        (f"<p>上一篇：{A}</p><p>下一篇：{B}</p>", BOTH),
        (f"<p>上一篇：{A} 下一篇：{B}</p>", BOTH),
        (f"<p>下一条：{B}</p><p>上一条：{A}</p>", BOTH),
        (
            "<p><a href='30.html'>上一篇：河东乡开展义诊活动</a></p><p><a href='32.html'>下一篇：全县会员代表大会召开</a></p>",
            BOTH,
        ),
        (f"<table><tr><td>上一篇：</td><td>{A}</td></tr><tr><td>下一篇：</td><td>{B}</td></tr></table>", BOTH),
        (f"<ul><li>前一篇：{A}</li><li>后一篇：{B}</li></ul>", BOTH),
        (
            "<p>上一篇：<a href='30.html' title='河东乡开展义诊活动'>河东乡开…</a></p><p>下一篇：没有了</p>",
            [BOTH[0], None],
        ),
        ("<p>上一篇：没有了</p><p>下一篇：<a href='#'>没有了</a></p>", [None, None]),
        (f"<p>上一篇：<a href='31.html'>没有了</a></p><p>下一篇：{B}</p>", [None, BOTH[1]]),
        (f"<p>上一篇：<a href='javascript:void(0)'>已是第一篇</a></p><p>下一篇：{B}</p>", [None, BOTH[1]]),
        (
            "<p><a href='/a/30.html'>上一篇</a> <a href='/a/32.html'>下一篇</a></p>",
            [("/a/30.html", ""), ("/a/32.html", "")],
        ),
        (f"<p>相关新闻：{A}</p>", [None, None]),
    ],
)
def test_neighbours(after: str, wanted: list[tuple[str, str] | None]) -> None:
    article = read(after)
    found = [(link.url.removeprefix(HOST), link.title) if link else None for link in (article.previous, article.next)]
    assert found == wanted


def test_what_meta_and_address_say_differently_is_kept_as_evidence() -> None:
    meta = "<meta name='PubDate' content='2019-06-30 10:00'>"
    article = read("", head=meta, url="/a/201904/t20190430_31.html")
    assert article.published is not None
    assert article.published.isoformat() == "2019-05-01"
    assert article.evidence["published"].rule == "info-line"
    other = article.evidence["published:meta"]
    assert (other.rule, other.where, other.text) == ("meta:pubdate", "pubdate", "2019-06-30 10:00")
    assert article.evidence["published:url"].rule == "address"


def test_what_agrees_is_no_conflict() -> None:
    meta = "<meta name='PubDate' content='2019-05-01 10:00'>"
    article = read("", head=meta, url="/a/201905/t20190501_31.html")
    assert article.published is not None
    assert article.published.isoformat() == "2019-05-01T10:00"
    assert [name for name in article.evidence if ":" in name] == []


def test_a_meta_that_is_all_there_is_may_still_differ_from_the_address() -> None:
    meta = "<meta name='PubDate' content='2019-06-30 10:00'>"
    article = read("", "来源：县协会", meta, "/a/201904/t20190430_31.html")
    assert article.evidence["published"].rule == "meta:pubdate"
    assert "published:meta" not in article.evidence
    assert article.evidence["published:url"].text.endswith("t20190430_31.html")
