import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.text.characters import FoldTable
from archiver.text.rows import Exchange, Finder, Pairs

ODD = "計Ａ…㎡①\u200b\ufe0f\u00ad豈\ufb01İß\x00\uffff\ud800\udc00𠮷😀，。"
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters()), max_size=60)


@pytest.fixture(scope="module")
def exchange() -> Exchange:
    return Exchange(FoldTable())


@given(TEXTS)
def test_every_text_is_exchanged_as_python_does_it(exchange: Exchange, text: str) -> None:
    assert exchange(text) == text.translate(FoldTable())
    assert exchange(text) == exchange(exchange(text))


def test_every_character_of_the_basic_plane_is_exchanged(exchange: Exchange) -> None:
    every = "".join(chr(code) for code in range(0xFFFF) if not 0xD800 <= code < 0xE000)
    assert exchange(every) == every.translate(FoldTable())


def test_pairs() -> None:
    pairs = Pairs("|", "+", "会")
    assert pairs("计生|协+会员", ends=False) == "计生 生  协  +会 会员 员  "
    assert pairs("计生会|员", ends=False) == "计生 生会 员  "
    assert pairs("计生会|会", ends=False) == "计生 生会 会  会  "
    assert pairs("计生会|会", ends=True) == "计生 生会 会  会  "
    assert pairs("𠮷野会", ends=False) == "𠮷野 野会 "


@given(st.text(alphabet="计生协会的了𠮷a，", max_size=30))
def test_the_signs_of_a_text_in_their_order(text: str) -> None:
    assert Finder("的了会计")(text) == " ".join(sign for sign in "的了会计" if sign in text)
