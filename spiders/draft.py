"""A draft: what is to be declared of a portal, from its home page, a few channels and five articles."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from archiver.errors import ArchiverError, UnreadablePage
from archiver.items import Article, Link, Listing
from archiver.text.dates import parse_time
from archiver.text.fold import key
from spiders.addresses import folder, is_home, same_portal, start_url, tidy
from spiders.families.registry import family_named, recognise
from spiders.reading.article import article_of
from spiders.reading.declared import elements
from spiders.reading.links import address_form
from spiders.reading.listing import read_listing
from spiders.reading.page import Page
from spiders.reading.rules import GENERIC, Rules
from spiders.specimen import missing, rules_for
from spiders.visit import Answers, Fetched, Plan

SAMPLES = 5
_PROBES = 3
_MOST_ARTICLES = 10
_TURN = re.compile(r"\W*(?:更多|more|[上下前后後首末尾]一?[页頁]|第?\d+[页頁]?)\W*", re.IGNORECASE)
_SERVICE = re.compile(
    r"首\s*页|主\s*页|联系|关于|声明|法律|广告|反馈|地图|留言|投稿|登录|注册|搜索|收藏|服务条款|隐私|招聘|加入我们|English",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.{2,})\s*$")


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page that came, and what it leads to."""

    sent: Fetched
    listing: Listing
    family: str | None


