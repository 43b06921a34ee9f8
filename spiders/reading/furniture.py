"""Lines that are furniture of the page and not words of the article: tool bars, neighbours, footers, pagers."""

import re
from functools import lru_cache

from lxml import etree

from spiders.reading.labels import both, forms_of, quick, spaced


def _beginnings(words: str, lead: str) -> frozenset[str]:
    """The characters that a text may begin with which a pattern of such words, behind such leading characters, matches.

    Asked before the pattern, since most lines begin with none of them.
    """
    return frozenset(lead + "".join(forms_of(word[0]) for word in words.split("|")))


_SPACES = " \t\u3000\xa0"
_NEIGHBOUR_WORDS = (
    "上一篇|下一篇|上一条|下一条|上一个|下一个|前一篇|后一篇|上一张|下一张|上篇|下篇|上条|下条|上一则|"
    "下一则|上一新闻|下一新闻|上一主题|下一主题"
)
_NEIGHBOUR_LEAD = "<《【[«‹(（←◀▲·•"
NEIGHBOURS = re.compile(rf"^[\s{re.escape(_NEIGHBOUR_LEAD)}]*(?:" + both(_NEIGHBOUR_WORDS) + r")")
"""上一篇, 下一篇 and their kin at the start of a line: the text has ended."""
_RELATED_WORDS = (
    "相关(?:新闻|文章|链接|阅读|信息|内容|资讯|报道|推荐|专题|稿件|主题|热词|产品|资料|附件下载|文档|搜索|条目)"
    "|延伸阅读|推荐阅读|新闻推荐|热点推荐|编辑推荐|热门推荐|猜你喜欢|为你推荐|为您推荐|精彩推荐|热门文章|"
    "热门新闻|热点新闻|热点内容|热点资讯|"
    "热门图集|最新文章|最新新闻|最新资讯|作者最新文章|图片新闻推荐|其他文章|其他新闻|更多新闻|更多文章|"
    "本类推荐|本栏推荐|本站推荐|阅读排行|点击排行|新闻排行|"
    "热门点阅|编辑部推荐|最新评论|网友评论|用户评论|发表评论|我要评论|我来说两句|评论列表|查看评论|"
    "友情链接|猜你想看|同类新闻|同类文章"
)
_RELATED_LEAD = "【[■●◆▪·•>★▼"
_RELATED_WORD = rf"^[\s{re.escape(_RELATED_LEAD)}]*(?:" + both(_RELATED_WORDS) + r")"
_RELATED = re.compile(_RELATED_WORD + r"(?:[^，。；]{0,8})$")
_RELATED_START = re.compile(_RELATED_WORD + r"\s*[:：]")
_TOOLS = re.compile(
    r"(?:"
    + both(
        "打印(?:本|此|该|正|这)?(?:页|文|文章|页面|稿|网页|新闻|预览)?|关闭(?:本|此|该|这)?(?:页|窗口|页面|网页|窗)?|"
        "收藏(?:本|此|该)?(?:页|文|文章|网页|页面)?|加入收藏|推荐(?:本|此|该)?(?:文|页)|"
        "返回(?:首页|上页|列表|顶部|上一页|上一级|栏目|前页|上级|主页|目录)?|"
        "分享(?:到|至)?(?:微信|微博|朋友圈|QQ空间|新浪微博|腾讯微博|QQ好友|Facebook|Twitter)?|新浪微博|"
        "腾讯微博|腾讯朋友|QQ空间|人人网|开心网|豆瓣|微信好友|朋友圈|微信|微博|百度贴吧|一键分享|更多|复制链接|"
        "字体大小|字体|字号|大小|超大|特大|标准|正常|默认|大号|中号|小号|放大|缩小|繁体|简体|视力保护色|背景色|"
        "扫一扫|推荐(?:给好友|朋友|阅读)?|我要(?:推荐|打印|纠错|评论|收藏|留言|分享)|网站纠错|我要发表留言|"
        "纠错|转发|转寄朋友|"
        "评论|留言|论坛|网摘|手机点评|点赞|赞|顶|踩|赏|讚|留言板|参与互动|操作|朗读|语音播报|列印|举报|投诉|"
        "保存|下载|"
        "手机看|手机版|手机扫码阅读|无障碍阅读|适老模式|点击(?:收听|播放)?|编辑|返回目录|页首|进入论坛|"
        "SHARE|Share|google|twitter|facebook|linkedin|Facebook|Twitter|Google\\+|E-mail推荐|Email|RSS|Tweet|"
        "LINE|TOP|Top"
    )
    + r"|[大中小])"
)
_TOOL_REST = re.compile(r"[\s\d:：|｜/、,，.。【】\[\]()（）<>《》«»＞＜A\-+＋—_·•!！x×↑↓]+")
_EDITING = """
    责任编辑 责编 编辑 编审 审核 审核人 审核员 校对 核发 签发 录入 录入者 终审 初审 复审 一审 二审
    三审 本文编辑 本期编辑 网络编辑 值班编辑 新闻编辑 图文编辑 编发 编校 排版 版式 监制 总编 审稿
    信息审核 网站编辑 编辑部 稿件编辑 值班总编 责任校对 审签
"""
_EDITOR_LEAD = "【[（(<《"
_EDITORS = re.compile(
    rf"^[\s{re.escape(_EDITOR_LEAD)}]*(?:" + "|".join(spaced(w) for w in _EDITING.split()) + r")\s*[:：︰/／|丨]"
)
_EDITOR_INSIDE = re.compile("(?:" + spaced("责任编辑") + "|" + spaced("责编") + r")\s*[:：︰]")
_END_WORDS = (
    "版权声明|相关资讯|更多相关|免责声明|版权和免责|声明[:：]|特别声明|郑重声明|本文(?:来自|来源|链接|地址|"
    "网址|版权|标签|关键|已被|被阅读|共有|为.{0,8}原创|由.{2,20}原创)|"
    "转载请注明|未经授权|凡本网|凡注明|以上(?:信息|内容|文章)?(?:由|来自|仅供)|"
    "扫一扫|扫描二维码|扫码阅读|扫描上方|手机扫一扫|微信扫|长按二维码|"
    "分享到|分享[:：]|一键分享|"
    "关键词|关键字|标签[:：]|标签：|相关标签|本文标签|Tags?[:：]|"
    "分隔线|原文链接|阅读全文|阅读原文|查看原文|加载全部内容|展开全文|点击加载|"
    "已有\\d*条评论|写评论|发表评论|提交评论|您此时的心情|您看到此篇文章|"
    "文章导航|本文导航|文章分页|更多精彩|更多详情请|关注我们|欢迎关注|点击排行|"
    "用户名[:：]|验证码|匿名|登录后|"
    "打开.{1,8}APP|下载.{1,8}客户端|公众号"
)
_END_LEAD = "【[（(*※—-"
_ENDS = re.compile(rf"^[\s{re.escape(_END_LEAD)}]*(?:" + both(_END_WORDS) + r")")
_FOOTER = re.compile(
    quick(
        "版权所有|备案号|ICP备|ΙCP备|ICP证|公网安备|技术支持|主办单位：|主办单位:|承办单位：|承办单位:|"
        "网站标识码|网站地图|设为首页|加入收藏|联系我们|关于我们|友情链接|"
        "网站声明|隐私保护|隐私政策|隐私声明|Copyright|COPYRIGHT|copyright|All Rights Reserved|Powered by|"
        "Produced By|访问统计|您是第|在线人数|"
        "网站建设|主管单位：|主管单位:|邮政编码|无障碍浏览|无障碍阅读|©|&copy;|苏IPC备|意见反馈|站点地图|法律声明"
    )
)
_OWNER = re.compile(both("版权所有|主办单位|主办[:：]|版权归") + "|Copyright|COPYRIGHT|copyright|©|All Rights Reserved")
_SITE_COUNTER = re.compile(
    both(
        "总访问|访问总|总浏览|浏览总|今日|日浏览|昨日|本站|网站访|站点|您是第|位访|访问统计|统计|在线|累计访问|"
        "受访|主页被|网站浏览|总点击|本月|本周|累计浏览|下载"
    )
)
_PAGER = re.compile(
    both(
        r"上一页|下一页|上页|下页|首页.{0,20}(?:尾页|末页)|共\s*\d+\s*页|共\s*\d+\s*(?:条|篇)|第\s*\d+\s*页|"
        r"\d+\s*/\s*\d+\s*页|尾页|末页|转到第|页次"
    )
)
_PAGER_LINE = re.compile(r"^[\s\d【】\[\]()（）.…·<>《》«»|]+$")
_LEAD_IN = re.compile(
    r"^[\s【\[（(]*(?:"
    + "|".join(map(spaced, ["摘要", "导读", "内容提要", "内容摘要", "简介", "内容简介", "核心提示", "导语", "提要"]))
    + r")\s*[】\])）]?\s*[:：]?"
)


