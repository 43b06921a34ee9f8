# ruff: noqa: E501  pages stand here as portals print them
"""One article and one list of every family, written after the shape of its stock templates."""

from dataclasses import dataclass

import pytest

from archiver.items import Article, Listing
from spiders.families.registry import FAMILIES, recognise
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.page import Page, read_page
from spiders.reading.rules import GENERIC

HOST = "http://portal.example.cn"
TITLE = "青山县计生协举办生育关怀志愿者培训班"
ONE = "四月十二日上午，青山县计生协在县委党校举办志愿者培训班，来自十四个乡镇的八十名志愿者参加学习。"
TWO = "培训班邀请市里的老师授课，内容有家庭保健、矛盾调解和急救常识，学员们还分组做了演练。"
TEXT = f"<p>{ONE}</p><p>{TWO}</p>"
LAST = "全县计生协理事会议在城关镇召开"
NEXT = "东河乡为独生子女家庭送去春耕物资"


@dataclass(frozen=True)
class Shape:
    url: str
    page: str
    published: str
    views: int | None = None
    source: str | None = None
    author: str | None = None
    breadcrumb: tuple[str, ...] = ()
    neighbours: bool = True
    attachments: tuple[str, ...] = ()


SHAPES = {
    "dedecms": Shape(
        "/dongtai/2016/0412/318.html",
        f"""<div class="place"><strong>当前位置:</strong> <a href='/'>主页</a> > <a href='/dongtai/'>工作动态</a> > </div>
        <div class="viewbox"><div class="title"><h2>{TITLE}</h2></div>
        <div class="info"><small>时间:</small>2016-04-12 15:30<small>来源:</small>青山县计生协 <small>作者:</small>罗宁 <small>点击:</small><script src="/plus/count.php?view=yes&aid=318&mid=2"></script>次</div>
        <div class="intro">{ONE[:20]}</div><div class="content"><table><tr><td>{TEXT}</td></tr></table></div></div>
        <div class="context"><ul><li>上一篇：<a href='/dongtai/2016/0410/317.html'>{LAST}</a></li><li>下一篇：<a href='/dongtai/2016/0414/319.html'>{NEXT}</a></li></ul></div>""",
        "2016-04-12T15:30",
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("主页", "工作动态"),
    ),
    "phpcms": Shape(
        "/html/2016/dongtai_0412/318.html",
        f"""<link href="/statics/css/x.css"><div class="crumbs"><a href="/">首页</a><span> &gt; </span><a href="/dongtai/">工作动态</a> &gt; 正文</div>
        <div id="Article"><h1>{TITLE}<br><span>2016-04-12 15:30:08&nbsp;&nbsp;&nbsp;来源：青山县计生协&nbsp;&nbsp;&nbsp;评论：<a href="#c">0</a> 点击：<span id="hits"></span></span></h1>
        <div class="content">{TEXT}</div></div>
        <p><strong>上一篇：</strong><a href="/html/2016/dongtai_0410/317.html">{LAST}</a><br><strong>下一篇：</strong><a href="/html/2016/dongtai_0414/319.html">{NEXT}</a></p>
        <script src="{HOST}/api.php?op=count&id=318&modelid=1"></script>""",
        "2016-04-12T15:30:08",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态", "正文"),
    ),
    "empirecms": Shape(
        "/dongtai/2016-04-12/318.html",
        f"""<table class="position"><tr><td>您当前的位置：<a href="/">首页</a>&nbsp;>&nbsp;<a href="/dongtai/">工作动态</a></td></tr></table>
        <table class="title_info"><tr><td><h1>{TITLE}</h1></td></tr><tr><td class="info_text">时间：2016-04-12 15:30:08&nbsp;&nbsp;来源：<a href="#">青山县计生协</a>&nbsp;&nbsp;作者：罗宁</td></tr></table>
        <table><tr><td id="text">{TEXT}</td></tr></table><script src=/e/public/ViewClick/?classid=4&id=318&addclick=1></script>
        <ul><li>上一篇：<a href="/dongtai/2016-04-10/317.html">{LAST}</a></li><li>下一篇：<a href="/dongtai/2016-04-14/319.html">{NEXT}</a></li></ul>""",
        "2016-04-12T15:30:08",
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("首页", "工作动态"),
    ),
    "kesion": Shape(
        "/html/dongtai/318.html",
        f"""<link href="/ks_inc/x.css"><div>您现在的位置：<a href="/">首页</a> >> <a href="/dongtai/">工作动态</a> >> 文章内容</div>
        <h3>{TITLE}</h3><div>作者：罗宁 来源：青山县计生协 发布时间：2016年04月12日 点击数：<Script Src="/item/GetHits.asp?Action=Count&GetFlag=0&m=1&ID=318"></Script></div>
        <div id="MyContent">{TEXT}</div><div>上一篇：<a href="/html/dongtai/317.html">{LAST}</a><br>下一篇：<a href="/html/dongtai/319.html">{NEXT}</a></div>""",
        "2016-04-12",
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("首页", "工作动态", "文章内容"),
    ),
    "powereasy": Shape(
        "/Item/318.aspx",
        f"""<link href="/Template/Default/Skin/x.css"><div class="path">当前位置：<a href="/">网站首页</a> &gt;&gt; <a href="/Category_4/Index.aspx">工作动态</a></div>
        <h2 class="title">{TITLE}</h2><h3 class="subTitle"></h3><div class="property"><span>文章来源：青山县计生协</span> <span>作者：罗宁</span> <span>发布时间：2016年04月12日</span> <span>点击数：<script src="/Common/GetHits.aspx?id=318"></script>次</span></div>
        <div class="conTxt"><!--startprint-->{TEXT}<!--endprint--></div>
        <ul class="others"><li class="prev">上一篇：<a href="/Item/317.aspx" title="标题：{LAST}&#xD;点击数：31">{LAST}</a>[04-10]</li><li class="next">下一篇：<a href="/Item/319.aspx">{NEXT}</a>[04-14]</li></ul>""",
        "2016-04-12",
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("网站首页", "工作动态"),
    ),
    "webplus": Shape(
        "/2016/0412/c12a318/page.htm",
        f"""<h1 class="arti_title">{TITLE}</h1><h2 class="arti_title"></h2><p class="arti_metas"><span class="arti_publisher">发布者：罗宁</span><span class="arti_update">发布时间：2016-04-12</span><span class="arti_views">浏览次数：<span class="WP_VisitCount" url="/_visitcountdisplay?siteId=2&type=3&articleId=318">0</span></span></p>
        <div class="entry"><div class="read"><div class="wp_articlecontent">{TEXT}<p><a href="/_upload/article/files/ab/cd.doc" sudyfile-attr="{{'title':'培训班学员名册.doc'}}">培训班学员名册.doc</a></p></div></div></div>
        <img src="/_visitcount?siteId=2&type=3&articleId=318" style="display:none"/>""",
        "2016-04-12",
        author="罗宁",
        neighbours=False,
        attachments=("培训班学员名册.doc",),
    ),
    "vsb": Shape(
        "/info/1042/318.htm",
        f"""<div>当前位置: <a href="/">首页</a>>> <a href="/dt.htm">工作动态</a>>> 正文</div><form name="_newscontent_fromname"><div><h1>{TITLE}</h1>
        <div>发布时间：2016年04月12日 15:30&nbsp;&nbsp;来源：青山县计生协&nbsp;&nbsp;点击：[<script>_showDynClicks("wbnews", 1600, 318)</script>]</div>
        <div id="vsb_content_2"><div class="v_news_content"><p class="vsbcontent_start">{ONE}</p><p class="vsbcontent_end">{TWO}</p></div></div>
        <ul style="list-style-type:none;"><li>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1600&wbfileid=9">学员名册.doc</a>】已下载<span>5</span>次</li></ul>
        <div><p>上一条：<a href="317.htm">{LAST}</a></p><p>下一条：<a href="319.htm">{NEXT}</a></p></div></div></form>""",
        "2016-04-12T15:30",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态", "正文"),
        attachments=("学员名册.doc",),
    ),
    "hanweb": Shape(
        "/art/2016/4/12/art_12_318.html",
        f"""<div>当前位置：<a href="/">首页</a>&gt;<a href="/col/col12/index.html">工作动态</a></div><table><tr><td class="title"><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></td></tr>
        <tr><td>发布日期：2016-04-12　信息来源：青山县计生协　浏览次数：<script>document.write('<iframe src="/visit">')</script></td></tr></table>
        <div id="zoom"><!--ZJEG_RSS.content.begin-->{TEXT}<p><a href="/module/download/downfile.jsp?filename=1604.doc">学员名册.doc</a></p><!--ZJEG_RSS.content.end--></div>
        <iframe src="/module/visitcount/visit.jsp?type=3&i_webid=1&i_columnid=12&i_articleid=318"></iframe>""",
        "2016-04-12",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态"),
        neighbours=False,
        attachments=("学员名册.doc",),
    ),
    "trs": Shape(
        "/dt/201604/t20160412_318.html",
        f"""<div>您的位置：<a href="../../">首页</a> &gt; <a href="../">工作动态</a></div><h1>{TITLE}</h1><div>时间：2016-04-12 15:30 来源：青山县计生协</div>
        <div class="article_con"><div class="TRS_Editor">{TEXT}</div></div><div>附件：<a href="./P020160412555.doc">学员名册.doc</a></div>""",
        "2016-04-12T15:30",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态"),
        neighbours=False,
        attachments=("学员名册.doc",),
    ),
    "ucap": Shape(
        "/c104/201604/c318.shtml",
        f"""<div>当前位置：<a href="/">首页</a> &gt; <a href="/c104/list.shtml">工作动态</a></div><h2><UCAPTITLE>{TITLE}</UCAPTITLE></h2><p>发布时间：2016-04-12 15:30　来源：青山县计生协</p>
        <div><UCAPCONTENT>{TEXT}</UCAPCONTENT></div>""",
        "2016-04-12T15:30",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态"),
        neighbours=False,
    ),
    "gkmlpt": Shape(
        "/gkmlpt/content/2/318/post_318.html",
        f"""<h1>{TITLE}</h1><div>发布日期：2016-04-12 来源：青山县计生协 浏览次数：-</div><div class="article-content">{TEXT}<p><a href="/attachment/0/1/2/318.pdf">学员名册.pdf</a></p></div>""",
        "2016-04-12",
        source="青山县计生协",
        neighbours=False,
        attachments=("学员名册.pdf",),
    ),
    "epoint": Shape(
        "/xwzx/002005/20160412/5f0d7a5e-11b2-4c58-8f4a-9e2b3c4d5e6f.html",
        f"""<script src="/js/webBuilderCommon.js"></script><div class="ewb-location">您的位置：<a href="/">首页</a> &gt; <a href="/xwzx/moreinfo.html">工作动态</a></div>
        <h3 class="ewb-title">{TITLE}</h3><p>【信息时间：2016-04-12　阅读次数：<span id="infoViewCount"></span>】</p><div class="infocontent">{TEXT}</div>""",
        "2016-04-12",
        breadcrumb=("首页", "工作动态"),
        neighbours=False,
    ),
    "jeecms": Shape(
        "/dt/318.jhtml",
        f"""<script>Cms.viewCount("", "318");</script><div>当前位置：<a href="/">首页</a> &gt; <a href="/dt/index.jhtml">工作动态</a> &gt; 正文</div>
        <div class="newsTex"><h1>{TITLE}</h1><div class="msgbar">发布时间： 2016-04-12 15:30:08&nbsp;&nbsp;作者：罗宁&nbsp;&nbsp;来源：青山县计生协&nbsp;&nbsp;浏览次数：<span id="views"></span></div>
        <div class="summary">摘要: {ONE[:24]}</div><div class="newsCon">{TEXT}</div></div><p>上一篇：<a href="/dt/317.jhtml">{LAST}</a></p><p>下一篇：<a href="/dt/319.jhtml">{NEXT}</a></p>""",
        "2016-04-12T15:30:08",
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("首页", "工作动态", "正文"),
    ),
    "eyoucms": Shape(
        "/dongtai/318.html",
        f"""<div class="nav-bread"><a class="crumb" href="/">首页</a> &gt; <a class="crumb" href="/dongtai/">工作动态</a></div><div class="post"><h1>{TITLE}</h1>
        <div><span>作者：罗宁</span> <span>更新时间：2016-04-12</span> <span>点击数：<script src="/index.php?m=api&c=Ajax&a=arcclick&type=view&aids=318"></script></span></div><hr class="bg-gray">{TEXT}<a href="javascript:void(0);">收藏</a></div>
        <p>上一篇：<a href="/dongtai/317.html">{LAST}</a></p><p>下一篇：<a href="/dongtai/319.html">{NEXT}</a></p>""",
        "2016-04-12",
        author="罗宁",
        breadcrumb=("首页", "工作动态"),
    ),
    "pbootcms": Shape(
        "/dongtai/318.html",
        f"""<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/dongtai/">工作动态</a></div><h2>{TITLE}</h2><div>时间：2016-04-12 访问量：1031</div><div class="content">{TEXT}</div>
        <p>上一篇：<a href="/dongtai/317.html">{LAST}</a></p><p>下一篇：<a href="/dongtai/319.html">{NEXT}</a></p><script async src="/Do/visits/id/318"></script>""",
        "2016-04-12",
        views=1031,
        breadcrumb=("首页", "工作动态"),
    ),
    "siteserver": Shape(
        "/contents/12/318.html",
        f"""<link href="/SiteFiles/x.css"><div>当前位置：<a href="/">首页</a> &gt; <a href="/channels/12.html">工作动态</a></div><h1>{TITLE}</h1><div>2016-04-12 15:30 来源：青山县计生协 点击：</div><div class="con">{TEXT}</div>
        <div>上一篇：<a href="317.html">{LAST}</a></div><div>下一篇：<a href="319.html">{NEXT}</a></div><script src="/api/hits/1/12/318"></script>""",
        "2016-04-12T15:30",
        source="青山县计生协",
        breadcrumb=("首页", "工作动态"),
    ),
    "discuz": Shape(
        "/article-318-1.html",
        f"""<div id="pt"><a href="/">首页</a> › <a href="/portal.php?mod=list&catid=4">工作动态</a></div><div class="h"><h1 class="ph">{TITLE}</h1><p class="xg1">2016-4-12 15:30<span class="pipe">|</span>发布者: <a href="/u/2.html">罗宁</a><span class="pipe">|</span>查看: <em id="_viewnum">77</em><span class="pipe">|</span>评论: 0<span class="pipe">|</span>来自: 青山县计生协</p></div>
        <table><tr><td id="article_content">{TEXT}</td></tr></table><div class="pren"><em>上一篇：<a href="article-317-1.html">{LAST}</a></em><em>下一篇：<a href="article-319-1.html">{NEXT}</a></em></div>""",
        "2016-04-12T15:30",
        views=77,
        source="青山县计生协",
        author="罗宁",
        breadcrumb=("首页", "工作动态"),
    ),
    "wordpress": Shape(
        "/?p=318",
        f"""<link href="/wp-content/themes/x/style.css"><article><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">发布于 2016年4月12日 作者：罗宁</div><div class="entry-content">{TEXT}</div></article>""",
        "2016-04-12",
        author="罗宁",
        neighbours=False,
    ),
    "founder": Shape(
        "/html/2016-04/12/content_318.htm",
        f"""<div><founder-title>{TITLE}</founder-title></div><div>青山日报 2016年04月12日</div><div><founder-content>{TEXT}</founder-content></div>""",
        "2016-04-12",
        source="青山日报",
        neighbours=False,
    ),
}


