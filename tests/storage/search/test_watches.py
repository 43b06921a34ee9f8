from datetime import UTC, datetime

import pytest

from archiver.errors import NothingFound, UsageError
from storage.runs import PortalFacts
from storage.search.watches import add, news, note, remove, saved

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")


def told(archive, name="讲座"):
    found = news(archive, name)
    note(archive, name, found.ids, NOW)
    return [hit.id for hit in found.hits]


def test_only_what_came_later_is_news_and_only_once(any_archive, fill, printed):
    fill(any_archive, [printed()])
    assert add(any_archive, "讲座", "健康 讲座", NOW) == 1
    assert told(any_archive) == []
    more = [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}场健康知识讲座") for n in (7, 8)]
    fill(any_archive, more)
    assert told(any_archive) == [2, 3]
    assert told(any_archive) == []
    [watch] = saved(any_archive)
    assert (watch.name, watch.query, watch.told, watch.told_at) == ("讲座", "健康 讲座", 3, NOW)


def test_what_was_not_noted_is_told_again(archive, fill, printed):
    add(archive, "讲座", "讲座", NOW)
    fill(archive, [printed()])
    assert news(archive, "讲座").hits == news(archive, "讲座").hits
    assert told(archive) == [1]


def test_a_reprint_is_news_only_where_asked_for(archive, fill, printed):
    fill(archive, [printed()])
    add(archive, "讲座", "讲座", NOW)
    add(archive, "转载", "讲座", NOW, all_printings=True)
    fill(archive, [printed("http://zhenghe.example.cn/1.html")], OTHER)
    assert told(archive) == []
    assert told(archive, "转载") == [2]
    assert news(archive, "转载").hits == ()


def test_an_article_that_is_changed_so_that_it_matches_is_news(archive, fill, printed):
    fill(archive, [printed(title="通知", body="另行通知")])
    add(archive, "讲座", "讲座", NOW)
    fill(archive, [printed(title="通知", body="改为健康讲座")])
    assert told(archive) == [1]


def test_names_are_one_of_a_kind(archive):
    add(archive, "讲座", "讲座", NOW)
    with pytest.raises(UsageError, match="already"):
        add(archive, "讲座", "通知", NOW)
    with pytest.raises(UsageError, match="name"):
        add(archive, " ", "通知", NOW)
    with pytest.raises(UsageError, match="never closed"):
        add(archive, "通知", '"通知', NOW)
    remove(archive, "讲座")
    assert saved(archive) == []
    for gone in (lambda: remove(archive, "讲座"), lambda: news(archive, "讲座")):
        with pytest.raises(NothingFound, match="讲座"):
            gone()
