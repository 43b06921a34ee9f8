import random
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from storage.search.document import Document
from storage.search.find import Sort, search
from storage.search.index import SearchIndex
from storage.search.schema import day_words, days_between

Make = Callable[..., Document]
Feed = Callable[[Iterable[Document]], None]


def ids(index: SearchIndex, query: str, sort: Sort = "relevance") -> list[int]:
    return [hit.id for hit in search(index, query, sort=sort, limit=100).hits]


@pytest.fixture
def facts(make: Make, feed: Feed) -> None:
    feed(
        [
            make(
                1, "年度总结", "会员之家", day=20161231, views=1000, portal="north", province="河北", channel="工作动态"
            ),
            make(
                2, "年度总结", "青春健康", day=20170100, views=1001, portal="south", province="广东", channel="通知公告"
            ),
            make(
                3,
                "年度总结",
                "生育关怀",
                day=20171115,
                views=None,
                portal="south",
                source="人民日报海外版",
                kind="计生协",
            ),
            make(4, "年度总结", "会员之家", day=None, views=0, author="王某 李某", source="人民日报", gone=True),
            make(5, "年度總結", "会员", day=20180630, views=5, reprinted=True, revised=True, kind="红十字会"),
        ]
    )


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("总结", {1, 2, 3, 4, 5}),
        ("總結 会员之家", {1, 4}),
        ("会员之家 OR 青春健康", {1, 2, 4}),
        ("会员之家|青春健康", {1, 2, 4}),
        ("总结 -会员", {2, 3}),
        ("-会员", {2, 3}),
        ("-会员 -青春", {3}),
        ("-(会员之家 OR 青春)", {3, 5}),
        ("(青春 OR 关怀) -portal:north", {2, 3}),
        ("青春 OR -年度", {2}),
        ("from:2017-01", {2, 3, 5}),
        ("from:2017-01 to:2017", {2, 3}),
        ("to:2016年12月", {1}),
        ("from:2018 to:2016", set()),
        ("from:2017-02 to:2018-06-30", {3, 5}),
        ("from:2016-12-31 to:2017-01", {1, 2}),
        ("(from:2018 OR to:2016) 总结", {1, 5}),
        ("总结 -from:2017", {1, 4}),
        ("from：2017年11月15日　to：2017.11.15", {3}),
        ("views:>1000", {2}),
        ("views:>=1000", {1, 2}),
        ("views：＞1千", {2}),
        ("views:0", {4}),
        ("views:<=5", {4, 5}),
        ("is:gone", {4}),
        ("is:revised is:reprinted", {5}),
        ("portal:south", {2, 3}),
        ("portal:sou", set()),
        ("province:廣東", {2}),
        ("channel:动态", {1}),
        ("source:人民日报", {3, 4}),
        ('source:"人民日报"', {4}),
        ("author:李某", {4}),
        ("kind:计生协", {3}),
        ("title:会员", set()),
        ("title:“年度總結”", {1, 2, 3, 4, 5}),
    ],
)
def test_what_a_query_matches(index: SearchIndex, query: str, expected: set[int]) -> None:
    results = search(index, query, limit=100)
    assert {hit.id for hit in results.hits} == expected
    with_facets = search(index, query, limit=100, facets=True)
    assert with_facets.hits == results.hits
    assert results.total == with_facets.total == len(expected)


def test_a_character_that_stands_beside_every_other_in_a_phrase(index: SearchIndex, make: Make, feed: Feed) -> None:
    every = [chr(code) for code in range(0x3400, 0xA000)]
    feed(
        [
            make(1, body="，".join(f"{other}等" for other in every)),
            make(2, body="，".join(f"等{other}" for other in every)),
            make(3, body="县、乡等，深入基层。"),
            make(4, body="深入，等候"),
        ]
    )
    assert ids(index, '"等，深入"') == [3]
    assert ids(index, '"深入，等"') == [4]


@pytest.mark.usefixtures("facts")
def test_sorts_put_the_unknown_last(index: SearchIndex) -> None:
    assert ids(index, "总结", "date") == [5, 3, 2, 1, 4]
    assert ids(index, "总结", "views") == [2, 1, 5, 4, 3]