_TOOL_CHARACTERS = frozenset(
    _TOOLS.pattern + " \t\u3000\xa0\n0123456789:：|｜/、,，.。【】[]()（）<>《》«»＞＜A-+＋—_·•!！x×↑↓"
)
_ICON = re.compile(r"icon|logo|arrow|dot\d*\.|bullet|line\d*\.|spacer|blank|share|btn|button|qrcode|ewm|weixin|weibo")
_NEIGHBOUR_START = _beginnings(_NEIGHBOUR_WORDS, _NEIGHBOUR_LEAD + _SPACES)
_RELATED_START_OF = _beginnings(_RELATED_WORDS, _RELATED_LEAD + _SPACES)
_EDITOR_START = _beginnings("|".join(_EDITING.split()), _EDITOR_LEAD + _SPACES)
_END_START = _beginnings(_END_WORDS, _END_LEAD + _SPACES)
_CACHE = 4096


def is_neighbour(text: str) -> bool:
    """Whether a line begins as the link to the previous or the next article."""
    return text[:1] in _NEIGHBOUR_START and NEIGHBOURS.match(text) is not None


def is_related(text: str) -> bool:
    """Whether a line heads a box of other articles."""
    return len(text) <= 24 and text[:1] in _RELATED_START_OF and _RELATED.match(text) is not None


