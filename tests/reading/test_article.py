# ruff: noqa: E501  pages stand here as portals print them
"""Whole pages of many systems, written after the shapes that portals print."""

import pytest

from archiver.errors import UnreadablePage
from archiver.items import Article
from spiders.reading.article import read_article
from spiders.reading.rules import Rules

URL = "http://portal.example.cn/dongtai/show-31.html"
MENU = "".join(
    f"<li><a href='/c{n}/'>{name}</a></li>" for n, name in enumerate(("首页", "协会概况", "工作动态", "通知公告"))
)
FOOTER = (
    "<div class='foot'>版权所有：松溪县计划生育协会 地址：松溪县解放街12号 电话：0599-1234567 闽ICP备00000001号</div>"
)
SIDE = (
    "<div class='side'><h3>点击排行</h3><ul>"
    + "".join(
        f"<li><a href='/a/{n}.html'>全县计生协会工作会议第{n}次全体大会召开</a><span>2017-0{n}-01</span></li>"
        for n in range(1, 8)
    )
    + "</ul></div>"
)
ONE = "六月的松溪，骄阳似火，县计生协会组织三十名会员走进河东乡，为留守老人送去清凉用品。"
TWO = "活动现场，志愿者们还开展了义诊、理发等服务，受到乡亲们的一致好评。"


def page(inside: str, title: str = "松溪县计生协会") -> bytes:
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><ul>{MENU}</ul>{inside}{FOOTER}</body></html>".encode()


def read(inside: str, title: str = "松溪县计生协会", rules: Rules | None = None) -> Article:
    return read_article(page(inside, title), URL, rules or Rules())


def facts(article: Article) -> dict[str, object]:
    return {
        "kind": article.kind,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "views": article.views,
        "source": article.source,
        "author": article.author,
    }


def test_a_div_page_with_everything_in_one_info_line() -> None:
    article = read(
        f"""<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/c2/">工作动态</a> &gt; 正文</div>
        <div class="main"><h2 class="t">松溪县计生协会开展送清凉活动</h2>
        <div class="info">发布时间：2018-06-20 09:15&nbsp;&nbsp;来源：松溪县计生协会&nbsp;&nbsp;作者：叶青&nbsp;&nbsp;浏览次数：1,208次</div>
        <div class="con"><p>{ONE}</p><p>{TWO}</p><p>松溪县计生协会</p><p>2018年6月19日</p></div>
        <div class="page"><p>上一篇：<a href="30.html">河东乡召开会员代表大会选举产生新一届理事会</a></p><p>下一篇：没有了</p></div></div>{SIDE}"""
    )
    assert facts(article) == {
        "kind": "article",
        "title": "松溪县计生协会开展送清凉活动",
        "published": "2018-06-20T09:15",
        "views": 1208,
        "source": "松溪县计生协会",
        "author": "叶青",
    }
    assert article.breadcrumb == ("首页", "工作动态", "正文")
    assert article.channel == "工作动态"
    assert article.body == f"{ONE}\n{TWO}\n松溪县计生协会\n2018年6月19日"
    assert article.html is not None
    assert "上一篇" not in article.html
    assert article.evidence["views"].rule == "info-line"
    assert article.evidence["title"].where == "div.main > h2.t"