def test_ties_go_by_id(index: SearchIndex, make: Make, feed: Feed) -> None:
    for start in (1, 4, 7):
        feed(make(id, "总结", day=20170101, views=3) for id in range(start, start + 3))
    for sort in ("relevance", "date", "views"):
        assert ids(index, "总结", sort) == [9, 8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.usefixtures("facts")
def test_a_query_that_cannot_rank_shows_the_newest_first(index: SearchIndex) -> None:
    assert ids(index, "年") == ids(index, "is:gone OR -is:gone") == [5, 3, 2, 1, 4]
    assert all(hit.score is None for hit in search(index, "年").hits)
    assert all(hit.score is not None for hit in search(index, "年度").hits)


@pytest.mark.usefixtures("facts")
def test_facets_count_every_match(index: SearchIndex, make: Make, feed: Feed) -> None:
    feed([make(6, "年度总结", portal="south", year=2017, work=3), make(7, "年度总结", portal="south", year=2018)])
    facets = search(index, "总结", limit=1, facets=True).facets
    assert facets["portal"] == (("south", 4), ("north", 3))
    assert facets["province"] == (("广东", 1), ("河北", 1))
    assert facets["year"] == (("2017", 1), ("2018", 1))
    assert facets["source"] == (("人民日报", 1), ("人民日报海外版", 1))
    assert search(index, "总结").facets == {}


def test_facets_of_more_than_half_are_what_the_rest_leaves(index: SearchIndex, make: Make, feed: Feed) -> None:
    chance = random.Random(9)
    documents = [
        make(
            id,
            "总结",
            "会员" if chance.random() < 0.8 else "讲座",
            portal=chance.choice(["north", "south"]),
            province=chance.choice([None, "福建"]),
            year=chance.choice([None, 2016, 2017]),
            source=chance.choice([None, "本站", "新华社"]),
            gone=chance.random() < 0.3,
            revised=chance.random() < 0.3,
        )
        for id in range(1, 101)
    ]
    for round in range(2):
        feed(documents if round == 0 else [make(101, "总结", "会员", portal="west")])
        known = documents if round == 0 else [*documents, make(101, "总结", "会员", portal="west")]
        facets = search(index, "会员", facets=True).facets
        held = [document for document in known if document.body == "会员"]
        for name in ("portal", "province", "year", "source"):
            values = Counter(str(value) for document in held if (value := getattr(document, name)) is not None)
            assert dict(facets[name]) == values
        flags = Counter(name for document in held for name in ("gone", "revised") if getattr(document, name))
        assert dict(facets["flags"]) == flags


def test_a_work_is_shown_once(index: SearchIndex, make: Make, feed: Feed) -> None:
    feed(make(id, "总结", work=id % 3, day=20170000 + id) for id in range(1, 10))
    results = search(index, "总结", sort="date")
    assert [(hit.id, hit.work, hit.printings) for hit in results.hits] == [(9, 0, 3), (8, 2, 3), (7, 1, 3)]
    assert results.total == 9
    assert [hit.id for hit in search(index, "总结", sort="date", offset=1, limit=1).hits] == [8]
    assert len(search(index, "总结", all_printings=True).hits) == 9


@pytest.mark.parametrize("sort", ["relevance", "date", "views"])
@pytest.mark.parametrize("all_printings", [False, True])
def test_paging_to_the_end(index: SearchIndex, make: Make, feed: Feed, sort: Sort, all_printings: bool) -> None:
    chance = random.Random(3)
    documents = [
        make(
            id,
            "总结" * chance.randint(0, 1),
            "全年工作总结" * chance.randint(1, 2) + "会员" * chance.randint(0, 5),
            work=chance.randint(1, 20) if chance.random() < 0.5 else 1000 + id,
            day=chance.choice([None, 20170101, 20180101]),
            views=chance.choice([None, 0, 7]),
        )
        for id in range(1, 501)
    ]
    for start in range(0, 500, 50):
        feed(documents[start : start + 50])
    whole = search(index, "总结", sort=sort, limit=500, all_printings=all_printings)
    pages = [
        hit
        for offset in range(0, 520, 7)
        for hit in search(
            index, "总结", sort=sort, limit=7, offset=offset, all_printings=all_printings, facets=offset % 2 == 0
        ).hits
    ]
    assert tuple(pages) == whole.hits
    assert whole.total == 500
    assert len({hit.id for hit in pages}) == len(pages)
    works = Counter(document.work for document in documents)
    assert {hit.work for hit in pages} == set(works)
    assert all(hit.printings == works[hit.work] for hit in pages)
    assert len(pages) == (500 if all_printings else len(works))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2017_00_00, 2017_99_99, ["2017"]),
        (0, 9999_99_99, list("0123456789")),
        (2016_03_00, 2016_05_99, ["201603", "201604", "201605"]),
        (2018_00_00, 2016_99_99, []),
    ],
)
def test_a_span_of_days_in_few_words(first: int, last: int, words: list[str]) -> None:
    assert days_between(first, last) == words


def test_every_day_of_a_span_has_one_of_its_words() -> None:
    chance = random.Random(5)
    for _ in range(300):
        first, last, day = (
            chance.randint(1990, 2030) * 10_000 + chance.randint(0, 12) * 100 + chance.randint(0, 31) for _ in range(3)
        )
        held = set(days_between(first, last)) & set(day_words(day))
        assert len(held) == (first <= day <= last)
