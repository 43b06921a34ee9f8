import pytest

from archiver.text.numbers import parse_count, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,060", 7060),
        ("１２３", 123),
        ("三百二十一", 321),
        ("十一", 11),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("一百零五", 105),
        ("兩千零六", 2006),
        ("三十一万二千", 312_000),
        ("二〇一七", 2017),
        ("二○一七", 2017),
        ("1,23", None),
        ("十十", None),
        ("三人", None),
        ("", None),
    ],
)
def test_number(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("227", 227),
        ("7,060次", 7060),
        ("７，０６０ 人次", 7060),
        ("[ 30 ]", 30),
        ("(768)", 768),
        ("1.2万", 12_000),
        ("1.25萬+", 12_500),
        ("三百次", 300),
        ("0", 0),
        ("-", None),
        ("次", None),
        ("(", None),
        ("", None),
        ("12.34", None),
        ("浏览 30", None),
    ],
)
def test_count(text: str, count: int | None) -> None:
    assert parse_count(text) == count
