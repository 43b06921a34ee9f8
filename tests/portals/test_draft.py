# ruff: noqa: E501  pages stand here as portals print them
"""A draft is made of answers alone: here they are written down, no page is fetched."""

from collections.abc import Sequence

import pytest

from archiver.errors import ArchiverError
from archiver.items import Link
from spiders.declaration import declaration, kind_of, portal_name, province_of, reads_well
from spiders.draft import Draft, draft, home_title
from spiders.reading.page import read_page
from spiders.visit import Answers, Fetched, Plan

SITE = "https://www.qsfpa.org.cn/"
TOPICS = ("亲子课堂", "换届选举会议", "优生优育义诊", "会员小组座谈", "生育关怀慰问", "家庭健康讲座")


def html(title: str, body: str) -> bytes:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>".encode()


def home(more: str = "") -> bytes:
    menu = (
        '<a href="/">网站首页</a><a href="/dt/">工作动态</a><a href="/tz/">通知公告</a><a href="/lx.html">联系我们</a>'
    )
    return html("清水县计划生育协会-首页", f"<div class=nav>{menu}</div>{more}")


def list_page(folder: str) -> bytes:
    items = "".join(
        f"<li><a href='/{folder}/{n}.html'>清水县计生协开展第{n}次{topic}</a><span>2021-03-0{n}</span></li>"
        for n, topic in enumerate(TOPICS, 1)
    )
    return html("列表-清水县计划生育协会", f"<ul>{items}</ul>")


def article(
    number: int, heading: str = "<h1>{}</h1>", info: str = "<p>发布时间：{} 来源：县计生协 浏览次数：12</p>"
) -> bytes:
    topic = TOPICS[number - 1]
    text = f"<p>三月{number}日，清水县计生协在文化站开展{topic}，四十多户家庭到场，医生当面解答了大家的问题。</p>" * 3
    top = heading.format(f"清水县计生协开展第{number}次{topic}") + info.format(f"2021-03-0{number}")
    return html("清水县计划生育协会", f"{top}<div class=text>{text}</div>")


def pages(**form: str) -> dict[str, bytes]:
    folders = {f"{SITE}{folder}/": list_page(folder) for folder in ("dt", "tz")}
    articles = {f"{SITE}{folder}/{n}.html": article(n, **form) for folder in ("dt", "tz") for n in range(1, 7)}
    return {SITE: home(), **folders, **articles}


def follow(plan: Plan[Draft], portal: dict[str, bytes]) -> tuple[Draft, list[Sequence[str]]]:
    """What a plan makes of a portal, and what it asked for, step by step."""
    asked: list[Sequence[str]] = [next(plan)]
    while True:
        answers: Answers = {
            url: Fetched(url, portal[url], "text/html") if url in portal else "there is no such page (HTTP 404)"
            for url in asked[-1]
        }
        try:
            asked.append(plan.send(answers))
        except StopIteration as end:
            return end.value, asked


def test_a_portal_is_proposed_from_its_home_page_two_lists_and_five_articles():
    found, asked = follow(draft(SITE), pages())
    assert [len(step) for step in asked] == [1, 2, 5]
    # One of each channel in turn, so that a channel of another form shows.
    assert {url.removeprefix(SITE)[:2] for url in asked[2]} == {"dt", "tz"}
    assert declaration(found, portal_name(found.site)) == (
        '"""清水县计划生育协会."""\n\nfrom spiders.portal import PortalSpider\n\n\n'
        "class Qsfpa(PortalSpider):\n"
        '    name = "qsfpa"\n'
        '    title = "清水县计划生育协会"\n'
        '    kind = "计生协"\n'
        f'    site = "{SITE}"\n'
        '    channels = ("dt/", "tz/")\n'
        "    checked = True\n"
    )
    assert found.best is not None
    assert found.best.article.views == 12


