"""What stands between a crawl and a portal: pages that ask who we are, refuse us, or say that all is closed today."""

import re
from typing import Literal

Obstacle = Literal["captcha", "refusal", "maintenance"]

_LARGEST = 30_000
_LONGEST = 600
_MOST_LINKS = 3
_SCRIPT = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb|utf)", re.IGNORECASE)
_WORDS: tuple[tuple[Obstacle, re.Pattern[str]], ...] = (
    (
        "captcha",
        re.compile(
            r"安全验证|人机验证|滑动验证|拖动滑块|输入验证码|请完成验证|just a moment|checking your browser|captcha",
            re.I,
        ),
    ),
    (
        "refusal",
        re.compile(
            r"访问过于频繁|请求过于频繁|访问频率|您的(?:访问|请求|IP)[^。]{0,12}(?:被|拦截|拒绝|禁止|阻断)|访问被(?:拒绝|拦截|阻断)|"
            r"网站防火墙|安全狗|云锁|加速乐|网站卫士|疑似(?:黑客)?攻击|access denied|request blocked|forbidden",
            re.I,
        ),
    ),
    (
        "maintenance",
        re.compile(
            r"(?:网站|系统|服务器?)[^。]{0,6}(?:维护|升级|建设|关闭|暂停)中?|暂停(?:访问|服务)|under maintenance", re.I
        ),
    ),
)
_CHALLENGE = re.compile(r"document\.cookie|__jsl_clearance|acw_sc__v2|_guard/|yunsuo_session", re.IGNORECASE)


def obstacle(body: bytes) -> Obstacle | None:
    """What a page with nothing on it but an obstacle is; None for every page that has something to read or to follow.

    Cheap, and sure only of pages without links: an article about captchas stands inside a portal's menu.
    """
    if len(body) > _LARGEST or body.count(b"<a ") + body.count(b"<A ") > _MOST_LINKS:
        return None
    declared = _CHARSET.search(body[:2000])
    source = body.decode("gb18030" if declared and declared[1].lower() == b"gb" else "utf-8", "replace")
    text = "".join(_TAG.sub(" ", _SCRIPT.sub(" ", source)).split())
    if len(text) > _LONGEST or len(_LINK.findall(source)) > _MOST_LINKS:
        return None
    spaced = _TAG.sub(" ", _SCRIPT.sub(" ", source))
    for kind, words in _WORDS:
        if words.search(spaced) or words.search(text):
            return kind
    return "captcha" if len(text) < 50 and _CHALLENGE.search(source) else None
