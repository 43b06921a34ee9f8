import pytest

from storage.search import find, tally
from storage.search.find import search
from storage.search.matcher import at_most, engine_query
from storage.search.query import parse
from storage.search.syntax import And
from storage.search.tally import histogram


def test_works_are_counted_exactly_up_to_a_limit(index, make, feed, monkeypatch):
    feed(make(id, "总结", work=id % 4 if id <= 12 else id, reprinted=id <= 12) for id in range(1, 21))
    results = search(index, "总结", limit=1)
    assert (results.total, results.works, results.works_exact) == (20, 12, True)
    monkeypatch.setattr(tally, "MOST_COUNTED", 19)
    results = search(index, "总结", limit=1)
    assert (results.works, results.works_exact) == (9, False)
    assert search(index, "总结 -is:reprinted").works == 8
    nothing = search(index, "没有")
    assert (nothing.works, nothing.works_exact) == (0, True)


@pytest.mark.parametrize("few", [-1, 1_000_000])
@pytest.mark.parametrize("query", ["总结", "总结 OR 没有", "总结 -is:reprinted", "from:2016", ""])
def test_works_and_facets_are_the_same_in_a_thread_and_without(index, make, feed, monkeypatch, few, query):
    feed(
        make(
            id,
            "总结",
            work=id % 4 if id <= 12 else id,
            reprinted=id <= 12,
            day=20160101 + id,
            year=2016,
            channel=str(id % 3),
        )
        for id in range(1, 21)
    )
    monkeypatch.setattr(find, "_FEW", few)
    results = search(index, parse(query) if query else And(()), limit=1, facets=True)
    reprinted = 0 if "-is" in query else 12
    assert (results.total, results.works, results.works_exact) == (8 + reprinted, 8 + min(reprinted, 4), True)
    assert results.facets["year"] == (("2016", 8 + reprinted),)
    assert sum(count for _, count in results.facets["channel"]) == 8 + reprinted
    assert dict(results.facets["flags"]) == ({"reprinted": 12} if reprinted else {})


@pytest.mark.parametrize(
    ("query", "most"), [("总结", 3), ("总结 工作", 1), ("总结 OR 工作", 4), ("总结 工", 3), ("-总结", 4), ("工", 4)]
)
def test_no_more_match_than_have_the_rarest_word(index, make, feed, query, most):
    feed([make(1, "总结"), make(2, "总结"), make(3, "总结工作"), make(4, "会员")])
    searcher, _ = index.searcher()
    assert search(index, query).total <= at_most(parse(query), searcher) == most


def test_years_and_months(index, make, feed):
    days = [20161100, 20161131, 20161201, 20180101, None]
    feed(make(id, "总结", day=day) for id, day in enumerate(days))
    searcher, schema = index.searcher()
    query = engine_query(parse("总结"), schema)
    assert histogram(searcher, query, "year") == {"2016": 3, "2018": 1}
    assert histogram(searcher, query, "month") == {"2016-11": 2, "2016-12": 1, "2018-01": 1}
