# ruff: noqa: E501  pages stand here as portals print them
"""Pages of many makes, each unlike the others, with every field that a person reads on them."""

from dataclasses import dataclass

import pytest

from spiders.reading.article import read_article

ONE = "十月二十一日，云岭县残联组织康复专家到石桥镇入户走访，为三十二名重度残疾人评估康复需求。"
TWO = "专家们还教家属怎样翻身、按摩和换药，并留下了联系电话，方便随时询问。"


@dataclass(frozen=True)
class Shape:
    page: str
    title: str
    body: str | None
    published: str | None = None
    views: int | None = None
    source: str | None = None
    author: str | None = None
    breadcrumb: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    images: int = 0
    encoding: str = "utf-8"
    url: str = "http://portal.example.cn/news/81.html"
    previous: str | None = None
    next: str | None = None


SHAPES = {
    "old ASP in nested tables": Shape(
        f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>云岭残联</TITLE></HEAD><BODY><TABLE><TR><TD><A href="index.asp">首页</A> | <A href="class.asp?id=2">基层动态</A> | <A href="class.asp?id=3">政策法规</A></TD></TR></TABLE>
        <TABLE width=760><TR><TD width=180><TABLE><TR><TD>站内搜索</TD></TR><TR><TD><A href="view.asp?id=70">县残联召开主席团会议</A></TD></TR></TABLE></TD><TD><TABLE><TR><TD align=center class=tt>康复专家入户走访石桥镇</TD></TR>
        <TR><TD align=center>发布人：lxm&nbsp;&nbsp;发布日期：2008-10-22&nbsp;&nbsp;浏览 315 次</TD></TR><TR><TD><HR></TD></TR><TR><TD>　　{ONE}<BR><BR>　　{TWO}</TD></TR><TR><TD align=right>[<A href="#">打印</A>] [<A href="#">关闭</A>]</TD></TR></TABLE></TD></TR></TABLE><TABLE><TR><TD>版权所有 云岭县残联 您是第 88123 位访客</TD></TR></TABLE></BODY></HTML>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}",
        "2008-10-22",
        315,
        author="lxm",
        encoding="gb18030",
        url="http://portal.example.cn/view.asp?id=81",
    ),
    "bare text and line breaks": Shape(
        f"""<html><body><center><b>康复专家入户走访石桥镇</b></center><br><center>2008年10月22日 14:05</center><br>&nbsp;&nbsp;{ONE}<br>&nbsp;&nbsp;{TWO}<br><br>（县残联办公室）<br></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}\n（县残联办公室）",
        "2008-10-22T14:05",
    ),
    "a mobile template": Shape(
        f"""<html><head><title>康复专家入户走访石桥镇 - 云岭残联手机版</title></head><body><header><a href="/m/">返回</a><h4>资讯详情</h4></header><section><div class="detail-title">康复专家入户走访石桥镇</div><div class="detail-meta"><span>云岭残联</span><span>2021-10-22 09:12</span><span>阅读 1.3万</span></div><div class="detail-text"><p>{ONE}</p><p><img src="/m/1.jpg"></p><p>{TWO}</p></div></section><footer><a href="/m/">首页</a><a href="/m/my">我的</a></footer></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}",
        "2021-10-22T09:12",
        13000,
        images=1,
    ),
    "a portal in traditional script": Shape(
        """<html><body><div class="path">目前位置：<a href="/">首頁</a> &gt; <a href="/n/">最新消息</a></div><h3>身心障礙者家庭訪視服務十月開辦</h3><ul><li>發布日期：民國110年10月22日</li><li>發布單位：雲嶺區公所社會課</li><li>點閱次數：2,047</li></ul><div class="cp"><p>為瞭解身心障礙者之復健需求，本區自十月起由專業人員到府訪視，並提供照顧技巧指導。</p><p>欲申請者請洽區公所社會課。</p></div><a href="javascript:history.back()">回上一頁</a></body></html>""",
        "身心障礙者家庭訪視服務十月開辦",
        "為瞭解身心障礙者之復健需求，本區自十月起由專業人員到府訪視，並提供照顧技巧指導。\n欲申請者請洽區公所社會課。",
        "2021-10-22",
        2047,
        source="雲嶺區公所社會課",
        breadcrumb=("首頁", "最新消息"),
    ),
    "like a chat app's public account": Shape(
        f"""<html><head><meta property="og:title" content="康复专家入户走访石桥镇"></head><body><div id="page"><h1 id="activity-name">康复专家入户走访石桥镇</h1><div id="meta_content"><span class="rich_media_meta rich_media_meta_text">林晓</span> <a href="javascript:void(0);">云岭残联</a> <em id="publish_time">2022-10-22 18:30</em></div><div id="js_content"><section><p><span>{ONE}</span></p></section><section><p><img data-src="https://img.example.cn/a/640?wx_fmt=jpeg"></p></section><section><p><span>{TWO}</span></p></section></div></div></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}",
        "2022-10-22T18:30",
        images=1,
    ),
    "a newspaper page": Shape(
        f"""<html><body><div>云岭日报 2016年10月22日 星期六</div><div>第03版：民生</div><table><tr><td><h2>访到家门口 暖到心坎里</h2><h1>康复专家入户走访石桥镇</h1></td></tr><tr><td>本报记者 林晓</td></tr><tr><td><div id="ozoom"><p>{ONE}</p><p>{TWO}</p></div></td></tr></table><a href="content_80.htm">上一篇</a> <a href="content_82.htm">下一篇</a></body></html>""",
        "康复专家入户走访石桥镇",
        f"本报记者 林晓\n{ONE}\n{TWO}",
        "2016-10-22",
        source="云岭日报",
        url="http://paper.example.cn/html/2016-10/22/content_81.htm",
        previous="content_80.htm",
        next="content_82.htm",
        author="林晓",
    ),
    "a post without a date": Shape(
        f"""<html><head><title>康复专家入户走访石桥镇</title></head><body><nav><a href="/">首页</a><a href="/t/">话题</a></nav><article><h1>康复专家入户走访石桥镇</h1><p>{ONE}</p><p>{TWO}</p><p>{ONE.replace("石桥", "双河")}</p></article><div><a href="/login">登录</a>后评论</div></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}\n{ONE.replace('石桥', '双河')}",
    ),
    "a notice of forty characters": Shape(
        """<html><body><div>您的位置：<a href="/">首页</a>»<a href="/tz/">通知公告</a></div><div><h2>关于国庆假期暂停办证的通知</h2><div>日期：2019/9/29 点击：7</div><div><p>国庆假期（十月一日至七日）本会办证窗口暂停办理，八日起照常。</p><p>特此通知。</p></div></div><div>下一篇：没有了</div></body></html>""",
        "关于国庆假期暂停办证的通知",
        "国庆假期（十月一日至七日）本会办证窗口暂停办理，八日起照常。\n特此通知。",
        "2019-09-29",
        7,
        breadcrumb=("首页", "通知公告"),
    ),
    "English in the frame, and mixed text": Shape(
        f"""<html><body><div class="breadcrumb"><a href="/">Home</a> / <a href="/news">News</a></div><h1>WHO专家访问云岭县康复中心</h1><p class="meta">Published: Oct 22, 2019 | Views: 1,204</p><div><p>{ONE}</p><p>The visiting team was led by Dr. Smith, who praised the home visits.</p></div><div>Copyright © 2019</div></body></html>""",
        "WHO专家访问云岭县康复中心",
        f"{ONE}\nThe visiting team was led by Dr. Smith, who praised the home visits.",
        "2019-10-22",
        1204,
        breadcrumb=("Home", "News"),
    ),
    "a table of particulars above the text": Shape(
        f"""<html><body><table><tr><td>索引号：</td><td>YL/2019-0081</td><td>发布机构：</td><td>云岭县残联</td></tr><tr><td>发布日期：</td><td>2019年10月22日</td><td>文号：</td><td>云残〔2019〕8号</td></tr></table><h1>关于做好康复需求评估工作的通知</h1><div id="c"><p>各乡镇残联：</p><p>{ONE}</p><p>云岭县残联</p><p>2019年10月20日</p></div></body></html>""",
        "关于做好康复需求评估工作的通知",
        f"各乡镇残联：\n{ONE}\n云岭县残联\n2019年10月20日",
        "2019-10-22",
        source="云岭县残联",
    ),
    "a table as the text": Shape(
        """<html><body><h1>康复需求评估名额分配表</h1><div>发布时间：2019-10-22　来源：云岭县残联　阅读：66</div><div><table><tr><td>乡镇</td><td>名额</td></tr><tr><td>石桥镇</td><td>32</td></tr><tr><td>双河乡</td><td>18</td></tr></table></div><div>【打印】【关闭】</div></body></html>""",
        "康复需求评估名额分配表",
        "乡镇\t名额\n石桥镇\t32\n双河乡\t18",
        "2019-10-22",
        66,
        source="云岭县残联",
    ),
    "nothing but a file": Shape(
        """<html><body><h1>云岭县残联简介</h1><div>发布时间：2019-10-22 浏览次数：12</div><div class="c"><p><a href="/files/2019/jianjie.pdf">云岭县残联简介.pdf</a></p></div><div>上一篇：<a href="80.html">云岭县残联内设机构和职能</a></div></body></html>""",
        "云岭县残联简介",
        "云岭县残联简介.pdf",
        "2019-10-22",
        12,
        attachments=("http://portal.example.cn/files/2019/jianjie.pdf",),
        previous="80.html",
    ),
    "nothing but an embedded document": Shape(
        """<html><body><h1>云岭县残联二〇一九年部门决算</h1><div>发布时间：2019-10-22 浏览次数：12</div><div class="c"><iframe src="/pdf/web/viewer.html?file=/files/2019/juesuan.pdf" width="100%"></iframe></div><div>上一篇：<a href="80.html">云岭县残联内设机构和职能</a></div></body></html>""",
        "云岭县残联二〇一九年部门决算",
        None,
        "2019-10-22",
        12,
        attachments=("http://portal.example.cn/files/2019/juesuan.pdf",),
        previous="80.html",
    ),
    "nothing but pictures": Shape(
        """<html><body><h1>一图读懂残疾人两项补贴</h1><div>发布时间：2019-10-22 浏览次数：12</div><div class="c"><p><img src="1.png"></p><p><img src="2.png"></p></div><div>上一篇：<a href="80.html">云岭县残联内设机构和职能</a></div></body></html>""",
        "一图读懂残疾人两项补贴",
        None,
        "2019-10-22",
        12,
        images=2,
        previous="80.html",
    ),
    "date and clock in boxes of their own": Shape(
        f"""<html><body><h1>康复专家入户走访石桥镇</h1><div class="meta"><span>时间：</span><span>2019-10-22</span><span>08:05</span><em>来源：</em><em>云岭融媒</em><i>阅读量：</i><i>903</i></div><div class="t"><div>{ONE}</div><div>{TWO}</div></div></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}",
        "2019-10-22T08:05",
        903,
        source="云岭融媒",
    ),
    "the info line under the text": Shape(
        f"""<html><body><div class="nav">当前位置：<a href="/">首页</a> - <a href="/jc/">基层动态</a></div><h2>康复专家入户走访石桥镇</h2><div><p>{ONE}</p><p>{TWO}</p></div><div>作者：林晓　发布时间：2019年10月22日　浏览：41次</div><div>上一篇：<a href="80.html" title="云岭县残联召开主席团全体会议">云岭县残联召开…</a> 下一篇：<a href="82.html">双河乡康复站挂牌</a></div></body></html>""",
        "康复专家入户走访石桥镇",
        f"{ONE}\n{TWO}",
        "2019-10-22",
        41,
        author="林晓",
        breadcrumb=("首页", "基层动态"),
        previous="80.html",
        next="82.html",
    ),
    "headings inside the text, files beside it": Shape(
        f"""<html><body><h1>康复需求评估办法</h1><p>来源：云岭县残联 | 2019-10-22 | 点击数(55)</p><article><h3>一、对象</h3><p>{ONE}</p><h3>二、方法</h3><p>{TWO}</p><p>附件：<a href="/f/1.docx">评估表.docx</a></p></article><aside><h3>热点</h3><a href="/n/1.html">全县残疾人运动会开幕式举行</a></aside></body></html>""",
        "康复需求评估办法",
        f"一、对象\n{ONE}\n二、方法\n{TWO}\n附件：评估表.docx",
        "2019-10-22",
        55,
        source="云岭县残联",
        attachments=("http://portal.example.cn/f/1.docx",),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_field(name: str) -> None:
    shape = SHAPES[name]
    article = read_article(shape.page.encode(shape.encoding), shape.url)
    assert article.kind == "article"
    assert article.title == shape.title
    assert (article.published.isoformat() if article.published else None) == shape.published
    assert (article.views, article.source, article.author) == (shape.views, shape.source, shape.author)
    assert article.breadcrumb == shape.breadcrumb
    assert article.body == shape.body
    assert tuple(file.url for file in article.attachments) == shape.attachments
    assert len(article.images) == shape.images
    neighbours = [link.url.rsplit("/", 1)[-1] if link else None for link in (article.previous, article.next)]
    assert neighbours == [shape.previous, shape.next]
