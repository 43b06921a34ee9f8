"""The reading room in a real browser: Debian's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import update

from archiver.web.gate import Login
from archiver.web.passwords import Passwords
from storage.runs import PortalFacts
from storage.tables import Article

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
CITY = PortalFacts("yandu", "http://yandu.example.cn/", "岩渡市计生协", "福建", "计生协")
CHROMIUM = os.environ.get("ARCHIVER_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
TABS = ("", "/captured", "/revisions", "/views", "/printings", "/provenance")
LISTS = (
    "/",
    "/search?q=讲座&portal=songxi",
    "/search?q=没有",
    "/portals",
    "/health",
    "/gone",
    "/most-read",
    "/nowhere",
)
PAGES = (*LISTS, "/trends?q=讲座&q=培训", *(f"/article/1{tab}" for tab in TABS), "/article/47?pinyin=shown")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox of the browser itself needs rights that a container's root does not have.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()


class Reader:
    """A browser window that notes what should not happen: requests to elsewhere, errors, dialogs."""

    def __init__(self, browser: Browser, base: str, **how: object) -> None:
        self.context = browser.new_context(base_url=base, locale="zh-CN", accept_downloads=True, **how)
        self.page: Page = self.context.new_page()
        self.base = base
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self._note(request.url))
        self.context.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        self.page.on("console", lambda said: self.wrong.append(said.text) if "Content Security" in said.text else None)
        self.page.on("popup", lambda _: self.wrong.append("popup"))

    def _note(self, url: str) -> None:
        if not url.startswith((self.base + "/", "data:")):
            self.wrong.append(f"request {url}")

    def go(self, path: str) -> Page:
        self.page.goto(quote(path, safe="/?&=%"), wait_until="load")
        return self.page

    def narrow_enough(self) -> bool:
        """Whether nothing stands out over the window's edge."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    opened: list[Reader] = []

    def made(base: str, **how: object) -> Reader:
        opened.append(Reader(browser, base, **how))
        return opened[-1]

    yield made
    for one in opened:
        one.context.close()


@pytest.fixture
def site(archive, fill, printed, serving) -> str:
    """Two portals, 47 articles: one revised and reprinted, one gone, a mirror's, and a long list over three years."""
    first = printed(views=120, source="县计生协", channel="工作动态")
    many = [
        printed(f"http://songxi.example.cn/b/{n}.html", f"第{n}期知识讲座", f"第{n}期讲座在{n}号楼举行，七十人到场。",
                f"{2015 + n % 3}-0{1 + n % 9}-11", views=n)
        for n in range(1, 45)
    ]  # fmt: skip
    fill(archive, [first, *many])
    fill(archive, [printed(title="松溪县计生协开展健康知识讲座（更正）", views=150)], at=NOW + timedelta(days=9))
    mirrored = "縣計生協會(huì)召開會(huì)議，會(huì)長(zhǎng)作(zuò)了講話，會(huì)議(yì)總結(jié)了工作。" * 3
    fill(
        archive,
        [
            printed("http://yandu.example.cn/a/1.html", published="2018-07-02", views=12),
            printed(
                "http://yandu.example.cn/a/2.html", "縣計生協會(huì)召開會(huì)議", mirrored, published="2016-03-01"
            ),
        ],
        CITY,
    )
    with archive.writing() as session:
        session.execute(update(Article).where(Article.id == 4).values(gone_at=NOW))
    return serving(archive)


