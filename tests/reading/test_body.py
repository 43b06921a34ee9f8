# ruff: noqa: E501  pages stand here as portals print them
from archiver.items import Article, Attachment
from spiders.reading.article import read_article

TEXT = "七月一日，县计生协会组织志愿者走进社区，开展健康知识宣传，发放资料三百余份，受到居民欢迎。"
MORE = "县计生协会会长表示，今后将继续开展此类活动，让健康理念深入千家万户。"


def read(inside: str, url: str = "http://portal.example.cn/dt/31.html") -> Article:
    page = f"<html><body><div class='box'><h1>志愿者走进社区宣传健康知识</h1><p class='i'>发布时间：2019-05-01 来源：县计生协会</p>{inside}</div></body></html>"
    return read_article(page.encode(), url)


def test_furniture_goes_at_both_ends_and_stays_out_of_the_middle() -> None:
    article = read(
        f"""<div>【字体：大 中 小】</div><div>分享到：</div><div class="c"><p>{TEXT}</p><p>相关文件要求，各地要抓好落实。</p><p>{MORE}</p></div>
        <p>（责任编辑：王芳）</p><p>扫一扫在手机打开当前页</p><p><a href="javascript:print()">打印本页</a> <a href="#">关闭窗口</a></p>
        <h4>相关新闻</h4><ul><li><a href="1.html">县计生协会召开理事会议部署工作</a></li></ul><p>版权所有：县计生协会</p>"""
    )
    assert article.body == f"{TEXT}\n相关文件要求，各地要抓好落实。\n{MORE}"


def test_signature_and_caption_stay() -> None:
    article = read(
        f"<p><img src='/u/1.jpg'></p><p>图为活动现场</p><p>{TEXT}</p><p>县计生协会</p><p>2019年4月30日</p><p>下一篇：没有了</p>"
    )
    assert article.body == f"图为活动现场\n{TEXT}\n县计生协会\n2019年4月30日"
    assert article.images == ("http://portal.example.cn/u/1.jpg",)


def test_a_table_is_text_a_row_a_line() -> None:
    rows = "<tr><td>姓名</td><td>单位</td></tr><tr><td>林静</td><td>河东乡</td></tr>"
    article = read(f"<p>{TEXT}</p><table>{rows}</table><p>{MORE}</p>")
    assert article.body == f"{TEXT}\n姓名\t单位\n林静\t河东乡\n{MORE}"
    assert article.html is not None
    assert "<td>河东乡</td>" in article.html


def test_what_is_hidden_is_not_read() -> None:
    article = read(f"<p>{TEXT}</p><p style='display:none'>垃圾文字，垃圾文字，垃圾文字垃圾文字。</p><p>{MORE}</p>")
    assert article.body == f"{TEXT}\n{MORE}"


def test_a_summary_box_with_the_beginning_of_the_text_is_dropped() -> None:
    article = read(f"<div class='s'>“{TEXT[:24]}”…</div><div class='c'><p>{TEXT}</p><p>{MORE}</p></div>")
    assert article.body == f"{TEXT}\n{MORE}"


def test_the_side_column_does_not_come_in() -> None:
    side = (
        "<div class='side'>"
        + "".join(f"<p><a href='{n}.html'>县计生协会第{n}次会议纪要全文发布</a></p>" for n in range(9))
        + "</div>"
    )
    page = f"<html><body><div><div class='l'>{side}</div><div class='r'><h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p></div></div>{side}</body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/31.html").body == TEXT


def test_the_html_is_safe_and_its_addresses_are_whole() -> None:
    article = read(
        f"""<div class="c" onclick="x()"><p style="color:red">{TEXT}<a href="../f/1.html">详见</a><a href="javascript:alert(1)">坏</a></p>
        <p><img src="p.jpg" onerror="alert(1)"></p><script>alert(1)</script><iframe src="http://evil.example/"></iframe></div>"""
    )
    assert article.html is not None
    assert 'href="http://portal.example.cn/f/1.html"' in article.html
    assert 'src="http://portal.example.cn/dt/p.jpg"' in article.html
    for bad in ("onclick", "onerror", "javascript", "<script", "<iframe", "alert", "style="):
        assert bad not in article.html


def test_attachments_and_lazy_pictures() -> None:
    article = read(
        f"""<p>{TEXT}</p><p><img src="blank.gif" data-original="/u/2.png"></p><p>附件：<a href="files/名单.xls">1.名单</a></p>
        <p><a href="/downfile.jsp?classid=0&filename=report.pdf">年度报告.pdf</a></p><p>上一篇：没有了</p>"""
    )
    assert article.attachments == (
        Attachment("1.名单", "http://portal.example.cn/dt/files/名单.xls", "xls"),
        Attachment("年度报告.pdf", "http://portal.example.cn/downfile.jsp?classid=0&filename=report.pdf", "pdf"),
    )
    assert article.images == ("http://portal.example.cn/u/2.png",)


def test_the_next_part_of_a_long_article() -> None:
    pager = "<p><a href='31.html'>1</a> <a href='31_2.html'>2</a> <a href='31_3.html'>3</a> <a href='31_2.html'>下一页</a></p>"
    article = read(f"<p>{TEXT}</p>{pager}<p>下一篇：<a href='32.html'>县计生协会召开理事会议部署工作</a></p>")
    assert article.next_part == "http://portal.example.cn/dt/31_2.html"
    assert article.body == TEXT
    assert read(f"<p>{TEXT}</p>{pager}", "http://portal.example.cn/dt/31_3.html").next_part is None


def test_the_base_address_of_the_page_counts() -> None:
    page = f"<html><head><base href='http://portal.example.cn/x/'></head><body><h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p><p><img src='1.jpg'></p></body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/31.html").images == (
        "http://portal.example.cn/x/1.jpg",
    )


def test_a_short_text_between_two_lines_of_labels() -> None:
    article = read("<div>本单位无此项拨款。</div><div>核发：王芳 点击数：12 【收藏本页】</div><p>上一篇：没有了</p>")
    assert article.body == "本单位无此项拨款。"
    assert article.views == 12


def test_a_subtitle_over_the_info_line_is_not_the_text() -> None:
    page = f"<html><body><h1>用爱心托起夕阳红</h1><p>——记松溪县计生协助老、扶困、救急行动先进集体河东乡协会</p><p>发布时间：2019-05-01 浏览：8</p><p>{TEXT}</p><p>{MORE}</p></body></html>"
    article = read_article(page.encode(), "http://portal.example.cn/31.html")
    assert article.title == "用爱心托起夕阳红"
    assert article.body == f"{TEXT}\n{MORE}"


def test_an_article_that_is_only_a_file() -> None:
    article = read("<p><a href='/u/简介.pdf'>协会简介.pdf</a></p><p>上一篇：没有了</p>")
    assert article.kind == "article"
    assert article.body == "协会简介.pdf"
    assert [attachment.type for attachment in article.attachments] == ["pdf"]


def test_a_source_under_the_text() -> None:
    page = f"<html><body><h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01</p><p>{TEXT}</p><p>（来源：东南日报）</p><p>下一篇：没有了</p></body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/31.html").source == "东南日报"


def test_words_of_footers_do_not_hide_a_title() -> None:
    page = f"<html><title>无障碍环境建设条例</title><body><h2>无障碍环境建设条例</h2><p>时间：2013-05-15 09:49</p><p>{TEXT}</p></body></html>"
    assert read_article(page.encode(), "http://portal.example.cn/31.html").title == "无障碍环境建设条例"