def page(inside: str, url: str) -> Page:
    return read_page(
        f"<html><head><meta charset='utf-8'><title>青山县计生协</title></head><body>{inside}<div>版权所有：青山县计生协</div></body></html>".encode(),
        HOST + url,
    )


def read(name: str) -> Article:
    shape = SHAPES[name]
    return article_of(page(shape.page, shape.url))


def test_every_family_has_its_shape() -> None:
    assert set(SHAPES) == {family.name for family in FAMILIES}


@pytest.mark.parametrize("name", SHAPES)
def test_an_article(name: str) -> None:
    article, shape = read(name), SHAPES[name]
    assert (article.family, article.kind, article.title) == (name, "article", TITLE)
    assert article.published is not None
    assert article.published.isoformat() == shape.published
    assert (article.views, article.source, article.author) == (shape.views, shape.source, shape.author)
    assert article.breadcrumb == shape.breadcrumb
    assert article.body is not None
    assert article.body.splitlines()[:2] == [ONE, TWO]
    assert tuple(file.name for file in article.attachments) == shape.attachments
    neighbours = [link.title if link else None for link in (article.previous, article.next)]
    assert neighbours == ([LAST, NEXT] if shape.neighbours else [None, None])


ENTRIES = ((316, "青山县计生协召开年度工作部署会议"), (317, LAST), (318, TITLE))
TITLES = [title for _, title in ENTRIES]


