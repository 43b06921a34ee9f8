from storage.search.trend import Period, trends


def test_shares_over_the_same_years_without_a_gap(index, make, feed):
    days = {1: 20150101, 2: 20150102, 3: 20170601, 4: 20170700, 5: 20190101, 6: None}
    feed(make(id, "二孩" if id in (1, 3, 6) else "三孩" if id == 5 else "通知", day=day) for id, day in days.items())
    two, three = trends(index, ["二孩", "三孩"])
    assert two.periods == (
        Period("2015", 1, 2),
        Period("2016", 0, 0),
        Period("2017", 1, 2),
        Period("2018", 0, 0),
        Period("2019", 0, 1),
    )
    assert [period.share for period in two.periods] == [0.5, None, 0.5, None, 0]
    assert (two.articles, two.undated) == (3, 1)
    assert [period.articles for period in three.periods] == [0, 0, 0, 0, 1]


def test_months_go_over_the_turn_of_the_year(index, make, feed):
    feed([make(1, "二孩", day=20161100), make(2, "二孩", day=20170203)])
    [trend] = trends(index, ["二孩"], "month")
    assert [period.name for period in trend.periods] == ["2016-11", "2016-12", "2017-01", "2017-02"]


def test_a_word_nobody_uses_has_no_periods(index, make, feed):
    feed([make(1, "通知", day=20170101)])
    [trend] = trends(index, ["二孩"])
    assert (trend.periods, trend.articles) == ((), 0)
