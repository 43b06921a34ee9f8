"""A checkup of a declared portal: one list page and one article, each field or what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.errors import UnreadablePage
from archiver.items import Article, Listing
from spiders.addresses import same_portal
from spiders.portal import PortalSpider
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.specimen import NEEDED, missing, rules_of
from spiders.visit import Answers, Plan

_CHANNELS = 2
_ARTICLES = 3
"""So many are tried where one is a dead link or leads to a further list."""

Outcome = Literal["ok", "broken", "unreachable"]
Failure = tuple[Outcome, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """How a portal was found."""

    portal: str
    outcome: Outcome
    reason: str | None = None
    """What is wrong; None when nothing is."""
    list_url: str | None = None
    articles: int = 0
    """That the list page leads to."""
    article: Article | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields of the article without a value."""
        return missing(self.article) if self.article else ()


def checkup(portal: type[PortalSpider]) -> Plan[Checkup]:
    """Look at the first channel, or the home page and at most two channels it leads to, and at one article behind it.

    `broken` where the list is empty or title, date or body of the article is missing; `unreachable` where nothing came.
    """
    rules = rules_of(portal)
    spider = portal()
    answers = yield spider.starts[:1]
    failed: list[Failure] = []
    lists = list(_lists(answers, portal, failed))
    if lists and not lists[0][1].articles:
        first = lists[0][1]
        leads = (*first.asked, *first.frames, *(link.url for link in first.channels))
        answers = yield [url for url in leads if same_portal(url, portal.site)][:_CHANNELS]
        lists += _lists(answers, portal, failed)
    if not lists:
        return _unread(portal, failed)
    list_url, listing = max(lists, key=lambda found: bool(found[1].articles))
    if not listing.articles:
        empty = f"{list_url} leads to no article; its layout may have changed."
        return Checkup(portal=portal.name, outcome="broken", reason=empty, list_url=list_url)
    wanted = [link.url for link in spider.inside(listing.articles) if same_portal(link.url, portal.site)]
    found: list[Article] = []
    for url in wanted[:_ARTICLES]:
        answer = (yield [url])[url]
        if isinstance(answer, str):
            failed.append(("unreachable", f"{url}: {answer}"))
            continue
        try:
            article = article_of(answer.page(), rules)
        except UnreadablePage as error:
            failed.append(("broken", str(error)))
            continue
        found.append(article)
        if article.kind == "article" and not set(NEEDED) & set(missing(article)):
            break
    if not found:
        return _unread(portal, failed, list_url, len(listing.articles))
    best = min(found, key=lambda article: (article.kind != "article", len(set(NEEDED) & set(missing(article)))))
    lacking = [name for name in NEEDED if name in missing(best)]
    reason: str | None = None
    if best.kind != "article":
        reason = f"{best.url} is read as a list page; its layout may have changed."
    elif lacking:
        reason = f"{best.url} has no {' and no '.join(lacking)}; its layout may have changed."
    return Checkup(
        portal=portal.name,
        outcome="broken" if reason else "ok",
        reason=reason,
        list_url=list_url,
        articles=len(listing.articles),
        article=best,
    )


def _lists(answers: Answers, portal: type[PortalSpider], failed: list[Failure]) -> Iterator[tuple[str, Listing]]:
    for url, answer in answers.items():
        if isinstance(answer, str):
            failed.append(("unreachable", f"{url}: {answer}"))
            continue
        try:
            yield answer.url, read_listing(answer.page(), rules_of(portal))
        except UnreadablePage as error:
            failed.append(("broken", str(error)))


def _unread(
    portal: type[PortalSpider], failed: list[Failure], list_url: str | None = None, articles: int = 0
) -> Checkup:
    outcome, reason = failed[0] if failed else ("broken", f"{list_url} leads to no article of this portal.")
    return Checkup(portal=portal.name, outcome=outcome, reason=reason, list_url=list_url, articles=articles)