@dataclass(frozen=True, slots=True)
class Sample:
    """An article that came: how its list calls it, and what was read of it."""

    link: Link
    list_page: ListPage
    sent: Fetched
    page: Page
    article: Article

    @property
    def doubts(self) -> tuple[str, ...]:
        """Fields that the list page contradicts."""
        title, time, listed = self.article.title, self.article.published, self.link.published
        doubtful = []
        if title and self.link.title and not _same_title(self.link.title, title):
            doubtful.append("title")
        if time and listed and listed.precision != "month" and time.day != listed.day:
            doubtful.append("published")
        return tuple(doubtful)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found out about a portal."""

    site: str
    home: ListPage
    home_title: str | None
    """What the home page calls itself, as in its `<title>` or site name."""
    channels: tuple[Link, ...]
    """List pages that the home page leads to, with their names."""
    family: str | None
    rules: Rules
    samples: tuple[Sample, ...]

    @property
    def covers_home(self) -> bool:
        """Whether each article that the home page shows stands in the folder of a channel: nothing else is lost."""
        folders = tuple(folder(tidy(link.url)) for link in self.channels)
        return bool(folders) and all(tidy(link.url).startswith(folders) for link in self.home.listing.articles)

    @property
    def best(self) -> Sample | None:
        """The sample with the most fields, with text before pictures alone; None where no article was found."""
        return min(
            self.samples, key=lambda s: (len(missing(s.article)) + len(s.doubts), not s.article.body), default=None
        )


def draft(given: str) -> Plan[Draft]:
    """Look at the home page, at most three channels and five articles behind them (or the home page's own).

    Raises ArchiverError where the home page cannot be had, UsageError where the address is none.
    """
    url = start_url(given)
    answers = yield [url]
    home = _list_page(answers, url)
    site = urljoin(home.sent.url, "/")
    channels = tuple(_channels(home.listing, site)) if is_home(url) else ()
    probes = [link.url for link in channels[:_PROBES]]
    answers = yield probes
    pages = [page for page in (_readable(answers, url) for url in probes) if page]
    # What the pages leave to a script or show in a frame.
    behind = [u for page in pages or [home] if not page.listing.articles for u in _behind(page.listing, site)][:_PROBES]
    if behind:
        answers = yield behind
        pages += [page for page in (_readable(answers, url) for url in behind) if page]
    lists = [page for page in pages if page.listing.articles] or [home]
    samples: list[Sample] = []
    candidates = list(_in_turn(lists, site))[:_MOST_ARTICLES]
    while candidates and len(samples) < SAMPLES:
        wanted, candidates = candidates[: SAMPLES - len(samples)], candidates[SAMPLES - len(samples) :]
        answers = yield [link.url for link, _ in wanted]
        samples += _samples(wanted, answers)
    family = _most([s.article.family for s in samples]) or _most([page.family for page in (*lists, home)])
    rules = _rules(samples, family)
    read = rules_for(rules, family)
    samples = [replace(sample, article=article_of(sample.page, read)) for sample in samples]
    title = home_title(home.sent.page())
    return Draft(site, home, title, channels, family, rules, tuple(samples))


def home_title(page: Page) -> str | None:
    """What a home page calls its portal: its site name, else the piece of `<title>` that names an organisation."""
    named = page.meta.get("sitename") or page.meta.get("og:site_name") or page.title_tag or ""
    pieces = [
        re.sub(
            r"^(?:欢迎(?:您)?(?:访问|光临|来到|进入)|您好)|(?:官方)?(?:网站)?(?:首页|主页)$|官方网站$|官网$", "", piece
        )
        for piece in re.split(r"\s*[-_|—–｜·,，»>:：]+\s*|\s+", named)
    ]
    pieces = [piece for piece in pieces if re.search(r"[\u4e00-\u9fff]{2}", piece)]
    organisations = [piece for piece in pieces if re.search(r"(?:会|社|院|局|厅|委|办公室|中心|联盟)$", piece)]
    return max(organisations or pieces, key=len, default=None)


def _list_page(answers: Answers, url: str) -> ListPage:
    answer = answers[url]
    if isinstance(answer, str):
        raise ArchiverError(f"{url} did not come: {answer}.")
    page = answer.page()
    family = recognise(page)
    return ListPage(answer, read_listing(page, GENERIC), family.name if family else None)


def _readable(answers: Answers, url: str) -> ListPage | None:
    try:
        return _list_page(answers, url)
    except ArchiverError:
        return None


def _behind(listing: Listing, site: str) -> list[str]:
    return [url for url in (*listing.asked, *listing.frames) if same_portal(url, site)]


def _channels(listing: Listing, site: str) -> Iterator[Link]:
    """The menu's entries by their names; pagers, services and what leads elsewhere left out."""
    seen = set()
    for link in listing.channels:
        name = "".join(link.title.split())
        url = tidy(link.url)
        if (
            2 <= len(name) <= 12
            and url not in seen
            and same_portal(url, site)
            and not is_home(url)
            and address_form(url) < 1
            and not (_TURN.fullmatch(name) or _SERVICE.search(name))
        ):
            seen.add(url)
            yield Link(url, name)


def _in_turn(lists: Sequence[ListPage], site: str) -> Iterator[tuple[Link, ListPage]]:
    """Articles of all lists, one of each in turn, each once."""
    seen = set()
    for place in range(max(len(page.listing.articles) for page in lists)):
        for page in lists:
            for link in page.listing.articles[place : place + 1]:
                if same_portal(link.url, site) and tidy(link.url) not in seen:
                    seen.add(tidy(link.url))
                    yield link, page


def _samples(wanted: Iterable[tuple[Link, ListPage]], answers: Answers) -> Iterator[Sample]:
    for link, list_page in wanted:
        answer = answers[link.url]
        if isinstance(answer, str):
            continue
        try:
            page = answer.page()
        except UnreadablePage:
            continue
        article = article_of(page, GENERIC)
        if article.kind == "article":
            yield Sample(link, list_page, answer, page, article)


def _most(families: Iterable[str | None]) -> str | None:
    """The family of most pages; None where none shows."""
    counted = Counter(family for family in families if family)
    return counted.most_common(1)[0][0] if counted else None


def _rules(samples: Sequence[Sample], family: str | None) -> Rules:
    """Selectors where generic reading missed what the list pages know of the samples, and the family has none."""
    own = family_named(family).rules if family else GENERIC
    selectors: dict[str, Any] = {}
    told = [sample for sample in samples if sample.link.title and not _CUT.search(sample.link.title)]
    if not own.title and told and all(not s.article.title or "title" in s.doubts for s in told):
        selectors["title"] = _selector(told, lambda s, text: key(text) == key(s.link.title))
    dated = [sample for sample in samples if sample.link.published]
    if not own.published and dated and all(not s.article.published for s in dated):
        selectors["published"] = _selector(dated, _prints_day)
    return Rules(**selectors)


def _selector(samples: Sequence[Sample], fits: Callable[[Sample, str], bool]) -> str | None:
    """A selector whose first element fits in every sample, of two at least; None where there is none."""
    if len(samples) < 2:
        return None
    first = samples[0]
    for element in first.page.tree.iterdescendants():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head", "title", "script", "a"):
            continue
        text = _text(element)
        if text and fits(first, text):
            for selector in _names(element):
                if all(_fits(sample, selector, fits) for sample in samples):
                    return selector
    return None


def _fits(sample: Sample, selector: str, fits: Callable[[Sample, str], bool]) -> bool:
    found = elements(sample.page.tree, selector)
    return bool(found) and fits(sample, _text(found[0]))


def _names(element: etree._Element) -> Iterator[str]:
    word = re.compile(r"[A-Za-z_][\w-]*")
    own = element.get("id") or ""
    if word.fullmatch(own):
        yield f"#{own}"
    steps = [f"{element.tag}.{name}" for name in (element.get("class") or "").split() if word.fullmatch(name)]
    yield from steps
    parent = element.getparent()
    if parent is not None:
        yield from (f"{step} > {element.tag}" for step in _names(parent) if step.startswith("#") or "." in step)


def _text(element: etree._Element) -> str:
    text = " ".join("".join(element.itertext()).split())
    return text if len(text) <= 300 else ""


def _prints_day(sample: Sample, text: str) -> bool:
    time = parse_time(text) if len(text) <= 60 else None
    return time is not None and sample.link.published is not None and time.day == sample.link.published.day


def _same_title(listed: str, title: str) -> bool:
    """Whether a list's title is the article's, or the beginning of it."""
    mine, other = key(_CUT.sub("", listed)), key(title)
    return not mine or other.startswith(mine) or mine.startswith(other) or mine in other
