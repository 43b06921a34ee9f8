"""A portal's specimen: one list page and one article as sent, and the values expected of them."""

from dataclasses import replace
from typing import Any

from archiver.items import Article, Link, Listing
from spiders.portal import PortalSpider
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.rules import Rules
from spiders.visit import Fetched

LIST_PAGE, ARTICLE_PAGE, EXPECTED = "list.html", "article.html", "expected.json"
"""The files of a specimen: bytes as sent, bytes as sent, what is read of both."""
NEEDED = ("title", "published", "body")
"""Without these an article is of no use."""
FIELDS = ("title", "published", "views", "source", "author", "breadcrumb", "body")


def rules_of(portal: type[PortalSpider]) -> Rules:
    """The rules that a declared portal's pages are read by, its family among them."""
    return rules_for(portal.rules, portal.family)


def rules_for(rules: Rules, family: str | None) -> Rules:
    """The rules with the family that stands beside them."""
    return replace(rules, family=rules.family or family)


def missing(article: Article) -> tuple[str, ...]:
    """The fields without a value; views of a counter, and a body of pictures, files or a frame, count as there."""
    elsewhere = {"views": article.counter, "body": article.images or article.attachments or article.next_part}
    return tuple(name for name in FIELDS if getattr(article, name) in (None, ()) and not elsewhere.get(name))


def expected(list_page: Fetched, article_page: Fetched, rules: Rules) -> dict[str, Any]:
    """What is read of both pages, as `expected.json` holds it; nobody has reviewed it yet.

    Raises UnreadablePage where one of them is no page.
    """
    page = article_page.page()
    return {
        "reviewed": False,
        "list": {**_sent(list_page), **list_values(read_listing(list_page.page(), rules))},
        "article": {**_sent(article_page), **article_values(article_of(page, rules))},
    }


def observed(told: dict[str, Any], list_body: bytes, article_body: bytes, rules: Rules) -> dict[str, Any]:
    """The same, read anew from the kept bytes; `told` is an `expected.json`, which knows where they came from."""
    list_page = Fetched(told["list"]["url"], list_body, told["list"]["content_type"])
    article_page = Fetched(told["article"]["url"], article_body, told["article"]["content_type"])
    return {**expected(list_page, article_page, rules), "reviewed": told["reviewed"]}


def article_values(article: Article) -> dict[str, Any]:
    """Every field of an article, as JSON holds it."""
    return {
        "kind": article.kind,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "published_raw": article.published and article.published.raw,
        "views": article.views,
        "counter": article.counter and article.counter.url,
        "source": article.source,
        "author": article.author,
        "breadcrumb": list(article.breadcrumb),
        "channel": article.channel,
        "body": article.body and article.body.split("\n"),
        "attachments": [[file.name, file.url] for file in article.attachments],
        "images": list(article.images),
        "next_part": article.next_part,
        "family": article.family,
        "charset_used": article.charset_used,
    }


def list_values(listing: Listing) -> dict[str, Any]:
    """What a list page leads to, as JSON holds it."""
    return {
        "articles": [_line(link) for link in listing.articles],
        "next_page": listing.next_page,
        "total_pages": listing.total_pages,
    }


def _line(link: Link) -> list[str | None]:
    return [link.title, link.published.isoformat() if link.published else None, link.url]


def _sent(page: Fetched) -> dict[str, Any]:
    return {"url": page.url, "content_type": page.content_type}
