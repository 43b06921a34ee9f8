"""Numbers as Chinese pages print them: １２３, 7,060, 1.2万, 三百二十一, 二〇一七."""

import re
import unicodedata
from decimal import Decimal

DIGITS = {
    character: value
    for value, characters in enumerate(
        ("〇○◯零", "一壹弌", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SHORT_TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

NUMERAL = "".join((*DIGITS, *_TENS, *_SHORT_TENS, *_MYRIADS))
"""Every character a Chinese numeral is made of, as the inside of a regular expression's class."""

_MARKED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_COUNT = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*([万萬亿億千wk])?\s*\+?\s*(?:人次|次|views?)?", re.I
)
_SCALES = {"万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "k": 1000}


def parse_number(text: str) -> int | None:
    """A whole number in digits of any width (with or without thousands marks) or in Chinese numerals; else None.

    Chinese digits in a row are read place by place (二〇一七 → 2017), with ten and above by value (三百二十一 → 321).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _MARKED.fullmatch(plain):
        return int(plain.replace(",", ""))
    if not plain or any(character not in NUMERAL for character in plain):
        return None
    if all(character in DIGITS for character in plain):
        return int("".join(str(DIGITS[character]) for character in plain))
    return _value(plain)


def parse_count(text: str) -> int | None:
    """A printed count, bare or with its unit or brackets round it: `7,060次`, `(768)`, `[ 30 ]`, `1.2万`; else None.

    The whole text must be the count: what else stands there makes it None, as do an empty place and a dash.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("()[]【】").strip()
    if match := _COUNT.fullmatch(plain):
        scale = _SCALES[match[3].lower()] if match[3] else 1
        value = Decimal(match[1].replace(",", "") + (match[2] or "")) * scale
        return int(value) if value == int(value) else None
    return parse_number(re.sub(r"\s*(?:人次|次)$", "", plain))


def _value(numeral: str) -> int | None:
    """The value of a numeral built with tens, hundreds, thousands and myriads; None where it is not built well."""
    total = section = 0
    digit: int | None = None
    lowest = 10**4
    lowest_myriad = 10**16
    for character in numeral:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in _TENS:
            unit = _TENS[character]
            if unit >= lowest or (digit == 0 and unit != 10):
                return None
            section += (1 if digit is None or digit == 0 else digit) * unit
            lowest, digit = unit, None
        elif character in _SHORT_TENS:
            if digit or lowest <= 10:
                return None
            section += _SHORT_TENS[character]
            lowest, digit = 10, None
        else:
            myriad = _MYRIADS[character]
            section += digit or 0
            if myriad >= lowest_myriad or not section:
                return None
            total += section * myriad
            section, digit, lowest, lowest_myriad = 0, None, 10**4, myriad
    return total + section + (digit or 0)
