"""The parts of a page that every demo portal writes alike: templates, bodies, links."""

import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from archiver.demo.articles import FILE_LINK, PICTURE, DemoArticle, cells, plain

_QUOTES = re.compile(r"[“”]")


def fill(name: str, values: Mapping[str, str]) -> str:
    """The template `name.html` of this package with its `$words` replaced by markup; KeyError if one is missing."""
    return Template(files(__package__).joinpath(f"{name}.html").read_text("utf-8")).substitute(values)


def link(address: str, text: str, title: str | None = None) -> str:
    """A link; `title` is the whole text where the shown one is cut."""
    attribute = f' title="{escape(title)}"' if title is not None else ""
    return f'<a href="{escape(address)}"{attribute}>{escape(text)}</a>'


def body_markup(article: DemoArticle) -> str:
    """The article's body as HTML; the files stand where `upload_path` says."""
    parts: list[str] = []
    for is_table, group in groupby(article.lines, lambda line: line.startswith("|")):
        lines = list(group)
        parts += [_table(lines)] if is_table else [_paragraph(line, article) for line in lines]
    return "\n".join(parts)


def upload_path(article: DemoArticle, name: str) -> str:
    """Where the portal keeps a file of this article: the day's folder, and a name that says nothing."""
    stem, _, extension = name.rpartition(".")
    code = "".join(f"{ord(character):x}" for character in stem)[-12:]
    return f"/d/file/{article.published:%Y-%m-%d}/{article.id}{code}.{extension}"


def picture_name(article: DemoArticle) -> str:
    """The name under which `upload_path` finds the article's picture."""
    return f"pic{article.id}.png"


def cut_lead(article: DemoArticle, length: int = 72) -> str:
    """The body's beginning as portals repeat it above the body: quotation marks lost, cut without a sign."""
    return _QUOTES.sub("", plain(article.lines[0]))[:length]


def summary(article: DemoArticle, length: int = 110) -> str:
    """The body's beginning across paragraphs, as a CMS cuts it for a list."""
    return article.body.replace("\n", "")[:length]


def _paragraph(line: str, article: DemoArticle) -> str:
    if PICTURE.fullmatch(line):
        address = upload_path(article, picture_name(article))
        return f'<p class="pic"><img src="{address}" alt="" /></p>\n<p class="pic">{escape(plain(line))}</p>'
    text = FILE_LINK.sub(
        lambda match: link(upload_path(article, match["name"]), match["name"]), escape(line, quote=False)
    )
    return f"<p>{text}</p>"


def _table(lines: list[str]) -> str:
    rows = [
        "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells(line)) + "</tr>"
        for line, tag in zip(lines, ["th", *["td"] * (len(lines) - 1)], strict=True)
    ]
    return "<table>\n" + "\n".join(rows) + "\n</table>"
