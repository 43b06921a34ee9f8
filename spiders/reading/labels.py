"""The labels that portals print before a value, and how a labelled line is cut into values.

Words from real pages of many systems; each stands for both scripts, for any colon, and for spaces inside (`来　源`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Field = Literal["time", "updated", "views", "source", "author", "other"]

_FORMS = (
    "浏瀏 览覽 阅閱 读讀 点點 击擊 数數 访訪 问問 发發 时時 间間 来來 录錄 网網 编編 辑輯 责責 评評 论論 赞贊 "
    "创創 单單 对對 标標 "
    "题題 关關 闭閉 键鍵 词詞 审審 签籤 终終 报報 记記 热熱 门門 统統 计計 总總 线線 员員 转轉 载載 体體 号號 "
    "页頁 条條 没沒 续續 "
    "扩擴 当當 现現 处處 项項 类類 闻聞 权權 备備 说說 觅覓 经經 过過 为爲為 万萬 写寫 书書 东東 业業 电電 "
    "话話 传傳 邮郵 声聲 动動 "
    "图圖 应應 该該 选選 择擇 复復 无無 错錯 链鏈 荐薦 观觀 产產産 众衆眾 资資 讯訊 摄攝 监監 级級 积積 亿億 "
    "认認 识識 显顯 从從 "
    "围圍 举舉 办辦 协協 导導 领領 开開 机機 学學 长長 质質 县縣 区區 给給 将將 广廣 谁誰 见見 欢歡 顿頓 带帶 "
    "双雙 语語 优優 则則 "
    "栏欄 进進 阶階 简簡 顶頂 赏賞 护護 际際 布佈 启啓 "
)
"""A simplified character with its traditional forms."""
_FIRST = {forms[0]: forms for forms in _FORMS.split()}
_TWINS = {forms[0]: f"[{forms}]" for forms in _FORMS.split()}


def both(pattern: str) -> str:
    """A pattern written in simplified characters, as one that matches traditional ones too.

    For use outside character classes only.
    """
    return "".join(_TWINS.get(c, c) for c in pattern)


def quick(words: str) -> str:
    """Words in simplified characters, divided by `|`, as a pattern for both scripts that a search gets through quickly.

    Each form of a first character is a branch of its own, so that `re` may skip what begins with none of them.
    """
    return "|".join(first + both(word[1:]) for word in words.split("|") for first in _FIRST.get(word[0], word[0]))


def forms_of(character: str) -> str:
    """A simplified character and its traditional forms."""
    return _FIRST.get(character, character)


def spaced(word: str) -> str:
    """A label as a pattern that allows white space between its characters, in both scripts."""
    return r"\s*".join(both(c) for c in word)


def _any(words: str) -> str:
    return "|".join(spaced(word) for word in sorted(words.split(), key=len, reverse=True))


COLON = r"\s*[:：︰﹕∶]\s*"

_WORDS: dict[str, str] = {
    "time": (
        "发布时间 发布日期 发表时间 发表日期 发稿时间 刊发时间 上传时间 上传日期 录入时间 录入日期 添加时间 "
        "添加日期 创建时间 "
        "提交时间 公开日期 公开时间 发文时间 信息时间 编辑时间 编辑日期 入库时间 出版日期 加入时间 日期 时间"
    ),
    "updated": "更新时间 更新日期 修改时间 最后修改 最后更新 更新于 修改于 最近更新",
    "views": (
        "浏览次数 浏览量 浏览数 浏览人数 浏览人次 浏览 点击次数 点击数 点击量 点击率 点击 阅读次数 阅读量 "
        "阅读数 阅读人数 阅读人次 "
        "阅读 访问次数 访问量 访问数 访问人数 人气 人气指数 查看次数 查看数 查看 点阅次数 点阅数 点阅 浏览热度 热度 "
        "阅览次数 阅览数 阅览 "
        "关注次数 关注度 阅读率 览次数 Views Hits"
    ),
    "source": (
        "信息来源 稿件来源 文章来源 新闻来源 内容来源 资料来源 消息来源 本文来源 来源单位 来源于 来源 来自 "
        "稿源 文章出处 出处 "
        "转载自 转自 转贴自 摘自 供稿单位 供稿部门 发布机构 发布单位 发布部门 投稿单位 来稿单位 发稿单位 信息提供"
    ),
    "author": (
        "文章作者 本文作者 作者 撰稿人 撰稿 撰文 供稿人 供稿 投稿人 投稿 发布人 发布者 发稿人 通讯员 记者 发表人 文字"
    ),
    "other": (
        "责任编辑 责编 编辑人 编辑 编审 审核人 审核员 审核 审稿人 审稿 校对 核发 签发人 签发 录入人 录入者 "
        "录入员 录入 终审 初审 复审 "
        "一审 二审 三审 摄影 图片 监制 值班 信息员 字体大小 字体 字号 文字大小 大小 背景色 视力保护色 打印 "
        "分享到 分享 收藏 评论数 "
        "评论 点评 关闭 操作 点赞数 点赞 下载次数 下载量 下载 文号 发文字号 文件编号 索引号 主题词 主题分类 "
        "主题 分类 "
        "体裁分类 关键词 关键字 标签 栏目 所属栏目 所属类别 类别 所在地区 有效性 成文日期 生效日期 失效日期 "
        "名称 标题 我要 扫一扫 扫描 "
        "纠错 参与互动 返回 复制链接 地区 专题 推荐 星级 属性 阅读时长 阅读权限 阅读方式 预计阅读 状态 附件 "
        "朗读 语音 举报 联系电话 "
        "信息分类 公开方式 公开范围 公开形式 公开主体 公开目录 责任部门 公文种类 服务对象 回复 手机看 手机版 "
        "手机 放大 缩小 默认 "
        "繁体 简体 点击这里 点击进入 点击查看 点击下载 查看评论 查看原文 阅读原文 查看更多 查看全部 浏览更多 "
        "浏览器 时间轴"
    ),
}
_EXTRA = {"time": (both("(?:发布|发表|刊发)于"),)}

_KINDS: tuple[Field, ...] = ("other", "updated", "source", "author", "time", "views")


def _pattern() -> re.Pattern[str]:
    """All labels, the longest of a first character first; each of its forms is a branch that `re` skips to quickly."""
    every: list[tuple[int, str]] = []
    for word in (word for words in _WORDS.values() for word in words.split()):
        rest = "".join(r"\s*" + both(c) for c in word[1:])
        every.extend((len(word), first + rest) for first in _FIRST.get(word[0], word[0]))
    every += [(3, first + pattern) for first in "发發刊" for pattern in (both("(?:布|表|发)于"),)]
    by_first: dict[str, list[str]] = {}
    for _, pattern in sorted(every, key=lambda pair: -pair[0]):
        by_first.setdefault(pattern[0], []).append(pattern[1:])
    return re.compile("|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in by_first.items()))


_ANY = _pattern()
_KIND_OF: list[tuple[Field, re.Pattern[str]]] = [
    (kind, re.compile("|".join((_any(_WORDS[kind]), *_EXTRA.get(kind, ()))))) for kind in _KINDS
]
_AFTER = re.compile(r"\s*[:：︰﹕∶]\s*")
_PREFIX = re.compile(both("(?:本文|信息|文章|新闻|稿件|内容|最后|已被|被|总|累计|今日|日|本站|网站|已)$"))


@dataclass(frozen=True, slots=True)
class Label:
    """One label in a line of text."""

    field: Field
    start: int
    end: int
    """Where the value may begin: after the colon, if there is one."""
    colon: bool
    word: str


def labels_in(text: str) -> list[Label]:
    """Every label of a line, in order. A word counts where a colon follows, or where it begins a piece of the line."""
    found: list[Label] = []
    if text.isascii() and ":" not in text:
        return found
    last = 0
    for match in _ANY.finditer(text):
        start, end = match.span()
        if start < last:
            continue
        word = "".join(match.group().split())
        after = _AFTER.match(text, end)
        colon = after is not None
        kind = _kind(word)
        if not colon and not _stands_alone(text, start, end, kind):
            continue
        found.append(Label(kind, start, after.end() if after else end, colon, word))
        last = end
    return found


@lru_cache(2048)
def _kind(word: str) -> Field:
    for kind, pattern in _KIND_OF:
        if pattern.fullmatch(word):
            return kind
    return "other"


_BREAK_BEFORE = re.compile(r"(?:^|[\s|｜/／,，;；【\[（(\])）】:：>·•\d次])$")
_NUMBER_AFTER = re.compile(r"\s*[\[（(【]?\s*[\d０-９]")
_PIECE_BEHIND = re.compile(r"\s*([^\s|｜，。！？；：,!?;“”]*)([，。！？；：,!?;“”]?)")
"""What a label without a colon may name: a piece of the line that is no sentence, as 记者主动上前询问 is one."""
_LONGEST_BEHIND = {"source": 14, "author": 14}
_PIECE_AFTER = re.compile(r"\s*[\d０-９（(【\[|｜\])）】]|\s*$|\s")


def _stands_alone(text: str, start: int, end: int, kind: Field) -> bool:
    begins = start == 0 or _BREAK_BEFORE.search(text, max(0, start - 1), start) is not None
    if kind == "views":
        return _NUMBER_AFTER.match(text, end) is not None or (begins and _PIECE_AFTER.match(text, end) is not None)
    if kind in ("time", "updated"):
        return _NUMBER_AFTER.match(text, end) is not None
    if kind == "other":
        return begins or text[end : end + 1] in ("", " ", "\t", "】", "]")
    if not begins:
        return False
    behind = _PIECE_BEHIND.match(text, end)
    return behind is None or (len(behind[1]) <= _LONGEST_BEHIND[kind] and not behind[2])
