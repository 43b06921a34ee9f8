"""The languages of the pages: Chinese in either script, and English.

The words stand in Chinese where they are used; `words.tsv` holds the English ones beside them, and the traditional ones
are made from the simplified.
"""

import re
from functools import cache
from importlib import resources
from typing import Literal

from archiver.web.script import written

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: dict[Language, str] = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}


@cache
def english() -> dict[str, str]:
    """The English of every Chinese word of the pages."""
    text = (resources.files("archiver.web") / "words.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: line[1] for line in lines}


@cache
def phrase(chinese: str, language: Language) -> str:
    """A word of the pages in a language; KeyError for one that has no English."""
    translated = english()[chinese]
    return translated if language == "en" else written(chinese, "hant") if language == "zh-Hant" else chinese


def language_of(name: str | None) -> Language | None:
    """The language of this name; None for any other."""
    return name if name in LANGUAGES else None


def accepted(header: str) -> Language:
    """The language that a browser asks for (Accept-Language); simplified Chinese where it names none of ours."""
    asked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, rest = part.strip().lower().partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", rest)
        asked.append((-float(weight[1]) if weight else -1.0, place, tag))
    for _, _, tag in sorted(asked):
        if tag.startswith("zh"):
            return "zh-Hant" if re.search(r"hant|tw|hk|mo", tag) else "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return "zh-Hans"
