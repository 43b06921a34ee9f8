"""The breadcrumb of a page: the printed way from the home page to its column."""

import re
from dataclasses import dataclass
from functools import lru_cache

from spiders.reading.labels import both
from spiders.reading.lines import Line, Lines, pieces

LONGEST = 400
_LABEL = re.compile(
    r"^.{0,12}?(?:"
    + both(
        "(?:您|你)?(?:现在|当前|目前)?(?:所在|所处)?的?(?:当前|所在)?位置|当前(?:栏目|页面)|导航位置|现在位置|所在栏目"
    )
    + r")\s*(?:是|在)?\s*[:：︰>＞»】\]]+\s*"
)
_ARROW = re.compile(r"\s*(?:[>＞﹥〉]{1,3}|-{1,2}[>＞]|[»›→≫⟩▶►▸]{1,2}|&gt;{1,2}|::)\s*")
_WEAK = re.compile(r"\s*(?:[/／|｜·•\\_]|\s[-－—–]{1,2}\s|[-－—–]{1,2})\s*")
_HOME = re.compile(
    r"^[\[【]?(?:"
    + both("(?:网站|学校|官网|本站)?(?:首\\s*页|主\\s*页)|.{2,12}首页|[Hh]ome|HOME|主页")
    + r")[\]】]?(?=\s*[^\w]|$)"
)
_CLASS = re.compile(
    r"crumb|bread|dqwz|weizhi|position|location|curpos|cur_pos|(?:^|[\W_])(?:path|place|loc|addr|daohang|now|"
    r"site|wz|pos)(?:$|[\W_\d])|"
    r"navpath|nav_path|nav-path|sitepath|mbx|mianbao|dangqian|here|local",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\s>＞»›→/／|｜\\-]+|[\s>＞»›→/／|｜\\-]+$")
