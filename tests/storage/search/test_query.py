import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import UsageError
from storage.search.query import parse
from storage.search.syntax import And, Exact, Not, Numbers, Or, Text, Value, sought_texts


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("计划生育", Text("计划生育")),
        ("計(jì)劃生育", Text("计划生育")),
        ("國(guo)(guo)家", Text("国家")),
        ("一 二", And((Text("一"), Text("二")))),
        ("一，二、三", And((Text("一"), Text("二"), Text("三")))),
        ("一 AND", And((Text("一"), Text("and")))),
        ("一 二 OR 三", Or((And((Text("一"), Text("二"))), Text("三")))),
        ("一 (二｜三)", And((Text("一"), Or((Text("二"), Text("三")))))),
        ("一 －二", And((Text("一"), Not(Text("二"))))),
        ("一 & 二 ……", And((Text("一"), Text("二")))),
        ("「一 二」", Text("一 二")),
        ("covid-19", Text("covid-19")),
        ("10:20", Text("10:20")),
        ("来源：本站", Text("来源:本站")),
        ("ORDER", Text("order")),
        ("Source:新华社", Value("source", "新华社", whole=False)),
        ('source:"新华社"', Value("source", "新华社", whole=True)),
        ("portal:north", Value("portal", "north", whole=True)),
        ("title：会议", Text("会议", "title")),
        ("from:2017", Numbers("day", 20170000, None)),
        ("to:2017-2", Numbers("day", None, 20170299)),
        ("to:2017/2/3", Numbers("day", None, 20170203)),
        ("views:<1,000", Numbers("views", None, 999)),
        ("views:>1.2万", Numbers("views", 12001, None)),
    ],
)
def test_tree(query: str, tree: object) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "nothing to look for.*character 1 of"),
        ("……", "nothing to look for"),
        ("计生 - 协会", "minus stands alone .character 4 of"),
        ("(计生", "never closed .character 1 of"),
        ("计生）", "closes nothing .character 3 of"),
        ("计生 ( )", "nothing in these brackets .character 4"),
        ("计生 OR", "OR stands between.*character 4"),
        ("OR 计生", "OR stands between.*character 1"),
        ("计生 “协会", "quotation mark is never closed .character 4 of the query: “协会"),
        ("计生 foo:x", "no foo: .character 4 of the query: foo:x.*title:.*quotes"),
        ("計(jì)生 foo:x", "character 8 of"),
        ("title:", "title: says nothing.*title:计生协"),
        ("title: 会议", "right behind the colon"),
        ('portal:""', "portal: says nothing"),
        ('title:"会议', "quotation mark is never closed .character 7"),
        ("title:——", "Nothing here can be looked for"),
        ("from:2017-13", "2017-13 is no year, month or day.*from:2017-01"),
        ("to:2017年2月30日", "no year, month or day"),
        ("from:17", "no year, month or day"),
        ("views:many", "needs a number, not many.*views:>1000"),
        ("is:lost", "is: knows no lost.*is:gone"),
        ("(" * 30 + "一" + ")" * 30, "flatter"),
        ("-" * 5000 + "一", "flatter"),
    ],
)
def test_a_wrong_query_is_told_where_and_what(query: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        parse(query)


def test_what_a_hit_is_found_by() -> None:
    assert sought_texts(parse("一 (二 OR title:三) -四 portal:五 一")) == ("一", "二", "三")


@given(st.text(alphabet='计生ab12 "()-|:，。：OR“”（jì）title:views:>', max_size=40))
@settings(deadline=None)
def test_any_text_is_understood_or_refused_in_words(query: str) -> None:
    try:
        parse(query)
    except UsageError as error:
        told = str(error)
    else:
        told = "character"
    assert "character" in told


def test_exact_keeps_what_was_typed() -> None:
    assert parse("exact:“計(jì)生，協”") == Exact("計(jì)生，協", "计生,协")
    assert parse("exact:ＧＤＰ") == Exact("ＧＤＰ", "gdp")


def test_two_hundred_wrong_queries_are_one_line_each() -> None:
    chance = random.Random(4)
    wrong = [
        '"',
        "(",
        ")",
        "-",
        "OR",
        "foo:x",
        "is:lost",
        "views:>",
        "from:13",
        "title:",
        "|",
        "( )",
        "exact:",
        "to:x-y",
    ]
    right = ["计生", "讲座", "[", "~2", "^", "*", "AND", "\\", "{!}", "+", "title:会议", "`", "'"]
    refused = 0
    while refused < 200:
        parts = chance.choices(wrong, k=chance.randint(1, 2)) + chance.choices(right, k=chance.randint(0, 3))
        chance.shuffle(parts)
        told = refusal(" ".join(parts))
        if told is not None:
            refused += 1
            assert "\n" not in told
            assert "character" in told
            assert not re.search(r"tantivy|regex|Query\(|Traceback|whole_|facet_", told)


def refusal(query: str) -> str | None:
    """What is said to a wrong query; None for one that is understood."""
    try:
        parse(query)
    except UsageError as error:
        return str(error)
    return None
