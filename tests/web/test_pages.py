import asyncio
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from archiver.web.preferences import Preferences
from storage.runs import PortalFacts
from storage.tables import Article, View

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
CITY = PortalFacts("yandu", "http://yandu.example.cn/", "岩渡市计生协", "福建", "计生协")
MIRRORED = "縣計生協會(huì)召開會(huì)議，會(huì)長(zhǎng)作(zuò)了講話，會(huì)議(yì)總結(jié)了工作。" * 3


@pytest.fixture
def filled(archive, fill, printed):
    """Two portals: an article revised and reprinted, one that is gone, a mirror's, and others of other years."""
    first = printed(views=120, source="县计生协", files=["http://songxi.example.cn/1.doc"], channel="工作动态")
    fill(archive, [first])
    fill(archive, [printed(title="松溪县计生协开展健康知识讲座（更正）", views=50)], at=NOW + timedelta(days=9))
    fill(
        archive,
        [
            printed("http://yandu.example.cn/a/1.html", published="2018-07-02"),
            printed(
                "http://yandu.example.cn/a/2.html", "縣計生協會(huì)召開會(huì)議", MIRRORED, published="2016-03-01"
            ),
            printed("http://yandu.example.cn/a/3.html", "培训班通知", "定于五月举办培训班，请各乡镇派人参加。", None),
        ],
        CITY,
    )
    with archive.writing() as session:
        session.execute(update(Article).where(Article.id == 4).values(gone_at=NOW))
    return archive


@pytest.fixture
def visitor(filled, room):
    return room()


