"""A checkup is made of answers alone: here they are written down, no page is fetched."""

from typing import Any

import pytest

from spiders.checkup import Checkup, checkup
from spiders.portal import PortalSpider
from spiders.visit import Fetched, Plan

SITE = "https://www.qsfpa.org.cn/"
LIST = "".join(
    f"<li><a href='/dt/{n}.html'>清水县计生协开展第{n}次家庭健康讲座</a><span>2021-03-0{n}</span></li>"
    for n in range(1, 7)
)
TEXT = "<p>清水县计生协在文化站开展家庭健康讲座，四十多户家庭到场，医生当面解答了大家的问题。</p>" * 3
WHOLE = f"<h1>清水县计生协开展第1次家庭健康讲座</h1><p>发布时间：2021-03-01 来源：县计生协</p><div>{TEXT}</div>"


class Qingshui(PortalSpider):
    name = "qsfpa"
    site = SITE
    channels = ("dt/",)


class Home(PortalSpider):
    name = "qsfpa"
    site = SITE


def html(body: str) -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>清水县计划生育协会</title></head><body>{body}</body></html>".encode()
    )


def follow(plan: Plan[Checkup], portal: dict[str, Any]) -> Checkup:
    asked = next(plan)
    while True:
        try:
            asked = plan.send(
                {
                    url: Fetched(url, portal[url], "text/html")
                    if url in portal
                    else "the portal did not answer in time"
                    for url in asked
                }
            )
        except StopIteration as end:
            return end.value


def test_a_portal_that_is_well():
    found = follow(checkup(Qingshui), {f"{SITE}dt/": html(LIST), f"{SITE}dt/1.html": html(WHOLE)})
    assert (found.outcome, found.reason, found.articles) == ("ok", None, 6)
    assert found.missing == ("views", "author", "breadcrumb")


def test_without_channels_the_home_page_leads_to_a_list():
    menu = "<a href='/dt/'>工作动态</a><a href='/tz/'>通知公告</a>"
    found = follow(checkup(Home), {SITE: html(menu), f"{SITE}dt/": html(LIST), f"{SITE}dt/1.html": html(WHOLE)})
    assert (found.outcome, found.list_url) == ("ok", f"{SITE}dt/")


def test_an_article_behind_a_dead_link_is_passed_over():
    found = follow(checkup(Qingshui), {f"{SITE}dt/": html(LIST), f"{SITE}dt/2.html": html(WHOLE)})
    assert found.outcome == "ok"


@pytest.mark.parametrize(
    ("pages", "outcome", "reason"),
    [
        ({}, "unreachable", "did not answer in time"),
        ({f"{SITE}dt/": html(LIST)}, "unreachable", "did not answer in time"),
        ({f"{SITE}dt/": html("<p>网站维护中</p>")}, "broken", "leads to no article"),
        ({f"{SITE}dt/": b"%PDF-1.7 ..."}, "broken", "a PDF file"),
        (
            {
                f"{SITE}dt/": html(LIST),
                **{f"{SITE}dt/{n}.html": html(WHOLE.replace("2021-03-01", "")) for n in range(1, 7)},
            },
            "broken",
            "has no published",
        ),
    ],
)
def test_what_is_wrong_is_said(pages, outcome, reason):
    found = follow(checkup(Qingshui), pages)
    assert found.outcome == outcome
    assert reason in (found.reason or "")
