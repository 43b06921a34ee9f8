import csv
import io
import json
import os
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as xml

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from archiver.web.app import reading_room
from archiver.web.feeds import _clean
from archiver.web.shelf import Shelf
from storage.search import watches

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
API = "/api/v1"
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "10"))


@pytest.fixture
def visitor(archive, fill, printed, room):
    """Thirty articles on one subject, one of them revised, and one more of another."""
    many = [
        printed(
            f"http://songxi.example.cn/a/{n}.html", f"第{n}期讲座", f"第{n}期讲座在{n}号楼举行，七十人到场。", views=n
        )
        for n in range(1, 31)
    ]
    fill(archive, [*many, printed("http://songxi.example.cn/b.html", "=1+1", "培训班在河东乡开班。", None)])
    fill(archive, [printed(many[0].url, "第1期讲座（更正）", many[0].body, views=9)], at=NOW + timedelta(days=2))
    return room()


def test_a_search_is_paged_through_by_cursors(visitor):
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        given = {"q": "讲座", "limit": 12, "sort": "views"} | ({"cursor": cursor} if cursor else {})
        answer = visitor.get(f"{API}/search", params=given).json()
        found += [hit["id"] for hit in answer["hits"]]
        cursor, pages = answer["next"], pages + 1
    assert (len(found), len(set(found)), pages) == (30, 30, 3)
    assert answer["total"] == 30
    other = visitor.get(f"{API}/search", params={"q": "培训", "cursor": "MTIuYWJj"})
    assert (other.status_code, other.headers["content-type"]) == (400, "application/problem+json")
    assert other.json()["status"] == 400


def test_facets_and_filters(visitor):
    answer = visitor.get(f"{API}/search?facets=true&flags=revised").json()
    assert (answer["total"], answer["facets"]["portal"]) == (1, {"songxi": 1})
    assert visitor.get(f"{API}/search?from=2018-07").json()["total"] == 0
    assert visitor.get(f"{API}/search?flags=red").status_code == 400
    assert visitor.get(f"{API}/search?limit=0").status_code == 422


def test_one_article_in_all_its_parts(visitor):
    article = visitor.get(f"{API}/articles/1").json()
    assert (article["title"], article["revisions"], article["views"]) == ("第1期讲座（更正）", 2, 9)
    assert visitor.get(f"{API}/articles/1?revision=1").json()["title"] == "第1期讲座"
    first, second = visitor.get(f"{API}/articles/1/revisions").json()["revisions"]
    assert (first["revision"], second["revision"]) == (1, 2)
    assert first["appeared"] <= first["last_seen"] < second["appeared"] <= second["last_seen"]
    assert visitor.get(f"{API}/articles/1/diff").json()["changes"][0]["after"] == "（更正）"
    assert [v["count"] for v in visitor.get(f"{API}/articles/1/views").json()["views"]] == [1, 9]
    assert visitor.get(f"{API}/articles/1/printings").json()["canonical"] == 1
    captures = visitor.get(f"{API}/articles/1/captures").json()["captures"]
    assert [capture["revision"] for capture in captures] == [1, 2]
    for style in ("gbt7714", "apa", "ris", "bibtex"):
        text = visitor.get(f"{API}/articles/1/citation?style={style}").json()["text"]
        assert captures[-1]["sha256"] in text
        assert "/article/1?revision=2" in text or style == "apa"
    assert visitor.get(f"{API}/articles/2/similar").status_code == 200
    assert visitor.get(f"{API}/articles/99").json()["detail"].startswith("The archive holds no article 99")


def test_what_is_known_already_is_not_sent_again(visitor):
    first = visitor.get(f"{API}/articles/1")
    again = visitor.get(f"{API}/articles/1", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_exports_hold_what_the_query_finds(visitor):
    lines = visitor.get(f"{API}/export?q=讲座").text.splitlines()
    assert len(lines) == 30
    assert json.loads(lines[0])["title"] == "第1期讲座（更正）"
    table = visitor.get(f"{API}/export?format=csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) == 32
    assert "'=1+1" in rows[-1]
    assert table.headers["content-disposition"] == 'attachment; filename="articles.csv"'
    assert visitor.get(f"{API}/export?q=讲座&format=ris").text.count("TY  - ") == 30
    assert visitor.get(f"{API}/export?q=(").status_code == 400
    page = visitor.get("/search?q=讲座&from=2018").text
    assert "/api/v1/export?q=%E8%AE%B2%E5%BA%A7&amp;from=2018&amp;format=csv" in page


def test_trends_portals_runs_and_watches(visitor, archive):
    trend = visitor.get(f"{API}/trends?q=讲座&q=培训").json()["trends"]
    assert [(one["articles"], one["undated"]) for one in trend] == [(30, 0), (1, 1)]
    assert trend[0]["periods"] == [{"period": "2018", "articles": 30, "of": 30, "share": 1.0}]
    [portal] = visitor.get(f"{API}/portals").json()["portals"]
    assert portal["articles"] == 31
    assert len(visitor.get(f"{API}/runs").json()["runs"]) == 2
    watches.add(archive, "讲座", "讲座", NOW)
    assert visitor.get(f"{API}/watches").json()["watches"][0]["query"] == "讲座"


def test_feeds_of_a_query_a_portal_and_a_watch(visitor, archive):
    watches.add(archive, "培训班", "培训", NOW)
    for address, count in (("/feed?q=讲座", 30), ("/feed?portal=songxi", 31), ("/feed?watch=培训班", 1), ("/feed", 31)):
        answer = visitor.get(address)
        assert answer.headers["content-type"] == "application/atom+xml"
        feed = xml.fromstring(answer.content)
        assert len(feed.findall(f"{ATOM}entry")) == count, address
        for entry in feed.findall(f"{ATOM}entry"):
            assert all(entry.findtext(f"{ATOM}{part}") for part in ("title", "id", "updated", "summary"))
    assert visitor.get("/feed?q=讲座").content.index(b"article/30") < visitor.get("/feed?q=讲座").content.index(
        b"article/2<"
    )
    assert visitor.get("/feed?watch=nothing").status_code == 404
    assert 'type="application/atom+xml"' in visitor.get("/search?q=讲座").text


def test_a_feed_is_xml_whatever_a_portal_prints():
    assert _clean("a\x00b\x0bc\ud800\ufffe<&>") == "abc<&>"


def test_the_citation_stands_on_the_article(visitor):
    page = visitor.get("/article/1").text
    for part in ("GB/T 7714—2015", "[EB/OL]", "TY  - ELEC", "@misc{songxi-1,"):
        assert part in page


@pytest.fixture
def described(archive, fill, printed):
    fill(archive, [printed(views=1), printed(title="更正")])
    shelf = Shelf(archive)
    shelf.follow()
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", reading_room(shelf, hosts=("*",)))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
def test_the_api_keeps_to_its_description(described, mode):
    """Schemathesis: whatever is asked, no answer is a failure of the server or of another shape than described."""
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) == 14
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def holds(case):
            # A string may fit the description and still be no query: that it is refused is right.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        try:
            holds()
        except Unsatisfiable:
            # An operation without parameters takes nothing that does not fit.
            assert not list(operation.iter_parameters())
