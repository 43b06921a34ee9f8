"""Everything that stands in a text is found, and nothing else, against a plain look through all texts."""

import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from opencc import OpenCC

from archiver.text.fold import fold
from storage.search.document import Document
from storage.search.find import search
from storage.search.index import SearchIndex
from storage.search.query import parse
from storage.search.snippet import highlight
from storage.search.syntax import sought_texts

SPACED = (
    "县计生协 志愿者 走访 慰问 困难家庭 健康讲座 优生优育 知识 群众自治 会员 之家 干部 培训班 村规民约 宣传 活动 日 "
    "开展 后续 服务 关怀 老人 儿童 里 面 发放 物品 于 年初 召开 理事会 总结 工作 部署 "
    "任务 基层 组织 建设 复查 台账 系统 只 了解 钟 松 "
)
WORDS = SPACED.split()
TRADITIONAL, TAIWANESE = OpenCC("s2t"), OpenCC("s2tw")
SIGNS = ["，", "。", "、", "\n", "(一)", "2016年", "“", "”", "GDP", " 3 ", "：", "12个"]
READINGS = {
    "計": "jì",
    "會": "huì",
    "後": "hòu",
    "發": "fā",
    "務": "wù",
    "關": "guān",
    "幹": "gàn",
    "臺": "tái",
    "開": "kāi",
}


def sentences(chance: random.Random, many: int) -> list[str]:
    return [
        "".join(chance.choice(WORDS if chance.random() < 0.8 else SIGNS) for _ in range(chance.randint(5, 40)))
        for _ in range(many)
    ]


def copy(text: str) -> str:
    """As a mirror prints it: traditional, with readings."""
    return "".join(f"{sign}({READINGS[sign]})" if sign in READINGS else sign for sign in TRADITIONAL.convert(text))


def naive(folded: dict[int, str], words: str) -> set[int]:
    return {id for id, text in folded.items() if fold(words) in text}


def found(index: SearchIndex, query: str) -> set[int]:
    results = search(index, query, limit=1000)
    assert results.total == len(results.hits)
    return {hit.id for hit in results.hits}


