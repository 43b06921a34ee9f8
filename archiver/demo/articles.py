"""What the demo portals publish, read from the text files beside this module.

One file holds one channel (`city.txt`: one portal). An article is a line `== ID`, then `name: value` lines up to the
first empty line, then the body, one line a block:

- a line of text is a paragraph;
- neighbouring lines `| a | b |` are the rows of a table, the first row its heading;
- `[图：caption]` is a picture with its caption;
- `[name.pdf]` inside a paragraph is a link to that attachment.

`marks:` lists what is peculiar about the page: `lead` (a cut copy of the first paragraph stands above the body),
`wrong-label` (the page's charset label is wrong), `no-counter` (the page shows no views).
An article with `reprints: TITLE` has the body of the county's article of that title. Lines that begin with `#` before
the first article are remarks.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Channel(NamedTuple):
    """A channel of a demo portal: its number in the CMS, its folder, its name."""

    id: int
    folder: str
    name: str


COUNTY_CHANNELS = {
    "notices": Channel(1, "tzgg", "通知公告"),
    "news": Channel(2, "gzdt", "工作动态"),
    "experience": Channel(3, "jyjl", "经验交流"),
    "knowledge": Channel(4, "zczs", "政策知识"),
}
CITY_CHANNELS = (Channel(1, "xqdt", "县区动态"), Channel(2, "tzgg", "通知公告"))

_CELL = re.compile(r"\s*\|\s*")
PICTURE = re.compile(r"\[图：(?P<caption>[^\]]+)\]")
FILE_LINK = re.compile(r"\[(?P<name>[^\]：]+\.[a-z]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """One article as its portal holds it."""

    id: int
    channel: Channel
    title: str
    published: datetime
    """Naive local time of the portal, to the second or minute."""
    source: str | None
    author: str | None
    views: int
    """Views before the demo was started."""
    lines: tuple[str, ...]
    """The body, one block a line, in the form described above."""
    marks: frozenset[str] = frozenset()
    attachment: str | None = None
    """Name of the attachment that really exists; a link to any other one is dead."""

    @property
    def body(self) -> str:
        """The body as a person reads it: a paragraph, caption or table row a line, cells parted by one space."""
        return "\n".join(plain(line) for line in self.lines)


def plain(line: str) -> str:
    """The text of one body line, without the signs that make it a picture, a link or a table row."""
    if line.startswith("|"):
        return " ".join(cells(line))
    return FILE_LINK.sub(r"\g<name>", PICTURE.sub(r"\g<caption>", line))


def cells(row: str) -> list[str]:
    """The cells of a table line `| a | b |`."""
    return _CELL.split(row.strip().strip("|").strip())


def cut(text: str, length: int, sign: str = "...") -> str:
    """The text if it has no more than `length` characters, else its beginning and the sign of a cut."""
    return text if len(text) <= length else text[:length] + sign


def read_blocks(text: str) -> list[tuple[int, dict[str, str], tuple[str, ...]]]:
    """The (id, fields, body lines) of every article in a text of the form described above; ValueError otherwise."""
    blocks = []
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n\n")
        number, *lines = head.strip().split("\n")
        fields = dict(line.split(":", 1) for line in lines)
        blocks.append((int(number), {name: value.strip() for name, value in fields.items()}, tuple(body.split("\n"))))
    return [(number, fields, tuple(line for line in lines if line)) for number, fields, lines in blocks]


@cache
def county_articles() -> tuple[DemoArticle, ...]:
    """The county association's articles, the oldest first."""
    articles = [
        _article(number, channel, fields, lines)
        for name, channel in COUNTY_CHANNELS.items()
        for number, fields, lines in read_blocks(_text(name))
    ]
    return tuple(sorted(articles, key=lambda article: article.id))


@cache
def city_articles() -> tuple[DemoArticle, ...]:
    """The city association's articles, the oldest first; its reprint has the body of the county's article."""
    channels = {channel.name: channel for channel in CITY_CHANNELS}
    return tuple(
        _article(number, channels[fields["channel"]], fields, lines or county_article(fields["reprints"]).lines)
        for number, fields, lines in read_blocks(_text("city"))
    )


def county_article(title: str) -> DemoArticle:
    """The county's article of this title; KeyError where there is none."""
    return {article.title: article for article in county_articles()}[title]


def _article(number: int, channel: Channel, fields: dict[str, str], lines: tuple[str, ...]) -> DemoArticle:
    return DemoArticle(
        id=number,
        channel=channel,
        title=fields["title"],
        published=datetime.fromisoformat(fields["published"]),
        source=fields["source"] or None,
        author=fields["author"] or None,
        views=int(fields["views"]),
        lines=lines,
        marks=frozenset(fields.get("marks", "").replace(",", " ").split()),
        attachment=fields.get("attachment"),
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.txt").read_text("utf-8")
