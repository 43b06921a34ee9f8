"""`archiver search`: find articles by the words people type, in either script."""

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Literal

import typer

from archiver.cli.console import ArchiveOption, JsonOption, console, open_archive, print_json
from archiver.cli.hits import hit_row, print_hits, stored_hits
from archiver.errors import NothingFound
from archiver.text.fold import fold_with_offsets
from archiver.text.pinyin import readable
from storage.archive import Archive
from storage.search.find import search as find
from storage.search.index import SearchIndex
from storage.search.question import question
from storage.search.snippet import highlight
from storage.search.suggest import Suggestion, suggestions
from storage.search.syntax import Text, sought_texts


def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, as you would type them.")],
    sort: Annotated[Literal["relevance", "date", "views"], typer.Option(help="What comes first.")] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many hits.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=1_000_000, help="Skip so many hits.")] = 0,
    facets: Annotated[
        bool, typer.Option("--facets", help="Also count by portal, province, channel, year, source, flags.")
    ] = False,
    all_printings: Annotated[
        bool, typer.Option("--all-printings", help="Show every reprint instead of one hit a work.")
    ] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Find articles. Simplified or traditional characters, full width, pinyin in brackets: all the same.

    \b
    例：archiver search 计划生育                  这几个字连在一起；計劃生育 同样找得到
    archiver search 计划生育 宣传                 两个词都有
    archiver search '"会员小组" -会议'            引号内连续出现；不含“会议”
    archiver search '留守儿童 OR 流动儿童'        有一个即可；也可写 留守儿童|流动儿童
    archiver search '(讲座 OR 培训) 青春健康'     括号分组
    archiver search 'title:总结 from:2017-01 to:2018'   标题里有；印出的日期
    archiver search 'portal:松溪县计生协 channel:通知'  某个门户的名称或代号；栏目的一部分
    archiver search 'province:福建 kind:计生协 source:新华社 author:李某'
    archiver search '生育关怀 views:>1000' --sort views 浏览次数；也可写 >=1000 <1万 500
    archiver search 'is:gone'                     已撤的；is:revised 改过的；is:reprinted 被转载的
    archiver search 'exact:"計劃生育"'            只要原样印成这样的

    A single character works too. Reprints are one hit with their printings counted.
    """
    words = " ".join(query)
    with closing(open_archive(archive)) as opened:
        index, node = question(opened, words)
        texts = sought_texts(node)
        results = find(index, node, sort=sort, limit=limit, offset=offset, all_printings=all_printings, facets=facets)
        if as_json:
            for hit, article in stored_hits(opened, results.hits):
                print_json(hit_row(hit, article, texts))
            if facets:
                counts = {name: dict(values) for name, values in results.facets.items()}
                works = {"works": results.works, "works_exact": results.works_exact}
                print_json({"total": results.total, **works, "facets": counts})
        elif results.total:
            print_hits(console, opened, results, texts, offset + 1)
        if not results.total:
            told = advice(opened, index, words, suggestions(index, node))
            raise NothingFound(f"Nothing in the archive matches {words}; {told}")


def advice(archive: Archive, index: SearchIndex, words: str, parts: Sequence[Suggestion]) -> str:
    """What to try after a query that found nothing: its parts by themselves, and what is near those without a hit."""
    absent = [part for part in parts if not part.articles]
    if absent:
        return " ".join(_about(archive, index, words, part) for part in absent)
    if len(parts) > 1:
        found = ", ".join(f"{_typed(words, part)} in {_articles(part.articles)}" for part in parts)
        return f"each part is found by itself ({found}), but nothing has all of them. Leave one out."
    if parts:
        alone = f"{_typed(words, parts[0])} alone is found in {_articles(parts[0].articles)}"
        return f"{alone}. Leave out the rest of the query."
    return "try another query."


def _about(archive: Archive, index: SearchIndex, words: str, part: Suggestion) -> str:
    printed = [(text if part.place else _printed(archive, index, text), number) for text, number in part.near]
    near = ", ".join(f"{text} ({number})" for text, number in printed)
    return f"{_typed(words, part)} is found nowhere{f'; near it: {near}' if near else '; try a shorter word'}."


def _typed(words: str, part: Suggestion) -> str:
    """The part as it stands in the query: the fold is not for reading."""
    folded, offsets = fold_with_offsets(words)
    start = folded.find(part.text)
    text = part.text if start < 0 else words[offsets[start] : offsets[start + len(part.text)]]
    return f"{part.place}:{text}" if part.place else text


def _printed(archive: Archive, index: SearchIndex, text: str) -> str:
    """The folded text as an article prints it."""
    for _, article in stored_hits(archive, find(index, Text(text), limit=1).hits):
        for printed in (article.title, article.body):
            for piece, marked in highlight(printed, [text]):
                if marked:
                    return readable(piece, True)
    return text


def _articles(number: int) -> str:
    return f"{number} {'article' if number == 1 else 'articles'}"
