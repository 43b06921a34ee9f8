# ruff: noqa: E501  pages stand here as portals print them
"""Damaged and hostile pages: a value or one clear refusal, within a second, and no field longer than its limit.

A few hundred pages in the ordinary tests; `make fuzz` reads ten thousand (FUZZ_EXAMPLES).
"""

import gc
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archiver.errors import UnreadablePage
from archiver.items import Article, Listing
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.page import read_page
from spiders.reading.rules import GENERIC

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "80"))
LIMIT = 1.0 if EXAMPLES > 1_000 else 9.0
"""CPU seconds a page: the promise is one, which `make fuzz` holds; a busy machine must not fail the ordinary tests."""
LONGEST_PAGE = 1_500_000
URL = "http://portal.example.cn/dt/2019-05-01/12.html"

ARTICLE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>石桥乡举办亲子课堂 - 县计生协</title>
<meta name="PubDate" content="2019-05-01 08:00"><meta name="ContentSource" content="县计生协"></head><body>
<form action="/search"><input name="q" value=""><select><option>标题</option></select></form>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/dt/">工作动态</a> &gt; 正文</div>
<h1 class="title">石桥乡举办亲子课堂</h1>
<div class="info">发布时间：2019-05-01 09:30&nbsp;&nbsp;来源：县计生协 作者：林小满 浏览次数：<span id="hits">1,208</span>次</div>
<div class="content" id="zoom"><p>五月一日，石桥乡计生协在乡文化站举办亲子课堂，三十多户家庭参加。</p>
<p>课堂由县医院的护士主讲，讲了换季护理和辅食添加，还留出时间一问一答。</p>
<table border="1"><tr><th>村</th><th>户数</th></tr><tr><td>上石桥</td><td>12</td></tr><tr><td>下石桥</td><td>19</td></tr></table>
<p><img src="/upload/201905/1.jpg" alt="课堂"></p><p>附件：<a href="/upload/201905/2.doc">报名表.doc</a></p></div>
<div class="page"><a href="12_2.html">2</a> <a href="12_2.html">下一页</a></div>
<p>上一篇：<a href="../2019-04-28/11.html">石桥乡召开会员小组长会议</a></p>
<script src="/e/public/ViewClick/?classid=2&id=12&addclick=1"></script></body></html>"""
LIST = """<html><head><meta charset="utf-8"><title>工作动态</title></head><body><ul class="list">
<li><a href="/dt/2019-05-01/12.html" title="石桥乡举办亲子课堂">石桥乡举办亲子课堂</a><span>[2019-05-01]</span></li>
<li><a href="/dt/2019-04-28/11.html">石桥乡召开会员小组长会议</a><span>04-28</span></li>
<li><span>2019年4月2日</span><a href='/dt/2019-04-02/9.html'>县计生协走访困难家庭</a></li></ul>
<div class="pages">共 3 页 <a href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_2.html">下一页</a></div></body></html>"""
ANSWER = """{"code": 200, "data": {"total": 3, "html": "<ul><li><a href=\\"/dt/12.html\\">石桥乡举办亲子课堂<\\/a><span>2019-05-01<\\/span><\\/li><\\/ul>",
"articles": [{"title": "石桥乡召开会员小组长会议", "url": "/dt/11.html", "date": 1556438400}, {"title": "县计生协走访困难家庭", "url": "/dt/9.html", "pubDate": "2019-04-02"}]}}"""
FORM = """<html><body><form action="?id=4"><input type="hidden" name="__VIEWSTATE" value="dDwx"><select name="s"><option>1<option selected>2</select>
<iframe src="/inner/12.html" width="100%"></iframe><ul><li><a href="/dt/12.html">石桥乡举办亲子课堂</a> 2019-05-01</li></ul>
<span>1</span><a href="javascript:__doPostBack('p','2')">2</a><a href="javascript:__doPostBack('p','2')">下一页</a></form>
<script src="/unitbuild.js" url="/jpaas-publish-server/unit" queryData="{'webId':'1','tagId':'2'}"></script></body></html>"""
# What makes a careless pattern or a careless loop slow, or a parser nest.
PIECES = (
    "<div>",
    "<font>",
    "<b><i>",
    "<form action=/x><p>",
    "<table><tr><td>",
    "<ul><li>",
    "</div>",
    "<a href=/a/1.html>",
    "<a href='/dt/3.html'>会议通知会议通知会议</a>2019-01-01 ",
    "<span class=x id=y>来源：",
    "<tr><td>1</td><td>2</td></tr>",
    "<br>",
    "<p>",
    "首页 &gt; ",
    "当前位置：",
    "来源：",
    "作者：",
    "浏览次数：",
    "发布时间：2019-05-01 ",
    "2019-05-01",
    "二〇一九年五月",
    "1,",
    "9",
    "　",
    "&nbsp;",
    "&#0;",
    "&#1114112;",
    "(jì)",
    "计(jì)划",
    "“",
    "（",
    "-",
    "_",
    "…",
    "\n",
    "\t ",
    "<img src=a.jpg>",
    "<script>var a='2019-05-01';</script>",
    "<style>",
    "<textarea>",
    "<plaintext>",
    "<!--",
    "<![CDATA[",
    "<svg><math>",
    "<frameset><frame>",
    "<base href='http://[::1'>",
    "<base href='//'>",
    "<meta charset=utf-7>",
    "<meta name=PubDate content='2019-13-45'>",
)
ATTRIBUTES = ("class", "id", "href", "title", "style", "onclick", "content", "alt")

