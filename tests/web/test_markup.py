import pytest
from lxml import etree, html

from archiver.web.markup import shown
from archiver.web.replay import picture_type, replay
from archiver.web.script import written

A = "http://a.example/"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
HOSTILE = [
    "<script>steal()</script>",
    "<img src=x onerror=steal()>",
    "<a href='javascript:steal()'>x</a>",
    "<a href='data:text/html,<script>steal()</script>'>x</a>",
    "<svg onload=steal()><script>steal()</script></svg>",
    "<math><mtext><style><img src=x onerror=steal()></style></mtext></math>",
    "<iframe src='http://elsewhere.example/'></iframe>",
    "<style>@import url(http://elsewhere.example/x.css); p { background: url(http://elsewhere.example/x.png) }</style>",
    "<p style='background:url(http://elsewhere.example/p.png)'>x</p>",
    "<object data='http://elsewhere.example/x.swf'></object><embed src='http://elsewhere.example/x.swf'>",
    "<meta http-equiv=refresh content='0;url=http://elsewhere.example/'>",
    "<base href='http://elsewhere.example/'><img src='p.png'>",
    "<form action='http://elsewhere.example/'><button formaction='http://elsewhere.example/'>x</button></form>",
    "<link rel=stylesheet href='http://elsewhere.example/x.css'>",
    "<video poster='http://elsewhere.example/x.png'><source src='http://elsewhere.example/x.mp4'></video>",
    "<table background='http://elsewhere.example/x.png'><tr><td>x</td></tr></table>",
    "<img srcset='http://elsewhere.example/x.png 2x'>",
    "<noscript><p title='</noscript><img src=x onerror=steal()>'></noscript>",
]


def none(_):
    return None


FETCHING = ("src", "srcset", "background", "data", "poster", "action", "formaction")
RUNNING = {"script", "iframe", "object", "embed", "base", "link", "meta", "svg", "frame"}


@pytest.mark.parametrize("markup", HOSTILE)
@pytest.mark.parametrize(
    "show",
    [lambda markup: str(shown(markup, {})), lambda markup: replay(markup, A, none).decode()],
    ids=["shown", "replayed"],
)
def test_what_is_shown_holds_nothing_that_runs_or_fetches(markup, show):
    tree = html.document_fromstring(show(f"<p>正文</p>{markup}"))
    assert "正文" in tree.text_content()
    for element in tree.iter(etree.Element):
        assert element.tag not in RUNNING or dict(element.attrib) in ({}, {"charset": "utf-8"}), element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in FETCHING
            assert name != "href" or value.startswith(("http://", "https://"))
            assert "url(" not in value or name == "title"
        assert element.tag != "style" or "elsewhere" not in (element.text or "")


def test_the_words_looked_for_are_marked_in_either_script():
    assert shown("<p>计划<b>生育</b>协会，计划生育</p>", {}, texts=["计划生育"]) == (
        "<div><p>计划<b>生育</b>协会，<mark>计划生育</mark></p></div>"
    )
    assert shown("<p>a <i>发展</i> b 计划 计划。</p>", {}, lambda text: written(text, "hant"), ["计划"]) == (
        "<div><p>a <i>發展</i> b <mark>計劃</mark> <mark>計劃</mark>。</p></div>"
    )


def test_pictures_are_ours_or_a_link():
    source = "<p><img src='http://a.example/1.png' alt='会场'><img src='http://a.example/2.png'>后</p>"
    markup = str(shown(source, {"http://a.example/1.png": "/article/1/file/1"}))
    assert '<img src="/article/1/file/1"' in markup
    assert 'src="http' not in markup
    assert "〔图〕</a></span>后" in markup
    # An address that only looks like ours is not taken from the portal's page.
    assert "<img" not in str(shown("<img src='/article/1/file/9'>", {}))


def test_a_captured_page_carries_its_pictures_in_itself():
    kept = {"http://a.example/img/1.png": PNG, "http://a.example/img/2.png": b"<svg onload=steal()>"}
    page = replay("<img src='img/1.png'><img src='img/2.png'><img src='http://[bad'>", "http://a.example/", kept.get)
    assert page.count(b"data:image/png;base64,") == 1
    assert b"steal" not in page


@pytest.mark.parametrize(
    "source", ["", "   ", "<!-- -->", "\x00", "<", "<html></html>", "x" * 1000, "<frameset><frame src=x></frameset>"]
)
def test_whatever_was_captured_can_be_shown(source):
    assert replay(source, "", lambda _: None).startswith(b"<!doctype html>")


def test_pictures_are_told_by_their_bytes():
    assert picture_type(PNG) == "image/png"
    assert picture_type(b"RIFF0000WEBPVP8 ") == "image/webp"
    assert picture_type(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