def entries(form: str) -> str:
    return "".join(form.format(id=number, title=title, day=number - 306) for number, title in ENTRIES)


LISTS: dict[str, tuple[str, str, str | None]] = {
    "dedecms": (
        "/dongtai/list_4_2.html",
        '<link href="/templets/x.css"><!-- --><script src="/plus/search.php"></script><div class="listbox"><ul class="e2">'
        + entries(
            '<li><a href="/dongtai/2016/0412/{id}.html" class="title">{title}</a><span class="info"><small>日期：</small>2016-04-{day}<small>点击：</small>9</span></li>'
        )
        + '</ul></div><ul class="pagelist"><li><a href="list_4_1.html">上一页</a></li><li class="thisclass">2</li><li><a href="list_4_3.html">3</a></li><li><a href="list_4_3.html">下一页</a></li><li><span class="pageinfo">共 <strong>3</strong>页<strong>41</strong>条</span></li></ul>',
        "/dongtai/list_4_3.html",
    ),
    "phpcms": (
        "/index.php?m=content&c=index&a=lists&catid=4",
        '<ul class="list lh24 f14">'
        + entries(
            '<li><span class="rt">2016-04-{day} 10:20:00</span>·<a href="/html/2016/dongtai_0412/{id}.html">{title}</a></li>'
        )
        + '<li class="bk20 hr"></li></ul><div id="pages"><a class="a1">41条</a> <span>1</span> <a href="/index.php?m=content&c=index&a=lists&catid=4&page=2">2</a> <a href="/index.php?m=content&c=index&a=lists&catid=4&page=2" class="a1">下一页</a></div>',
        "/index.php?m=content&c=index&a=lists&catid=4&page=2",
    ),
    "empirecms": (
        "/dongtai/",
        '<script src="/e/member/login/loginjs.php"></script><table><tr><td class="news_list"><ul>'
        + entries(
            '<li><a href="/dongtai/2016-04-12/{id}.html" title="{title}">{title}</a><span>2016-04-{day}</span></li>'
        )
        + '</ul></td></tr></table><div class="epages"><a title="Total record">&nbsp;<b>41</b> </a>&nbsp;<b>1</b>&nbsp;<a href="/dongtai/index_2.html">2</a>&nbsp;<a href="/dongtai/index_2.html">下一页</a></div>',
        "/dongtai/index_2.html",
    ),
    "vsb": (
        "/dt.htm",
        '<script src="/system/resource/js/x.js"></script><ul>'
        + entries('<li><a href="info/1042/{id}.htm">{title}</a><span>2016-04-{day}</span></li>')
        + '</ul><div class="pb_sys_common"><span class="p_pages"><span class="p_no_d">1</span><span class="p_no"><a href="dt/10.htm">2</a></span><span class="p_next p_fun"><a href="dt/10.htm">下页</a></span><span class="p_last p_fun"><a href="dt/1.htm">尾页</a></span></span></div>',
        "/dt/10.htm",
    ),
    "webplus": (
        "/12/list.htm",
        '<div id="wp_news_w6" class="sudy-wp-x"><ul class="news_list">'
        + entries(
            '<li class="news"><span class="news_title"><a href="/2016/0412/c12a{id}/page.htm">{title}</a></span><span class="news_meta">2016-04-{day}</span></li>'
        )
        + '</ul></div><div id="wp_paging_w6"><ul class="wp_paging"><li class="pages_count"><span>每页&nbsp;<em class="per_count">14</em>&nbsp;记录&nbsp;</span><span>总共&nbsp;<em class="all_count">41</em>&nbsp;记录&nbsp;</span></li><li class="page_nav"><a class="prev" href="javascript:void(0);"><span>上一页</span></a><a class="next" href="/12/list2.htm"><span>下一页&gt;&gt;</span></a></li></ul></div>',
        "/12/list2.htm",
    ),
    "hanweb": (
        "/col/col12/index.html",
        "<div id='77' class='default_pgContainer'></div><script type='text/xml'><datastore><nextgroup></nextgroup><recordset>"
        + entries(
            '<record><![CDATA[<li><a href="/art/2016/4/12/art_12_{id}.html" title="{title}">{title}</a><span>2016-04-{day}</span></li>]]></record>'
        )
        + "</recordset></datastore></script><script>$('#77').jpage({totalRecord:41, perPage:3, proxyUrl:'/module/web/jpage/dataproxy.jsp', params:{'col':1,'appid':1,'webid':5,'path':'/','columnid':12,'unitid':'77','webname':'青山县计生协','permissiontype':0}});</script>",
        "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=41&perpage=100&page=1&appid=1&webid=5&path=%2F&columnid=12&unitid=77&webname=%E9%9D%92%E5%B1%B1%E5%8E%BF%E8%AE%A1%E7%94%9F%E5%8D%8F&permissiontype=0&col=1",
    ),
    "trs": (
        "/dt/index_1.html",
        '<link href="/images/trs_x.css"><ul>'
        + entries('<li><a href="./201604/t201604{day}_{id}.html">{title}</a><span>2016-04-{day}</span></li>')
        + '</ul><script>createPageHTML(4, 1, "index", "html");</script>',
        "/dt/index_2.html",
    ),
    "jeecms": (
        "/dt/index.jhtml",
        "<ul>"
        + entries('<li><a href="/dt/{id}.jhtml">{title}</a><span>2016-04-{day}</span></li>')
        + '</ul><div>共 41 条记录 1/3 页 <a>首页</a> <a>上一页</a> <a href="index_2.jhtml">下一页</a> <a href="index_3.jhtml">尾页</a></div>',
        "/dt/index_2.jhtml",
    ),
    "eyoucms": (
        "/dongtai/",
        '<meta name="generator" content="eyoucms"><ul>'
        + entries('<li><div class="time"><p>{day}</p><p>2016-04</p></div><a href="/dongtai/{id}.html">{title}</a></li>')
        + '</ul><ul class="pagination"><li class="active"><a>1</a></li><li><a href="/dongtai/list_4_2.html">2</a></li><li><a href="/dongtai/list_4_2.html">下一页</a></li><li><a>共<strong>3</strong>页 <strong>41</strong>条</a></li></ul>',
        "/dongtai/list_4_2.html",
    ),
    "powereasy": (
        "/Category_4/Index.aspx",
        '<div class="mBd"><ul>'
        + entries('<li><a href="/Item/{id}.aspx">{title}</a><span class="date">2016-04-{day}</span></li>')
        + '</ul></div><div class="pager"><a href="/Category_4/Index_2.aspx">下一页</a></div>',
        "/Category_4/Index_2.aspx",
    ),
    "pbootcms": (
        "/dongtai/",
        '<meta name="generator" content="PbootCMS"><ul>'
        + entries('<li><a href="/dongtai/{id}.html">{title}</a><i>2016-04-{day}</i></li>')
        + '</ul><a href="/dongtai/?page=2">下一页</a>',
        "/dongtai/?page=2",
    ),
    "kesion": (
        "/html/dongtai/",
        '<link href="/ks_inc/x.css"><table>'
        + entries(
            '<tr><td>·<a href="/html/dongtai/{id}.html" title="{title}">{title}</a></td><td>2016-04-{day}</td></tr>'
        )
        + '</table><div id="pageNext">共 3 页 <a href="index_2.html">下一页</a> <a href="index_3.html">尾页</a></div>',
        "/html/dongtai/index_2.html",
    ),
    "ucap": (
        "/c104/list.shtml",
        '<script src="/ucap/list.js"></script><ul>'
        + entries('<li><a href="/c104/201604/c{id}.shtml">{title}</a><b>2016-04-{day}</b></li>')
        + '</ul><a href="/c104/list_2.shtml">下一页</a>',
        "/c104/list_2.shtml",
    ),
    "gkmlpt": (
        "/gzdt/index.html",
        "<script>var NFCMS_SITE_ID = 755041;</script><ul>"
        + entries('<li><a href="/gzdt/content/post_{id}.html">{title}</a><span>2016-04-{day}</span></li>')
        + '</ul><a class="next" href="/gzdt/index_2.html">下一页</a>',
        "/gzdt/index_2.html",
    ),
    "epoint": (
        "/xwzx/002005/moreinfo.html",
        '<script src="/js/webBuilderCommon.js"></script><ul class="ewb-list">'
        + entries(
            '<li class="ewb-list-node"><a href="/xwzx/002005/201604{day}/5f0d7a5e-11b2-4c58-8f4a-9e2b3c4d5{id}.html">{title}</a><span class="ewb-list-date">2016-04-{day}</span></li>'
        )
        + '</ul><div class="pager"><a href="2.html">下页</a></div>',
        "/xwzx/002005/2.html",
    ),
    "siteserver": (
        "/channels/12.html",
        '<link href="/SiteFiles/x.css"><ul>'
        + entries('<li><em>2016/4/{day}</em><a href="/contents/12/{id}.html">{title}</a></li>')
        + '</ul><div><a href="/channels/12_2.html">2</a> <a href="/channels/12_2.html">下一页</a></div>',
        "/channels/12_2.html",
    ),
    "discuz": (
        "/portal.php?mod=list&catid=4",
        '<link href="/static/image/common/x.png"><div class="bm_c">'
        + entries(
            '<dl><dt><a href="article-{id}-1.html" class="xi2">{title}</a></dt><dd>县计生协志愿者走村入户。</dd><dd><span class="xg1">2016-4-{day} 15:30</span></dd></dl>'
        )
        + '</div><div class="pg"><strong>1</strong><a href="/portal.php?mod=list&catid=4&page=2">2</a><a href="/portal.php?mod=list&catid=4&page=2" class="nxt">下一页</a></div>',
        "/portal.php?mod=list&catid=4&page=2",
    ),
    "wordpress": (
        "/category/dongtai/",
        '<link href="/wp-content/themes/x/style.css">'
        + entries(
            '<article><h2 class="entry-title"><a href="/archives/{id}">{title}</a></h2><div class="entry-meta">2016年4月{day}日</div></article>'
        )
        + '<nav><a class="next page-numbers" href="/category/dongtai/page/2/">下一页</a></nav>',
        "/category/dongtai/page/2/",
    ),
    "founder": (
        "/html/2016-04/12/node_4.htm",
        "<founder-content></founder-content><ul>"
        + entries('<li><a href="content_{id}.htm">{title}</a><span>2016-04-{day}</span></li>')
        + '</ul><a href="node_5.htm">下一版</a>',
        None,
    ),
}


