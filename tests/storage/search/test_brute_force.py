"""Two thousand pieces of five thousand mixed articles: the hits are the articles that hold them, in both databases."""

import random
import re
from datetime import UTC, datetime

import pytest
from opencc import OpenCC
from sqlalchemy import insert

from archiver.text.fold import fold
from storage.archive import Archive
from storage.runs import PortalFacts, note_portal
from storage.search.find import search
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.tables import Article, Membership, Page, Revision, Work

ARTICLES = 5000
QUERIES = 2000
NOW = datetime(2019, 5, 6, tzinfo=UTC)
WORDS = [
    *(
        "县计生协",
        "志愿者",
        "走访",
        "慰问",
        "困难家庭",
        "健康讲座",
        "优生优育",
        "群众自治",
        "会员之家",
        "培训班",
        "发放",
    ),
    *(
        "宣传",
        "活动",
        "后续服务",
        "关怀",
        "儿童",
        "理事会",
        "总结",
        "部署",
        "任务",
        "台账",
        "系统",
        "干部",
        "里",
        "只",
        "钟",
    ),
]
SIGNS = ["，", "。", "、", "\n", "（一）", "2016年", "“", "”", "GDP", "：", "12个", "covid", "第3次", "㎡", "℃"]
READINGS = {"計": "jì", "會": "huì", "後": "hòu", "發": "fā", "務": "wù", "關": "guān", "幹": "gàn", "動": "dòng"}
TRADITIONAL = OpenCC("s2t")


def mixed(chance: random.Random, number: int) -> str:
    words = [chance.choice(WORDS if chance.random() < 0.75 else SIGNS) for _ in range(chance.randint(10, 60))]
    text = "".join(words) + "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(2)) + "。"
    if number % 3 == 1:
        return TRADITIONAL.convert(text)
    if number % 20 == 2:
        text = TRADITIONAL.convert(text)
        return "".join(f"{sign}({READINGS[sign]})" if sign in READINGS else sign for sign in text)
    return text


@pytest.fixture
def filled(any_archive: Archive) -> tuple[Archive, list[str]]:
    """The archive, written past the intake, and the folded text of each article in order of id."""
    chance = random.Random(20160101)
    portal = note_portal(any_archive, PortalFacts(name="songxi", site="http://songxi.example.cn/"))
    texts = [mixed(chance, number) for number in range(ARTICLES)]
    titles = [text[:12].replace("\n", "") for text in texts]
    seen = {"first_seen": NOW, "last_seen": NOW}
    fixed = {"precision": None, "breadcrumb": [], "evidence": {}, "reader_version": 1}
    with any_archive.writing() as session:
        for table, rows in {
            Page: lambda n: (
                seen
                | {"url": f"http://songxi.example.cn/{n}", "portal_id": portal, "kind": "article", "state": "fetched"}
                | {"depth": 1, "priority": 0, "attempts": 0}
            ),
            Work: lambda n: {"created_at": NOW},
            Article: lambda n: {"page_id": n, "portal_id": portal, "first_seen": NOW, "change": n, "revision_id": None},
            Revision: lambda n: (
                fixed
                | {"article_id": n, "number": 1}
                | {"title": titles[n - 1], "text": texts[n - 1], "seen_first": NOW, "seen_last": NOW}
            ),
            Membership: lambda n: {
                "work_id": n,
                "article_id": n,
                "relation": "first",
                "measures": {},
                "rule_version": 1,
                "decided_at": NOW,
            },
        }.items():
            session.execute(insert(table), [{"id": n} | rows(n) for n in range(1, ARTICLES + 1)])
        session.execute(Article.__table__.update().values(revision_id=Article.__table__.c.id))
    assert catch_up(any_archive) == ARTICLES
    return any_archive, [f"{fold(title)}\n{fold(text)}" for title, text in zip(titles, texts, strict=True)]


def test_the_hits_are_the_articles_that_hold_the_piece(filled: tuple[Archive, list[str]]) -> None:
    archive, folded = filled
    index = SearchIndex(archive.index)
    chance = random.Random(7)
    asked = borders = 0
    while asked < QUERIES:
        text = chance.choice(folded)
        length, start = chance.randint(1, 8), chance.randrange(len(text))
        piece = text[start : start + length]
        cut = re.match(r"[a-z0-9]{2}", text[max(0, start - 1) :]) or re.match(
            r"[a-z0-9]{2}", text[start + length - 1 :]
        )
        if not re.fullmatch(r"[a-z0-9一-龥]+", piece) or cut:
            continue
        asked += 1
        borders += bool(re.search(r"[a-z0-9][一-龥]|[一-龥][a-z0-9]", piece))
        whole = re.compile(rf"(?<![a-z0-9]){piece}" if piece[0].isascii() else piece)
        whole = re.compile(whole.pattern + "(?![a-z0-9])") if piece[-1].isascii() else whole
        expected = {number for number, one in enumerate(folded, 1) if piece in one and whole.search(one)}
        found = search(index, f'"{piece}"', sort="date", limit=ARTICLES)
        assert {hit.id for hit in found.hits} == expected, piece
        assert found.total == len(expected)
    assert borders > QUERIES / 20
