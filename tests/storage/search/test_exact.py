import pytest

from archiver.errors import UsageError
from storage.search import exact
from storage.search.find import search
from storage.search.matches import matches
from storage.search.query import parse
from storage.search.question import question

BODIES = [
    "縣計劃生育協會舉辦講座",
    "县计划生育协会举办讲座",
    "縣計(jì)劃生(shēng)育協會(huì)舉辦講座",
    "全縣ＧＤＰ與gdp",
    "计划，生育",
]


@pytest.fixture
def filled(any_archive, fill, printed):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(len(BODIES))]
    fill(any_archive, [printed(url, title=f"第{n}篇", body=BODIES[n]) for n, url in enumerate(urls)])
    return any_archive


def found(archive, query):
    return matches(*question(archive, query))


def test_exact_means_as_printed(filled):
    assert found(filled, "计划生育") == [1, 2, 3]
    assert found(filled, 'exact:"計劃生育"') == [1]
    assert found(filled, "exact:计划生育") == [2]
    assert found(filled, "exact:“計(jì)劃”") == [3]
    assert found(filled, "exact:ＧＤＰ") == found(filled, "exact:gdp") == [4]
    assert found(filled, "exact:GDP") == []
    assert found(filled, 'exact:"计划，生育"') == [5]


def test_it_goes_with_everything_else(filled):
    assert found(filled, "讲座 -exact:計劃") == [2, 3]
    assert found(filled, "exact:計劃 OR exact:计划生育") == [1, 2]
    assert found(filled, "讲座 (exact:計劃 OR gdp)") == [1]
    index, node = question(filled, "exact:計劃 讲座")
    results = search(index, node, facets=True)
    assert (results.total, results.facets["portal"]) == (1, (("songxi", 1),))
    assert results.hits[0].score is not None


def test_too_many_texts_are_not_looked_through(filled, monkeypatch):
    monkeypatch.setattr(exact, "MOST_READ", 2)
    with pytest.raises(UsageError, match=r"read 3 articles.*portal:"):
        found(filled, "exact:計劃生育")
    assert found(filled, "exact:計劃生育 title:第0篇") == [1]


def test_an_unsettled_one_is_refused(index):
    with pytest.raises(ValueError, match="settled"):
        search(index, parse("exact:計劃"))