def test_every_family_has_its_list() -> None:
    assert set(LISTS) == {family.name for family in FAMILIES}


def listing(name: str) -> Listing:
    url, inside, _ = LISTS[name]
    return read_listing(page(inside, url), GENERIC)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_page(name: str) -> None:
    url, inside, following = LISTS[name]
    family = recognise(page(inside, url))
    assert family is not None
    assert family.name == name
    found = listing(name)
    assert [link.title for link in found.articles] == TITLES
    assert [str(link.published.day) if link.published else None for link in found.articles] == [
        "2016-04-10",
        "2016-04-11",
        "2016-04-12",
    ]
    assert found.next_page == (HOST + following if following else None)
    assert article_of(page(inside, url)).kind == "list"


def test_the_proxy_of_hanweb_answers_records_and_leads_on_to_its_end() -> None:
    url = "/module/web/jpage/dataproxy.jsp?startrecord=4&endrecord=103&perpage=100&webid=5&columnid=12&unitid=77"
    answer = (
        "<?xml version='1.0' encoding='utf-8'?><datastore><totalrecord>140</totalrecord><recordset>"
        + entries(
            '<record><![CDATA[<li><a href="/art/2016/4/12/art_12_{id}.html">{title}</a>2016-04-{day}</li>]]></record>'
        )
        + "</recordset></datastore>"
    )
    found = read_listing(read_page(answer.encode(), HOST + url), GENERIC)
    assert [link.title for link in found.articles] == TITLES
    assert found.next_page is not None
    assert "startrecord=104&endrecord=140" in found.next_page
    last = read_page(answer.replace("140", "103").encode(), HOST + url)
    assert read_listing(last, GENERIC).next_page is None


