"""A portal that wants to be treated in its own way: hours, pauses, refusals, a robots.txt that cannot be read."""

import http.server
import threading
import time as clock
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest

from spiders.manners import is_open, paused, read_window, rest, retry_after
from spiders.reading.obstacle import obstacle
from storage.archive import Archive
from storage.tables import Article, Page, Portal, Revision

NOW = datetime(2024, 5, 6, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = "县计生协在河东乡举办了一场家庭健康知识讲座，七十余名育龄群众到场听讲，会后还为群众量了血压。" * 4
MENU = "".join(f'<a href="/list{n}/">栏目{n}</a>' for n in range(5))


@pytest.mark.parametrize(
    ("window", "at", "expected"),
    [
        ("22:00-06:00", time(23, 30), True),
        ("22:00-06:00", time(6, 0), False),
        ("22:00-06:00", time(12, 0), False),
        ("01:00–5:30", time(5, 29), True),
        ("01:00-05:30", time(0, 59), False),
    ],
)
def test_hours(window: str, at: time, expected: bool) -> None:
    assert is_open(read_window(window), at) is expected
    assert is_open(None, at)


@pytest.mark.parametrize("wrong", ["night", "22-6", "25:00-06:00", "01:00-01:00", ""])
def test_hours_that_are_none(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"hours|times of day"):
        read_window(wrong)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Mon, 06 May 2024 03:05:00 GMT", 300),
        ("Mon, 06 May 2024 02:05:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        (None, None),
        ("99999999999999999", 30 * 86400),
    ],
)
def test_how_long_a_portal_asks_to_wait(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_portal_that_goes_on_refusing_is_left_alone_ever_longer() -> None:
    assert [rest(count, None) / HOUR for count in (1, 2, 3, 20)] == [18, 42, 90, 30 * 24 - 6]
    assert rest(1, 48 * HOUR) == 48 * HOUR


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>安全验证</title><p>请完成验证后继续访问</p>", "captcha"),
        ("<title>Just a moment...</title><script>var x = 1</script>", "captcha"),
        ("<script>document.cookie='__jsl_clearance=1';location.reload()</script>", "captcha"),
        ("<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>", "refusal"),
        ("<h1>403 Forbidden</h1>", "refusal"),
        ("<h1>网站正在维护中，请稍后访问</h1>", "maintenance"),
        ("<script>location.href='/index/'</script>", None),
        (MENU + "<h1>关于网站升级维护的公告</h1><p>本网站将于周六升级维护，届时暂停访问。</p>", None),
        (f"<h1>谨防验证码诈骗</h1><p>不要告诉他人验证码，请完成验证。{TEXT * 4}</p>", None),
        ("<h1>讲座</h1><p>会员之家举办讲座。</p>", None),
    ],
)
def test_an_obstacle_has_nothing_but_itself_on_it(page: str, kind: str | None) -> None:
    for charset in ("utf-8", "gb18030"):
        assert obstacle(f"<html><meta charset={charset}>{page}</html>".encode(charset)) == kind