def texts(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", page))


def test_the_front_page_shows_the_newest_and_the_portals(visitor):
    page = visitor.get("/")
    assert page.status_code == 200
    said = texts(page.text)
    for part in ("4 articles from 2 portals", "松溪县计生协", "岩渡市计生协", "培训班通知", "no date"):
        assert part in said
    assert page.text.index("2018-07-02") < page.text.index("2016-03-01")


def test_an_empty_archive_says_how_to_fill_it(archive, room):
    page = room().get("/")
    assert page.status_code == 200
    assert "archiver crawl" in page.text
    for path in ("/search?q=", "/search?q=计生", "/portals", "/health", "/gone", "/most-read", "/trends?q=计生"):
        assert room().get(path).status_code == 200, path


@pytest.mark.parametrize("words", ["健康知识", "健康知識", "健康(kāng)知识"])
def test_a_search_in_either_script_shows_one_hit_a_work(visitor, words):
    page = visitor.get("/search", params={"q": words})
    assert page.text.count('<li class="hit"') == 1
    assert "<mark>健康知识</mark>" in page.text
    assert "2 printings" in texts(page.text)
    each = visitor.get("/search", params={"q": words, "all": "1"})
    assert each.text.count('<li class="hit"') == 2


def test_facets_narrow_and_their_own_counts_stay(visitor):
    page = visitor.get("/search", params={"q": "", "portal": "yandu"})
    said = texts(page.text)
    assert "3 articles" in said
    # The other portal can still be chosen beside it.
    assert "portal=yandu&amp;portal=songxi" in page.text
    both = visitor.get("/search?portal=yandu&portal=songxi&all=1")
    assert both.text.count('<li class="hit"') == 4
    assert visitor.get("/search?flags=gone").text.count('<li class="hit"') == 1
    assert visitor.get("/search?portal=yandu&flags=reprinted").text.count('<li class="hit"') == 1


def test_the_timeline_leads_from_years_to_months(visitor):
    years = visitor.get("/search").text
    assert re.findall(r'data-period="(\d+)"', years) == ["2016", "2017", "2018"]
    months = visitor.get("/search?from=2018&to=2018").text
    assert re.findall(r'data-period="([\d-]+)"', months) == ["2018-06", "2018-07"]
    assert 'href="/search"' in months


def test_sorting_and_paging_are_in_the_address(archive, room, fill, printed):
    fill(
        archive,
        [
            printed(
                f"http://songxi.example.cn/a/{n}.html", f"第{n}期会员活动", f"第{n}期活动在{n}号楼举行。" * 4, views=n
            )
            for n in range(1, 46)
        ],
    )
    visitor = room()
    first = visitor.get("/search?q=会员&sort=views").text
    assert first.index("第<mark>") if "第<mark>" in first else "45期" in first
    second = visitor.get("/search?q=会员&sort=views&page=2").text
    third = visitor.get("/search?q=会员&sort=views&page=3").text
    numbers = [re.findall(r'href="/article/(\d+)\?q', page) for page in (first, second, third)]
    assert [len(each) for each in numbers] == [20, 20, 5]
    assert len({number for each in numbers for number in each}) == 45
    assert 'rel="next"' in second
    assert 'rel="next"' not in third
    assert numbers[0][0] == "45"


def test_a_query_that_cannot_be_understood_is_answered_by_its_sentence(visitor):
    page = visitor.get("/search", params={"q": '"会员'})
    assert page.status_code == 400
    assert "never closed" in page.text
    for address in (
        "/search?from=gestern",
        "/search?sort=upside",
        "/search?page=0",
        "/search?flags=x",
        "/search?page=9999",
    ):
        assert visitor.get(address).status_code == 400, address
    assert visitor.get("/search", params={"q": "会" * 1001}).status_code == 400


def test_a_query_that_finds_nothing_says_what_its_parts_find(visitor):
    said = texts(visitor.get("/search", params={"q": "健康知识 航天"}).text)
    assert "Nothing found" in said
    assert "航天 — 0 articles" in said


def test_an_article_in_the_script_its_reader_wants(visitor):
    plain = visitor.get("/article/1").text
    assert "（更正）" in plain
    assert "六月二十八日上午，县计生协" in plain
    assert "縣計生協" in visitor.get("/article/1?script=hant").text
    assert "<mark>育龄</mark>" in visitor.get("/article/1?q=育龄").text
    assert "<mark>育齡</mark>" in visitor.get("/article/1?q=育龄&script=hant").text
    assert "this is revision 1 of 2" in texts(visitor.get("/article/1?revision=1").text).lower()


def test_a_mirrors_pinyin_is_hidden_until_it_is_asked_for(visitor):
    hidden = visitor.get("/article/3").text
    assert "會長作了講話" in hidden
    assert "huì" not in hidden.split('class="rail"')[0]
    assert '會<span class="put-in">(huì)</span>長' in visitor.get("/article/3?pinyin=shown").text
    assert "会长作了讲话" in visitor.get("/article/3?script=hans").text


def test_revisions_are_compared_character_by_character(visitor):
    page = visitor.get("/article/1/revisions").text
    assert "<ins>（更正）</ins>" in page
    assert "1 difference" in page
    assert "1 differences" not in page
    assert visitor.get("/article/1/revisions?a=1&b=7").status_code == 404
    assert "Only one text" in visitor.get("/article/2/revisions").text


def test_views_over_time_have_a_table_and_a_reset(visitor):
    page = visitor.get("/article/1/views").text
    assert page.count("<circle") == 2
    assert "count began anew" in page
    rows = visitor.get("/article/1/views.csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[2] for row in rows] == ["count", "120", "50"]
    assert "Not seen is not zero" in visitor.get("/article/4/views").text


def test_printings_stand_the_earliest_first(visitor):
    page = visitor.get("/article/2/printings").text
    assert page.index('/article/1"') < page.index("yandu.example.cn/a/1.html")


def test_provenance_names_the_capture(visitor):
    page = visitor.get("/article/1/provenance").text
    assert ".warc.gz" in page
    assert "div.con &gt; h1" in page
    [first, last] = re.findall(r"capture=(\d+)", page)
    frame = visitor.get(f"/article/1/capture/{first}")
    assert frame.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "松溪县计生协开展健康知识讲座" in frame.text
    saved = visitor.get(f"/article/1/capture/{last}/bytes")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert f"/article/1/capture/{last}" in visitor.get("/article/1/captured").text


def test_a_capture_is_shown_with_its_own_article_only(visitor):
    assert visitor.get("/article/2/capture/1").status_code == 404


@pytest.mark.parametrize(
    "path", ["/portals", "/health", "/gone", "/most-read", "/trends?q=健康&q=培训", "/trends?q=健康&by=month"]
)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_every_page_speaks_every_language(visitor, path, language):
    page = visitor.get(path, headers={"Cookie": f"lang={language}"})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert {"en": "Health", "zh-Hans": "趋势", "zh-Hant": "趨勢"}[language] in page.text


def test_most_read_and_gone_are_lists(visitor):
    most = visitor.get("/most-read").text
    assert re.findall(r'href="/article/(\d+)"', most)[0] == "1"
    gone = visitor.get("/gone").text
    assert re.findall(r'<h2 lang="zh"><a href="/article/(\d+)"', gone) == ["4"]


def test_language_and_theme_are_kept_and_leave_the_address(archive, room):
    visitor = room()
    answer = visitor.get("/search?q=计生&lang=zh-Hant&theme=dark")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=%E8%AE%A1%E7%94%9F"
    page = visitor.get("/search?q=计生").text
    assert '<html lang="zh-Hant" data-theme="dark">' in page


def test_a_preference_leads_to_no_other_host():
    sent = []

    async def send(message):
        sent.append(message)

    path = "//elsewhere.example/"
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"lang=en"}
    asyncio.run(Preferences(None)(scope | {"headers": []}, None, send))
    assert dict(sent[0]["headers"])[b"location"] == b"/elsewhere.example/"


def test_every_answer_carries_the_headers_of_safety(visitor):
    for path in ("/", "/nothing-here", "/search?q=(", "/article/1", "/static/room.js"):
        headers = visitor.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]


