# ruff: noqa: E501  pages stand here as portals print them
"""Pages that show other pages of their host."""

import pytest

from spiders.reading.article import read_article
from spiders.reading.frames import frame_addresses, whole_text
from spiders.reading.page import read_page
from spiders.reading.parts import joined

URL = "http://portal.example.cn/portal/news.action?id=318"
TITLE = "青山县计生协举办生育关怀志愿者培训班"
ONE = "四月十二日上午，青山县计生协在县委党校举办志愿者培训班，来自十四个乡镇的八十名志愿者参加学习。"
TWO = "培训班邀请市里的老师授课，内容有家庭保健、矛盾调解和急救常识。"
HEAD = f"<h1>{TITLE}</h1><p>发布时间：2016-04-12 15:30 来源：青山县计生协</p>"
FRAME = '<iframe id="contentHtmlIframe" src="/portal/html/318.html" width="100%" height="800"></iframe>'


def addresses(inside: str) -> list[str]:
    page = read_page(f"<html>{inside}</html>".encode(), URL)
    return [address.removeprefix("http://portal.example.cn") for address in frame_addresses(page)]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (
            '<frameset rows="90,*"><frame src="/top.asp" name="top"><frame src="main.asp?id=4"></frameset>',
            ["/top.asp", "/portal/main.asp?id=4"],
        ),
        ('<iframe src="/news/list.asp?id=4" name="main"></iframe>', ["/news/list.asp?id=4"]),
        ('<iframe src="http://elsewhere.example.cn/list.asp"></iframe>', []),
        ('<iframe src="/module/visitcount/visit.jsp?type=3"></iframe>', []),
        ('<iframe src="/list.html" style="display:none"></iframe><iframe src="/list.html" height="0"></iframe>', []),
        (
            '<iframe src="/inc/footer.html"></iframe><iframe src="/a.html" id="loginFrame"></iframe><iframe src="/tree.html"></iframe>',
            [],
        ),
        ('<iframe src="about:blank"></iframe><iframe></iframe><iframe src="#"></iframe>', []),
        ('<iframe src="/upload/1.pdf"></iframe>', []),
    ],
)
def test_which_frames_hold_something_to_read(inside: str, shown: list[str]) -> None:
    assert addresses(inside) == shown


def test_a_text_in_a_frame_is_the_next_part_of_its_article() -> None:
    article = read_article(f"<html><body>{HEAD}{FRAME}<p>版权所有：青山县计生协</p></body></html>".encode(), URL)
    assert (article.kind, article.title) == ("article", TITLE)
    assert article.next_part == "http://portal.example.cn/portal/html/318.html"
    inner = f'<html><body><p>{ONE}</p><p>{TWO}<img src="1.jpg" width="600" height="400"></p><p><a href="1.doc">名册.doc</a></p></body></html>'
    part = whole_text(read_page(inner.encode(), article.next_part))
    whole = joined(article, part)
    assert whole.body is not None
    assert whole.body.splitlines()[:2] == [ONE, TWO]
    assert whole.html is not None
    assert ONE in whole.html
    assert whole.images == ("http://portal.example.cn/portal/html/1.jpg",)
    assert [file.name for file in whole.attachments] == ["名册.doc"]
    assert whole.evidence["body"].rule == "frame"
    assert whole.evidence["title"].text == TITLE
    assert whole.next_part is None


def test_a_frame_beside_a_text_is_not_a_part_of_it() -> None:
    picture = "<p><img src='/upload/1.jpg' width='600' height='400'></p>"
    for page in (f"{HEAD}<p>{ONE}</p><p>{TWO}</p>{FRAME}", f"{FRAME}{HEAD}<p>{ONE}</p>", f"{HEAD}{picture}{FRAME}"):
        assert read_article(f"<html><body>{page}</body></html>".encode(), URL).next_part is None


def test_a_page_of_frames_is_no_article() -> None:
    article = read_article(
        f"<html><head><title>{TITLE}</title></head><frameset>{FRAME.replace('iframe', 'frame')}</frameset></html>".encode(),
        URL,
    )
    assert article.kind == "list"
