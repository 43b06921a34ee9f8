"""A portal that lives: every page is a function of the day, every event of its life stands in a list."""

import hashlib
import random
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

FIRST_NIGHT = datetime(2024, 3, 1, 18, 15, tzinfo=UTC)
"""When the first run begins: a quarter past two in the morning in China."""
CHANNELS = ("tzgg", "gzdt", "zcfg", "jcdt")
NAMES = {"tzgg": "通知公告", "gzdt": "工作动态", "zcfg": "政策法规", "jcdt": "基层动态"}
PAGE = 20
TITLE = "清源县计划生育协会"
_WORDS = re.findall(
    "..",
    "计划生育协会会员活动家庭健康服务流动人口关怀工作会议部署检查指导乡镇社区干部群众宣传教育培训讲座志愿青年妇女老人儿童留守帮扶资金项目调研座谈经验交流推进落实责任"
    "目标年度总结表彰先进模范医院卫生优生优育咨询发放资料走访慰问困难保险政策法规学习贯彻精神省市县委政府部门配合开展组织参加取得成效",
)
_LOST = "哎呀，您来晚了一步，去别处看看吧"


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as it stands on one day."""

    number: int
    channel: str
    born: int
    """The day it was published, night 0 being the first run; negative before it."""
    title: str
    body: str
    state: str = "there"
    """`there`, `404`, `410`, `soft` (the not-found page, sent as if all were well), `emptied`, `redirected`."""
    listed: bool = True
    folder: str = ""
    """Where it stands instead, once it has moved."""

    @property
    def path(self) -> str:
        day = FIRST_NIGHT + timedelta(days=self.born)
        return f"/{self.channel}/{day:%Y%m%d}/{self.number}.html"


class Event(NamedTuple):
    """Something that the portal does on a day, before that day's run."""

    day: int
    what: str
    """`edit`, `retitle`, `404`, `410`, `soft`, `emptied`, `restore`, `move` (301), `elsewhere` (404 and anew)."""
    number: int


class Life(NamedTuple):
    """All that happens to a portal."""

    articles: int
    """Before the first night, over ten years."""
    a_day: int
    events: tuple[Event, ...]
    layout: int | None = None
    """The day its pages begin to look different, and its not-found page to be sent with 200."""
    down: tuple[int, ...] = ()
    """Days on which it answers with server errors."""
    blocks: tuple[int, ...] = ()
    """Days on which it refuses us."""


class Request(NamedTuple):
    """One request that came in."""

    day: int
    path: str
    status: int


