from datetime import UTC, datetime

import pytest

from storage.frontier import Found
from storage.health.tables import ListPage
from storage.ledger import Ledger, announced, ledger, numberings, ranges
from storage.lists import Shown, note_list
from storage.runs import OpenRun, PortalFacts

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
SITE = "http://songxi.example.cn/"


def said(articles: int, pages: int | None = None, entries: int | None = None, channel: str | None = "通知") -> ListPage:
    return ListPage(articles=articles, pages=pages, entries=entries, channel=channel)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ([], (None, False)),
        ([said(20)], (None, False)),
        ([said(20, 5, 93)], (93, True)),
        ([said(20, 5)], (81, False)),
        ([said(7, 1)], (7, True)),
        ([said(20, 5, 93), said(20, 5, 93)], (93, True)),
        ([said(20, 5, 93, None), said(20, 2, 31, None)], (124, True)),
        ([said(20, 5, 93, None), said(20, 2, None, None)], (114, False)),
    ],
)
def test_what_lists_announce(lists, expected):
    assert announced(lists) == expected


def test_gaps_in_the_numbers_of_articles():
    numbers = [number for number in range(1, 31) if number not in (3, 10, 11, 12)]
    urls = [f"{SITE}news/2019/05{number % 28:02}/{number}.html" for number in numbers]
    [one] = numberings([*urls, f"{SITE}about.html", f"{SITE}news/9.html", f"{SITE}x/20190506103000123.html"])
    assert (one.form, one.first, one.last, one.known, one.missing) == ("/news/#/#/{}.html", 1, 30, 26, 4)
    assert one.gaps == ((3, 3), (10, 12))
    assert ranges(one.gaps) == "3, 10–12"


def test_numbers_in_the_query_count_too_and_sparse_ones_do_not():
    dense = [f"{SITE}show.asp?id={number}" for number in range(100, 140)]
    sparse = [f"{SITE}content/{number * 3}.html" for number in range(100)]
    assert [one.form for one in numberings(dense + sparse)] == ["/show.asp?id={}"]


def test_the_lists_of_a_portal_against_what_is_stored(any_archive, any_database, fill, printed):
    articles = [printed(f"{SITE}tz/{number}.html", f"第{number}号通知", channel="通知") for number in range(1, 4)]
    fill(any_archive, articles, PortalFacts("songxi", SITE))
    run = OpenRun(any_archive, PortalFacts("songxi", SITE), SITE, {}, NOW)
    run.frontier.found(
        [Found(f"{SITE}tz/", "list", 1), *(Found(f"{SITE}tz/{n}.html", "article", 2, "通知") for n in range(1, 6))], NOW
    )
    page = run.frontier.page(f"{SITE}tz/", "list", NOW)
    note_list(any_archive, page, Shown(articles=4, pages=2, entries=6, channel="通知"), NOW)
    with any_archive.reading() as session:
        book = ledger(session, "songxi")
        assert ledger(session, "nobody") == Ledger((), ())
    [account] = book.accounts
    assert (account.channel, account.announced, account.exact) == ("通知", 6, True)
    assert (account.known, account.stored, account.gone) == (5, 3, 0)
    run.close("done", None, {}, NOW)
