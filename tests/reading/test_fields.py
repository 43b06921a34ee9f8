# ruff: noqa: E501  pages stand here as portals print them
"""Single fields of the info line: what is taken, and above all what is left alone."""

import pytest

from archiver.items import Article
from archiver.text.dates import parse_time
from spiders.reading.article import read_article
from spiders.reading.published import dated_by_list

TEXT = "七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"


def read(info: str, head: str = "", after: str = "", url: str = "http://portal.example.cn/a/31.html") -> Article:
    page = f"<html><head>{head}</head><body><h1>志愿者走进社区宣传健康知识</h1><div class='i'>{info}</div><div class='c'><p>{TEXT}</p></div>{after}</body></html>"
    article = read_article(page.encode(), url)
    assert article.title == "志愿者走进社区宣传健康知识"
    assert article.body == TEXT
    return article


def published(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


@pytest.mark.parametrize(
    ("info", "time"),
    [
        ("发布时间：2018年06月29日10:54", "2018-06-29T10:54"),
        ("[2018-05-12]", "2018-05-12"),
        ("时间：２０１７－０９－１８", "2017-09-18"),
        ("发布于 2022/6/9 9:19:59", "2022-06-09T09:19:59"),
        ("发布时间：<span>18-03-08</span><span>23:16</span>", "2018-03-08T23:16"),
        ("日期：二〇一七年九月十八日", "2017-09-18"),
        ("更新时间：2019-01-05 来源：县协会", "2019-01-05"),
        ("发布时间：2019-01-05 更新时间：2019-02-06 11:00", "2019-01-05"),
        ("发布时间：<script>var pubdata='2019年03月12日';document.write(pubdata)</script> 点击量：次", "2019-03-12"),
        ("来源：县协会 摄影：张三 2019-05-01", "2019-05-01"),
        ("来源：县协会 成文日期：2019-05-01", None),
        ("来源：县协会 浏览：3次", None),
    ],
)
def test_the_time_as_printed(info: str, time: str | None) -> None:
    assert published(read(info)) == time


@pytest.mark.parametrize(
    ("meta", "time", "rule"),
    [
        ("2019-05-01 08:30", "2019-05-01T08:30", "meta:pubdate"),
        ("2019-05-01 00:00:00", "2019-05-01", "info-line"),
        ("2021-11-30 10:00", "2019-05-01", "info-line"),
    ],
)
def test_a_meta_counts_where_it_agrees_and_is_finer(meta: str, time: str, rule: str) -> None:
    article = read("发布时间：2019-05-01", f'<meta content="{meta}" name="PubDate"/>')
    assert (published(article), article.evidence["published"].rule) == (time, rule)


def test_an_address_gives_the_day_only_where_nothing_else_does() -> None:
    article = read("来源：县协会", url="http://portal.example.cn/dt/201905/t20190506_31.html")
    assert (published(article), article.evidence["published"].rule) == ("2019-05-06", "address")
    assert published(read("2019-05-01", url="http://portal.example.cn/dt/201905/t20190506_31.html")) == "2019-05-01"


@pytest.mark.parametrize(
    ("info", "views"),
    [
        ("2019-05-01 浏览次数：7,060次", 7060),
        ("2019-05-01 阅读(768)", 768),
        ("2019-05-01 点击：[ 30 ]", 30),
        ("2019-05-01 | 1164次阅读", 1164),
        ("2019-05-01 人气：0", 0),
        ("2019-05-01 浏览：<span>227</span>次", 227),
        ("2019-05-01 阅读：1.2万", 12000),
        ("来源：本站原创 时间：2019-05-01 点击数：86", 86),
        ("2019-05-01 已经有31位读者读过此文", 31),
        ("2019-05-01 热度：31", 31),
        ("2019-05-01 點擊: 次", None),
        ("2019-05-01 浏览次数：-", None),
        ("2019-05-01 浏览次数：<span id='n'></span>", None),
        ("2019-05-01 阅读次数(", None),
        ("2019-05-01 总访问量：88123", None),
        ("2019-05-01 今日访问：31", None),
        ("2019-05-01 评论：5 收藏：6", None),
        ("2019-05-01 下载次数：9", None),
    ],
)
def test_views_as_printed_or_none(info: str, views: int | None) -> None:
    assert read(info).views == views


def test_counters_of_the_site_and_of_other_articles_are_refused() -> None:
    after = "<p>上一篇：没有了</p><ul><li><a href='1.html'>社区健康讲座圆满举行人人参与</a> 阅读 539</li></ul><div>累计访问量：6377 版权所有</div>"
    assert read("2019-05-01", after=after).views is None


def test_a_count_right_under_the_text_is_the_articles() -> None:
    assert read("2019-05-01", after="<div>访问量：128</div><p>上一篇：没有了</p>").views == 128


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        ("2019-05-01 来源：东南日报 记者：林静 编辑：王芳", "东南日报", "林静"),
        ("2019-09-26 12:11来源：县报网作者：李山", "县报网", "李山"),
        ("作者：来源：时间：2019-05-01", None, None),
        ("2019-05-01 来源： 责任编辑：王芳 审核：陈明", None, None),
        ("2019-05-01 稿件来源：<a href='#'>某某协会</a> 字体：[大 中 小] 打印", "某某协会", None),
        ("【信息来源：县协会办公室】【2019-05-01】【打印】", "县协会办公室", None),
        ("2019-05-01 来源：人民网-《人民日报》", "人民网-《人民日报》", None),
        ("2019-05-01 08:30 东南网", "东南网", None),
        ("2019-05-01 12:53:52 admin", None, "admin"),
        ("聯合報 記者林宸 2019-05-01", "聯合報", "林宸"),
    ],
)
def test_source_and_author(info: str, source: str | None, author: str | None) -> None:
    article = read(info)
    assert (article.source, article.author) == (source, author)


