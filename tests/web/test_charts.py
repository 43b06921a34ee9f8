from datetime import UTC, datetime, timedelta

from archiver.web.charts import bars, course, spark, ticks
from storage.views import Observation, points

START = datetime(2019, 1, 1, tzinfo=UTC)


def seen(*counts: tuple[int, int]) -> list[Observation]:
    return [Observation(START + timedelta(days=days), count, "printed") for days, count in counts]


def test_bars_fill_the_gaps_and_mark_what_is_chosen():
    found = bars({"2014": 4, "2017": 1}, "2015", "2017-03")
    assert [(bar.name, bar.articles, bar.chosen) for bar in found] == [
        ("2014", 4, False),
        ("2015", 0, True),
        ("2016", 0, True),
        ("2017", 1, True),
    ]
    assert [bar.height for bar in found] == [100, 0, 0, 25]
    assert round(found[-1].x + found[-1].width) == 100


def test_months_run_over_the_turn_of_the_year():
    assert [bar.name for bar in bars({"2014-11": 1, "2015-02": 1})] == ["2014-11", "2014-12", "2015-01", "2015-02"]


def test_a_misprinted_year_does_not_squeeze_the_others():
    assert len(bars({"0216": 1, "2016": 9})) == 240


def test_many_bars_have_few_names():
    assert [bar.name for bar in ticks(bars({"1996": 1, "2023": 1}))] == ["2000", "2005", "2010", "2015", "2020"]
    assert ticks([]) == []


def test_a_course_breaks_at_resets_and_long_silence():
    found = course(points(seen((0, 10), (1, 20), (2, 30), (3, 5), (4, 6), (40, 9), (41, 12))))
    assert found is not None
    assert [dot.point.mark for dot in found.dots] == [None, None, None, "reset", None, None, None]
    assert len(found.lines) == 3
    assert (found.lowest, found.highest) == (5, 30)


def test_one_observation_is_a_dot_and_none_is_nothing():
    alone = course(points(seen((0, 7))))
    assert alone is not None
    assert (len(alone.dots), alone.lines) == (1, ())
    assert course([]) is None
    assert spark(seen((0, 7))) is None
    assert spark(seen((0, 7), (1, 9))) == "2.0,14.0 58.0,2.0"