def names_related(text: str) -> bool:
    """Whether a line begins by saying that another article follows (相关新闻：…)."""
    return _RELATED_START.match(text) is not None


def is_editor(text: str) -> bool:
    """Whether a line names who edited or checked the text (责任编辑, 审核)."""
    if len(text) > 80:
        return False
    if text[:1] in _EDITOR_START and _EDITORS.match(text) is not None:
        return True
    inside = len(text) <= 60 and ("责" in text or "責" in text) and "。" not in text
    return inside and _EDITOR_INSIDE.search(text) is not None


def is_tool(text: str) -> bool:
    """Whether a line holds nothing but words of a tool bar (打印, 关闭, 字号 大 中 小, 分享)."""
    if len(text) > 80 or not _TOOL_CHARACTERS.issuperset(text):
        return False
    return _only_tools(text)


@lru_cache(_CACHE)
def _only_tools(text: str) -> bool:
    if _TOOL_REST.fullmatch(text):
        return len(text) <= 3
    return not _TOOL_REST.sub("", _TOOLS.sub("", text))


def is_after_text(text: str) -> bool:
    """Whether a line belongs to what portals print under an article: rights, sharing, key words."""
    return len(text) <= 160 and text[:1] in _END_START and _ENDS.match(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line is part of the page's footer."""
    if len(text) > 400:
        return False
    match = _FOOTER.search(text)
    if match is None:
        return False
    return "。" not in text or (match.start() <= 30 and len(set(_FOOTER.findall(text))) >= 2)


def names_owner(text: str) -> bool:
    """Whether a footer line says whose site it is (版权所有, ©)."""
    return len(text) <= 400 and _OWNER.search(text) is not None


def is_site_counter(text: str) -> bool:
    """Whether a count stands under a label of the whole site (总访问量, 今日, 您是第 N 位)."""
    return _SITE_COUNTER.search(text) is not None


def is_pager(text: str) -> bool:
    """Whether a short line pages through a list or an article."""
    if len(text) > 120:
        return False
    signed = "页" in text or "頁" in text or "共" in text or "转到" in text or "轉到" in text
    if signed and _PAGER.search(text) is not None:
        return True
    return len(text) >= 3 and _PAGER_LINE.match(text) is not None


def is_lead_in(text: str) -> bool:
    """Whether a line begins as a summary box (摘要, 导读)."""
    return _LEAD_IN.match(text) is not None


def is_icon(image: etree._Element) -> bool:
    """Whether a picture is a small sign of the layout and no illustration."""
    for name in ("width", "height"):
        value = (image.get(name) or "").removesuffix("px").strip()
        if value.isdigit() and int(value) <= 32:
            return True
    lazy = image.get("data-original") or image.get("data-src")
    source = (lazy or image.get("src") or "").lower()
    if source.startswith("data:"):
        return True
    return _ICON.search(source.rsplit("/", 1)[-1]) is not None
