"""Writes `variants.tsv`: which Chinese characters count as the same one when texts are compared or searched.

Run as `python -m archiver.text.variants UCD`, where UCD is a folder with `Unihan_Variants.txt` (from Unihan.zip) and
`EquivalentUnifiedIdeograph.txt` of the Unicode Character Database. Needs the development dependency OpenCC.

Sources and licences:

- OpenCC, Apache-2.0: traditional to simplified, and the Taiwan, Hong Kong and Japanese forms, one character at a time;
- Unicode Character Database, Unicode-3.0 (Copyright Unicode, Inc., https://www.unicode.org/license.txt):
  kSimplifiedVariant, kZVariant, kSemanticVariant, Equivalent_Unified_Ideograph;
- `_CLASSES` below: characters that no table of single characters joins, though conversions mix them up.

A character of GB 2312 stands for itself unless a hand class says otherwise: it is what simplified pages are made of.
"""

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_CLASSES = (
    "干乾幹榦 着著 了瞭 里裏裡 后後 幺么麼麽 复復複覆 象像 仿彷 背揹 苏稣穌 账帐 熔鎔镕 夫伕 熏薰 借藉 你妳 它牠 "
    "回廻迴 台枱檯 〇○◯ 于於 征徵徴 烟菸 伙夥 折摺 挨捱 曲麴麹 余馀餘 炼链鍊 宁甯 咤吒 苔薹 钟锺 坐座 枪鎗 托讬託 穗繐 "
    "戚鏚 夹袷 巨钜 檗蘗 澄澂 锄耡 筱篠 矩榘 咨谘諮 斫斲 径迳 只祇 旋镟 线缐 碱硷 沈渖 恶噁 青靑 清淸 慎愼 瓶甁 概槪 "
    "绪緖 颖頴颕 晃晄 翻飜 鲇鮎 糖醣 拼拚 "
)
"""Hand-made classes: the first of each stands for all of it."""

_HAN = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)


def in_gb2312(character: str) -> bool:
    """Whether the character set of simplified Chinese (GB 2312-80) has it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def opencc_standards() -> dict[str, str]:
    """Each character that OpenCC simplifies or sees as a regional form, to what it writes instead."""
    from opencc import OpenCC

    simplify = OpenCC("t2s")
    regions = [OpenCC(name) for name in ("tw2t", "hk2t", "jp2t")]
    standards: dict[str, str] = {}
    for character in _han():
        for form in (character, *(region.convert(character) for region in regions)):
            simplified = simplify.convert(form)
            if simplified != character and len(simplified) == 1:
                standards[character] = simplified
                break
    return standards


def unihan_standards(folder: Path) -> dict[str, list[str]]:
    """Each character to its simplified, z- and semantic variants and its equal ideograph, in that order."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (folder / "Unihan_Variants.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("U+"):
            code, field, values = line.split("\t")
            characters = [_character(value.split("<")[0]) for value in values.split()]
            found.setdefault(_character(code), {})[field] = characters
    standards = {
        character: [
            variant
            for field in ("kSimplifiedVariant", "kZVariant", "kSemanticVariant")
            for variant in fields.get(field, [])
            if variant != character
        ]
        for character, fields in found.items()
    }
    for line in (folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        codes, _, ideograph = line.split("#")[0].partition(";")
        if ideograph:
            first, _, last = codes.strip().partition("..")
            for place in range(int(first, 16), int(last or first, 16) + 1):
                standards.setdefault(chr(place), []).append(chr(int(ideograph, 16)))
    return {character: variants for character, variants in standards.items() if variants}


def join(hand: Sequence[str], opencc: Mapping[str, str], unihan: Mapping[str, list[str]]) -> dict[str, str]:
    """One table, variant to standard, in which no standard is itself a variant."""
    standards = {variant: group[0] for group in hand for variant in group[1:]}
    firsts = {group[0] for group in hand}

    def standard(character: str) -> str:
        seen = [character]
        while seen[-1] in standards:
            seen.append(standards[seen[-1]])
            if seen.count(seen[-1]) > 1:
                raise ValueError(f"The variants {' '.join(seen)} lead back to themselves.")
        return seen[-1]

    def free(character: str) -> bool:
        return character not in standards and character not in firsts and not in_gb2312(character)

    for character in sorted(opencc):
        if free(character) and standard(opencc[character]) != character:
            standards[character] = opencc[character]
    for character in sorted(unihan):
        if free(character):
            targets = dict.fromkeys(standard(variant) for variant in unihan[character])
            common = [target for target in targets if in_gb2312(target)]
            # Several common characters: the sources do not say which one is meant, so none is.
            if len(common) == 1:
                standards[character] = common[0]
    return {variant: standard(variant) for variant in sorted(standards)}


def _han() -> Iterator[str]:
    for first, last in _HAN:
        for code in range(first, last + 1):
            if unicodedata.category(chr(code)) != "Cn":
                yield chr(code)


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


def main(folder: Path) -> None:
    table = join(_CLASSES.split(), opencc_standards(), unihan_standards(folder))
    header = (
        "# Variant, tab, the character that stands for it. Made by `python -m archiver.text.variants`; do not edit.\n"
        "# From OpenCC (Apache-2.0) and the Unicode Character Database (Unicode-3.0, Copyright Unicode, Inc.).\n"
    )
    lines = "".join(f"{variant}\t{standard}\n" for variant, standard in table.items())
    Path(__file__).with_suffix(".tsv").write_text(header + lines, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
