from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from archiver.items import Reading
from pipelines.deduplicate import identity
from pipelines.intake import quarantine, take_in
from storage.frontier import Frontier
from storage.policy import Policy
from storage.runs import PortalFacts, note_portal
from storage.tables import Article, Attachment, Capture, Membership, Page, Quarantine, Revision, View, Work

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
TWIN = "http://zhenghe.example.cn/news/77.html"

TAKE_TWINS = """
import random, sys
from datetime import UTC, datetime
from pathlib import Path
from archiver.items import Article, Reading
from pipelines.deduplicate import identity
from pipelines.delivery import Delivered, take_in_batch
from pipelines.intake import take_in
from storage.archive import Archive
from storage.frontier import Frontier
from storage.runs import PortalFacts, note_portal
home, database, name, door, twins = sys.argv[1:]
facts = PortalFacts(name=name, site=f"http://{name}.example.cn/")
now = datetime.now(UTC)
chance = random.Random(7)
words = "县城 乡镇 会员 群众 今年 小组 老人 学校 组织 举办 参加 健康 讲座 走访 慰问 青春 教育 志愿 服务 体检".split()
articles = [
    Article(url=f"http://{name}.example.cn/{n}.html", title="通知", body="".join(chance.choices(words, k=40)))
    for n in range(int(twins))
]
archive = Archive.open(Path(home), database or None)
print("ready", flush=True)
sys.stdin.readline()
if door == "one":
    frontier = Frontier(archive, note_portal(archive, facts))
    for article in articles:
        page_id = frontier.page(article.url, "article", now)
        with archive.writing() as session:
            take_in(session, Reading(article=article, fetched_at=now, page_id=page_id, reader_version=1),
                    identity(article), "Asia/Shanghai", now)
else:
    for at in range(0, len(articles), 25):
        some = [Reading(article=article, fetched_at=now, reader_version=0) for article in articles[at : at + 25]]
        batch = [Delivered(reading, identity(reading.article), facts) for reading in some]
        with archive.writing() as session:
            take_in_batch(session, batch, now)
"""


@pytest.fixture
def rows(any_archive):
    """All rows of a table, oldest first."""

    def read(table):
        with any_archive.reading() as session:
            return session.scalars(select(table).order_by(table.id)).all()

    return read


def test_a_new_article_is_kept_as_it_was_read(any_archive, fill, printed, rows):
    article = printed(source="县计生协", author="某人", breadcrumb=("首页", "基层动态"), channel="基层动态", views=12)
    [verdict] = fill(any_archive, [article])
    assert (verdict.standing, verdict.relation) == ("new", "first")
    [stored], [revision], [view] = rows(Article), rows(Revision), rows(View)
    assert (stored.id, stored.channel, stored.views, stored.first_seen) == (verdict.article_id, "基层动态", 12, NOW)
    assert stored.revision_id == revision.id
    assert (revision.title, revision.text, revision.source, revision.author) == (
        article.title,
        article.body,
        "县计生协",
        "某人",
    )
    assert revision.published == datetime(2018, 6, 29, 2, 54, tzinfo=UTC), "printed in Shanghai, kept in UTC"
    assert (revision.published_raw, revision.precision) == ("2018-06-29 10:54", "minute")
    assert (view.count, view.how, view.observed_at) == (12, "printed", NOW)
    [capture], [page] = rows(Capture), [page for page in rows(Page) if page.kind == "article"]
    assert capture.revision_id == revision.id
    assert (page.state, page.read_capture_id, page.due) == (
        "fetched",
        capture.id,
        Policy().next_visit(NOW, revision.published, None, page.id),
    )


def test_what_is_unknown_stays_unknown(any_archive, fill, printed, rows):
    fill(any_archive, [printed(published=None)])
    [stored], [revision] = rows(Article), rows(Revision)
    assert (stored.views, stored.channel) == (None, None)
    assert (revision.published, revision.published_raw, revision.precision, revision.source) == (None,) * 4
    assert rows(View) == []


def test_the_same_text_again_is_unchanged(any_archive, fill, printed, rows):
    fill(any_archive, [printed()])
    change = rows(Article)[0].change
    [again] = fill(any_archive, [printed()], at=NOW + DAY)
    assert again.standing == "unchanged"
    [revision], [article] = rows(Revision), rows(Article)
    assert (revision.seen_first, revision.seen_last, article.change) == (NOW, NOW + DAY, change)


