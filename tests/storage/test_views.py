import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.ranking import most_read, most_viewed
from storage.runs import PortalFacts
from storage.tables import Article
from storage.views import Observation, growth, points, series

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def seen(*counts, how="printed"):
    return [Observation(NOW + day * DAY, count, how) for day, count in enumerate(counts) if count is not None]


def told(*counts, how="printed"):
    return [(point.growth, point.mark) for point in points(seen(*counts, how=how))]


def test_growth_is_counted_from_one_observation_to_the_next():
    [first, second, third] = points(seen(10, 16, None, None, 22))
    assert (first.growth, first.per_day, first.mark) == (None, None, None)
    assert (second.growth, second.per_day) == (6, 6.0)
    assert (third.growth, third.per_day) == (6, 2.0), "three days without an observation are no zero"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((100, 3, 8), [(None, None), (3, "reset"), (5, None)]),
        ((120, 118, 125), [(None, None), (None, "fell"), (5, None)]),
        ((120, 100, 101, 104), [(None, None), (None, "fell"), (1, None), (3, None)]),
        ((120, 118, 117, 121), [(None, None), (None, "fell"), (None, "fell"), (3, None)]),
        ((10, 20, 30, 500), [(None, None), (10, None), (10, None), (470, "jump")]),
        ((10, 500, 510), [(None, None), (490, None), (10, None)]),
        ((0, 900, 1000, 1010, 1011), [(None, None), (900, None), (100, None), (10, None), (1, None)]),
        ((1, 1, 1, 60), [(None, None), (0, None), (0, None), (59, None)]),
    ],
    ids=[
        "began anew",
        "an old copy",
        "set back for good",
        "two old copies",
        "jumped",
        "too early to call it a jump",
        "read at first, then seldom",
        "few views are no jump",
    ],
)
def test_falls_and_jumps_are_marked(counts, expected):
    assert told(*counts) == expected


def test_our_own_hits_are_not_readers():
    assert told(10, 11, 15, how="counter-counting") == [(None, None), (0, None), (3, None)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10**7), max_size=40))
def test_any_counts_make_a_series(counts):
    found = points(seen(*counts))
    assert [point.count for point in found] == counts
    assert all(point.growth is None or point.growth >= 0 for point in found)
    rising = points(seen(*sorted(counts)))
    assert sum(point.growth or 0 for point in rising) == (max(counts) - min(counts) if counts else 0)


def test_fifty_articles_over_sixty_days_agree_with_the_portals_own_log(any_archive, fill, printed):
    """The portal's log of hits is the truth; each night its counters are printed on the pages that are fetched."""
    dice = random.Random(7)
    # The rule is one; of the second database it is its own questions that are to be seen.
    articles = 50 if any_archive.engine.dialect.name == "sqlite" else 15
    log = {number: sorted(dice.uniform(0, 60) for _ in range(dice.randrange(400))) for number in range(1, articles + 1)}
    fetched = {number: sorted(dice.sample(range(61), dice.randrange(2, 25))) for number in log}

    def hits(number, day):
        return sum(at <= day for at in log[number])

    for day in range(61):
        due = [number for number in log if day in fetched[number]]
        if due:
            pages = [
                printed(f"http://songxi.example.cn/{n}.html", title=f"第{n}期", body=f"第{n}篇", views=hits(n, day))
                for n in due
            ]
            fill(any_archive, pages, at=NOW + day * DAY)
    with any_archive.reading() as session:
        ids = {int(url.rsplit("/", 1)[1][:-5]): id for id, url in session.query(Article.id, _url()).all()}
        for number, days in fetched.items():
            found = series(session, ids[number])
            assert [(point.at, point.count) for point in found] == [(NOW + d * DAY, hits(number, d)) for d in days]
            assert [point.growth for point in found[1:]] == [
                hits(number, b) - hits(number, a) for a, b in pairwise(days)
            ]
        since, until = NOW + 20 * DAY, NOW + 40 * DAY
        ranked = {one.id: one.growth.views for one in most_read(session, 100, since, until)}
        for number, days in fetched.items():
            if 20 in days and 40 in days and hits(number, 40) > hits(number, 20):
                assert ranked[ids[number]] == pytest.approx(hits(number, 40) - hits(number, 20))


def _url():
    from sqlalchemy import select

    from storage.tables import Page

    return select(Page.url).where(Page.id == Article.page_id).scalar_subquery()


def test_growth_between_two_times_is_what_lies_between_them():
    found = points(seen(0, 10, 30, None, 70))
    assert growth(found, NOW, NOW + 4 * DAY).views == 70
    half = growth(found, NOW + DAY / 2, NOW + DAY)
    assert (half.views, half.per_day, half.begin, half.end) == (5, 10, NOW + DAY / 2, NOW + DAY)
    assert growth(found, NOW + 3 * DAY, NOW + 9 * DAY).views == 20
    assert growth(found, NOW - 9 * DAY, NOW) is None
    assert growth(points(seen(5)), NOW - DAY, NOW + DAY) is None
    assert growth(points(seen(100, 4)), NOW, NOW + DAY).views == 4


def test_the_most_viewed_by_portal(any_archive, fill, printed):
    other = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
    fill(
        any_archive,
        [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇", views=n * 10 or None) for n in range(4)],
    )
    fill(any_archive, [printed("http://zhenghe.example.cn/9.html", body="别处", views=25)], other)
    with any_archive.reading() as session:
        assert [(one.id, one.views) for one in most_viewed(session, 3)] == [(4, 30), (5, 25), (3, 20)]
        assert [one.id for one in most_viewed(session, 9, portal="songxi")] == [4, 3, 2], "unknown is not 0"
        assert [one.id for one in most_viewed(session, 1, among={2, 3})] == [3]


def test_what_is_withdrawn_is_in_no_list(any_archive, fill, printed):
    for day, views in enumerate((1, 9)):
        fill(any_archive, [printed(views=views)], at=NOW + day * DAY)
    with any_archive.reading() as session:
        assert [one.id for one in most_read(session, 9, NOW, NOW + DAY)] == [1]
    with any_archive.writing() as session:
        session.get_one(Article, 1).withdrawn_at = NOW
    with any_archive.reading() as session:
        assert (series(session, 1), most_viewed(session, 9), most_read(session, 9, NOW, NOW + DAY)) == ([], [], [])
