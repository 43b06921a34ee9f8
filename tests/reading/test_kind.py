# ruff: noqa: E501  pages stand here as portals print them
import pytest

from spiders.reading.article import read_article

ENTRY = "<li><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会隆重召开</a><span>2019-01-{n:02}</span></li>"
ENTRIES = "".join(ENTRY.format(n=n) for n in range(1, 13))
SUMMARIES = "".join(
    f"<li><h3><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会隆重召开</a></h3><p>会议听取了工作报告，选举产生了新一届理事会，部署了今后工作…</p><p>发布时间：2019-01-{n:02}</p></li>"
    for n in range(1, 9)
)
LISTS = {
    "home page": f"<div><h2>工作动态</h2><ul>{ENTRIES}</ul></div><div><h2>通知公告</h2><ul>{ENTRIES}</ul></div>",
    "column": f"<div>当前位置：<a href='/'>首页</a> &gt; 工作动态</div><h2>工作动态</h2><ul>{ENTRIES}</ul><div>共3页 <a href='2.html'>下一页</a></div>",
    "column with summaries": f"<h2>工作动态</h2><ul>{SUMMARIES}</ul>",
    "column with one entry": "<h2>工作动态</h2><ul>" + ENTRY.format(n=1) + "</ul>",
    "contact": "<h2>联系我们</h2><p>地址：松溪县解放街12号</p><p>电话：0599-1234567</p><p>邮编：353500</p>",
    "login": "<h2>会员登录</h2><form>用户名：<input name=u> 密码：<input name=p type=password></form>",
    "error": "<h1>404 Not Found</h1><p>nginx</p>",
    "menu": "<ul><li><a href='/a/'>协会简介</a></li><li><a href='/b/'>组织机构</a></li></ul>",
    "home page with today's date": f"<div>今天是2019年5月1日 星期三 农历三月廿七</div><h1>县计生协会</h1><div class='focus'><h3><a href='/a/40.html'>县计生协会召开年度工作部署会议</a></h3><p>会议总结了去年的工作，表彰了先进集体，部署了今年的任务…<a href='/a/40.html'>[详细]</a></p></div><ul>{ENTRIES}</ul>",
    "home page of few words": "<div>今天是2019年5月1日 星期三</div><div><a href='/xw/'>新闻</a> <a href='/gg/'>公告</a></div><p>欢迎访问县计生协会网站！您是第<b>20190501</b>位访客</p>",
    "home page with pictures": "<div><a href='/a/1.html'><img src='/1.jpg' width='600' height='300'></a><a href='/a/2.html'><img src='/2.jpg' width='600' height='300'></a></div>"
    + f"<ul>{ENTRIES}</ul>",
    "column of pictures": "<h2>图片新闻</h2>"
    + "".join(
        f"<div class='pic'><a href='/a/{n}.html'><img src='/{n}.jpg' width='200' height='150'></a><p><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会</a></p></div>"
        for n in range(1, 9)
    ),
    "column of cards": "<div>当前位置：<a href='/'>首页</a> &gt; 工作动态</div>"
    + "".join(
        f"<div><a href='/a/{n}.html'><img src='/{n}.jpg'></a><div><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会</a><p>会议当天，代表们听取了报告。<a href='/a/{n}.html'>[详细]</a></p><span>发布时间：2019-01-{n:02} 浏览：{n}</span></div></div>"
        for n in range(1, 7)
    ),
    "column with info lines": "<div>当前位置：<a href='/'>首页</a> &gt; 工作动态</div>"
    + "".join(
        f"<div><h3><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会隆重召开</a></h3><p>发布时间：2019-01-{n:02} 来源：县计生协会 浏览：{n}</p></div>"
        for n in range(1, 9)
    ),
    "column without entries": "<div>当前位置：<a href='/'>首页</a> &gt; 工作动态</div><h2>工作动态</h2><p>暂无内容</p><div>共0页</div>",
    "frameset": "<frameset><frame src='/a.html'></frameset>",
    "search": "<h2>搜索结果</h2><p>共找到 0 条</p>",
}


@pytest.mark.parametrize("inside", LISTS.values(), ids=LISTS.keys())
def test_pages_that_are_no_article(inside: str) -> None:
    assert (
        read_article(
            f"<html><title>县计生协会</title><body>{inside}</body></html>".encode(), "http://portal.example.cn/c/"
        ).kind
        == "list"
    )


