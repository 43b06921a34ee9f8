"""The names a page gives itself in `<title>` and its title metas, as support for a printed title."""

import re
from collections.abc import Mapping
from itertools import pairwise

_PUNCTUATION = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(r"\s*(?:_|\s[-–—|｜]\s|--|—|-|\||｜|–|/|::|»|>)\s*")
_TITLE_METAS = ("articletitle", "og:title", "dc.title", "headline")
_TELLING = 6
"""So many letters and digits do not stand in a name by chance."""


def bare(text: str) -> str:
    """A text with everything but letters and digits dropped, for comparing titles."""
    return (text if text.isalnum() else _PUNCTUATION.sub("", text)).lower()


_GREETING = re.compile(r"^(?:欢迎(?:光临|访问|您)?|歡迎光臨|首\s*[页頁]|主页)+|(?:官方网站|官网|首\s*[页頁]|门户网站)$")


def site_name(title_tag: str | None, meta: Mapping[str, str]) -> str | None:
    """What a home page calls its site: the publishing meta `SiteName`, else the longest part of `<title>`."""
    declared = meta.get("sitename", "").strip()
    parts = [_GREETING.sub("", piece.strip()).strip() for piece in _SEPARATOR.split(title_tag or "")]
    name = declared or max(parts, key=len, default="")
    return name if 2 <= len(name) <= 40 else None


class Names:
    """The names that `<title>` and the title metas give the page."""

    def __init__(self, title_tag: str | None, meta: Mapping[str, str]) -> None:
        tag = title_tag or ""
        raw = " ".join((tag, *(meta.get(name, "") for name in _TITLE_METAS)))
        self.pairs = frozenset(map("".join, pairwise(raw)))
        """Two characters that stand beside each other in any of the names."""
        self.whole = bare(tag)
        self.parts = [part for part in (bare(piece) for piece in _SEPARATOR.split(tag)) if part]
        self.metas = [bare(meta[name]) for name in _TITLE_METAS if name in meta]

    def support(self, text: str) -> float:
        """How far the names agree with a printed text: 4 the same, 3 contained, 0 not at all."""
        pairs = self.pairs
        if text[:2] not in pairs and text[-2:] not in pairs and text[2:4] not in pairs and len(text) > 3:
            return 0.0
        wanted = bare(text)
        if len(wanted) < 2:
            return 0.0
        if wanted in self.metas or (wanted == self.whole) or (self.whole.startswith(wanted) and len(wanted) >= 6):
            return 4.0
        if self.parts and wanted == self.parts[0] and len(wanted) >= 4:
            return 3.5
        if len(wanted) >= 6 and wanted in self.whole:
            return 3.0
        if len(wanted) >= 8 and self.parts and len(self.parts[0]) >= 6 and wanted.startswith(self.parts[0]):
            return 3.0 if len(self.parts[0]) >= 0.5 * len(wanted) else 1.5
        return 0.0

    def hold(self, text: str) -> bool:
        """Whether one of the names holds the whole of a printed text."""
        wanted = bare(text)
        return len(wanted) >= _TELLING and (wanted in self.whole or wanted in self.metas)