def test_another_hosts_name_is_refused(archive, room):
    assert room().get("/", headers={"Host": "rebound.example"}).status_code == 400


def test_what_is_not_there_is_a_page_that_says_so(visitor):
    for path in (
        "/article/99",
        "/article/1?revision=9",
        "/nowhere",
        "/article/1/file/9",
        "/article/1/captured?capture=99",
    ):
        assert visitor.get(path).status_code == 404, path
    assert visitor.get("/article/0").status_code == 422


def test_a_page_stays_small(visitor):
    for path in ("/", "/search?q=健康", "/article/1"):
        assert len(visitor.get(path).content) < 60_000, path


def test_what_fails_inside_is_a_page_without_its_inside(visitor, monkeypatch):
    def fails(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("archiver.web.pages.article.body", fails)
    answer = visitor.get("/article/1")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_pages_stand_on_postgresql_too(any_archive, any_room, fill, printed):
    fill(any_archive, [printed(views=7), printed("http://songxi.example.cn/a/2.html", published="2016-03-01")])
    visitor = any_room()
    paths = ["/", "/search?q=讲座&flags=reprinted", "/portals", "/health", "/most-read", "/trends?q=讲座"]
    paths += [f"/article/1{tab}" for tab in ("", "/captured", "/revisions", "/views", "/printings", "/provenance")]
    for path in paths:
        assert visitor.get(path).status_code == 200, path


def test_the_shelf_follows_the_archive(archive, fill, printed):
    from archiver.web.shelf import Shelf
    from storage.search.find import search

    shelf = Shelf(archive)
    assert shelf.overview().articles == 0
    fill(archive, [printed()])
    shelf.follow()
    assert shelf.overview().articles == 1
    assert search(shelf.index, "讲座").total == 1
    with archive.reading() as session:
        assert session.scalar(select(View.id)) is None