def test_an_empty_label_does_not_take_the_first_paragraph() -> None:
    page = (
        "<h1>关于开展培训的通知公告</h1><div>发布时间：2019-05-01 来源：</div><div>各乡镇协会</div><p>" + TEXT + "</p>"
    )
    article = read_article(f"<html><body>{page}</body></html>".encode(), "http://portal.example.cn/31.html")
    assert article.source is None
    assert article.body == f"各乡镇协会\n{TEXT}"


@pytest.mark.parametrize(
    ("trail", "items"),
    [
        ("您当前的位置：<a href='/'>首页</a> &gt;&gt; <a href='/x/'>要闻</a> &gt;&gt; 正文", ("首页", "要闻", "正文")),
        ("<a href='/'>首页</a> » <a href='/x/'>要闻</a>", ("首页", "要闻")),
        ("<a href='/'>网站首页</a> - <a href='/x/'>要闻</a>", ("网站首页", "要闻")),
        ("<span>所在位置：</span><a href='/'>首页</a>→<a href='/x/'>要闻</a>", ("首页", "要闻")),
        ("<a href='/'>县协会网</a>&gt;<a href='/x/'>要闻</a>", ("县协会网", "要闻")),
        ("当前位置：<a href='/'>首页</a><img src='/arrow.gif'><a href='/x/'>要闻</a>", ("首页", "要闻")),
        (
            "当前位置：<a href='/'>首页</a><i></i><a href='/x/'>要闻</a><i></i><span>详情</span>",
            ("首页", "要闻", "详情"),
        ),
        ("【当前位置】<a href='/'>首页</a> &gt;&gt; <a href='/x/'>要闻</a>", ("首页", "要闻")),
        (
            "<a href='/'>首页</a> &gt; <a href='/x/'>要闻</a> <a href='javascript:history.back()'>返回</a>",
            ("首页", "要闻"),
        ),
        ("<a href='/'>首页</a> » <a href='/x/'>要闻</a> » 浏览文章", ("首页", "要闻", "浏览文章")),
        (
            "<ul class='breadcrumb'><li><a href='/'>首页</a></li><li><a href='/x/'>要闻</a></li><li class='active'>正文</li></ul>",
            ("首页", "要闻", "正文"),
        ),
        (
            "<ol class='breadcrumb'><li><a href='/'>首页</a></li> / <li><a href='/x/'>要闻</a></li></ol>",
            ("首页", "要闻"),
        ),
    ],
)
def test_breadcrumbs(trail: str, items: tuple[str, ...]) -> None:
    page = f"<div>{trail}</div><h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p>"
    article = read_article(f"<html><body>{page}</body></html>".encode(), "http://portal.example.cn/31.html")
    assert article.breadcrumb == items
    assert article.channel == "要闻"


def test_a_menu_is_no_breadcrumb() -> None:
    menu = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/x/'>要闻</a></li><li><a href='/y/'>公告</a></li></ul>"
    page = f"{menu}<h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p>"
    article = read_article(f"<html><body>{page}</body></html>".encode(), "http://portal.example.cn/31.html")
    assert article.breadcrumb == ()