def test_hanweb_asks_nothing_where_its_script_does_not_say_what_to_ask() -> None:
    url, inside, _ = LISTS["hanweb"]
    assert read_listing(page(inside.replace("'columnid':12,", ""), url), GENERIC).next_page is None


def test_trs_pages_by_its_other_script_and_ends_with_the_last() -> None:
    _, inside, _ = LISTS["trs"]
    other = inside.replace(
        'createPageHTML(4, 1, "index", "html")', "pageControl(3, 1, 'index','shtml', 15, 'pages-nav')"
    )
    assert read_listing(page(other, "/dt/index.shtml"), GENERIC).next_page == HOST + "/dt/index_1.shtml"
    assert read_listing(page(other, "/dt/index_2.shtml"), GENERIC).next_page is None
    assert read_listing(page(other, "/dt/index.shtml"), GENERIC).total_pages == 3
    counted = inside.replace('createPageHTML(4, 1, "index", "html")', "var currentPage = 0; var countPage = 4;")
    assert read_listing(page(counted, "/dt/"), GENERIC).next_page == HOST + "/dt/index_1.html"
    assert read_listing(page(counted, "/dt/index_2.shtml"), GENERIC).next_page == HOST + "/dt/index_3.shtml"
    assert read_listing(page(counted, "/dt/index_3.shtml"), GENERIC).next_page is None
    assert read_listing(page(counted, "/dt/list.jsp"), GENERIC).next_page is None


