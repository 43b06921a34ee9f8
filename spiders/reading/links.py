"""Links by their form: what an address and its text say of the page behind it, on any portal."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from spiders.reading.labels import both
from spiders.reading.lines import Line, pieces

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|rtf|csv|mp[34]|avi|wmv|flv|jpe?g|png|gif|bmp|webp|"
    r"svg|ico|css|js|json|xml|rss|exe|apk|swf)$",
    re.IGNORECASE,
)
_FILE_LINK = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|rtf|csv|mp[34]|jpe?g)(?:$|[?#&])", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\w\W?\.(?:pdf|docx?|xlsx?|pptx?|wps|zip|rar)$", re.IGNORECASE)
_DOWNLOAD_LINK = re.compile(r"downfile|download|attachment|down\.(?:jsp|asp|php|aspx)|/attach", re.IGNORECASE)
_JUNK_ADDRESS = re.compile(
    r"(?:^|[/_.?&=\-])(?:log-?in|logout|sign-?in|sign-?up|regist(?:er)?|reg|search|print|rss|feed|admin|manage|"
    r"member|passport|captcha|"
    r"verify|vote|guestbook|sendmail|feedback|favorite|tougao|comment|poll|cart|download|downfile|calendar|"
    r"xmlrpc|wp-login|"
    r"wp-admin|ajax|api|share|qrcode|redirect|goto)(?:$|[/_.?&=\-])",
    re.IGNORECASE,
)
_JUNK_TEXT = re.compile(
    r"^[\s\[【(（<«]*(?:"
    + both(
        "登录|注册|立即注册|忘记密码|退出|打印.{0,4}|关闭.{0,4}|收藏.{0,4}|加入收藏|设为首页|设为主页|"
        "返回.{0,4}|回到顶部|搜索|检索|高级搜索|查询|提交|重置|"
        "分享.{0,6}|RSS.{0,4}|订阅.{0,4}|English|ENGLISH|EN|繁體.{0,4}|繁体.{0,4}|简体.{0,4}|手机版|移动版|"
        "触屏版|无障碍.{0,6}|长者.{0,4}|"
        "邮箱.{0,4}|.{0,4}邮箱|我要.{0,4}|发表评论|查看评论|评论.{0,4}|下载.{0,4}|点击下载|在线客服|QQ.{0,4}|"
        "微信.{0,4}|微博.{0,4}|新浪微博|腾讯微博|大|中|小|"
        "转到|GO|跳转|TOP|Top|后台.{0,4}|管理.{0,4}登录|投稿|在线投稿|我要投稿|网站地图|站点地图|纠错|网站纠错|"
        "\\d{1,2}|\\d{4}[-年/]\\d{1,2}[-月/]?"
    )
    + r")[\s\]】)）>»]*$"
)
_MORE = re.compile(
    r"^[\s\[【(（<+·.]*(?:"
    + both("更多.{0,6}|查看更多|more|More|MORE|全部|查看全部|进入.{0,6}频道|>>|»|详细列表")
    + r")[\s\]】)）>»+.…]*$"
)
_INDEX = re.compile(
    r"(?:/|/(?:index|default|list|main|home|more|node|column|channel|class|category)(?:[_-]?\d+)?\.\w{2,6})$|"
    r"(?:^|[/_\-])(?:list|column|channel|category|col|class|sort|lanmu|more)(?:[/_\-]?\d+)*(?:\.\w{2,6})?/?$|"
    r"articlecolumn",
    re.IGNORECASE,
)
_DATED_PATH = re.compile(
    r"/(?:19|20)\d{2}[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?(?:0?[1-9]|[12]\d|3[01]))?/|/t(?:19|20)\d{6}_\d+|/(?:19|20)\d{6}/"
)
_NUMBERED = re.compile(
    r"(?:^|[/_\-a-z])(\d{2,})(?:_\d{1,2})?\.\w{2,6}$|/(?:\d{3,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{20,})/?$|"
    r"[0-9a-f]{16,}\.\w{2,6}$|c\d+a\d+",
    re.IGNORECASE,
)
_ARTICLE_WORD = re.compile(
    r"(?:^|[/_\-.])(?:article|articleinfo|content|detail|details|show|view|info|newsinfo|showinfo|news_?(?:show|"
    r"view|detail|content)|art|post|read|disp|display|xx|con)(?=$|[/_\-.\d])",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:^|&)(?:a|act|action|do|op|r|s)=(?:[^&]*(?:/|%2F|\.))?"
    r"(?:(show|view|detail|details|read|article|showinfo)|(lists?|category|column|channel|index))(?=$|[&/.])",
    re.IGNORECASE,
)
"""What a front controller is to do (PHPCMS: `a=show`, `a=lists`; ThinkPHP: `s=/home/article/read`)."""
_PATH_ID = re.compile(r"(?:/|%2F)id(?:/|%2F)\d", re.IGNORECASE)
_ARTICLE_KEY = frozenset(
    [
        "id",
        "aid",
        "newsid",
        "articleid",
        "article_id",
        "infoid",
        "info_id",
        "contentid",
        "content_id",
        "nid",
        "msg_id",
        "news",
        "wbnewsid",
        "tid",
        "p",
        "xxid",
        "docid",
    ]
)
_LIST_KEY = frozenset(["page", "pageno", "pageindex", "p_page", "currpage", "pagenum", "classid_list"])
_DIGITS = re.compile(r"\d+")
_HEX = re.compile(r"[0-9a-f]{16,}(?:-[0-9a-f]+)*|[0-9a-f]{8}-[0-9a-f-]{20,}", re.IGNORECASE)


def is_file_link(link: etree._Element) -> bool:
    """Whether a link offers a file: by its ending, a download address, or a file name as its text."""
    if link.get("sudyfile-attr") is not None:
        return True
    offers = _offers_file(link.get("href") or "")
    if offers is not None:
        return offers
    text = "".join(pieces(link)).strip()
    return "." in text[-5:] and len(text) <= 120 and _FILE_NAME.search(text) is not None


def has_file(line: Line) -> bool:
    """Whether a link of a line offers a file."""
    if line.offers is None:
        line.offers = any(is_file_link(link) for link in line.links)
    return line.offers


@lru_cache(4096)
def _offers_file(address: str) -> bool | None:
    """Whether an address is that of a file; None where it does not say."""
    if _FILE_LINK.search(address) or _DOWNLOAD_LINK.search(address):
        return not address.lower().startswith("javascript")
    return None


def is_junk(url: str, text: str) -> bool:
    """Whether a link leads to neither articles nor lists: logins, forms, files, tools, calendar days."""
    parts = urlsplit(url)
    if _FILE.search(parts.path):
        return True
    if _JUNK_TEXT.match(text) and not _MORE.match(text):
        return True
    return _JUNK_ADDRESS.search(f"{parts.path}?{parts.query}") is not None or len(parts.query) > 300


def is_more(text: str) -> bool:
    """Whether the text of a link only says that there is more (更多, more, >>)."""
    return _MORE.match(text) is not None


@lru_cache(4096)
def address_form(url: str) -> float:
    """How much an address looks like that of an article (positive) or of a list (negative); 0: it says nothing."""
    parts = urlsplit(url)
    path = parts.path or "/"
    keys = {name.lower() for name, value in (parts.query and parse_qsl(parts.query)) or []}
    score = 0.0
    if _DATED_PATH.search(path):
        score += 2.0
    number = _NUMBERED.search(path)
    if number:
        score += 1.5 if not number[1] or len(number[1]) >= 3 else 0.5
    if _ARTICLE_WORD.search(path):
        score += 0.7
    if keys & _ARTICLE_KEY:
        score += 1.0
    action = _ACTION.search(parts.query)
    if action and action[1]:
        score += 1.7 if keys & _ARTICLE_KEY or _PATH_ID.search(parts.query) else 0.7
    elif (action and action[2]) or (
        # A folder that is asked for one article (`/DetailPage/?Id=31`) is no index of it.
        _INDEX.search(path) and not (keys & _ARTICLE_KEY and (_ARTICLE_WORD.search(path) or path.endswith("/")))
    ):
        score -= 2.0
    if keys & _LIST_KEY:
        score -= 1.0
    return score


@lru_cache(4096)
def shape(url: str) -> str:
    """An address with its numbers replaced: what alike siblings share."""
    parts = urlsplit(url)
    return _DIGITS.sub("#", _HEX.sub("#", f"{parts.path}?{parts.query}"))