def test_a_breadcrumb_in_cells() -> None:
    trail = (
        "<table><tr><td>当前位置：</td><td><a href='/'>首页</a></td><td>&gt;<a href='/x/'>要闻</a></td></tr></table>"
    )
    page = f"{trail}<h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p>"
    article = read_article(f"<html><body>{page}</body></html>".encode(), "http://portal.example.cn/31.html")
    assert article.breadcrumb == ("首页", "要闻")


def test_the_date_of_its_list_counts_where_the_article_prints_none() -> None:
    listed = parse_time("2019-05-01")
    undated = read("来源：县协会")
    dated = dated_by_list(undated, listed)
    assert published(dated) == "2019-05-01"
    assert (dated.evidence["published"].rule, dated.evidence["published"].text) == ("list", "2019-05-01")
    own = read("发布时间：2018-06-29")
    assert dated_by_list(own, listed) is own
    assert dated_by_list(undated, None) is undated


@pytest.mark.parametrize("name", ["要闻", "志愿者走进社区宣传健康知识", "县计生协会"])
@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("<h2>要闻</h2>", "<h1>{}</h1>"),
        ("<h3>要闻</h3>", "<div class='bt'>{}</div>"),
        ("<h1><a href='/'>县计生协会</a></h1>", "<h2>{}</h2>"),
    ],
)
def test_the_name_of_the_column_is_no_title_even_where_the_page_calls_itself_so(
    name: str, above: str, title: str
) -> None:
    own = "志愿者走进社区宣传健康知识"
    trail = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/x/'>要闻</a></div>"
    page = f"<html><head><title>{name}</title></head><body>{trail}{above}{title.format(own)}<p>发布时间：2019-05-01 来源：县协会</p><p>{TEXT}</p></body></html>"
    article = read_article(page.encode(), "http://portal.example.cn/31.html")
    assert (article.title, article.body) == (own, TEXT)


def test_a_page_about_its_column_keeps_its_name() -> None:
    trail = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/jj/'>协会简介</a></div>"
    page = f"<html><head><title>协会简介</title></head><body>{trail}<h2>协会简介</h2><p>{TEXT * 4}</p></body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/jj/").title == "协会简介"


def test_a_date_behind_the_title_counts_where_the_info_line_has_none() -> None:
    page = f"<html><body><h1>志愿者走进社区宣传健康知识<span>2019-05-01</span></h1><div>来源：县协会 浏览：31</div><p>{TEXT}</p></body></html>"
    article = read_article(page.encode(), "http://portal.example.cn/31.html")
    assert (article.title, published(article)) == ("志愿者走进社区宣传健康知识", "2019-05-01")
    assert (article.source, article.views) == ("县协会", 31)


def test_a_title_in_two_paragraphs_is_one_where_the_page_says_so() -> None:
    one, two = "县计划生育协会关于组织开展2019年", "会员小组长能力提升培训班的通知"
    page = f"<html><head><title>{one}{two}-县协会</title></head><body><div class='title'><p>{one}</p><p>{two}</p></div><p>发布时间：2019-05-01</p><p>{TEXT}</p></body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/31.html").title == f"{one} {two}"


@pytest.mark.parametrize(
    "player",
    [
        "<video src='/upload/1.mp4' controls></video>",
        "<video controls><source src='/upload/1.mp4' type='video/mp4'></video>",
        "<embed src='/upload/1.mp4'>",
    ],
)
def test_a_film_is_a_file_of_the_article_and_may_be_all_of_it(player: str) -> None:
    head = "<h1>志愿者走进社区宣传健康知识</h1><p>发布时间：2019-05-01 来源：县协会</p>"
    for text in (f"<p>{TEXT}</p>", ""):
        page = f"<html><body>{head}<div class='c'>{text}{player}</div><p>上一篇：没有了</p></body></html>"
        article = read_article(page.encode(), "http://portal.example.cn/31.html")
        assert (article.kind, article.body) == ("article", TEXT if text else None)
        assert [(file.url, file.type) for file in article.attachments] == [
            ("http://portal.example.cn/upload/1.mp4", "mp4")
        ]


@pytest.mark.parametrize(("info", "author"), [("（本报记者李石营）", "李石营"), ("（本报记者李石营摄）", None)])
def test_who_took_the_picture_wrote_no_text(info: str, author: str | None) -> None:
    assert read(f"2019-05-01 {info}").author == author
