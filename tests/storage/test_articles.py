import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from archiver.items import Evidence
from storage import articles
from storage.captures import read_capture
from storage.runs import PortalFacts
from storage.warc import sha256

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
TWIN = "http://zhenghe.example.cn/news/77.html"


def test_an_article_comes_back_as_it_was_read(any_archive, fill, printed):
    read = printed(source="县计生协", views=12, breadcrumb=("首页", "基层动态"), channel="基层动态")
    [verdict] = fill(any_archive, [read])
    with any_archive.reading() as session:
        stored = articles.article(session, verdict.article_id)
    assert (stored.url, stored.title, stored.body, stored.html) == (read.url, read.title, read.body, read.html)
    assert (stored.portal, stored.portal_title, stored.province, stored.kind) == (
        "songxi",
        "松溪县计生协",
        "福建",
        "计生协",
    )
    assert (stored.published, stored.published_raw) == ("2018-06-29T10:54", "2018-06-29 10:54")
    assert (stored.channel, stored.breadcrumb, stored.source, stored.author, stored.views) == (
        "基层动态",
        ("首页", "基层动态"),
        "县计生协",
        None,
        12,
    )
    assert stored.evidence["title"] == Evidence("heading", "div.con > h1", read.title)
    assert (stored.work, stored.printings, stored.revision, stored.revisions) == (verdict.work_id, 1, 1, 1)
    assert len(stored.sha256) == 64
    assert (stored.first_seen, stored.last_seen, stored.gone_at) == (NOW, NOW, None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2016年11月", "2016-11"),
        ("2018-06-29", "2018-06-29"),
        ("2018-01-01 00:30", "2018-01-01T00:30"),
        ("2018-06-29 10:54:07", "2018-06-29T10:54:07"),
        (None, None),
    ],
)
def test_a_date_is_as_precise_as_it_was_printed(any_archive, fill, printed, published, expected):
    [verdict] = fill(any_archive, [printed(published=published)])
    with any_archive.reading() as session:
        stored = articles.article(session, verdict.article_id)
    assert (stored.published, stored.published_raw) == (expected, published)


def test_a_date_is_in_the_time_zone_of_its_portal(any_archive, fill, printed):
    facts = PortalFacts(name="honolulu", site="http://songxi.example.cn/", timezone="Pacific/Honolulu")
    [verdict] = fill(any_archive, [printed()], facts)
    with any_archive.reading() as session:
        assert articles.article(session, verdict.article_id).published == "2018-06-29T10:54"


def test_what_is_not_there_is_none(any_archive, fill, printed):
    [verdict] = fill(any_archive, [printed()])
    with any_archive.reading() as session:
        assert articles.article(session, verdict.article_id + 1) is None
        assert articles.article(session, verdict.article_id, revision=2) is None
        assert articles.revisions(session, 99) == articles.printings(session, 99) == []


def test_every_revision_can_be_read(any_archive, fill, printed):
    fill(any_archive, [printed(views=3)])
    [verdict] = fill(any_archive, [printed(title="健康知识讲座（更正）", views=5)], at=NOW + DAY)
    with any_archive.reading() as session:
        shown = articles.article(session, verdict.article_id)
        first, second = articles.revisions(session, verdict.article_id)
        assert articles.article(session, verdict.article_id, 1) == first
    assert second == shown
    assert (first.title, first.revision, first.revisions, first.last_seen) == (printed().title, 1, 2, NOW)
    assert first.views == second.views == 5
    assert first.sha256 != second.sha256


def test_the_printings_of_a_work(any_archive, fill, printed):
    [first] = fill(any_archive, [printed()])
    [twin] = fill(any_archive, [printed(TWIN)], OTHER)
    with any_archive.reading() as session:
        found = articles.printings(session, first.work_id)
    assert [stored.id for stored in found] == [first.article_id, twin.article_id]
    assert [stored.printings for stored in found] == [2, 2]


def test_articles_come_in_the_order_asked_for(any_archive, fill, printed):
    fill(any_archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(5)])
    with any_archive.reading() as session:
        found = [stored.id for stored in articles.articles(session, [4, 2, 99, 5, 1])]
    assert found == [4, 2, 5, 1]


def test_the_digest_is_that_of_the_bytes_that_showed_the_text(any_archive, fill, printed):
    [verdict] = fill(any_archive, [printed()])
    fill(any_archive, [printed()], at=NOW + DAY)
    with any_archive.reading() as session:
        stored = articles.article(session, verdict.article_id)
    assert sha256(read_capture(any_archive, stored.capture_id).answer.body) == stored.sha256


def test_attachments_in_the_order_found(any_archive, fill, printed):
    [verdict] = fill(any_archive, [printed(files=[f"http://songxi.example.cn/{n}.doc" for n in (2, 1)])])
    with any_archive.reading() as session:
        found = articles.attachments(session, verdict.article_id)
    assert [(file.name, file.role, file.sha256) for file in found] == [
        ("2.doc", "attachment", None),
        ("1.doc", "attachment", None),
    ]


def test_everything_is_streamed(any_archive, fill, printed, monkeypatch):
    monkeypatch.setattr(articles, "_CHUNK", 10)
    body = "讲座由县医院的医生主讲。" * 400
    fill(any_archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"{n}{body}") for n in range(100)])

    def peak(read):
        with any_archive.reading() as session:
            tracemalloc.start()
            kept = read(articles.every(session))
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return kept, highest

    ids, streamed = peak(lambda every: [stored.id for stored in every])
    _, at_once = peak(list)
    assert ids == list(range(1, 101))
    assert streamed < at_once / 3


def test_changes_come_in_their_order(any_archive, fill, printed):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(3)]
    fill(any_archive, [printed(url, body=f"第{n}篇") for n, url in enumerate(urls)])
    fill(any_archive, [printed(urls[0], body="改过了")], at=NOW + DAY)
    with any_archive.reading() as session:
        assert [(stored.id, stored.change) for stored in articles.changed_since(session, 1)] == [(2, 2), (3, 3), (1, 4)]
        assert list(articles.changed_since(session, 4)) == []
        assert articles.last_change(session) == 4