def test_another_text_is_a_revision_and_nothing_is_overwritten(any_archive, fill, printed, rows):
    fill(any_archive, [printed()])
    [revised] = fill(any_archive, [printed(title="县计生协开展健康知识讲座（更正）")], at=NOW + DAY)
    assert revised.standing == "revision"
    assert [(row.number, row.title) for row in rows(Revision)] == [
        (1, printed().title),
        (2, "县计生协开展健康知识讲座（更正）"),
    ]
    [article] = rows(Article)
    assert (article.revision_id, article.change) == (rows(Revision)[1].id, 2)


def test_a_text_that_comes_back_is_the_old_revision(any_archive, fill, printed, rows):
    second = printed(body="本文已修改。" + printed().body)
    fill(any_archive, [printed()])
    fill(any_archive, [second], at=NOW + DAY)
    [back] = fill(any_archive, [printed()], at=NOW + 2 * DAY)
    assert back.standing == "reverted"
    first, other = rows(Revision)
    assert rows(Article)[0].revision_id == first.id
    assert (first.seen_last, other.seen_last) == (NOW + 2 * DAY, NOW + DAY)
    assert first.last_capture_id > first.first_capture_id
    [unchanged] = fill(any_archive, [printed()], at=NOW + 3 * DAY)
    assert unchanged.standing == "unchanged"


def test_views_are_a_series_of_observations(any_archive, fill, printed, rows):
    for day, views in enumerate([12, 15, 15]):
        fill(any_archive, [printed(views=views)], at=NOW + day * DAY)
    assert [(view.count, view.observed_at) for view in rows(View)] == [
        (12, NOW),
        (15, NOW + DAY),
        (15, NOW + 2 * DAY),
    ]
    [article] = rows(Article)
    assert (article.views, article.change, len(rows(Revision))) == (15, 2, 1)


def test_a_page_not_sent_again_shows_no_new_count(any_archive, fill, printed, rows):
    fill(any_archive, [printed(views=12)])
    fill(any_archive, [printed(views=12)], at=NOW + DAY, fresh=False)
    fill(any_archive, [printed(views=20)], at=NOW + 2 * DAY, fresh=False, views_how="counter")
    assert [(view.count, view.how) for view in rows(View)] == [(12, "printed"), (20, "counter")]


def test_a_count_that_is_missing_once_leaves_the_last_one(any_archive, fill, printed, rows):
    fill(any_archive, [printed(views=12)])
    fill(any_archive, [printed()], at=NOW + DAY)
    assert rows(Article)[0].views == 12


def test_the_same_text_elsewhere_is_one_work(any_archive, fill, printed, rows):
    [first] = fill(any_archive, [printed()])
    copy = printed(TWIN, title="松溪縣計生協開展健康知識講座", body=printed().body.replace("，", ","), published=None)
    [twin] = fill(any_archive, [copy], OTHER)
    assert (twin.standing, twin.relation, twin.work_id) == ("new", "exact", first.work_id)
    assert twin.article_id != first.article_id
    assert [(row.relation, row.via_article_id) for row in rows(Membership)] == [
        ("first", None),
        ("exact", first.article_id),
    ]


def test_an_article_hears_that_it_was_reprinted(any_archive, fill, printed, rows):
    fill(any_archive, [printed()])
    fill(any_archive, [printed(TWIN)], OTHER)
    first, twin = rows(Article)
    assert {first.change, twin.change} == {2, 3}
    fill(any_archive, [printed(TWIN + "?3")], OTHER)
    assert rows(Article)[0].change == first.change, "reprinted is what it was already"


@pytest.mark.parametrize(
    ("title", "published", "same"),
    [
        ("全县计生协会议图片", "2018-06-29", True),
        ("全县计生协会议图片", "2018-06-30", False),
        ("全县计生协会议图片", None, False),
        ("乡镇计生协会议图片", "2018-06-29", False),
    ],
)
def test_a_short_text_is_the_same_only_with_title_and_day(any_archive, fill, printed, title, published, same):
    [first] = fill(any_archive, [printed(title="全县计生协会议图片", body="见附件。", published="2018-06-29 08:00")])
    [other] = fill(any_archive, [printed(TWIN, title=title, body="见附件", published=published)], OTHER)
    assert (other.work_id == first.work_id) is same