_SKIP = re.compile(both("^(?:订阅|RSS|登录|注册|搜索|收藏)"))
_LAST = frozenset(
    [
        "正文",
        "列表",
        "内容",
        "详情",
        "內容",
        "詳情",
        "查看",
        "浏览",
        "阅读全文",
        "详细内容",
        "正文内容",
        "文章内容",
        "文章正文",
        "文章详情",
        "浏览文章",
        "查看文章",
        "新闻正文",
        "新闻详情",
        "信息内容",
        "信息浏览",
        "详细信息",
        "内容页",
        "详情页",
        "正文页",
    ]
)
_TOOL = re.compile(r"\s+(?:" + both("返回(?:上页|上一页|列表|首页|上一级)?|关闭(?:窗口)?|打印|刷新") + r")$")
_ALONE = re.compile(r"^\s*(?:网站)?(?:首页|主页|首頁|主頁|[Hh]ome)\s*[>＞»/]?\s*$", re.MULTILINE)
"""The home page on a line of its own: the first item of a list, as breadcrumbs of today are marked up."""
_LISTED = re.compile(r"crumb|mbx|mianbao|weizhi|dqwz|position|location", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """A breadcrumb found on a page."""

    items: tuple[str, ...]
    first: Line
    last: int
    """Index of its last line."""
    labelled: bool

    @property
    def ends_in_article(self) -> bool:
        """Whether it says itself that the page is an article: 首页 > 工作动态 > 正文."""
        last = self.items[-1].strip("[]【】<>") if len(self.items) > 1 else ""
        return last in _LAST and last != "列表"


_ARROWS = frozenset(">＞﹥〉»›→≫⟩▶►▸:")
_WORDS = frozenset(">＞﹥〉»›→≫⟩▶►▸位目页頁主首Hh:")
"""What a breadcrumb without a link holds at least one of."""
_SIGN = re.compile(r"[>＞﹥〉»›→≫⟩▶►▸/／|｜·•_\\\-－—–位].*")
"""What every breadcrumb holds one of, with the rest of its line: it is found once a line."""


_MOST = 2_000
"""Lines that are looked at for a breadcrumb; it stands near the top."""


def trails(lines: Lines) -> list[Trail]:
    """Every line (or row of short lines) that reads as a breadcrumb, in page order, of the first that may be one."""
    found: list[Trail] = []
    skip = -1
    for line in map(lines.__getitem__, lines.matching(_SIGN, _ALONE)[:_MOST]):
        plain = line.plain
        if line.index <= skip or len(plain) > LONGEST or (len(plain) > 160 and "位置" not in plain[:24]):
            continue
        if not line.linked and _WORDS.isdisjoint(plain):
            continue
        trail = _labelled(line, lines) or _chain(line) or _listed(line, lines)
        if trail is not None:
            found.append(trail)
            skip = trail.last
    return found


def _labelled(line: Line, lines: Lines) -> Trail | None:
    plain = line.plain
    if "位置" not in plain and "栏目" not in plain and "欄目" not in plain and "页面" not in plain:
        return None
    label = _LABEL.match(plain)
    if label is None:
        return None
    rest = _after_label(line, plain, label.end())
    if rest.strip(" >＞»"):
        return Trail(_items(rest, line), line, line.index, True)
    last, pieces = line.index, []
    for follower in _row(line, lines):
        if len(follower.text) > 60 or follower.hidden:
            break
        pieces.append(follower.text)
        last = follower.index
    if not pieces:
        return None
    joined = " > ".join(pieces)
    return Trail(_items(joined, None), line, last, True)


def _after_label(line: Line, plain: str, end: int) -> str:
    if plain is line.text:
        return plain[end:]
    # A mirror's label holds readings: the value as printed begins after the same colon.
    colon = max(line.text.find(c, 0, 40) for c in ":：︰")
    return line.text[colon + 1 :] if colon >= 0 else plain[end:]


def _row(line: Line, lines: Lines) -> list[Line]:
    """The short lines that stand in the same row or box as a label of its own."""
    box = line.block
    for _ in range(4):
        _, last = lines.span(box)
        if last - line.index > 10:
            return []
        if last > line.index + 1:
            return lines[line.index + 1 : last]
        parent = box.getparent()
        if parent is None:
            return []
        box = parent
    return []


def _chain(line: Line) -> Trail | None:
    text = line.text
    if len(text) > 160 or line.hidden:
        return None
    arrow = None if _ARROWS.isdisjoint(text) else _ARROW.search(text)
    home = _HOME.match(line.plain)
    if arrow is None and home is None:
        if not line.linked:
            return None
        if _WEAK.search(text) is None or not _marked(line):
            return None
        weak = _WEAK.split(text)
        if len(weak) < 2 or any(len(item) > 30 for item in weak[:-1]):
            return None
        return Trail(_clean(weak), line, line.index, False)
    if arrow is not None:
        if not line.linked and home is None and not _marked(line):
            return None
        items = _items(text, line)
        if len(items) < 2 and not (home and text.rstrip().endswith((">", "»", "＞"))):
            return None
        if home is None and any(len(item) > 24 for item in items[:-1]):
            return None
        if home is None and not _marked(line) and line.linked < 0.3 * len(text):
            return None
        return Trail(items, line, line.index, False)
    rest = line.text[home.end() :] if home else ""
    if _WEAK.match(rest) is None or not rest.strip() or len(text) > 90:
        return None
    separators = len(_WEAK.findall(text))
    if separators > 5 or (not _marked(line) and "|" in text):
        return None
    return Trail(_clean(_WEAK.split(text)), line, line.index, False)


def _listed(line: Line, lines: Lines) -> Trail | None:
    """The items of a list that is named as a breadcrumb, from the home page on."""
    if _ALONE.match(line.plain) is None:
        return None
    box = line.block.getparent() if line.block.tag == "li" else line.block
    if box is None or not _LISTED.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
        return None
    _, last = lines.span(box)
    row = lines[line.index : last]
    if not 2 <= len(row) <= 12 or any(len(item.text) > 60 or item.hidden for item in row[:-1]):
        return None
    items = _clean([_EDGES.sub("", item.text) for item in row])
    return Trail(items, line, last - 1, False) if len(items) > 1 else None


def _marked(line: Line) -> bool:
    box = line.block
    for _ in range(2):
        classes, name = box.get("class"), box.get("id")
        if (classes or name) and _names_way(f"{classes or ''} {name or ''}"):
            return True
        parent = box.getparent()
        if parent is None:
            return False
        box = parent
    return False


@lru_cache(4096)
def _names_way(names: str) -> bool:
    """Whether a class or id calls its element the way to the page."""
    return _CLASS.search(names) is not None


def _items(text: str, line: Line | None) -> tuple[str, ...]:
    items = _ARROW.split(text)
    if len([item for item in items if item.strip()]) < 2:
        weak = _WEAK.split(text)
        if len(weak) > 1 and _HOME.match(weak[0].strip() or "-"):
            return _clean(weak)
    if line is not None and len(items) == 1 and len(line.links) > 1 and (glued := _glued(text, line)):
        return _clean(glued)
    if line is not None and items and " " in items[0].strip():
        words = [" ".join("".join(pieces(link)).split()) for link in line.links]
        if len(items) == 1:
            # Nothing but white space divides the links of this one.
            return _clean([word for word in words if word in text] or items)
        # Words before the first link of the chain stand beside the breadcrumb, not in it.
        inside = [word for word in words if word and items[0].strip().endswith(" " + word)]
        if inside:
            items[0] = inside[-1]
    return _clean(items)


def _glued(text: str, line: Line) -> list[str]:
    """The links of a breadcrumb that only pictures divide, with what stands behind them; empty where it is none."""
    items: list[str] = []
    rest = text.strip()
    for link in line.links[:12]:
        word = " ".join("".join(pieces(link)).split())
        if not word or not rest.startswith(word):
            continue
        items.append(word)
        rest = rest[len(word) :].strip()
    return [*items, rest] if len(items) > 1 and len(rest) <= 60 else []


def _clean(items: list[str]) -> tuple[str, ...]:
    kept = (_TOOL.sub("", item.strip(" \u3000|｜>＞»:：")) for item in items)
    return tuple(item[:120] for item in kept if item)[:12]


def channel_of(items: tuple[str, ...], title: str | None) -> str | None:
    """The column a page stands in: the last item that is neither the home page, a closing 正文, nor the title."""
    bare = "".join((title or "").split())
    for number in range(len(items) - 1, 0, -1):
        item = items[number].strip("[]【】<>")
        compact = "".join(item.split())
        if compact in _LAST or (bare and _same_start(compact, bare)):
            continue
        return item
    return None


def _same_start(item: str, title: str) -> bool:
    stem = item.rstrip(".…")
    return item == title or (len(stem) >= 6 and title.startswith(stem))
