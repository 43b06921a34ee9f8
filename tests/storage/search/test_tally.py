from storage.search import tally
from storage.search.find import search
from storage.search.matcher import engine_query
from storage.search.query import parse
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


def test_years_and_months(index, make, feed):
    days = [20161100, 20161131, 20161201, 20180101, None]
    feed(make(id, "总结", day=day) for id, day in enumerate(days))
    searcher, schema = index.searcher()
    query = engine_query(parse("总结"), schema)
    assert histogram(searcher, query, "year") == {"2016": 3, "2018": 1}
    assert histogram(searcher, query, "month") == {"2016-11": 2, "2016-12": 1, "2018-01": 1}
