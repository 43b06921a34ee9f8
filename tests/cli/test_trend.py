def filled(archive, fill, printed):
    days = ["2016-01-05", "2016-03-01", "2018-02-02", None]
    texts = ["二孩政策宣传", "会员活动", "二孩家庭走访", "二孩讲座"]
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(4)]
    articles = [
        printed(url, title=text, body=text, published=day) for url, text, day in zip(urls, texts, days, strict=True)
    ]
    fill(archive, articles)


def test_a_line_for_each_word_and_year(at_any, any_archive, fill, printed):
    filled(any_archive, fill, printed)
    answer = at_any("trend", "二孩", "活动", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.rows[0] == {"word": "二孩", "period": "2016", "articles": 1, "of": 2, "share": 0.5}
    assert answer.rows[1] == {"word": "二孩", "period": "2017", "articles": 0, "of": 0, "share": None}
    assert [row["articles"] for row in answer.rows if row["word"] == "活动"] == [1, 0, 0]


def test_a_chart_on_the_terminal(at, archive, fill, printed):
    filled(archive, fill, printed)
    shown = at("trend", "二孩", "--by", "month").out
    assert "二孩  3 articles, 1 of them without a printed date" in shown
    assert "2016-01  ██████████████████████████████ 100.00%  1 of 1" in shown
    assert "–  0 of 0" in shown


def test_wrong_words_and_unused_words(at, archive, fill, printed):
    filled(archive, fill, printed)
    assert at("trend", '"二孩').code == 2
    assert at("trend", "没有这样的").code == 3
