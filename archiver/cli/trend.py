"""`archiver trend`: how the use of words changes over the years."""

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Literal

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, open_archive, print_json
from archiver.errors import NothingFound
from storage.search.question import question
from storage.search.trend import Trend, trends

_BAR = 30
"""Columns of the longest bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


def trend(
    words: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Each by itself a query as for search.")],
    by: Annotated[Literal["year", "month"], typer.Option(help="How long a period is.")] = "year",
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Show how many of the articles of each year use a word: the share, and the numbers it is made of.

    例：archiver trend 计划生育 生育关怀    archiver trend '二孩 OR 二胎' 三孩 --by month
    """
    with closing(open_archive(archive)) as opened:
        asked = [question(opened, word) for word in words]
        found = trends(asked[0][0], [node for _, node in asked], by)
    if as_json:
        for word, one in zip(words, found, strict=True):
            for period in one.periods:
                share = None if period.share is None else round(period.share, 6)
                counts = {"articles": period.articles, "of": period.of, "share": share}
                print_json({"word": word, "period": period.name, **counts})
    else:
        for line in chart(words, found):
            console.print(Text(line))
    if not any(one.articles for one in found):
        raise NothingFound(f"No article uses {' or '.join(words)}.")


def chart(words: Sequence[str], found: Sequence[Trend]) -> list[str]:
    """The trends as bars, a line a period, all on one scale."""
    highest = max((period.share or 0 for one in found for period in one.periods), default=0)
    lines: list[str] = []
    for word, one in zip(words, found, strict=True):
        undated = f", {one.undated} of them without a printed date" if one.undated else ""
        lines += ["", f"{word}  {one.articles} {'article' if one.articles == 1 else 'articles'}{undated}"]
        for period in one.periods:
            share = "      –" if period.share is None else f"{period.share:7.2%}"
            bar = _bar((period.share or 0) / highest if highest else 0)
            lines.append(f"  {period.name}  {bar:{_BAR}} {share}  {period.articles} of {period.of}")
    return lines[1:]


def _bar(part: float) -> str:
    eighths = round(part * _BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