def test_a_day_is_a_day_of_the_portal(any_archive, fill, printed):
    # 07:00 in Shanghai is still the day before in UTC.
    [first] = fill(any_archive, [printed(title="会议图片", body="见附件", published="2018-06-29 07:00")])
    [other] = fill(any_archive, [printed(TWIN, title="会议图片", body="见附件", published="2018-06-29")], OTHER)
    assert other.work_id == first.work_id


def test_a_revision_that_becomes_a_reprint_joins_and_the_decision_before_is_kept(any_archive, fill, printed, rows):
    [first] = fill(any_archive, [printed()])
    [draft] = fill(any_archive, [printed(TWIN, body="（稿件待传）")], OTHER)
    assert draft.work_id != first.work_id
    [joined] = fill(any_archive, [printed(TWIN)], OTHER, at=NOW + DAY)
    assert (joined.standing, joined.relation, joined.work_id) == ("revision", "exact", first.work_id)
    undone = [row for row in rows(Membership) if row.undone_at is not None]
    assert [(row.work_id, row.undone_at) for row in undone] == [(draft.work_id, NOW + DAY)]


def test_a_reprint_that_is_revised_stays_in_its_work(any_archive, fill, printed):
    [first] = fill(any_archive, [printed()])
    fill(any_archive, [printed(TWIN)], OTHER)
    [revised] = fill(any_archive, [printed(TWIN, body=printed().body + "\n编辑：某人")], OTHER, at=NOW + DAY)
    assert (revised.standing, revised.work_id) == ("revision", first.work_id)


def test_attachments_are_noted_once_and_gain_the_digest_of_what_was_kept(any_archive, fill, printed, rows):
    article = printed(files=["http://songxi.example.cn/1.doc"], images=("http://songxi.example.cn/2.jpg",))
    fill(any_archive, [article])
    fill(any_archive, [article], at=NOW + DAY)
    assert [(row.role, row.name, row.type) for row in rows(Attachment)] == [
        ("attachment", "1.doc", "doc"),
        ("image", "2.jpg", None),
    ]


def test_an_article_that_was_gone_is_back(any_archive, fill, printed, rows):
    fill(any_archive, [printed()])
    with any_archive.writing() as session:
        session.scalars(select(Article)).one().gone_at = NOW
    fill(any_archive, [printed()], at=NOW + DAY)
    [article] = rows(Article)
    assert (article.gone_at, article.change) == (None, 2)


def test_what_fails_half_way_leaves_nothing(any_archive, printed, rows):
    with any_archive.writing() as session, pytest.raises(ValueError, match="needs the page"):
        take_in(
            session,
            Reading(article=printed(), fetched_at=NOW, reader_version=1),
            identity(printed()),
            "Asia/Shanghai",
            NOW,
        )
    assert rows(Article) == rows(Work) == []


def test_a_quarantined_page_is_counted_and_comes_out_when_it_can_be_read(any_archive, fill, printed, rows):
    fill(any_archive, [])
    frontier = Frontier(any_archive, note_portal(any_archive, PortalFacts("songxi", "http://songxi.example.cn/")))
    page_id = frontier.page(printed().url, "article", NOW)
    reading = Reading(article=replace(printed(), title=None), fetched_at=NOW, page_id=page_id, reader_version=1)
    for at in (NOW, NOW + DAY):
        with any_archive.writing() as session:
            quarantine(session, reading, "no-title", "The page shows no title of its own.", at)
    assert [(row.reason, row.resolved_at) for row in rows(Quarantine)] == [
        ("no-title", NOW + DAY),
        ("no-title", None),
    ]
    fill(any_archive, [printed()], at=NOW + 2 * DAY)
    assert rows(Quarantine)[1].resolved_at == NOW + 2 * DAY


@pytest.mark.parametrize(("door", "twins"), [("one", 40), ("batch", 200)])
def test_two_processes_that_take_in_twins_at_once_make_one_work_of_each(
    any_archive, any_database, process, door, twins
):
    children = [
        process(TAKE_TWINS, any_archive.home, any_database or "", name, door, twins) for name in ("songxi", "zhenghe")
    ]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.wait(240) for child in children] == [0, 0]
    with any_archive.reading() as session:
        standing = select(func.count()).where(Membership.undone_at.is_(None)).group_by(Membership.work_id)
        members = session.scalars(standing).all()
        changes = session.scalars(select(Article.change).order_by(Article.change)).all()
    assert members == [2] * twins
    assert len(changes) == len(set(changes)) == 2 * twins
