import pytest

from archiver.text.variants import in_gb2312, join


def test_all_forms_lead_to_one_standard() -> None:
    table = join(["后後"], {"爲": "為", "為": "为"}, {"靑": ["青"], "羣": ["群", "宭"]})
    assert table == {"後": "后", "爲": "为", "為": "为", "靑": "青", "羣": "群"}


def test_a_simplified_character_only_moves_by_hand() -> None:
    assert join(["干乾"], {"乾": "乾", "芸": "艺"}, {"芸": ["艺"]}) == {"乾": "干"}


def test_an_undecided_variant_stays() -> None:
    assert join([], {}, {"弌": ["一", "壹"]}) == {}


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="back to themselves"):
        join(["甲乙", "乙甲"], {"畫": "甲"}, {})


def test_the_simplified_set() -> None:
    assert in_gb2312("计")
    assert not in_gb2312("計")
