import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.text.tokens import BREAK, LONGEST_WORD, index_text, tokens


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("计生协", "计生 生协 协"),
        ("2016年", "2016 年 年"),
        ("在2016年底", "在 2016 年 年底 底"),
        ("计生，协会", "计生 生 ¶ 协会 会"),
        ("计生 协会", "计生 生 协 协会 会"),
        ("计生， \t协会", "计生 生 ¶ 协会 会"),
        ("计生， 。协会", "计生 生 ¶ 协会 会"),
        (" 计生 ", "计生 生"),
        ("第3次_疫情 covid", "第 3 次 次 ¶ 疫情 情 covid"),
        ("计生\n协会", "计生 生 ¶ 协会 会"),
        ("covid-19", "covid ¶ 19"),
        ("stock co ltd", "stock co ltd"),
        ("二〇一七", "二〇 〇一 一七 七"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("カラオケ店", "カラ ラオ オケ ケ店 店"),
        ("", ""),
    ],
)
def test_tokens_of(folded: str, expected: str) -> None:
    assert index_text(folded).split() == expected.split()


def test_a_token_knows_its_place() -> None:
    assert [(token.word, token.start, token.end, token.lone) for token in tokens("a计生")] == [
        ("a", 0, 1, False),
        ("计", 1, 2, True),
        ("计生", 1, 3, False),
        ("生", 2, 3, True),
    ]


def test_endless_words_are_cut() -> None:
    assert index_text("x" * 5000).split() == ["x" * LONGEST_WORD]


@given(st.text(alphabet="计生协2a，。 \t\n¶_\u0301\ue000\ue001𠮷", max_size=40))
def test_both_ways_give_the_same_words(folded: str) -> None:
    words = [token.word for token in tokens(folded)]
    assert words == index_text(folded).split()
    assert all(word == BREAK or BREAK not in word for word in words)
