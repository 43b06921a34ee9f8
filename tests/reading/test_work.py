# ruff: noqa: E501  pages stand here as portals print them
"""Pages made to be slow: reading one twice as long takes about twice the steps, whatever it is made of.

Steps are lines of our own code that Python ran, counted and not timed, so that a busy machine changes nothing.
"""

import sys
from types import FrameType
from typing import Any

import pytest

from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.page import read_page
from spiders.reading.rules import GENERIC

URL = "http://portal.example.cn/dt/2019-05-01/12.html"
BEFORE = """<html><head><meta charset="utf-8"><title>石桥乡举办亲子课堂 - 县计生协</title></head><body>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/dt/">工作动态</a></div><h1>石桥乡举办亲子课堂</h1>
<div>发布时间：2019-05-01 09:30 来源：县计生协 浏览次数：1,208</div><div><p>课堂由县医院的护士主讲，三十多户家庭参加。</p>"""
BEHIND = "<p>课后留出时间一问一答，大家都说有用。</p></div><p>上一篇：<a href='11.html'>石桥乡召开会员小组长会议</a></p></body>"
SHAPES = {
    "info lines": "<p>发布时间：2019-05-01 来源：县</p>",
    "days in one block": "2019-05-01<br>",
    "titles and info lines": "<p class=title>石桥乡举办第{}课堂</p><p>发布时间：2019-05-01 来源：县</p>",
    "titles, texts, info lines": "<p class=title>石桥第{}课</p><p>三十多户家庭，都到了文化站参加课堂。</p><p>2019-05-01</p>",
    "titles and counts": "<p class=title>石桥乡举办第{}课堂</p><p>发布时间：2019-05-01 浏览次数：{}</p>",
    "headings": "<h2>石桥乡举办亲子课堂</h2>",
    "spans in each other": "<span>课堂，家庭",
    "blocks in each other": "<div>课堂由县医院的护士主讲，三十多户家庭参加，",
    "blocks with dates in each other": "<div class=title>发布时间：2019-05-01 ",
    "tables": "<table><tr><td>1</td><td>2019-05-01</td></tr></table>",
    "tables in each other": "<table><tr><td>来源：",
    "cells": "<td>发布时间：</td><td>2019-05-01</td>",
    "cells of one row": "<td>课堂{}</td>",
    "links of one line": "<a href=/u/{}.html>课堂</a> ",
    "links with dates": "<a href='/dt/{}.html'>会议通知会议通知会议</a>2019-01-01 ",
    "entries": "<li><a href='/dt/{}.html'>会议通知会议通知会议</a><span>2019-01-01</span></li>",
    "entries in each other": "<ul><li><a href='/dt/{}.html'>会议通知会议通知会议</a>05-01",
    "areas": "<area href=/dt/{}.html alt=x>",
    "links in each other": "<a href=/dt/{}.html>通知",
    "pagers in each other": "<span><a href=12_{}.html>{}</a>",
    "page numbers": "<p><a href=12_{}.html>2</a></p>",
    "files": "<p><a href=/u/{}.doc>报名表.doc</a></p>",
    "frames": "<iframe src=/x.html?file=/a{}.pdf></iframe>",
    "pictures in each other": "<div><img src=a{}.jpg>",
    "neighbours": "<p>上一篇：<a href='#'>石桥乡召开会议</a></p>",
    "breadcrumbs": "<p>当前位置：<a href=/>首页</a> &gt; <a href=/x/>动态</a></p>",
    "labels of breadcrumbs in each other": "<div><div>当前位置：</div>",
    "tools": "<p>打印</p>",
    "marks of an end": "<p>责任编辑：林</p>",
    "sources by class in one block": "<br><span class=source>县{} 2019-05-01</span>",
    "bold letters": "1<b>2</b>",
    "hidden blocks in each other": "<div style='display:none'>课堂",
    "readings in brackets": "<p>计(jì)划(huà)，石桥(qiáo)乡举办亲子课堂。</p>",
}
MOST_STEPS = 2_000
"""For one piece; the dearest takes some 1,400."""
OURS = ("/spiders/", "/archiver/")


def steps(shape: str, times: int) -> int:
    """How many lines of our code ran to read a page with a piece so many times in its text."""
    page = (BEFORE + "".join(shape.replace("{}", str(n)) for n in range(times)) + BEHIND).encode()
    count = 0

    def inside(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return inside

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        return inside if any(part in frame.f_code.co_filename for part in OURS) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        read = read_page(page, URL)
        article_of(read)
        read_listing(read, GENERIC)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_page_twice_as_long_takes_about_twice_the_steps(shape: str) -> None:
    once, twice = steps(shape, 250), steps(shape, 500)
    assert twice <= 2.3 * once, f"{once} steps, then {twice}"
    assert twice <= 500 * MOST_STEPS
