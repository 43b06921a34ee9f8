"""The county association's portal: EmpireCMS stock pages, served as GBK and labelled gb2312.

Its counter answers like EmpireCMS's (`document.write('n');`) and adds a hit only when asked with `addclick=1`. It says
the stored count, where the real one says one more, so that what a reader is told is what the portal holds.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import NamedTuple

from archiver.demo.articles import COUNTY_CHANNELS, FILE_LINK, PICTURE, Channel, DemoArticle, county_articles, cut
from archiver.demo.documents import TYPES, document
from archiver.demo.markup import body_markup, cut_lead, fill, link, picture_name, upload_path
from archiver.demo.portal import Portal, Rendered, Truth, first_number

NAME = "云渡县计划生育协会"
PAGE_SIZE = 8
_COUNTER = "/e/public/ViewClick/"
_OLD_ADDRESS = "/e/action/ShowInfo.php"
_ROBOTS = b"User-agent: *\nDisallow: /e/admin/\nDisallow: /e/search/\nDisallow: /e/data/\n"
_MISSING = "<html><head><title>信息提示</title></head><body><p>您访问的页面不存在或已被删除。</p></body></html>"


class ListEntry(NamedTuple):
    """A line of a list page."""

    path: str
    title: str
    published: datetime


DEAD_ENTRY = ListEntry(
    "/gzdt/2020-05-20/140.html", "全县计生协长工作例会召开", datetime.fromisoformat("2020-05-20 09:12:05")
)
"""A list entry whose page was taken away without the list being written anew."""


class CountyPortal(Portal):
    """About sixty articles in four channels."""

    def __init__(self, address: str, city_address: str) -> None:
        self._city_address = city_address
        super().__init__(address, county_articles())

    def path_of(self, article: DemoArticle) -> str:
        return article_path(article)

    def missing(self) -> bytes:
        return _bytes(_MISSING)

    def redirect(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        if path == _OLD_ADDRESS:
            article = self.articles.get(first_number(query, "id") or 0)
            return None if article is None else article_path(article)
        return super().redirect(path, query)

    def count(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        if path != _COUNTER:
            return None
        number = first_number(query, "id") or 0
        if number not in self.views:
            return ""
        if first_number(query, "down"):
            # Downloads, comments, scores: the demo has none.
            return "document.write('0');"
        if query.get("addclick") == ["1"]:
            return f"document.write('{self.hit(number, f'{path}?id={number}&addclick=1')}');"
        return f"document.write('{self.views[number]}');"

    def truth(self) -> list[Truth]:
        return [
            Truth(
                url=self.address.rstrip("/") + article_path(article),
                title=article.title,
                published=article.published.isoformat(),
                views=None if "no-counter" in article.marks else self.views[article.id],
                source=article.source,
                author=article.author,
                body=article.body,
                channel=article.channel.name,
            )
            for article in sorted(self.articles.values(), key=lambda article: article.published, reverse=True)
        ]

    def render(self) -> Iterator[Rendered]:
        held = sorted(self.articles.values(), key=lambda article: article.id)
        newest = max(article.published for article in held)
        home = _bytes(home_page(held, self._city_address))
        for path in ("/", "/index.html"):
            yield Rendered(path, home, "text/html", newest)
        yield Rendered("/robots.txt", _ROBOTS, "text/plain", newest)
        for channel in COUNTY_CHANNELS.values():
            in_channel = [article for article in held if article.channel == channel]
            for path, text in list_pages(channel, in_channel):
                yield Rendered(path, _bytes(text), "text/html", newest)
            for article, previous, following in zip(
                in_channel, [None, *in_channel], [*in_channel[1:], None], strict=False
            ):
                text = article_page(article, previous, following)
                charset = "utf-8" if "wrong-label" in article.marks else "gbk"
                yield Rendered(article_path(article), _bytes(text, charset), "text/html", article.published)
                yield from _files(article)


def article_path(article: DemoArticle) -> str:
    """`/channel/day/id.html`."""
    return f"/{article.channel.folder}/{article.published:%Y-%m-%d}/{article.id}.html"


def article_page(article: DemoArticle, previous: DemoArticle | None, following: DemoArticle | None) -> str:
    """The page of one article, between its neighbours in the channel (None at either end)."""
    script = f"{_COUNTER}?classid={article.channel.id}&id={article.id}&addclick=1"
    views = f"&nbsp;&nbsp;浏览次数：<script src={script}></script>"
    lead = f'<p class="smalltext">{escape(cut_lead(article))}</p>\n' if "lead" in article.marks else ""
    main = fill(
        "county_article",
        {
            "folder": article.channel.folder,
            "channel": article.channel.name,
            "title": escape(article.title),
            "published": f"{article.published:%Y-%m-%d %H:%M:%S}",
            "source": escape(article.source or ""),
            "author": escape(article.author or ""),
            "views": "" if "no-counter" in article.marks else views,
            "body": lead + body_markup(article),
            "previous": _neighbour(previous),
            "following": _neighbour(following),
        },
    )
    return _layout("showpage", f"{article.title}-{article.channel.name}-{NAME}", main)


def list_pages(channel: Channel, articles: list[DemoArticle]) -> Iterator[tuple[str, str]]:
    """(path, page) of a channel's list, the newest article first; its first page stands at two paths."""
    entries = [ListEntry(article_path(article), article.title, article.published) for article in articles]
    if DEAD_ENTRY.path.startswith(f"/{channel.folder}/"):
        entries.append(DEAD_ENTRY)
    entries.sort(key=lambda entry: entry.published, reverse=True)
    total = max(1, -(-len(entries) // PAGE_SIZE))
    for number in range(1, total + 1):
        on_page = entries[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        values = {
            "folder": channel.folder,
            "channel": channel.name,
            "items": "\n".join(_entry(entry, 40, "%Y-%m-%d") for entry in on_page),
            "pager": _pager(channel.folder, number, total, len(entries)),
        }
        page = _layout("listpage", f"{channel.name}-{NAME}", fill("county_list", values))
        if number == 1:
            yield f"/{channel.folder}/", page
        yield _list_path(channel.folder, number), page


def home_page(articles: list[DemoArticle], city_address: str) -> str:
    """The first page: a recommended article at its old address, six titles of every channel, links."""
    recommended = max((article for article in articles if "lead" in article.marks), key=lambda article: article.views)
    old_address = f"{_OLD_ADDRESS}?classid={recommended.channel.id}&id={recommended.id}"
    boxes = []
    for channel in COUNTY_CHANNELS.values():
        newest = sorted((a for a in articles if a.channel == channel), key=lambda a: a.published, reverse=True)[:6]
        items = "\n".join(_entry(ListEntry(article_path(a), a.title, a.published), 18, "%m-%d") for a in newest)
        title = f'<div class="boxtitle">{link(f"/{channel.folder}/", "更多>>")}{channel.name}</div>'
        boxes.append(f'<td class="box">{title}\n<ul>\n{items}\n</ul></td>')
    main = (
        f'<div class="links">推荐阅读：{link(old_address, recommended.title)}</div>\n'
        '<table class="columns" cellspacing="0">\n'
        f"<tr>{boxes[0]}{boxes[1]}</tr>\n<tr>{boxes[2]}{boxes[3]}</tr>\n</table>\n"
        f'<div class="links">友情链接：{link(city_address, "岚州市计划生育协会")}</div>'
    )
    return _layout("homepage", NAME, main)


def _files(article: DemoArticle) -> Iterator[Rendered]:
    names = [article.attachment] if article.attachment and FILE_LINK.search("".join(article.lines)) else []
    if any(PICTURE.fullmatch(line) for line in article.lines):
        names.append(picture_name(article))
    for name in names:
        kind = TYPES[name.rpartition(".")[2]]
        yield Rendered(upload_path(article, name), document(name), kind, article.published)


def _entry(entry: ListEntry, length: int, date_format: str) -> str:
    shown = link(entry.path, cut(entry.title, length), entry.title)
    return f"<li>{shown}<span>{entry.published.strftime(date_format)}</span></li>"


def _list_path(folder: str, number: int) -> str:
    return f"/{folder}/index.html" if number == 1 else f"/{folder}/index_{number}.html"


def _pager(folder: str, number: int, total: int, entries: int) -> str:
    parts = [f'<a title="Total record">&nbsp;<b>{entries}</b>&nbsp;</a>']
    if number > 1:
        parts += [link(_list_path(folder, 1), "首页"), link(_list_path(folder, number - 1), "上一页")]
    parts += [
        f"<b>{page}</b>" if page == number else link(_list_path(folder, page), str(page))
        for page in range(1, total + 1)
    ]
    if number < total:
        parts += [link(_list_path(folder, number + 1), "下一页"), link(_list_path(folder, total), "尾页")]
    return "&nbsp;".join(parts)


def _neighbour(article: DemoArticle | None) -> str:
    return "没有了" if article is None else link(article_path(article), article.title)


def _layout(kind: str, title: str, main: str) -> str:
    menu = "".join(f"<td>{link(f'/{channel.folder}/', channel.name)}</td>" for channel in COUNTY_CHANNELS.values())
    return fill("county", {"kind": kind, "title": escape(title), "menu": menu, "main": main})


def _bytes(text: str, charset: str = "gbk") -> bytes:
    return text.encode(charset, "xmlcharrefreplace")
