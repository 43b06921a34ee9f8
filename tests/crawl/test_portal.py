"""`archiver portal` on the demo portals, over loopback."""

import json
from urllib.parse import urlsplit

import pytest

from archiver.demo.server import DemoPortals


@pytest.fixture
def checkout(tmp_path):
    for folder in ("spiders/portals", "tests"):
        (tmp_path / "checkout" / folder).mkdir(parents=True)
    return tmp_path / "checkout"


def test_a_draft_is_shown_and_written(archiver, portals, checkout):
    county = portals.addresses[0]
    done = archiver("portal", "draft", county, "--name", "yundu", "--write", "--into", checkout)
    assert done.returncode == 0, done.stderr
    text = (checkout / "spiders/portals/yundu.py").read_text(encoding="utf-8")
    assert text in done.stdout
    assert text.count("\n") <= 15
    for line in (
        'title = "云渡县计划生育协会"',
        'family = "empirecms"',
        'channels = ("tzgg/", "gzdt/", "jyjl/", "zczs/")',
    ):
        assert line in text
    assert "通知公告" in done.stdout
    told = json.loads((checkout / "tests/portals/yundu/expected.json").read_text(encoding="utf-8"))
    truth = {truth.url: truth for truth in portals.truth()}[told["article"]["url"]]
    assert told["reviewed"] is False
    assert told["article"]["title"] == truth.title
    assert told["article"]["published"] == truth.published
    assert told["article"]["body"] == truth.body.split("\n")
    served = {request.path for request in portals.requests}
    assert urlsplit(told["article"]["url"]).path in served
    # Home page, three channels, five articles, robots.txt: nothing else, and no counter.
    assert len(portals.requests) == 10
    assert portals.hits == ()


def test_a_draft_never_overwrites(archiver, portals, checkout):
    (checkout / "spiders/portals/yundu.py").write_text("mine")
    done = archiver("portal", "draft", portals.addresses[0], "--name", "yundu", "--write", "--into", checkout)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (checkout / "spiders/portals/yundu.py").read_text() == "mine"
    assert not (checkout / "tests/portals").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("http://127.0.0.1:1/",), 1, "did not come"),
        (("ftp://portal.example.cn/",), 2, "is no web address"),
        (("{county}", "--name", "Yún du"), 2, "no name for a portal"),
        (("{county}", "--name", "yundu", "--write", "--into", "/nowhere"), 2, "no checkout"),
    ],
)
def test_what_a_draft_cannot_do_is_said(archiver, portals, arguments, code, sentence):
    done = archiver("portal", "draft", *(argument.format(county=portals.addresses[0]) for argument in arguments))
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_pause_is_kept_between_the_pages_of_one_host(archiver, portals):
    begun = []
    portals.asked = lambda request: begun.append(request)
    pages = [portals.url(number) for number in (191, 178, 181)]
    done = archiver("parse", "--json", *pages, ARCHIVER_DELAY="0.3")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["url"] for row in rows] == pages
    assert all(row["title"] for row in rows)
    # One robots.txt for all: they are one visit, not one each.
    assert [request.path for request in begun].count("/robots.txt") == 1


def test_no_haste_on_the_web(archiver):
    done = archiver("parse", "https://www.example.org/", ARCHIVER_DELAY="0")
    assert done.returncode == 2
    assert "ARCHIVER_DELAY" in done.stderr


def test_a_checked_portal(archiver):
    try:
        served = DemoPortals((8091, 0, 0))
    except OSError:
        pytest.skip("port 8091, where the declared demo portal stands, is taken")
    with served:
        done = archiver("portal", "check", "demo", "--json")
        row = json.loads(done.stdout)
        assert (done.returncode, row["outcome"], row["reason"]) == (0, "ok", None)
        assert row["fields"]["title"] in {truth.title for truth in served.truth()}
        assert served.hits == ()
    done = archiver("portal", "check", "demo")
    assert done.returncode == 1
    assert "demo: unreachable" in done.stdout
    assert "connection refused" in done.stdout


def test_a_name_that_nobody_declared(archiver):
    done = archiver("portal", "check", "nobody")
    assert done.returncode == 2
    assert "No portal is called 'nobody'" in done.stderr
