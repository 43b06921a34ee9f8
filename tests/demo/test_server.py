import re
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from archiver.demo.server import DemoPortals
from archiver.text.fold import key


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


OPENER = build_opener(Stay)


class Response(NamedTuple):
    status: int
    headers: Message
    body: bytes


def get(url: str, **headers: str) -> Response:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with OPENER.open(request, timeout=10) as answer:
            return Response(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        with error:
            return Response(error.code, error.headers, error.read())


@pytest.fixture
def portals() -> Iterator[DemoPortals]:
    with DemoPortals() as portals:
        yield portals


@pytest.fixture(scope="module")
def untouched() -> Iterator[DemoPortals]:
    """For tests that only read pages."""
    with DemoPortals() as portals:
        yield portals


def texts(page: str) -> list[str]:
    """The body's visible lines, the cut lead left out."""
    cell = re.search(r'id="text">(.*?)</td></tr></table>\s*<table class="near"', page, re.DOTALL)
    assert cell is not None
    cell_markup = re.sub(r'<p class="smalltext">.*?</p>', "", cell[1])
    lines = re.sub(r"</(td|th)>(?=<t[dh]>)", " ", cell_markup).replace("</tr>", "\n").replace("</p>", "\n")
    return [line.strip() for line in re.sub(r"<[^>]+>", "", lines).split("\n") if line.strip()]


def test_every_county_article_is_served_as_the_truth_says(untouched):
    county = untouched.addresses[0]
    truth = [article for article in untouched.truth() if article.url.startswith(county)]
    odd = []
    for article in truth:
        answer = get(article.url)
        assert answer.headers["Content-Type"] == "text/html"
        assert b"charset=gb2312" in answer.body
        try:
            page = answer.body.decode("gbk")
        except UnicodeDecodeError:
            odd.append(article.title)
            page = answer.body.decode("utf-8")
        assert f"<h1>{article.title}</h1>" in page
        assert article.published.replace("T", " ") in page
        assert f"来源：{article.source or ''}&nbsp;" in page
        assert f'<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/{article.url.split("/")[3]}/">{article.channel}<' in page
        assert texts(page) == article.body.split("\n")
        assert ("ViewClick" in page) == (article.views is not None)
        assert "访问统计：1276403" in page
    assert odd == ["洪水退去之后"], "exactly one page has a wrong label"


def test_the_lists_lead_to_every_article_page_by_page(untouched):
    county = untouched.addresses[0]
    home = get(county).body.decode("gbk")
    found, pages = {}, 0
    for folder in sorted(set(re.findall(r'href="(/[a-z]+/)"', home))):
        address: str | None = urljoin(county, folder)
        while address is not None:
            pages += 1
            page = get(address).body.decode("gbk")
            entries = re.findall(r'<li><a href="([^"]+)" title="([^"]+)">[^<]+</a><span>([\d-]+)</span></li>', page)
            assert 1 <= len(entries) <= 8
            found.update({urljoin(county, path): (title, day) for path, title, day in entries})
            following = re.search(r'<a href="([^"]+)">下一页</a>', page)
            address = urljoin(county, following[1]) if following else None
    truth = {a.url: (a.title, a.published[:10]) for a in untouched.truth() if a.url.startswith(county)}
    assert truth.items() <= found.items()
    (dead,) = found.keys() - truth.keys()
    assert get(dead).status == 404
    assert pages == 2 + 3 + 2 + 2


def test_neighbours_link_a_channel_from_end_to_end(untouched):
    county = untouched.addresses[0]
    channel = [a.url for a in untouched.truth() if a.url.startswith(f"{county}jyjl/")]
    walked, address = [], channel[-1]
    while address is not None:
        walked.append(address)
        page = get(address).body.decode("gbk")
        following = re.search(r'下一篇：<a href="([^"]+)"', page)
        address = urljoin(county, following[1]) if following else None
    assert walked == channel[::-1]
    assert "上一篇：没有了" in get(channel[-1]).body.decode("gbk")


def test_pictures_and_attachments_are_there_but_one(untouched):
    county = untouched.addresses[0]
    answers = {}
    for article in untouched.truth():
        if article.url.startswith(county):
            for path in re.findall(rb'(?:href|src)="(/d/file/[^"]+)"', get(article.url).body):
                answer = get(urljoin(county, path.decode()))
                answers[path] = (answer.status, answer.headers["Content-Type"], answer.body[:4])
    assert sorted(answers.values()) == [
        (200, "application/msword", b"{\\rt"),
        (200, "application/pdf", b"%PDF"),
        (200, "application/pdf", b"%PDF"),
        (200, "image/png", b"\x89PNG"),
        (200, "image/png", b"\x89PNG"),
        (404, "text/html", b"<htm"),
    ]


def test_an_old_address_leads_to_the_new_one(untouched):
    county = untouched.addresses[0]
    (old,) = re.findall(r'href="(/e/action/[^"]+)"', get(county).body.decode("gbk"))
    answer = get(urljoin(county, old.replace("&amp;", "&")))
    assert answer.status == 301
    assert urljoin(county, answer.headers["Location"]) in {article.url for article in untouched.truth()}
    assert get(f"{county}e/action/ShowInfo.php?classid=1&id=999999").status == 404
    assert get(f"{county}gzdt").headers["Location"] == "/gzdt/"


def test_an_unchanged_page_is_not_sent_again(untouched):
    for address in (*untouched.addresses, f"{untouched.addresses[0]}gzdt/index_2.html", untouched.truth()[0].url):
        first = get(address)
        again = get(address, If_None_Match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        assert get(address, If_None_Match=f'"other", W/{first.headers["ETag"]}').status == 304
        assert get(address, If_Modified_Since=first.headers["Last-Modified"]).status == 304
        assert get(address, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
        assert get(address, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
        assert get(address, If_Modified_Since="yesterday").status == 200


def test_the_countys_counter_counts_only_when_told_to(portals):
    county = portals.addresses[0]
    number = next(int(a.url.rsplit("/", 1)[1][:-5]) for a in portals.truth() if a.views == 0)
    (script,) = re.findall(r"<script src=(\S+)></script>", get(portals.url(number)).body.decode("gbk"))
    counting = urljoin(county, script)
    reading = counting.replace("&addclick=1", "")
    assert [get(reading).body for _ in range(2)] == [b"document.write('0');"] * 2
    assert portals.hits == ()
    assert get(counting).body == b"document.write('1');"
    assert get(reading).body == b"document.write('1');"
    assert portals.views(county, number) == 1
    assert portals.hits == (f"{county}e/public/ViewClick/?id={number}&addclick=1",)
    assert next(a.views for a in portals.truth() if a.url == portals.url(number)) == 1
    assert get(f"{county}e/public/ViewClick/?classid=1&id=999999&addclick=1").body == b""
    assert get(f"{reading}&down=2").body == b"document.write('0');"


def test_the_citys_counter_always_counts(portals):
    city = portals.addresses[1]
    article = next(a for a in portals.truth() if a.url.startswith(city))
    (script,) = re.findall(r'<script src="(/plus/[^"]+)"', get(article.url).body.decode())
    number = int(re.findall(r"aid=(\d+)", script)[0])
    before = portals.views(city, number)
    assert article.views is None
    answer = get(urljoin(city, script.replace("&amp;", "&"))).body
    assert answer == f"document.write('{before + 1}');\r\n".encode()
    assert get(f"{city}plus/count.php?aid={number}").body == b""
    assert portals.views(city, number) == before + 2
    assert len(portals.hits) == 2


def test_the_citys_lists_lead_to_every_article(untouched):
    city = untouched.addresses[1]
    found = set()
    for path in re.findall(r'href="(/a/[a-z]+/)"', get(city).body.decode()):
        page = get(urljoin(city, path)).body.decode()
        found |= {urljoin(city, link) for link in re.findall(r'<a href="([^"]+)" class="title">', page)}
    truth = [article for article in untouched.truth() if article.url.startswith(city)]
    assert found == {article.url for article in truth}
    for article in truth:
        page = get(article.url).body.decode()
        assert f"<h2>{article.title}</h2>" in page
        assert article.published.replace("T", " ") in page
        assert all(f"<p>{line}</p>" in page for line in article.body.split("\n"))


def test_the_mirror_prints_what_folds_back_to_the_county(untouched):
    county, _, mirror = untouched.addresses
    originals = {a.url.removeprefix(county): a for a in untouched.truth() if a.url.startswith(county)}
    copies = [article for article in untouched.truth() if article.url.startswith(mirror)]
    assert len(copies) == 2
    for copy in copies:
        original = originals[copy.url.removeprefix(mirror)]
        page = get(copy.url).body.decode()
        assert f"<h1>{copy.title}</h1>" in page
        assert texts(page)[-len(copy.body.split("\n")) :] == copy.body.split("\n")
        assert key(copy.body) == key(original.body)
        assert "閱讀次數(<" in page
        assert "ViewClick" not in page


def test_an_edit_shows_and_changes_the_validators(portals):
    county = portals.addresses[0]
    article = portals.truth()[0]
    number = int(article.url.rsplit("/", 1)[1][:-5])
    other = get(portals.truth()[-1].url).headers["ETag"]
    seen = []
    for body in ("改写一次。\n第二段。", "再改写一次。"):
        before = get(article.url)
        portals.edit(number, body=body)
        after = get(article.url, If_None_Match=before.headers["ETag"])
        assert after.status == 200
        assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
        assert get(article.url, If_Modified_Since=before.headers["Last-Modified"]).status == 200
        seen.append("\n".join(texts(after.body.decode("gbk"))))
    assert seen == ["改写一次。\n第二段。", "再改写一次。"]
    assert portals.truth()[0].body == "再改写一次。"
    assert get(portals.truth()[-1].url).headers["ETag"] == other
    portals.edit(number, title="改过的标题")
    assert "改过的标题" in get(f"{county}{article.url.split('/')[3]}/").body.decode("gbk")


def test_a_removed_article_is_gone_from_its_address_and_the_lists(portals):
    newest, second = portals.truth()[:2]
    listing = newest.url.rsplit("/", 2)[0] + "/"
    portals.remove(int(newest.url.rsplit("/", 1)[1][:-5]))
    portals.remove(int(second.url.rsplit("/", 1)[1][:-5]), status=410)
    assert get(newest.url).status == 404
    assert get(second.url).status == 410
    assert newest.title not in get(listing).body.decode("gbk")
    assert not {newest, second} & set(portals.truth())
    with pytest.raises(KeyError):
        portals.edit(999999, body="无")


def test_an_article_of_the_same_number_is_told_apart_by_its_portal(portals):
    county, _, mirror = portals.addresses
    copy = next(article for article in portals.truth() if article.url.startswith(mirror))
    number = int(copy.url.rsplit("/", 1)[1][:-5])
    assert portals.url(number) == copy.url.replace(mirror, county)
    assert portals.url(number, mirror) == copy.url
    portals.remove(number, address=mirror)
    assert get(copy.url).status == 404
    assert get(copy.url.replace(mirror, county)).status == 200


def test_the_log_says_who_asked_for_what(portals):
    county = portals.addresses[0]
    get(f"{county}robots.txt", User_Agent="reader/1")
    get(f"{county}nothing.html?x=1", User_Agent="reader/2")
    assert portals.requests == (
        (county, "GET", "/robots.txt", 200, "reader/1"),
        (county, "GET", "/nothing.html?x=1", 404, "reader/2"),
    )


def test_a_taken_port_is_refused_and_the_others_are_given_back():
    with DemoPortals() as portals:
        taken = int(portals.addresses[0].rsplit(":", 1)[1].strip("/"))
        with pytest.raises(OSError, match="in use"):
            DemoPortals((0, taken, 0))


def test_a_connection_kept_open_does_not_hold_up_the_end():
    with DemoPortals() as portals:
        connection = HTTPConnection(urlsplit(portals.addresses[0]).netloc, timeout=10)
        connection.request("GET", "/robots.txt")
        answer = connection.getresponse()
        assert (answer.version, answer.read()[:10]) == (11, b"User-agent")
    connection.close()
