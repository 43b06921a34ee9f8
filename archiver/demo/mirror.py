"""A mirror: copies of two of the county's pages as spam sites print them, in traditional characters with pinyin.

The copy keeps the page's form and address; the characters are changed one by one (`traditional.tsv` holds the pairs
these pages need), a fixed set of them is followed by its first reading in brackets at every place, scripts are dropped,
so that no views are left, and the mirror's own name stands over it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import lxml.html
from lxml.etree import _Element, strip_elements
from pypinyin import Style, pinyin

from archiver.demo.articles import DemoArticle, county_article
from archiver.demo.county import NAME as COPIED_NAME
from archiver.demo.county import article_page, article_path
from archiver.demo.markup import fill
from archiver.demo.portal import Portal, Rendered, Truth

NAME = "鴻運裝飾材料網"
TITLES = ("以会员小组为纽带 把计生协办到群众家门口", "做计生特殊家庭工作要过“五道门”")
ANNOTATED = frozenset("上下了事从作到办听外大对小工开当得打报放时来知算老自计认话过里区和会道用问见")
"""Simplified forms of the characters after which a reading is put."""
_LABEL = re.compile("浏览次数：")


class MirrorPortal(Portal):
    """Two copied pages and a first page that links to them."""

    def __init__(self, address: str) -> None:
        super().__init__(address, (county_article(title) for title in TITLES))

    def path_of(self, article: DemoArticle) -> str:
        return article_path(article)

    def missing(self) -> bytes:
        return b"<html><body>404 Not Found</body></html>"

    def truth(self) -> list[Truth]:
        return [
            Truth(
                url=self.address.rstrip("/") + article_path(article),
                title=mirrored(article.title),
                published=article.published.isoformat(),
                views=None,
                source=traditional(article.source) if article.source else None,
                author=traditional(article.author) if article.author else None,
                body=mirrored(article.body),
                channel=mirrored(article.channel.name),
            )
            for article in sorted(self.articles.values(), key=lambda article: article.published, reverse=True)
        ]

    def render(self) -> Iterator[Rendered]:
        held = sorted(self.articles.values(), key=lambda article: article.id)
        newest = max(article.published for article in held)
        items = "\n".join(
            f'<li><a href="{article_path(article)}">{mirrored(article.title)}</a>'
            f"<span>{article.published:%Y-%m-%d}</span></li>"
            for article in held
        )
        yield Rendered("/", fill("mirror", {"items": items}).encode(), "text/html", newest)
        for article in held:
            page = copied(article_page(article, None, None))
            yield Rendered(article_path(article), page.encode(), "text/html", article.published)


def traditional(text: str) -> str:
    """The text in traditional characters, without readings."""
    pairs = _pairs()
    return "".join(pairs.get(character, character) for character in text)


def mirrored(text: str) -> str:
    """The text in traditional characters, with the readings pushed in."""
    readings = _readings()
    return "".join(traditional(character) + readings.get(character, "") for character in text)


def copied(page: str) -> str:
    """A whole page as the mirror prints it: scripts and forms gone, every text mirrored, links cut off."""
    tree = lxml.html.document_fromstring(_LABEL.sub("阅读次数(", page))
    strip_elements(tree, "script", "meta", "form", with_tail=False)
    for element in tree.iter():
        _mirror_element(element)
    markup = str(lxml.html.tostring(tree, encoding="unicode"))
    return "<!DOCTYPE html>\n" + markup.replace("<head>", '<head>\n<meta charset="utf-8">', 1)


def _mirror_element(element: _Element) -> None:
    if isinstance(element.tag, str) and element.tag != "style":
        element.text = _mirror_text(element.text)
    element.tail = _mirror_text(element.tail)
    if "href" in element.attrib:
        element.attrib["href"] = "/"
    for name in {"title", "onclick"} & set(element.attrib):
        del element.attrib[name]


def _mirror_text(text: str | None) -> str | None:
    # The mirror's own name is put in after the readings and so has none.
    return None if text is None else NAME.join(mirrored(part) for part in text.split(COPIED_NAME))


@cache
def _pairs() -> Mapping[str, str]:
    lines = files(__package__).joinpath("traditional.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _readings() -> Mapping[str, str]:
    return {character: f"({pinyin(traditional(character), style=Style.TONE)[0][0]})" for character in ANNOTATED}
