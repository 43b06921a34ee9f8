import pytest

from archiver.errors import UsageError
from storage.search.index import SearchIndex
from storage.search.matches import matches


@pytest.fixture
def full(tmp_path, make):
    """Three hundred printings of one work, on two portals."""
    index = SearchIndex(tmp_path)
    portals = ("zhenghe", "songxi")
    index.write((n, make(n, f"第{n}期健康讲座", work=1, portal=portals[n % 2])) for n in range(1, 301))
    return index


def test_every_match_once_by_id_whatever_its_work(full):
    assert matches(full, "健康講座") == list(range(1, 301))
    assert matches(full, "健康 portal:zhenghe") == list(range(2, 301, 2))


def test_no_match_is_an_empty_list(full):
    assert matches(full, "计划生育") == []


def test_a_wrong_query_is_refused(full):
    with pytest.raises(UsageError):
        matches(full, '"没完')
