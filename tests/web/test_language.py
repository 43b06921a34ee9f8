import re
from pathlib import Path

import pytest

from archiver.web.language import accepted, english, phrase

WEB = Path(__file__).parents[2] / "archiver" / "web"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fr,en;q=0.8,zh;q=0.9", "zh-Hans"),
        ("de-DE,en-US;q=0.7", "en"),
        ("*;q=x,,;;", "zh-Hans"),
    ],
)
def test_a_page_speaks_as_the_browser_asks(header, language):
    assert accepted(header) == language


def test_every_word_of_the_templates_has_its_english():
    used = set()
    for template in (WEB / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        used |= {m[2] for m in re.finditer(r"""\bt\((["'])(.+?)\1""", text)}
        # Words that a table of the template gives for a value of the archive.
        used |= set(re.findall(r'": "([\u4e00-\u9fff]+)"', text))
    assert {word for word in used if word not in english()} == set()
    assert all(english().values())


def test_traditional_words_are_made_from_the_simplified():
    assert phrase("检索", "zh-Hant") == "檢索"
    assert phrase("检索", "en") == "Search"
    with pytest.raises(KeyError):
        phrase("没有收进来的词", "en")