class OwnWay(http.server.BaseHTTPRequestHandler):
    """Ten articles; what else it answers is put into `answers`, a path to a list that is used up."""

    protocol_version = "HTTP/1.1"
    answers: dict[str, list[tuple[int, dict[str, str], str]]]
    asked: list[tuple[float, str]]

    def do_GET(self) -> None:
        self.asked.append((clock.monotonic(), self.path))
        queue = self.answers.get(self.path)
        if queue:
            self.reply(*(queue.pop(0) if len(queue) > 1 else queue[0]))
        elif self.path == "/":
            entry = '<li><a href="/a/{0}.html">第{0}次会员代表大会在县里召开</a> 2024-05-0{0}</li>'
            links = "".join(entry.format(n) for n in range(1, 9))
            self.reply(200, {}, f"<html><title>松溪县计生协</title>{MENU}<ul>{links}</ul></html>")
        elif self.path.startswith("/a/"):
            number = self.path[3]
            head = f"<h1>第{number}次会员代表大会在县里召开</h1><div>发布时间：2024-05-0{number} 来源：本站</div>"
            self.reply(200, {}, f"<html><title>大会</title>{MENU}{head}<div class=text><p>{TEXT}</p></div></html>")
        else:
            self.reply(404, {}, "<html>404</html>")

    def reply(self, status: int, headers: dict[str, str], text: str) -> None:
        body = text.encode()
        self.send_response(status)
        known = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in (known | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


Serve = Callable[..., tuple[str, list[tuple[float, str]]]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(answers)` starts the portal; returns its address and the requests as they come."""
    servers = []

    def start(**answers: list[tuple[int, dict[str, str], str]]) -> tuple[str, list[tuple[float, str]]]:
        asked: list[tuple[float, str]] = []
        paths = {"/robots.txt" if name == "robots" else name: list(queue) for name, queue in answers.items()}
        handler = type("Handler", (OwnWay,), {"answers": paths, "asked": asked})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/", asked

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_robots_txt_that_fails_refuses_everything(serve: Serve, archiver) -> None:
    address, asked = serve(robots=[(503, {}, "")])
    done = archiver("crawl", address)
    assert done.returncode == 1
    assert "robots.txt cannot be read: the portal answers with HTTP 503" in done.stderr
    assert {path for _, path in asked} == {"/robots.txt"}


def test_the_pause_of_robots_txt_is_kept(serve: Serve, crawl) -> None:
    address, asked = serve(robots=[(200, {"Content-Type": "text/plain"}, "User-agent: *\nCrawl-delay: 0.3\n")])
    assert crawl(address, "--limit", 2)["outcome"] == "done"
    times = [at for at, path in asked if path != "/robots.txt"]
    assert len(times) >= 3
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.28


def test_a_short_pause_is_waited_out(serve: Serve, crawl) -> None:
    address, asked = serve(**{"/a/3.html": [(429, {"Retry-After": "1"}, ""), (200, {}, "<html>wait</html>")]})
    crawl(address)
    first, second = (at for at, path in asked if path == "/a/3.html")
    assert second - first >= 1


def test_a_portal_that_refuses_is_left_alone_and_nothing_is_said_of_its_pages(serve: Serve, archiver, home) -> None:
    block = "<html><title>安全验证</title><p>访问过于频繁，请输入验证码</p></html>"
    address, asked = serve(**{f"/a/{n}.html": [(200, {}, block)] for n in range(1, 9)})
    done = archiver("crawl", address)
    assert done.returncode == 1
    assert "refuses the crawl: it sends a page that asks for a captcha" in done.stderr
    assert sum(path.startswith("/a/") for _, path in asked) in (5, 6), "one may be on its way"
    archive = Archive.open(home)
    with archive.reading() as session:
        assert session.query(Article).count() == 0
        assert session.query(Portal).one().refusals == 1
        pages = session.query(Page).where(Page.kind == "article").all()
        assert {(page.state, page.attempts) for page in pages} == {("discovered", 0)}
    archive.close()
    before = len(asked)
    again = archiver("crawl", address)
    assert (again.returncode, len(asked)) == (0, before), "not even its robots.txt is asked for"
    assert "left alone until" in again.stderr


def test_outside_its_hours_a_portal_is_not_asked(serve: Serve, archiver, home) -> None:
    address, asked = serve()
    hour = (datetime.now(UTC) + timedelta(hours=8 + 3)).hour
    home.mkdir()
    name = address.split("/")[2]
    (home / "archiver.toml").write_text(f'[portals."{name}"]\nwindow = "{hour:02}:00-{(hour + 1) % 24:02}:00"\n')
    done = archiver("crawl", address)
    assert (done.returncode, asked) == (0, [])
    assert "waiting" in done.stdout


def test_a_budget_is_kept_and_the_rest_comes_later(serve: Serve, crawl) -> None:
    address, asked = serve()
    first = crawl(address, ARCHIVER_BUDGET="10", ARCHIVER_FILES="none")
    assert len(asked) <= 11
    counts = [first["articles_new"]]
    while sum(counts) < 8 and len(counts) < 6:
        counts.append(crawl(address, ARCHIVER_BUDGET="10", ARCHIVER_FILES="none")["articles_new"])
    assert sum(counts) == 8


def test_what_an_outage_left_over_is_spread_over_the_runs_behind_it(serve: Serve, crawl, home) -> None:
    numbers = range(1000, 1105)
    entries = [f'<li><a href="/b/{n}.html">第{n}号公告全文</a> 2014-05-06</li>' for n in numbers]
    # What a list offers and is due is visited with it: in later runs it offers few.
    home_page = [(200, {}, f"<html>{MENU}<ul>{''.join(some)}</ul></html>") for some in (entries, entries[:5])]
    article = (
        "<html><h1>第{0}号公告全文</h1><div>发布时间：2014-05-06</div><div class=text><p>{0}号{1}</p></div></html>"
    )
    later = (304, {"ETag": '"1"'}, "")
    pages = {f"/b/{n}.html": [(200, {"ETag": '"1"'}, article.format(n, TEXT)), later] for n in numbers}
    address, asked = serve(**{"/": home_page}, **pages)
    assert crawl(address)["articles_new"] == 105

    def visits() -> list[int]:
        """How many articles each of two runs asks for."""
        counts = []
        for _ in range(2):
            before = len(asked)
            assert crawl(address)["outcome"] == "done"
            counts.append(sum(path in pages for _, path in asked[before:]))
        return counts

    archive = Archive.open(home)
    with archive.writing() as session:
        session.query(Page).filter(Page.kind == "article").update({"due": datetime(2020, 1, 1, tzinfo=UTC)})
    archive.close()
    first, second = visits()
    assert first + second == 105
    assert 90 < first <= 100


def test_a_part_that_is_not_asked_for_makes_no_shorter_article(serve: Serve, crawl, archiver, home) -> None:
    head = "<h1>第9次会员代表大会在县里召开</h1><div>发布时间：2024-05-09 来源：本站</div>"
    first = f"{head}<div class=text><p>{TEXT}</p></div><p><a href='/a/9_2.html'>下一页</a></p>"
    second = f"{head}<div class=text><p>{TEXT.replace('讲座', '义诊')}</p></div>"
    home_page = (
        f"<html><title>松溪县计生协</title>{MENU}<ul><li><a href='/a/9.html'>第9次会员代表大会在县里召开</a></li></ul>"
    )
    address, _ = serve(
        **{
            "/": [(200, {}, home_page)],
            "/a/9.html": [(200, {}, f"<html>{MENU}{first}</html>")],
            "/a/9_2.html": [(429, {"Retry-After": "9999"}, ""), (200, {}, f"<html>{MENU}{second}</html>")],
        }
    )
    assert crawl(address)["articles_new"] == 0
    archive = Archive.open(home)
    with archive.writing() as session:
        session.query(Portal).one().resting_until = None
    archive.close()
    assert crawl(address)["articles_new"] == 1
    archive = Archive.open(home)
    with archive.reading() as session:
        [text] = [revision.text for revision in session.query(Revision)]
    archive.close()
    assert "讲座" in text
    assert "义诊" in text


@pytest.mark.parametrize(("delay", "pause"), [(0, 0), (0.5, 0.55), (3600, 3600.05)])
def test_a_request_that_is_late_brings_the_next_no_sooner(delay: float, pause: float) -> None:
    assert paused(delay) == pytest.approx(pause)
