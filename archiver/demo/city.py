"""The city association's portal: DedeCMS stock pages in UTF-8, with a counter that cannot be asked without counting."""

from collections.abc import Iterator, Mapping
from html import escape

from archiver.demo.articles import CITY_CHANNELS, Channel, DemoArticle, city_articles
from archiver.demo.markup import body_markup, fill, link, summary
from archiver.demo.portal import Portal, Rendered, Truth, first_number

NAME = "岚州市计划生育协会"
_COUNTER = "/plus/count.php"
_MISSING = "<!DOCTYPE html><html><head><meta charset=utf-8><title>404</title></head><body>页面不存在</body></html>"


class CityPortal(Portal):
    """A handful of own articles and one reprint of the county's."""

    def __init__(self, address: str) -> None:
        super().__init__(address, city_articles())

    def path_of(self, article: DemoArticle) -> str:
        return article_path(article)

    def missing(self) -> bytes:
        return _MISSING.encode()

    def count(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        if path != _COUNTER:
            return None
        number = first_number(query, "aid") or 0
        if number not in self.views:
            return ""
        count = self.hit(number, f"{path}?aid={number}")
        return f"document.write('{count}');\r\n" if query.get("view") == ["yes"] else ""

    def truth(self) -> list[Truth]:
        return [
            Truth(
                url=self.address.rstrip("/") + article_path(article),
                title=article.title,
                published=article.published.isoformat(timespec="minutes"),
                views=None,
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
        for path in ("/", "/index.html"):
            yield Rendered(path, home_page(held).encode(), "text/html", newest)
        yield Rendered("/robots.txt", b"User-agent: *\nDisallow: /plus/ad_js.php\n", "text/plain", newest)
        for channel in CITY_CHANNELS:
            in_channel = [article for article in held if article.channel == channel]
            page = list_page(channel, in_channel).encode()
            for path in (f"/a/{channel.folder}/", f"/a/{channel.folder}/index.html"):
                yield Rendered(path, page, "text/html", newest)
            for article, previous, following in zip(
                in_channel, [None, *in_channel], [*in_channel[1:], None], strict=False
            ):
                text = article_page(article, previous, following)
                yield Rendered(article_path(article), text.encode(), "text/html", article.published)


def article_path(article: DemoArticle) -> str:
    """`/a/channel/year/monthday/id.html`."""
    return f"/a/{article.channel.folder}/{article.published:%Y/%m%d}/{article.id}.html"


def article_page(article: DemoArticle, previous: DemoArticle | None, following: DemoArticle | None) -> str:
    """The page of one article, between its neighbours in the channel (None at either end)."""
    main = fill(
        "city_article",
        {
            "id": str(article.id),
            "folder": article.channel.folder,
            "channel": article.channel.name,
            "title": escape(article.title),
            "published": f"{article.published:%Y-%m-%d %H:%M}",
            "source": escape(article.source or ""),
            "author": escape(article.author or ""),
            "intro": escape(summary(article)),
            "body": body_markup(article),
            "previous": _neighbour(previous),
            "following": _neighbour(following),
        },
    )
    return _layout(f"{article.title}_{NAME}", main)


def list_page(channel: Channel, articles: list[DemoArticle]) -> str:
    """A channel's list, the newest article first."""
    items = "\n".join(
        f'<li><a href="{article_path(article)}" class="title">{escape(article.title)}</a>'
        f'<span class="info"><small>日期：</small>{article.published:%Y-%m-%d %H:%M:%S}</span>'
        f'<p class="intro">{escape(summary(article, 60))}...</p></li>'
        for article in sorted(articles, key=lambda article: article.published, reverse=True)
    )
    main = (
        '<div class="place"><strong>当前位置:</strong> <a href="/">主页</a> &gt; '
        f"{link(f'/a/{channel.folder}/', channel.name)} &gt; </div>\n"
        f'<div class="listbox"><ul class="e2">\n{items}\n</ul></div>\n'
        '<div class="dede_pages"><ul class="pagelist"><li><span class="pageinfo">共 <strong>1</strong>页'
        f"<strong>{len(articles)}</strong>条</span></li></ul></div>"
    )
    return _layout(f"{channel.name}_{NAME}", main)


def home_page(articles: list[DemoArticle]) -> str:
    """The first page: every channel's titles."""
    blocks = []
    for channel in CITY_CHANNELS:
        in_channel = sorted((a for a in articles if a.channel == channel), key=lambda a: a.published, reverse=True)
        items = "\n".join(
            f"<li><span>{article.published:%Y-%m-%d}</span>{link(article_path(article), article.title)}</li>"
            for article in in_channel
        )
        more = link(f"/a/{channel.folder}/", "更多...")
        blocks.append(f'<div class="block"><h3>{more}{channel.name}</h3>\n<ul>\n{items}\n</ul></div>')
    return _layout(NAME, "\n".join(blocks))


def _neighbour(article: DemoArticle | None) -> str:
    return "没有了" if article is None else link(article_path(article), article.title)


def _layout(title: str, main: str) -> str:
    menu = "".join(link(f"/a/{channel.folder}/", channel.name) for channel in CITY_CHANNELS)
    return fill("city", {"title": escape(title), "menu": menu, "main": main})
