import pytest

from storage.search.suggest import suggestions


@pytest.fixture
def full(index, make, feed):
    feed(
        [
            make(1, "生育关怀行动", "流动人口的计划生育服务", portal="songxi", portal_title="松溪县计生协"),
            make(2, "通知", "计划生育协会covid防控", portal="zhenghe"),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("计划升育", ("计划生育", 2)),
        ("計劃昇育", ("计划生育", 2)),
        ("计划育生", ("计划生育", 2)),
        ("流动的人口", ("流动人口", 1)),
        ("计划生育委员会", ("计划生育", 2)),
        ("covit", ("covid", 1)),
        ("portal:songx", ("songxi", 1)),
        ("portal:松溪", ("松溪县计生协", 1)),
        ("title:生育关坏", ("生育关怀", 1)),
    ],
)
def test_what_stands_near(full, query, near):
    [part] = suggestions(full, query)
    assert part.articles == 0
    assert near in part.near


def test_each_part_by_itself(full):
    parts = suggestions(full, "关怀 (防控 OR 关怀) -通知 is:gone 没有这样的 from:2017")
    assert [(part.place, part.text, part.articles) for part in parts] == [
        ("", "关怀", 1),
        ("", "防控", 1),
        ("is", "gone", 0),
        ("", "没有这样的", 0),
    ]
    assert all(not part.near for part in parts)


def test_an_empty_index_has_nothing_near(index):
    assert suggestions(index, "计划生育")[0].near == ()
