import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def counted(any_archive, fill, printed):
    """An article seen on four days, its counter begun anew once; another seen twice; one without a count."""
    for day, views in enumerate((100, 130, 5, 8)):
        fill(any_archive, [printed(views=views)], at=NOW + day * DAY)
    for day, views in enumerate((10, 16)):
        fill(any_archive, [printed("http://songxi.example.cn/2.html", "[b]标题[/b]", "二", views=views)], at=NOW + day * DAY)  # fmt: skip  # noqa: E501
    fill(any_archive, [printed("http://songxi.example.cn/3.html", body="三", published="2016-11-02")])


def test_the_counts_over_time(at_any, counted):
    answer = at_any("views", 1, "--json")
    assert answer.code == 0
    assert [(row["count"], row["growth"], row["per_day"], row["mark"]) for row in answer.rows] == [
        (100, None, None, None),
        (130, 30, 30.0, None),
        (5, 5, None, "reset"),
        (8, 3, 3.0, None),
    ]
    assert answer.rows[0] | {} == {
        "id": 1, "observed_at": "2019-05-06T03:00:00+00:00", "count": 100, "how": "printed",
        "growth": None, "per_day": None, "mark": None,
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(at_any("views", 1, "--csv").out.removeprefix("\ufeff"))))
    assert [row["count"] for row in table] == ["100", "130", "5", "8"]
    assert table[2]["mark"] == "reset"
    shown = at_any("views", 1).out
    assert "began anew" in shown
    assert "+30" in shown


def test_what_was_never_counted_ends_with_3(at_any, counted):
    answer = at_any("views", 3, "--json")
    assert (answer.code, answer.out) == (3, "")
    assert "No view count" in answer.err
    assert at_any("views", 99).code == 3
    assert at_any("views", 1, "--json", "--csv").code == 2


def test_the_most_read(at_any, counted):
    rows = at_any("top", "--json").rows
    assert [(row["rank"], row["id"], row["views"], row["growth"]) for row in rows] == [
        (1, 2, 16, None),
        (2, 1, 8, None),
    ]
    gained = at_any("top", "--since", "2019-05-06", "--until", "2019-05-07", "--json").rows
    assert [(row["id"], row["growth"]) for row in gained] == [(1, 30), (2, 6)]
    assert gained[0]["from"] == "2019-05-06T03:00:00+00:00"
    assert [row["id"] for row in at_any("top", "--since", "2019-05-06", "--limit", 1, "--json").rows] == [1]
    assert [row["id"] for row in at_any("top", "标题", "--json").rows] == [2]
    assert "[b]标题[/b]" in at_any("top").out
    assert "+6" in at_any("top", "--since", "2019-05-06").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--portal", "nowhere"], 3),
        (["--since", "2030-01-01"], 2),
        (["--until", "2019-05-07"], 2),
        (["--since", "2019-05-06", "--until", "2018-05-07"], 2),
        (["--since", "2017-05-06", "--until", "2018-05-07"], 3),
        (['"没完'], 2),
    ],
)
def test_what_cannot_be_ranked_is_said(at_any, counted, arguments, code):
    answer = at_any("top", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith("archiver: ")