def test_an_article_under_a_title_that_leads_to_itself_and_beside_cards_is_one() -> None:
    cards = "".join(
        f"<div><a href='/a/{n}.html'>县计生协会第{n}次会员代表大会</a><p>会议当天，代表们听取了报告。</p><span>发布时间：2019-01-{n:02}</span></div>"
        for n in range(1, 7)
    )
    text = "<p>七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，发放资料三百余份。</p>" * 2
    url = "http://portal.example.cn/a/31.html"
    page = f"<html><body><h1><a href='{url}'>志愿者走进社区宣传健康知识</a></h1><p>发布时间：2019-05-01</p>{text}<h3>推荐阅读</h3>{cards}</body></html>"
    article = read_article(page.encode(), url)
    assert (article.kind, article.title) == ("article", "志愿者走进社区宣传健康知识")


PICTURE = "<img src='/upload/{n}.jpg' width='800' height='600'>"
HEAD = "<h1>松溪县计生协会2019年招募志愿者海报</h1><div>发布时间：2019-05-01 来源：县计生协会 浏览次数：31</div>"
FOOT = "<div>上一篇：<a href='/a/1.html'>县计生协会召开会议</a></div><div>版权所有：松溪县计生协会</div>"


@pytest.mark.parametrize(
    ("inside", "pictures"),
    [
        (f"<div>{PICTURE.format(n=1)}</div>", 1),
        (
            f"<div class='con'><p style='text-align:center'>{PICTURE.format(n=1)}</p><p>&nbsp;</p><p>{PICTURE.format(n=2)}</p></div>",
            2,
        ),
        (f"<table><tr><td>{PICTURE.format(n=1)}{PICTURE.format(n=2)}{PICTURE.format(n=3)}</td></tr></table>", 3),
        ("<div><p><img data-original='/upload/1.jpg' src='/blank.gif'></p></div>", 1),
        (f"<div><a href='/upload/1.jpg'>{PICTURE.format(n=1)}</a></div>", 1),
    ],
)
def test_a_page_that_is_nothing_but_pictures_is_an_article_of_them(inside: str, pictures: int) -> None:
    article = read_article(
        f"<html><title>海报-县计生协会</title><body><div><a href='/'>首页</a></div>{HEAD}{inside}{FOOT}</body></html>".encode(),
        "http://portal.example.cn/a/31.html",
    )
    assert (article.kind, article.title) == ("article", "松溪县计生协会2019年招募志愿者海报")
    assert article.body is None
    assert article.images == tuple(f"http://portal.example.cn/upload/{n}.jpg" for n in range(1, pictures + 1))
    assert article.html is not None
    assert article.html.count("<img") == pictures


def test_an_article_beside_a_long_list_is_one() -> None:
    text = "<p>七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，发放资料三百余份。</p>"
    page = f"<html><body><ul>{ENTRIES}</ul><h1>志愿者走进社区</h1><p>发布时间：2019-05-01</p>{text}<ul>{ENTRIES}</ul></body></html>"
    article = read_article(page.encode(), "http://portal.example.cn/a/31.html")
    assert (article.kind, article.title) == ("article", "志愿者走进社区")


def test_an_introduction_without_a_date_is_one() -> None:
    text = "<p>县计划生育协会成立于一九八五年，是群众团体，在县委领导下开展工作，以服务会员和育龄群众为宗旨。</p>" * 4
    article = read_article(
        f"<html><title>协会简介-县计生协会</title><body><h2>协会简介</h2>{text}</body></html>".encode(),
        "http://portal.example.cn/jj.html",
    )
    assert (article.kind, article.title, article.published) == ("article", "协会简介", None)


def test_a_title_that_leads_to_its_text_elsewhere_is_a_list() -> None:
    page = "<div><a href='/'>首页</a>&gt;&gt;<a href='/zc/'>政策法规</a></div><h3><a href='81.html'>河道采砂管理条例今日公布施行</a></h3><div>发布时间：2013-09-17 09:04:42</div><div>共 1页1条记录</div>"
    body = f"<html><body>{page}</body></html>".encode()
    assert read_article(body, "http://portal.example.cn/jc/index.html").kind == "list"
