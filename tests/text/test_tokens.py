import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.text.tokens import BREAK, LONGEST_WORD, index_text, tokens


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("计生镇", "计生 生镇 镇"),
        ("计生协会", "计生 生协 协会"),
        ("会", "会"),
        ("2016年", "2016 =年"),
        ("2016县", "2016 =县"),
        ("2016镇，", "2016 =镇 镇"),
        ("在2016年底", "在 2016 =年 年底 底"),
        ("计生，协会", "计生 协会"),
        ("乡镇，协会", "乡镇 镇 协会"),
        ("协会，会员", "协会 会 会员"),
        ("2016会，会员", "2016 =会 会 会员"),
        ("计生 协会", "计生 生 =协 协会"),
        ("计生， \t协会", "计生 协会"),
        ("计生， 。协会", "计生 协会"),
        (" 计生 ", "计生"),
        ("第3次_疫情 covid", "第 3 =次 疫情 情 covid"),
        ("计生\n协会", "计生 协会"),
        ("计生，2016", "计生 生 ¶ 2016"),
        ("，2016。", "2016"),
        ("covid-19", "covid ¶ 19"),
        ("stock co ltd", "stock co ltd"),
        ("二〇一七", "二〇 〇一 一七 七"),
        ("𠮷野家", "𠮷野 野家"),
        ("カラオケ店", "カラ ラオ オケ ケ店"),
        ("", ""),
    ],
)
def test_tokens_of(folded: str, expected: str) -> None:
    assert index_text(folded).split() == expected.split()


def test_in_a_short_field_every_last_character_stands() -> None:
    assert index_text("计生，协会", ends=True).split() == ["计生", "生", "协会", "会"]


def test_a_token_knows_its_place() -> None:
    assert [(token.word, token.start, token.end, token.kind) for token in tokens("a计镇。")] == [
        ("a", 0, 1, "word"),
        ("计", 1, 2, "lead"),
        ("计镇", 1, 3, "pair"),
        ("镇", 2, 3, "last"),
        (BREAK, 3, 4, "pause"),
    ]


def test_endless_words_are_cut() -> None:
    assert index_text("x" * 5000).split() == ["x" * LONGEST_WORD]


@settings(deadline=None)  # the first long text loads NumPy
@given(
    st.text(alphabet="计生镇2a，。 \t\n¶_=\u0301\ue000\ue001\ue002𠮷", max_size=40),
    st.sampled_from([1, 9]),
    st.booleans(),
)
def test_both_ways_give_the_same_words(folded: str, times: int, ends: bool) -> None:
    """Long texts are taken otherwise than short ones."""
    folded *= times
    words = [token.term for token in tokens(folded, ends) if token.kind != "pause"]
    assert words == index_text(folded, ends).split()
    assert all(word == BREAK or BREAK not in word for word in words)
