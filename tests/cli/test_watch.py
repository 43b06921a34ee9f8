def test_a_watch_tells_once_what_came_since(at_any, any_archive, fill, printed):
    fill(any_archive, [printed()])
    assert "1 article matches now" in at_any("watch", "add", "讲座", "健康", "讲座").err
    assert at_any("watch", "run").out == ""
    fill(any_archive, [printed("http://songxi.example.cn/2.html", body="第二场健康讲座")])
    [row] = at_any("watch", "run", "讲座", "--json").rows
    assert (row["watch"], row["id"], row["printings"]) == ("讲座", 2, 1)
    again = at_any("watch", "run", "--json")
    assert (again.code, again.out) == (0, "")


def test_the_list_and_removing(at, archive):
    at("watch", "add", "讲座", "讲座")
    [row] = at("watch", "list", "--json").rows
    assert (row["name"], row["query"], row["run_at"], row["told"]) == ("讲座", "讲座", None, 0)
    at("watch", "run")
    assert at("watch", "list", "--json").rows[0]["run_at"] is not None
    assert at("watch", "remove", "讲座").code == 0
    assert at("watch", "list").out == ""
    assert at("watch", "run", "讲座").code == 3
    assert at("watch", "add", "坏", '"没完').code == 2


def test_news_on_the_terminal(at, archive, fill, printed):
    at("watch", "add", "讲座", "讲座")
    fill(archive, [printed()])
    shown = at("watch", "run").out
    assert "讲座: 1 new" in shown
    assert "松溪县计生协开展健康知识讲座" in shown