def test_a_channel_that_a_script_fills_is_asked_as_its_script_asks():
    script = """<div class="default_pgContainer"></div><script>f({totalRecord:6, proxyUrl:'/module/web/jpage/dataproxy.jsp',
    params:{'webid':5,'columnid':12,'unitid':'77'}});</script>"""
    shell = html("列表-清水县计划生育协会", script)
    asked_at = f"{SITE}module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=6&perpage=100&page=1&webid=5&columnid=12&unitid=77"
    entries = "".join(
        f"<record><![CDATA[<li><a href='/dt/{n}.html'>清水县计生协开展第{n}次{topic}</a><span>2021-03-0{n}</span></li>]]></record>"
        for n, topic in enumerate(TOPICS, 1)
    )
    portal = pages() | {f"{SITE}{folder}/": shell for folder in ("dt", "tz")}
    portal |= {
        asked_at: f"<datastore><totalrecord>6</totalrecord><recordset>{entries}</recordset></datastore>".encode()
    }
    found, asked = follow(draft(SITE), portal)
    assert [len(step) for step in asked] == [1, 2, 2, 5]
    assert set(asked[2]) == {asked_at}
    assert len(found.samples) == 5
    assert [link.title for link in found.channels] == ["工作动态", "通知公告"]


def test_where_an_article_stands_outside_the_channels_the_home_page_is_read():
    portal = pages() | {
        SITE: home('<ul><li><a href="/zt/2021/33.html">清水县计生协三十年专题回顾</a>2021-04-01</li></ul>')
    }
    found, _ = follow(draft(SITE), portal)
    assert [link.title for link in found.channels] == ["工作动态", "通知公告"]
    assert "channels" not in declaration(found, "qsfpa")


def test_dead_links_are_replaced_by_other_articles_and_never_more_than_ten_are_asked_for():
    portal = {url: body for url, body in pages().items() if not url.endswith(("1.html", "2.html"))}
    found, asked = follow(draft(SITE), portal)
    assert len(found.samples) == 5
    assert sum(map(len, asked[2:])) <= 10
    assert reads_well(found)


def test_a_title_that_only_its_list_knows_gets_a_selector():
    portal = pages(heading='<h1>清水县家庭健康服务平台</h1><div class="abc sub">{}</div>', info="<p>发布时间：{}</p>")
    found, _ = follow(draft(SITE), portal)
    text = declaration(found, "qsfpa")
    assert '    rules = Rules(title="div.abc")\n' in text
    assert "checked" not in text
    assert text.count("\n") <= 15
    assert [sample.article.title for sample in found.samples] == [sample.link.title for sample in found.samples]


def test_what_a_list_page_contradicts_is_doubtful():
    portal = pages()
    portal[f"{SITE}dt/1.html"] = article(1, info="<p>发布时间：2019-12-31 来源：县计生协</p>")
    found, _ = follow(draft(SITE), portal)
    assert [sample.doubts for sample in found.samples if sample.doubts] == [("published",)]
    assert "checked" not in declaration(found, "qsfpa")


def test_a_home_page_that_does_not_come_is_an_error_with_its_reason():
    with pytest.raises(ArchiverError, match="HTTP 404"):
        follow(draft(SITE), {})


def test_a_portal_without_any_article_has_an_empty_draft():
    found, _ = follow(draft(SITE), {SITE: html("清水县计划生育协会", "<p>网站升级中，请稍后访问。</p>")})
    assert found.samples == ()
    assert found.best is None
    assert "checked" not in declaration(found, "qsfpa")


def test_many_channels_do_not_make_the_file_longer():
    channels = tuple(Link(f"{SITE}channel-number-{n}/", f"栏目{n}") for n in range(30))
    found, _ = follow(draft(SITE), pages())
    many = Draft(SITE, found.home, found.home_title, channels, "jeecms", found.rules, found.samples)
    assert declaration(many, "qsfpa").count("\n") <= 15


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("https://www.hnfpa.org.cn/", "hnfpa"),
        ("http://jsxh.km.gov.cn/", "jsxh_km"),
        ("http://a-b.org.cn/", "a_b"),
        ("http://127.0.0.1:8091/", "portal_127_0_0_1_8091"),
        ("http://12371.cn/", "portal_12371"),
    ],
)
def test_a_name_is_made_of_the_host(site, name):
    assert portal_name(site) == name


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("首页-清水县计划生育协会", "清水县计划生育协会"),
        ("欢迎访问清水县红十字会官方网站", "清水县红十字会"),
        ("清水信息网_清水县科普信息网", "清水县科普信息网"),
        ("Welcome", None),
    ],
)
def test_the_title_is_the_piece_that_names_the_organisation(tag, title):
    assert home_title(read_page(html(tag, "<p>x</p>"), SITE)) == title


def test_province_and_kind_are_said_by_the_title_or_unknown():
    assert (province_of("湖南省红十字会"), kind_of("湖南省红十字会")) == ("湖南", "红十字会")
    assert (province_of("清水县商会"), kind_of("清水县商会")) == (None, None)