def test_vsb_follows_its_pager_down_to_page_one() -> None:
    _, inside, _ = LISTS["vsb"]
    last = inside.replace("dt/10.htm", "9.htm").replace(
        '<span class="p_no_d">1</span>', '<span class="p_no_d">2</span>'
    )
    assert read_listing(page(last, "/dt/10.htm"), GENERIC).next_page == HOST + "/dt/9.htm"


@pytest.mark.parametrize(
    ("url", "pager", "following"),
    [
        (
            "/article-318-1.html",
            '<div class="pg"><strong>1</strong><a href="article-318-2.html">2</a></div>',
            "/article-318-2.html",
        ),
        (
            "/dt/2016/0412/318.html",
            '<ul class="pagelist"><li>共2页: </li><li class="thisclass"><a href="#">1</a></li><li><a href="318_2.html">2</a></li></ul>',
            "/dt/2016/0412/318_2.html",
        ),
        (
            "/show-4-318-1.html",
            '<div id="pages"><span>1</span> <a href="show-4-318-2.html">2</a></div>',
            "/show-4-318-2.html",
        ),
        (
            "/plus/view.php?aid=318",
            '<ul class="pagelist"><li><a href="view.php?aid=318&pageno=2">下一页</a></li></ul>',
            "/plus/view.php?aid=318&pageno=2",
        ),
        (
            "/plus/view.php?aid=318&pageno=2",
            '<ul class="pagelist"><li><a href="view.php?aid=318">1</a></li></ul>',
            None,
        ),
        ("/plus/view.php?aid=318", '<a href="view.php?aid=319">下一页</a>', None),
        ("/dt/318.jhtml", '<div><a href="318_2.jhtml">下一页</a></div>', "/dt/318_2.jhtml"),
        ("/dt/318.html", '<div><a href="318.html?page=2">2</a></div>', "/dt/318.html?page=2"),
        ("/show.asp?id=318", '<div><a href="?id=318&p=2">下一页</a></div>', "/show.asp?id=318&p=2"),
        (
            "/show.asp?id=318&p=2",
            '<div><a href="?id=318">1</a> <a href="?id=318&p=3">3</a></div>',
            "/show.asp?id=318&p=3",
        ),
        ("/?p=318", '<div><a href="/?p=319">下一页</a></div>', None),
        ("/?p=318", '<div><a href="/?p=318&page=2">2</a></div>', "/?p=318&page=2"),
        ("/archives/318/", '<div><a href="/archives/318/2/">2</a></div>', "/archives/318/2/"),
        (
            "/archives/318/2/",
            '<div><a href="/archives/318/">1</a> <a href="/archives/318/3/">3</a></div>',
            "/archives/318/3/",
        ),
        ("/dt/318.html", '<div><a href="318/2.html">下一页</a></div>', "/dt/318/2.html"),
        ("/2016/0412/1", '<div><a href="/2016/0412/2">下一页</a></div>', None),
        ("/2016/0412/2", '<div><a href="/2016/0412/1">上一页</a> <a href="/2016/0412/3">下一页</a></div>', None),
        ("/article/318", '<div><a href="/article/319">下一页</a></div>', None),
    ],
)
def test_the_next_part_of_an_article(url: str, pager: str, following: str | None) -> None:
    inside = f"<h1>{TITLE}</h1><p>发布时间：2016-04-12</p><div>{TEXT}{pager}</div>"
    assert article_of(page(inside, url)).next_part == (HOST + following if following else None)