Mutation = Callable[[bytes], bytes]


def _at(page: bytes, where: float) -> int:
    return int(where * len(page))


def _insert(page: bytes, where: float, extra: bytes) -> bytes:
    at = _at(page, where)
    return page[:at] + extra + page[at:]


def _many(piece: bytes, times: int) -> bytes:
    return piece * min(times, LONGEST_PAGE // max(1, len(piece)))


def _fill(element: str, attribute: str, size: int, filling: str) -> bytes:
    return f'<{element} {attribute}="{filling * size}">'.encode()


def _recoded(page: bytes, charset: str) -> bytes:
    return page.decode("utf-8", "replace").encode(charset, "replace")


places = st.floats(0, 1, exclude_max=True)
amounts = st.one_of(st.integers(1, 40), st.integers(41, 3_000), st.integers(3_001, 40_000))
mutations: st.SearchStrategy[Mutation] = st.one_of(
    places.map(lambda where: lambda page: page[: _at(page, where)]),
    places.map(lambda where: lambda page: page[_at(page, where) :]),
    st.tuples(places, st.binary(min_size=1, max_size=40)).map(lambda t: lambda page: _insert(page, *t)),
    st.tuples(places, st.integers(1, 300)).map(lambda t: lambda page: _insert(page, t[0], b"\x00" * t[1])),
    st.tuples(places, st.sampled_from(PIECES), amounts).map(
        lambda t: lambda page: _insert(page, t[0], _many(t[1].encode(), t[2]))
    ),
    st.tuples(
        places,
        st.sampled_from(("div", "a", "p", "img", "meta", "td")),
        st.sampled_from(ATTRIBUTES),
        st.integers(1, 300_000),
        st.sampled_from(("x", "x ", "/", "9", "计", "&amp;", "%E8")),
    ).map(lambda t: lambda page: _insert(page, t[0], _fill(t[1], t[2], t[3], t[4]))),
    st.just(lambda page: re.sub(rb"=\"([^\"]*)\"", rb"=\1", page)),
    st.just(lambda page: page.replace(b'"', b"")),
    st.just(lambda page: page.replace(b">", b"")),
    st.sampled_from(("gb18030", "big5", "utf-16", "latin-1")).map(lambda charset: lambda page: _recoded(page, charset)),
    st.tuples(places, places, amounts).map(
        lambda t: lambda page: _insert(page, t[0], _many(page[_at(page, min(t[:2])) : _at(page, max(t[:2]))], t[2]))
    ),
    st.tuples(st.integers(1, 400), st.integers(1, 60)).map(
        lambda t: lambda page: page.replace(b"</table>", (b"<tr>" + b"<td>1</td>" * t[1]) * t[0] + b"</table>")
    ),
    st.integers(2, 60).map(lambda n: lambda page: page.replace(b"<form", b"<form><form action=/s" * n)),
)


def mutated(base: str, steps: list[Mutation]) -> bytes:
    """The page after every step, never longer than a large real page."""
    page = base.encode()
    for step in steps:
        page = step(page)[:LONGEST_PAGE]
    return page


def too_long(article: Article, listing: Listing) -> list[str]:
    """The names of fields that are longer than they may be."""
    texts = {
        "title": (article.title, 300),
        "source": (article.source, 100),
        "author": (article.author, 100),
        "channel": (article.channel, 120),
        "body": (article.body, 2_000_000),
        "html": (article.html, 4_000_000),
        "published raw": (article.published.raw if article.published else None, 200),
    }
    texts |= {f"breadcrumb {n}": (item, 120) for n, item in enumerate(article.breadcrumb)}
    texts |= {f"evidence of {name}": (e.text, 200) for name, e in article.evidence.items()}
    texts |= {f"element of {name}": (e.where, 300) for name, e in article.evidence.items()}
    texts |= {f"attachment {n}": (file.name, 300) for n, file in enumerate(article.attachments)}
    texts |= {f"link {n}": (link.title, 300) for n, link in enumerate((*listing.articles, *listing.channels))}
    counts = {
        "breadcrumb": (len(article.breadcrumb), 12),
        "attachments": (len(article.attachments), 200),
        "images": (len(article.images), 200),
        "links": (len(listing.articles) + len(listing.channels), 5_000),
    }
    return [name for name, (text, most) in texts.items() if text is not None and len(text) > most] + [
        name for name, (count, most) in counts.items() if count > most
    ]


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raises TimeoutError after so many CPU seconds, where the system can: a page that takes minutes has failed by then."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def refused_or_read(page_bytes: bytes) -> tuple[float, list[str]]:
    """CPU seconds of reading a page as a crawl does, and the fields that came out too long."""
    started = time.process_time()
    try:
        with bounded(10):
            page = read_page(page_bytes, URL)
            article, listing = article_of(page), read_listing(page, GENERIC)
    except (UnreadablePage, TimeoutError):
        return time.process_time() - started, []
    return time.process_time() - started, too_long(article, listing)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    # Shrinking a slow page would take hours of slow pages.
    phases=[Phase.generate],
    report_multiple_bugs=False,
    derandomize=EXAMPLES <= 1_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.sampled_from((ARTICLE, LIST, ANSWER, FORM)), st.lists(mutations, min_size=1, max_size=5))
def test_a_mutated_page_is_read_or_refused_in_time(base: str, steps: list[Mutation]) -> None:
    page = mutated(base, steps)
    seconds, wrong = refused_or_read(page)
    if LIMIT < seconds < 5:
        # A collection may have fallen into this one, and looked through all that thousands of pages have left, or the
        # machine was busy: the page is slow if it is slow twice more, when only its own garbage is collected.
        gc.collect()
        gc.freeze()
        seconds = min(seconds, *(refused_or_read(page)[0] for _ in range(2)))
        gc.unfreeze()
    if wrong or seconds > LIMIT:
        pytest.fail(f"{seconds:.2f} s for {len(page)} bytes, too long: {wrong}; see {kept(page)}")


def kept(page: bytes) -> Path:
    """The file that a failing page is written to, for a look at it."""
    path = Path(tempfile.gettempdir()) / f"archiver-fuzz-{sha256(page).hexdigest()[:12]}.html"
    path.write_bytes(page)
    return path