def test_a_table_page_in_gbk_with_fonts_and_line_breaks() -> None:
    source = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>某县协会网</title></head>
    <body><table><tr><td><a href=index.asp>网站首页</a></td><td><a href=list.asp?id=1>新闻中心</a></td></tr></table>
    <table><tr><td class=wz>您现在的位置：<a href=index.asp>网站首页</a>&nbsp;&gt;&gt;&nbsp;<a href=list.asp?id=1>新闻中心</a></td></tr></table>
    <table><tr><td align=center><font size=4><b>我县举办青春健康讲座</b></font></td></tr>
    <tr><td align=center>作者：佚名　　来源：本站原创　　点击数：86　　更新时间：2009-3-5</td></tr>
    <tr><td><font size=2>&nbsp;&nbsp;&nbsp;&nbsp;{ONE}<br>&nbsp;&nbsp;&nbsp;&nbsp;{TWO}<br></font></td></tr>
    <tr><td align=right>【<a href="javascript:window.print()">打印此文</a>】【<a href="javascript:window.close()">关闭窗口</a>】</td></tr>
    <tr><td>上一篇：<a href=show.asp?id=11>全县协会系统开展冬季送温暖活动</a></td></tr></table></body></html>"""
    article = read_article(source.encode("gb18030"), "http://portal.example.cn/show.asp?id=12")
    assert facts(article) == {
        "kind": "article",
        "title": "我县举办青春健康讲座",
        "published": "2009-03-05",
        "views": 86,
        "source": "本站原创",
        "author": "佚名",
    }
    assert article.breadcrumb == ("网站首页", "新闻中心")
    assert article.body == f"{ONE}\n{TWO}"
    assert article.charset_used == "gb18030"


def test_dedecms_with_a_summary_that_repeats_the_lead() -> None:
    article = read(
        f"""<div class="place"><strong>当前位置:</strong><a href='/'>主页</a> > <a href='/xw/'>新闻</a> > </div>
        <div class="viewbox"><div class="title"><h2>河东乡会员小家挂牌成立</h2></div>
        <div class="info"><small>时间:</small>2015-11-02 16:40<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small>
        <script src="/plus/count.php?view=yes&aid=31&mid=1" type='text/javascript'></script>次</div>
        <div class="intro">{ONE[:30]}...</div>
        <div class="content"><table><tr><td><p>{ONE}</p><p>{TWO}</p>(责任编辑：王芳)</td></tr></table></div>
        <div class="context"><ul><li>上一篇：<a href='30.html'>全县计生协会系统举办业务培训班</a></li><li>下一篇：没有了</li></ul></div></div>"""
    )
    assert facts(article) == {
        "kind": "article",
        "title": "河东乡会员小家挂牌成立",
        "published": "2015-11-02T16:40",
        "views": None,
        "source": "未知",
        "author": "admin",
    }
    assert article.breadcrumb == ("主页", "新闻")
    assert article.family == "dedecms"
    assert article.counter is None, "its counter adds a hit, so it is not asked by default"
    assert article.body == f"{ONE}\n{TWO}"


def test_phpcms_title_and_info_share_a_heading() -> None:
    article = read(
        f"""<div class="crumbs"><a href="/">首页</a><span> &gt; </span><a href="/tz/">通知公告</a> > 正文</div>
        <div id="Article"><h1>关于开展会员活动日活动的通知<br /><span>2016-05-10 08:30:12&nbsp;&nbsp;&nbsp;来源：县协会办公室&nbsp;&nbsp;评论：<a href="#c">0</a> 点击：<span id="hits"></span></span></h1>
        <div class="content">{ONE}<br/>{TWO}</div></div>"""
    )
    assert article.title == "关于开展会员活动日活动的通知"
    assert article.published is not None
    assert article.published.isoformat() == "2016-05-10T08:30:12"
    assert article.source == "县协会办公室"
    assert article.views is None
    assert article.body == f"{ONE}\n{TWO}"


def test_vsb_with_its_form_and_a_file() -> None:
    article = read(
        f"""<form name="_newscontent_fromname"><table><tr><td class="titlestyle1">关于公布评选结果的通知</td></tr>
        <tr><td><span class="timestyle1">2021-04-12 16:25</span><span class="authorstyle1">&nbsp;县协会&nbsp;</span> (点击: <script>_showDynClicks("wbnews", 1280041613, 17815)</script>)</td></tr>
        <tr><td><div id="vsb_content_2"><div class="v_news_content"><p class="vsbcontent_start">{ONE}</p><p class="vsbcontent_end">{TWO}</p></div></div></td></tr>
        <tr><td>附件【<a href="/system/_content/download.jsp?wbfileid=9">评选结果.doc</a>】已下载<span id="nattach9">12</span>次</td></tr>
        <tr><td>上一条：<a href="1.htm">关于召开会员代表大会的通知公告</a></td></tr></table></form>""",
        "关于公布评选结果的通知-松溪县计生协会",
    )
    assert facts(article) == {
        "kind": "article",
        "title": "关于公布评选结果的通知",
        "published": "2021-04-12T16:25",
        "views": None,
        "source": None,
        "author": None,
    }
    assert article.body == f"{ONE}\n{TWO}"
    assert article.counter is not None
    assert article.counter.url == (
        "http://portal.example.cn/system/resource/code/news/click/dynclicks.jsp?clickid=17815&owner=1280041613&clicktype=wbnews"
    )
    assert not article.counter.counting


def test_webplus() -> None:
    article = read(
        f"""<div class="article"><h1 class="arti_title">县计生协会赴基层调研</h1><h2 class="arti_title"></h2>
        <p class="arti_metas"><span class="arti_publisher">发布者：林静</span><span class="arti_update">发布时间：2020-09-08</span>
        <span class="arti_views">浏览次数：<span class="WP_VisitCount" url="/_visitcountdisplay?siteId=9&type=3&articleId=77">10</span></span></p>
        <div class="entry"><div class="read"><div class="wp_articlecontent"><p>{ONE}</p><p>{TWO}</p></div></div></div></div>"""
    )
    assert facts(article) == {
        "kind": "article",
        "title": "县计生协会赴基层调研",
        "published": "2020-09-08",
        "views": 10,
        "source": None,
        "author": "林静",
    }
    assert article.family == "webplus"
    assert article.evidence["title"].rule == "family:webplus"


def test_values_that_nothing_separates_and_empty_labels() -> None:
    article = read(
        f"<p class='title'>三部门联合发文规范捐赠活动</p><p class='msg'>时间：2019-07-24来源：浏览次数：447</p><div>{ONE}</div><div>{TWO}</div>"
    )
    assert facts(article) == {
        "kind": "article",
        "title": "三部门联合发文规范捐赠活动",
        "published": "2019-07-24",
        "views": 447,
        "source": None,
        "author": None,
    }
    assert article.body == f"{ONE}\n{TWO}"


def test_traditional_characters() -> None:
    article = read(
        """<div>當前位置：<a href="/">首頁</a> &gt; <a href="/xw/">新聞動態</a></div><h3>區計劃生育協會舉辦健康講座</h3>
        <p>發佈時間：2017-03-08　來源：區協會　點擊數：35</p>
        <p>三月八日，區計劃生育協會在文化廣場舉辦健康講座，吸引了兩百多名居民前來參加，現場氣氛熱烈。</p>
        <p>上一篇：<a href="2.html">區計劃生育協會召開年度工作會議</a></p>"""
    )
    assert facts(article) == {
        "kind": "article",
        "title": "區計劃生育協會舉辦健康講座",
        "published": "2017-03-08",
        "views": 35,
        "source": "區協會",
        "author": None,
    }
    assert article.breadcrumb == ("首頁", "新聞動態")


def test_a_copy_with_readings_pushed_in() -> None:
    lead = (
        "協會(huì)工(gōng)作(zuò)人(rén)員深入(rù)社(shè)區(qū)，走訪(fǎng)群眾(zhòng)家(jiā)庭，聽(tīng)取意見(jiàn)"
    )
    article = read(
        f"""<div>當(dāng)前位置:<a href="/">首頁(yè)</a> > <a href="/j/">經(jīng)驗交流</a></div>
        <h1>協會(huì)工(gōng)作(zuò)的新(xīn)探索</h1><p>發(fā)布時(shí)間(jiān)：2017-09-18 16:19:33 閱讀(dú)次數(</p>
        <p>{lead}...</p><p>{lead}，并現場解答了居民提出的問(wèn)題。</p><p>上(shàng)一篇：<a href="1.html">工作總結</a></p>"""
    )
    assert article.title == "協會(huì)工(gōng)作(zuò)的新(xīn)探索"
    assert article.published is not None
    assert article.published.isoformat() == "2017-09-18T16:19:33"
    assert article.views is None
    assert article.breadcrumb == ("首頁(yè)", "經(jīng)驗交流")
    assert article.body == f"{lead}，并現場解答了居民提出的問(wèn)題。"


def test_the_info_line_may_stand_under_the_text() -> None:
    article = read(
        f"<h1>会员之家添置图书</h1><p>{ONE}</p><p>{TWO}</p><div class='time'>2021-2-21 本文被阅读 255 次</div>"
        "<div>上一条:<a href='1.html'>会员之家举办读书分享活动</a></div>",
        "会员之家添置图书_松溪县计生协会",
    )
    assert facts(article) == {
        "kind": "article",
        "title": "会员之家添置图书",
        "published": "2021-02-21",
        "views": 255,
        "source": None,
        "author": None,
    }
    assert article.body == f"{ONE}\n{TWO}"


def test_a_short_notice_and_a_notice_without_a_word() -> None:
    notice = read("<h2>停电通知</h2><p>发布日期：2014-9-30</p><div>明日上午停电，请相互转告。</div>", "停电通知")
    assert notice.kind == "article"
    assert notice.body == "明日上午停电，请相互转告。"
    picture = read(
        "<h2>活动掠影之一</h2><p>发布日期：2014-9-30</p><div><img src='../upload/1.jpg'></div><p>下一篇：没有了</p>"
    )
    assert picture.kind == "article"
    assert picture.body is None
    assert picture.images == ("http://portal.example.cn/upload/1.jpg",)


def test_a_document_head_in_a_table_above_the_title() -> None:
    article = read(
        f"""<table><tr><td>索引号：</td><td>FJ00110-2019-0005</td><td>主题分类：</td><td>卫生</td></tr>
        <tr><td>发布机构：</td><td>松溪县卫生健康局</td><td>发布日期：</td><td>2019-04-02</td></tr></table>
        <h1>关于印发年度工作要点的通知</h1><div id="zoom"><p>{ONE}</p><p>{TWO}</p></div>"""
    )
    assert article.kind == "article"
    assert article.title == "关于印发年度工作要点的通知"
    assert article.published is not None
    assert article.published.isoformat() == "2019-04-02"
    assert article.source == "松溪县卫生健康局"
    assert article.body == f"{ONE}\n{TWO}"


def test_the_logo_heading_is_not_the_title() -> None:
    article = read(
        f"<h1><a href='/'>松溪县计划生育协会</a></h1><h2>新闻中心</h2><div class='box'><h3>青年志愿者走进敬老院</h3>"
        f"<span>2022.05.04</span><div>{ONE}{TWO}</div></div>",
        "青年志愿者走进敬老院 - 松溪县计划生育协会",
    )
    assert article.title == "青年志愿者走进敬老院"
    assert article.published is not None
    assert article.published.isoformat() == "2022-05-04"


def test_a_title_broken_over_lines_is_joined() -> None:
    article = read(
        f"<h1>关于表彰先进集体和先进个人的决定<br>（征求意见稿）</h1><p>发布时间：2020-01-05</p><p>{ONE}</p>",
    )
    assert article.title == "关于表彰先进集体和先进个人的决定 （征求意见稿）"


@pytest.mark.parametrize(
    "title", ["记者：资金来源是否有保证", "来自全国各地的群众走进计生协", "作者：写给流动家庭的一封信"]
)
def test_a_title_may_begin_like_a_label(title: str) -> None:
    said = "县计生协会走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"
    page = f"<title>{title}_县计生协</title><h1>{title}</h1><p>发布时间：2019-05-01 来源：县协会</p><div><p>{said}</p></div>"
    article = read_article(page.encode(), "http://portal.example.cn/a/31.html")
    assert (article.title, article.source, article.body) == (title, "县协会", said)
    # Without the page's own word for it, it is taken for what it looks like.
    bare = read_article(page.replace(f"<title>{title}", "<title>通知").encode(), "http://portal.example.cn/a/31.html")
    assert bare.title != title


@pytest.mark.parametrize(
    ("line", "named", "title"),
    [
        ("县计生协召开2019年3月5日工作会议", False, "县计生协召开2019年3月5日工作会议"),
        ("新修订的条例自２０２１年１１月２６日起施行", False, "新修订的条例自２０２１年１１月２６日起施行"),
        ("计生协工作简报（2019年3月5日）", True, "计生协工作简报（2019年3月5日）"),
        ("计生协2019年3月5日", True, "计生协2019年3月5日"),
        ("县计生协召开工作会议 2019-03-05", False, "县计生协召开工作会议"),
        ("县计生协召开工作会议[2019-03-05]", False, "县计生协召开工作会议"),
    ],
)
def test_a_date_in_a_title_and_one_behind_it(line: str, named: bool, title: str) -> None:
    said = "县计生协会走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"
    page = f"<title>{line if named else '县计生协'}</title><h1>{line}</h1><p>发布时间：2019-05-01</p><p>{said}</p>"
    article = read_article(page.encode(), "http://portal.example.cn/a/31.html")
    assert article.title == title


@pytest.mark.parametrize(
    "first",
    [
        "来自各乡镇的计生专干、会员代表参加了活动。",
        "记者主动上前询问其中一位妇女：",
        "作者没有写下结局，但是大家都懂。",
        "记者：这次活动与以前有何不同？",
    ],
)
def test_a_sentence_may_begin_like_a_label(first: str) -> None:
    said = "县计生协会走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"
    page = f"<h1>县计生协走进社区</h1><p>2019-05-01</p><div><p>{first}</p><p>{said}</p></div>"
    article = read_article(page.encode(), "http://portal.example.cn/a/31.html")
    assert (article.body, article.source, article.author) == (f"{first}\n{said}", None, None)


def test_a_date_alone_under_a_title_counts_beside_lists_of_dates() -> None:
    said = "县计生协会走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。" * 3
    rows = "".join(
        f"<li><a href='/a/{n}.html'>县计生协举办第{n}期培训班</a><span>2020/3/{n}</span></li>" for n in range(1, 11)
    )
    page = f"""<title>县计生协走进社区</title><h3 class="tit">县计生协走进社区</h3><div><span>2019/5/1</span></div>
        <div><p>{said}</p></div><div><h3>最新动态</h3><ul>{rows}</ul></div>"""
    article = read_article(page.encode(), "http://portal.example.cn/a/31.html")
    assert (article.published and article.published.isoformat(), article.body) == ("2019-05-01", said)


SHORT = """<table><tr><td><a href="/">首页</a> >> <a href="/c3/">会员风采</a> >> {last}</td></tr></table>
<table><tr><td><table><form action="/search"><tr><td>请输入关键词检索</td></tr><tr><td><input name="word"></td></tr>
<tr><td>发布日期检索</td></tr><tr><td>从 <input name="since"></td></tr></form></table></td>
<td><table><tr align="center"><td>松溪茶业</td></tr><tr align="center"><td><span>2020-12-25 17:02:20</span></td></tr>
<tr><td><p><a href="/up/31.pdf">松溪茶业简介.pdf</a></p></td></tr><tr><td>下一篇：<a href="/32.html">松溪竹业</a></td></tr></table></td></tr></table>"""


def test_a_short_title_is_enough_where_the_breadcrumb_says_that_it_is_an_article() -> None:
    article = read(SHORT.format(last="正文"))
    assert (article.kind, article.title, article.published and article.published.isoformat()) == (
        "article",
        "松溪茶业",
        "2020-12-25T17:02:20",
    )
    assert read(SHORT.format(last="列表")).kind == "list"


@pytest.mark.parametrize(
    "head",
    [
        "<div><h3>Songxi News</h3><b>新闻资讯</b></div><div>计生协慰问留守老人</div>",
        "<div>计生协慰问留守老人</div><div>——记河东乡计生协志愿服务队长刘桂兰</div>",
    ],
)
def test_neither_a_subtitle_nor_an_english_name_of_a_column_is_the_title(head: str) -> None:
    article = read(f"{head}<div>日期：2019-06-12 09:30:00 浏览量：53</div><div><p>{ONE}</p><p>{TWO}</p></div>")
    assert (article.title, article.body) == ("计生协慰问留守老人", f"{ONE}\n{TWO}")


def test_an_english_article_has_an_english_title() -> None:
    said = "Thirty members of the county association went to Hedong and brought tea, fans and medicine to the old. "
    article = read(
        f"<div>Volunteers visit the old</div><div>日期：2019-06-12 09:30:00</div><div><p>{said}</p><p>{said * 2}</p></div>"
    )
    assert (article.kind, article.title) == ("article", "Volunteers visit the old")


def test_event_days_and_signatures_are_not_the_publication_time() -> None:
    article = read(
        f"<h2>迎春晚会预告</h2><div class='i'>日期：2018-01-18 14:09:08 发布人：办公室</div>"
        f"<p>日期：2017年12月28日</p><p>地点：文化馆</p><p>{ONE}</p><p>2017年12月20日</p>"
    )
    assert article.published is not None
    assert article.published.isoformat() == "2018-01-18T14:09:08"
    assert article.body is not None
    assert article.body.startswith("日期：2017年12月28日")
    assert article.body.endswith("2017年12月20日")


def test_a_portals_selectors_come_first() -> None:
    inside = f"<h1>栏目大标题在此</h1><div id='t'>真正的文章标题</div><b id='v'>阅读 77</b><div id='x'>录入 2011-1-2</div><div id='b'><p>{ONE}</p></div>"
    article = read(inside, rules=Rules(title="#t", views="#v", published="#x", body="#b"))
    assert (article.title, article.views, article.body) == ("真正的文章标题", 77, ONE)
    assert article.published is not None
    assert article.published.isoformat() == "2011-01-02"
    assert {article.evidence[name].rule for name in ("title", "views", "published", "body")} == {"portal"}


def test_values_are_bounded() -> None:
    article = read(
        f"<h1>{'长' * 5000}</h1><p>来源：{'报' * 900} 发布时间：2020-01-01</p><p>{ONE}</p>", rules=Rules(title="h1")
    )
    assert len(article.title or "") == 300
    assert len(article.source or "") <= 100


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4 \n%\xe2\xe3", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"PK\x03\x04\x14\x00", "a ZIP or Office file"),
        (bytes(range(256)) * 8, "binary data"),
        ("只是一句话。".encode(), "no tag"),
    ],
)
def test_what_is_no_page_says_so(body: bytes, words: str) -> None:
    with pytest.raises(UnreadablePage, match=words):
        read_article(body, URL)