@lru_cache(maxsize=20_000)
def words(seed: str, count: int) -> str:
    """A text that no other seed has."""
    chance = random.Random(seed)
    sentences = []
    while count > 0:
        length = chance.randint(8, 16)
        sentences.append("".join(chance.choice(_WORDS) for _ in range(length)) + "。")
        count -= length
    return "\n".join("".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def born(life: Life, number: int) -> int:
    """The day an article is published."""
    if number < life.articles:
        return -1 - (life.articles - 1 - number) * 3650 // life.articles
    return 1 + (number - life.articles) // life.a_day


class SimulatedPortal:
    """Serves the portal on loopback while the `with` block runs; `day` says which day it is."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.day = 0
        self.requests: list[Request] = []
        self.before_answer: Any = None
        """Called with each request before it is answered; a test kills a crawl here."""
        self._drawn: tuple[int, dict[str, Piece], dict[str, list[Piece]]] = (-1, {}, {})
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def pieces(self, day: int) -> list[Piece]:
        """Every article that was ever published, as it stands on a day; what moved stands there twice."""
        count = self.life.articles + max(0, day) * self.life.a_day
        found = {}
        for number in range(count):
            seed = f"{number}"
            chance = random.Random(seed)
            title = "".join(chance.choice(_WORDS) for _ in range(7))
            channel = CHANNELS[number % len(CHANNELS)]
            found[number] = Piece(number, channel, born(self.life, number), title, words(seed, 120))
        moved = []
        for event in self.life.events:
            if event.day > day or event.number not in found:
                continue
            piece = found[event.number]
            if event.what == "edit":
                piece = replace(piece, body=piece.body + f"\n第{event.day}日更正：" + words(f"edit {event}", 40))
            elif event.what == "retitle":
                piece = replace(piece, title=piece.title + "（更正）")
            elif event.what == "restore":
                piece = replace(piece, state="there", listed=True)
            elif event.what in ("move", "elsewhere"):
                moved.append(replace(piece, number=piece.number + 1_000_000))
                piece = replace(piece, state="redirected" if event.what == "move" else "404", listed=False)
            else:
                piece = replace(piece, state=event.what, listed=event.what == "emptied")
            found[event.number] = piece
        return [*found.values(), *moved]

    def views(self, number: int, day: int) -> int:
        """How often an article was viewed by a day."""
        age = day - born(self.life, number % 1_000_000)
        return 5 + number % 7 + 3 * age

    def answer(self, target: str, conditions: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        day, life = self.day, self.life
        parts = urlsplit(target)
        if day in life.down:
            return 500, {}, b"<html><body>Internal Server Error</body></html>"
        if parts.path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /e/admin/\n"
        if day in life.blocks:
            if day == life.blocks[0]:
                page = "<html><title>安全验证</title><body><p>访问过于频繁，请输入验证码后继续</p></body></html>"
                return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()
            return 403, {}, b"<html><body>Forbidden</body></html>"
        if parts.path == "/e/public/ViewClick/":
            number = int(parse_qs(parts.query)["id"][0])
            return 200, {"Content-Type": "text/html"}, f"document.write('{self.views(number, day)}');".encode()
        by_path, lists = self._draw(day)
        if parts.path in lists:
            return self._page(self._list(parts.path, lists[parts.path], lists), conditions)
        piece = by_path.get(parts.path)
        rebuilt = life.layout is not None and day >= life.layout
        if piece is None or piece.state in ("404", "410", "soft"):
            if piece is not None and piece.state == "410":
                return 410, {}, b"<html><body>410 Gone</body></html>"
            if rebuilt or (piece is not None and piece.state == "soft"):
                return self._page(self._frame("提示", f"<p>{_LOST}</p>"), conditions)
            return 404, {"Content-Type": "text/html"}, b"<html><body><h1>404 Not Found</h1></body></html>"
        if piece.state == "redirected":
            there = next(p for p in by_path.values() if p.number == piece.number + 1_000_000)
            return 301, {"Location": there.path}, b""
        return self._page(self._article(piece), conditions)

    def _draw(self, day: int) -> tuple[dict[str, Piece], dict[str, list[Piece]]]:
        if self._drawn[0] == day:
            return self._drawn[1:]
        pieces = self.pieces(day)
        lists: dict[str, list[Piece]] = {}
        for channel in CHANNELS:
            listed = [p for p in pieces if p.channel == channel and p.listed and p.state in ("there", "emptied")]
            listed.sort(key=lambda p: (p.born, p.number), reverse=True)
            for at in range(0, max(len(listed), 1), PAGE):
                name = f"/{channel}/" if at == 0 else f"/{channel}/index_{at // PAGE + 1}.html"
                lists[name] = listed[at : at + PAGE]
        lists["/"] = [piece for channel in CHANNELS for piece in lists[f"/{channel}/"][:6]]
        self._drawn = (day, {piece.path: piece for piece in pieces}, lists)
        return self._drawn[1:]

    def _list(self, path: str, pieces: list[Piece], lists: dict[str, list[Piece]]) -> str:
        items = "\n".join(
            f'<li><a href="{p.path}">{p.title}</a><span>{FIRST_NIGHT + timedelta(days=p.born):%Y-%m-%d}</span></li>'
            for p in pieces
        )
        pager = ""
        if path != "/":
            channel = path.split("/")[1]
            here = 1 if path.endswith("/") else int(path.split("_")[1].split(".")[0])
            following = f"/{channel}/index_{here + 1}.html"
            pager = f'<div class="epages">{f"<a href={following}>下一页</a>" if following in lists else "尾页"}</div>'
        return self._frame(TITLE if path == "/" else f"{NAMES[path.split('/')[1]]}_{TITLE}", f"<ul>{items}</ul>{pager}")

    def _article(self, piece: Piece) -> str:
        body = "" if piece.state == "emptied" else "".join(f"<p>{line}</p>" for line in piece.body.split("\n"))
        day = f"{FIRST_NIGHT + timedelta(days=piece.born):%Y-%m-%d %H:%M:%S}"
        counter = f"<script src=/e/public/ViewClick/?classid=1&id={piece.number}&addclick=1></script>"
        place = f'您当前的位置：<a href="/">首页</a> &gt; <a href="/{piece.channel}/">{NAMES[piece.channel]}</a>'
        if self.life.layout is not None and self.day >= self.life.layout:
            main = (
                f'<div class="place">{place}</div><div class="article"><h1>{piece.title}</h1>'
                f'<p class="meta">发布日期：{day} 来源：本站 浏览次数：{counter}</p>'
                f'<div class="text">{body}</div></div>'
            )
        else:
            main = (
                f'<table class="position"><tr><td>{place}</td></tr></table><table class="title_info"><tr><td>'
                f'<h1>{piece.title}</h1></td></tr><tr><td class="info_text">时间：{day}&nbsp;&nbsp;来源：本站'
                f"&nbsp;&nbsp;点击：{counter}次</td></tr></table>"
                f'<table class="content"><tr><td id="text">{body}</td></tr></table>'
            )
        return self._frame(f"{piece.title}_{TITLE}", main)

    def _frame(self, title: str, main: str) -> str:
        menu = "".join(f'<a href="/{channel}/">{NAMES[channel]}</a> ' for channel in CHANNELS)
        return (
            f'<html><head><meta charset="utf-8"><title>{title}</title><script src="/e/data/js/ajax.js"></script></head>'
            f'<body><div class="menu"><a href="/">首页</a> {menu}</div>\n{main}\n'
            f'<div class="foot">版权所有：{TITLE} 地址：清源县人民路一号</div></body></html>'
        )

    def _page(self, text: str, conditions: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        body = text.encode()
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if conditions.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag, "Content-Type": "text/html; charset=utf-8"}, body


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, portal: SimulatedPortal) -> None:
        self.portal = portal
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        portal = self.server.portal
        status, headers, body = portal.answer(self.path, dict(self.headers.items()))
        request = Request(portal.day, self.path, status)
        portal.requests.append(request)
        if portal.before_answer is not None:
            portal.before_answer(request)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the requests are in the log."""