def test_every_piece_of_every_text(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    chance = random.Random(20160101)
    printed = [
        (one, copy(one), TAIWANESE.convert(one))[number % 3] for number, one in enumerate(sentences(chance, 150))
    ]
    documents = [make(number, text[:8].strip(), text) for number, text in enumerate(printed)]
    feed(documents)
    folded = {document.id: f"{fold(document.title)}\n{fold(document.body)}" for document in documents}
    queries = 0
    for _ in range(400):
        body = fold(chance.choice(documents).body)
        start = chance.randrange(len(body))
        words = body[start : start + chance.randint(1, 6)]
        if not re.fullmatch(r"[一-龥]+", words):
            continue
        queries += 1
        expected = naive(folded, words)
        assert expected
        for query in (words, TRADITIONAL.convert(words), copy(words), f'"{words}"'):
            assert found(index, query) == expected, query
    assert queries > 200


def test_phrases_over_numbers_and_punctuation(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    bodies = [
        "在2016年底召开会议",
        "在12016年底召开会议",
        "截至2016，年底召开会议",
        "2016 年度总结",
        "会议召开，部署任务",
        "会议召开部署任务",
        "新冠COVID-19疫情防控",
        "𠮷林省计生协",
        "二○一六年总结",
    ]
    feed(make(number, "", body) for number, body in enumerate(bodies))
    assert found(index, "2016年") == {0, 3}
    assert found(index, "2016年底") == {0}
    assert found(index, "2016") == {0, 2, 3}
    assert found(index, "在2016年") == {0}
    assert found(index, '"会议召开，部署"') == {4}
    assert found(index, "召开部署") == {5}
    assert found(index, "covid-19") == {6}
    assert found(index, "ＣＯＶＩＤ") == {6}
    assert found(index, "covid-19疫") == {6}
    assert found(index, "𠮷林") == found(index, "𠮷") == {7}
    assert found(index, "二〇一六年") == found(index, "〇") == {8}
    assert found(index, "016年") == set()
    assert found(index, '"开，部署"') == {4}
    assert found(index, '"会议召开，部"') == {4}
    assert found(index, '"开，"') == found(index, "开") == {0, 1, 2, 4, 5}
    assert found(index, '"署"') == found(index, "署。") == {4, 5}
    assert found(index, '"部署，"') == {4, 5}


def plain(text: str) -> str:
    """Words in angles, punctuation as a bar, spaces only where they say something: between runs, between words."""
    text = re.sub(r"\W*[^\w ]\W*", "|", text.strip(" ，。"))
    text = re.sub(r"[a-z0-9]+", r"<\g<0>>", text).replace(" ", "_")
    return re.sub(r"(?<=[一-龥])_+(?=<)|(?<=>)_+(?=[一-龥])", "", re.sub("_+", "_", text))


def test_phrases_of_every_make(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    """Common last characters (会, 生) and rare ones (镇), before words, spaces and punctuation, at either end."""
    chance = random.Random(20261128)
    pieces = [*"会生镇会生镇", "2016", "gdp", "，", "，", " ", "。 "]
    bodies = ["".join(chance.choices(pieces, k=chance.randint(1, 14))).strip() for _ in range(300)]
    feed(make(number, "", body) for number, body in enumerate(bodies))
    known = [plain(body) for body in bodies]
    asked = 0
    for _ in range(600):
        # Whole pieces, so that no word is cut.
        words = "".join(chance.choices(pieces, k=chance.randint(1, 6))).strip()
        if len(words.strip("，。 ")) < 1 or re.search(r"[a-z0-9]{5}", words):
            continue
        asked += 1
        expected = {number for number, text in enumerate(known) if plain(words) in text}
        assert found(index, f'"{words}"') == expected, words
    assert asked > 400


def test_what_is_found_can_be_marked(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    chance = random.Random(7)
    documents = [make(number, "", copy(text)) for number, text in enumerate(sentences(chance, 60))]
    feed(documents)
    for _ in range(150):
        body = chance.choice(documents).body
        start = chance.randrange(len(body))
        words = fold(body[start : start + chance.randint(1, 12)]).strip("() \n")
        if not re.fullmatch(r"[\w“”，。、：]*[一-龥]{2}[\w“”，。、：]*", words) or "“" in words or "”" in words:
            continue
        texts = sought_texts(parse(f'"{words}"'))
        for id in found(index, f'"{words}"'):
            assert any(marked for _, marked in highlight(documents[id].body, texts)), (words, documents[id].body)


def test_a_single_character_that_starts_thousands_of_pairs(tmp_path: Path, make: Callable[..., Document]) -> None:
    index = SearchIndex(tmp_path / "many")
    index.write((number, make(number, "", "县" + chr(0x4E00 + number))) for number in range(1, 3000))
    assert search(index, "县", limit=1).total == 2999
    assert search(index, "3县", limit=1).total == 0
    assert search(index, "title:县", limit=1).total == 0


def test_a_last_character_behind_a_number_begins_thousands_of_pairs(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    feed(make(number, "", "2016年" + chr(0x4E00 + number)) for number in range(1, 3000))
    assert search(index, "2016年", limit=1).total == 2999
    assert search(index, "2016 年", limit=1).total == 2999
    assert search(index, "16年", limit=1).total == 0


def test_the_title_counts_more(
    index: SearchIndex, make: Callable[..., Document], feed: Callable[[Iterable[Document]], None]
) -> None:
    known: dict[str, Any] = {"body": "会员活动日的讲座在县城举行" * 3}
    feed([make(1, "讲座", "培训班开班" * 8), make(2, "活动", **known), make(3, "培训班", "讲座")])
    assert [hit.id for hit in search(index, "title:讲座").hits] == [1]
    assert search(index, "讲座").hits[0].id == 1