@pytest.mark.parametrize(
    ("width", "script"), [(390, True), (390, False), (768, True), (1440, True), (1440, False)],
    ids=["phone", "phone-no-script", "tablet", "wide", "wide-no-script"],
)  # fmt: skip
def test_a_reader_finds_and_reads(site, reader, width, script):
    window = reader(site, viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = window.go("/")
    page.get_by_role("searchbox").fill("知識講座")
    page.get_by_role("searchbox").press("Enter")
    hits = page.locator(".hit")
    expect(hits).to_have_count(20)
    expect(page.get_by_role("status")).to_contain_text("46")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pages [aria-current]")).to_have_text("2")
    page.get_by_role("link", name="浏览", exact=True).click()
    expect(hits.first).to_contain_text("150")
    page.locator("#facets").get_by_role("link", name="岩渡市计生协").click()
    expect(hits).to_have_count(1)
    page.locator(".chips").get_by_role("link", name="岩渡市计生协").click()
    page.locator("[data-period='2016'] .reach").click()
    expect(page.locator(".chips li")).to_have_count(3)
    assert "from=2016&to=2016" in page.url
    assert page.locator("[data-period^='2016-']").count() > 3
    page.get_by_role("link", name="全部去掉").click()
    hits.first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("（更正）")
    page.get_by_role("link", name="繁体").click()
    expect(page.locator(".text")).to_contain_text("縣計生協")
    page.get_by_role("link", name="修订").click()
    expect(page.locator("ins")).to_have_text("（更正）")
    page.get_by_role("link", name="浏览次数").click()
    expect(page.locator("#observations tbody tr")).to_have_count(2)
    page.get_by_role("link", name="转载").click()
    expect(page.locator(".printings > li")).to_have_count(2)
    page.get_by_role("link", name="采集原样").click()
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("健康知识讲座")
    assert window.wrong == []


def test_an_export_and_a_feed_from_the_page(site, reader):
    window = reader(site)
    page = window.go("/search?q=讲座&from=2016&to=2016")
    page.locator(".menu summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="JSON Lines").click()
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == int(page.get_by_role("status").inner_text().split()[1])
    feed = page.get_by_role("link", name="订阅").get_attribute("href")
    assert page.request.get(feed).text().count("<entry>") == len(lines)


def test_dragging_over_the_timeline_chooses_a_span(site, reader):
    page = reader(site, viewport={"width": 1200, "height": 800}).go("/search?q=讲座")
    first, last = (page.locator(f"[data-period='{year}'] .reach").bounding_box() for year in (2015, 2017))
    page.mouse.move(first["x"] + 5, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 20, steps=5)
    page.mouse.up()
    page.wait_for_url("**from=2015&to=2017*")


def test_a_citation_is_copied(site, reader):
    window = reader(site, permissions=["clipboard-read", "clipboard-write"])
    page = window.go("/article/1")
    page.get_by_role("button", name="复制").first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[EB/OL]" in copied
    assert "SHA-256" in copied


def test_the_keyboard_is_enough(site, reader):
    page = reader(site).go("/search?q=讲座")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hit h2 a").nth(1)).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**page=2*")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("?/")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_every_page_fits_and_can_be_read_by_everyone(site, reader):
    """axe-core finds nothing serious on any page, light in Chinese and dark in English; nothing stands out over the
    edge of a phone."""
    found = []
    for scheme, language in (("light", "zh-Hans"), ("dark", "en")):
        window = reader(site, color_scheme=scheme, viewport={"width": 390, "height": 844})
        window.context.add_cookies([{"name": "lang", "value": language, "url": site}])
        for path in PAGES:
            page = window.go(path)
            assert window.narrow_enough(), path
            found += [
                (scheme, path, problem["id"], problem["nodes"][0]["html"][:120])
                for problem in Axe().run(page, options={"iframes": False}).response["violations"]
                if problem["impact"] in ("serious", "critical")
            ]
        assert window.wrong == []
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_reader_logs_in_and_out(archive, fill, printed, serving, reader, tmp_path, script):
    fill(archive, [printed()])
    passwords = Passwords(tmp_path / "passwords")
    passwords.put("anna", "松溪 2018 meadow")
    window = reader(serving(archive, Login(passwords)), java_script_enabled=script)
    page = window.go("/article/1?q=讲座")
    if script:
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    page.get_by_label("名字").fill("anna")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("不对")
    page.get_by_label("名字").fill("anna")
    page.get_by_label("密码").fill("松溪 2018 meadow")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("健康知识讲座")
    assert page.url.endswith("/article/1?q=%E8%AE%B2%E5%BA%A7")
    page.get_by_role("link", name="采集原样").click()
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("健康知识讲座")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    window.go("/article/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert window.wrong == []


HOSTILE = """
<script>parent.document.title = 'taken'; alert(1)</script>
<img src="x" onerror="alert(2)"><img src="http://elsewhere.example/pixel.png">
<a href="javascript:alert(3)">一</a><a href="http://elsewhere.example/" ping="http://elsewhere.example/ping">二</a>
<svg onload="alert(4)"><use href="http://elsewhere.example/x.svg#a"/><script>alert(5)</script></svg>
<iframe src="http://elsewhere.example/frame" srcdoc="<script>alert(6)</script>"></iframe>
<style>@import "http://elsewhere.example/a.css"; body { background: url(http://elsewhere.example/b.png) }
@font-face { font-family: f; src: url(http://elsewhere.example/f.woff) } * { font-family: f }</style>
<link rel="stylesheet" href="http://elsewhere.example/c.css"><link rel="prefetch" href="http://elsewhere.example/d">
<meta http-equiv="refresh" content="0;url=http://elsewhere.example/refresh"><base href="http://elsewhere.example/">
<object data="http://elsewhere.example/o"></object><embed src="http://elsewhere.example/e">
<video autoplay src="http://elsewhere.example/v.mp4" poster="http://elsewhere.example/p.png"></video>
<form action="http://elsewhere.example/" id="f"><input autofocus onfocus="alert(7)"></form>
<div style="background-image: url('http://elsewhere.example/s.png')" onmouseover="alert(8)">三</div>
<math><mtext><table><mglyph><style><img src=x onerror=alert(9)></style></mglyph></table></mtext></math>
<noscript><p title="</noscript><img src=x onerror=alert(10)>"></noscript>
"""
TITLE = "会议<script>alert(11)</script>\"'><img src=x onerror=alert(12)>{{7*7}}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_nothing_that_a_portal_prints_runs_or_is_fetched(archive, fill, printed, serving, reader, script):
    facts = PortalFacts("evil", "http://evil.example.cn/", "<b onclick=alert(13)>县协会", "福建", "<i>协会")
    articles = [
        printed(
            f"http://evil.example.cn/{n}.html?'\"><script>alert(14)</script>",
            TITLE + str(n),
            f"会议内容{n}。<script>alert(15)</script>" + "会议开了很久，讲了很多。" * 9 * n,
            channel="<script>alert(16)</script>",
            source="javascript:alert(17)",
            author='"><svg onload=alert(18)>',
            breadcrumb=("<img src=x onerror=alert(19)>",),
            files=['http://evil.example.cn/"><script>alert(20)</script>.html'],
            views=n,
        )
        for n in (1, 2)
    ]
    hostile = [replace(article, html=f"{article.html}{HOSTILE}") for article in articles]
    fill(archive, hostile, facts)
    changed = replace(articles[0], body=f"会议内容改了。{articles[0].body}", html=f"<p>会议内容改了。</p>{HOSTILE}")
    fill(archive, [changed], facts, at=NOW + timedelta(days=1))
    window = reader(serving(archive), java_script_enabled=script)
    query = quote('会议"><script>alert(21)</script>', safe="")
    paths = ["/", "/portals", "/health", "/most-read", "/gone", f"/search?q={query}", f"/search?q=会议&channel={query}"]
    paths += ["/search?q=会议", f"/trends?q={query}&q=会议", f"/article/1?q={query}&script=hant", "/feed?q=会议"]
    paths += [f"/article/{n}{tab}" for n in (1, 2) for tab in TABS] + ["/article/1/revisions?whole=1"]
    paths += ["/article/1/capture/1", f"/{query}", f"/login?next={query}"]
    for path in paths:
        page = window.go(path)
        page.mouse.move(200, 300)
        page.wait_for_timeout(30)
        assert page.title() != "taken"
        assert page.url.startswith(window.base), path
    assert window.wrong == []
    if script:
        page = window.go("/article/1/captured")
        frame = page.frames[1]
        assert "会议内容" in frame.content()
        assert page.frame_locator("iframe").locator("script, iframe, object, embed, base, [onerror]").count() == 0
