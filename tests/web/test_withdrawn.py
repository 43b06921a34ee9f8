"""What is withdrawn is on no page: every link is followed from the front, and every route asked for it by number."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from storage.withdrawals import restore, withdraw

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
ADDRESS = "http://songxi.example.cn/hidden-17.html"
TELLING = ("hidden-17", "赵某某的病历", "住在河东乡二号")
MOST = 400


@pytest.fixture
def filled(any_archive, fill, printed):
    """Three articles of one portal, the one in the middle about a person, revised and seen on two days."""
    person = {"title": "赵某某的病历公示", "body": "赵某某，住在河东乡二号，本会为其申请了救助。" * 4}
    files = ["http://songxi.example.cn/hidden-17.doc"]
    third = printed("http://songxi.example.cn/3.html", body="第三篇", views=1)
    fill(any_archive, [printed(views=3), printed(ADDRESS, **person, views=70, files=files), third])
    revised = person | {"title": "赵某某的病历公示（二）"}
    fill(any_archive, [printed(ADDRESS, **revised, views=90)], at=NOW + timedelta(days=3))
    return any_archive


def routes(app):
    """Every address that can be asked, its variables filled with what the archive has."""
    values = {"id": "2", "place": "1", "number": "2", "name": "songxi", "portal": "songxi", "capture": "2"}
    for route in app.routes:
        path = getattr(route, "path", "")
        if "GET" in (getattr(route, "methods", None) or ()):
            yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: values.get(match[1], "2"), path)


def told(answer):
    return [word for word in TELLING if word in unescape(answer.text)]


def everywhere(visitor):
    """What is told at every address that can be reached: by link from the front page, or by guessing."""
    waiting = [
        "/",
        "/search?q=河东乡",
        "/search?q=portal:songxi&sort=views",
        "/api/v1/search?q=救助",
        *routes(visitor.app),
    ]
    seen = set()
    found = {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen or address.startswith("/static"):
            continue
        seen.add(address)
        answer = visitor.get(address)
        assert answer.status_code < 500, address
        if told(answer):
            found[address] = told(answer)
        if "text/html" in answer.headers.get("content-type", ""):
            for link in re.findall(r'(?:href|src|action)="([^"#]+)', answer.text):
                target = urlsplit(urljoin(f"http://127.0.0.1{address}", unescape(link)))
                if target.hostname == "127.0.0.1":
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    assert len(seen) > 40, "most of the room was seen"
    return found


def test_it_is_nowhere_and_back_when_undone(filled, any_room):
    shown = everywhere(any_room())
    assert {"/", "/article/2", "/article/2/views"} <= {address.split("?")[0] for address in shown}
    with filled.writing() as session:
        withdraw(session, [2], "本人要求", NOW, None)
    visitor = any_room()
    assert everywhere(visitor) == {}
    for path in routes(visitor.app):
        if path.startswith(("/article/2", "/api/v1/articles/2")):
            answer = visitor.get(path)
            assert answer.status_code in (303, 404, 410), path
    with filled.writing() as session:
        restore(session, [2], "核实无误", NOW, None)
    assert any_room().get("/article/2").status_code == 200
