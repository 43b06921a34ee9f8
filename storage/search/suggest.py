"""When nothing is found: which word of the query no article has, and what near it there is."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Literal

from tantivy import Schema, Searcher

from archiver.text.characters import fold_character
from archiver.text.pinyin import pronunciations
from storage.search.index import SearchIndex
from storage.search.matcher import engine_query
from storage.search.query import parse
from storage.search.schema import BODY, WHOLE, whole
from storage.search.syntax import And, Exact, Node, Not, Or, State, Text, Value
from storage.search.tally import count

NEAR = 3
"""So many near writings are told."""
_TRIED = 60
_LISTED = 5000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One part of a query by itself."""

    place: str
    """The field it is looked for in (`portal`); empty for words."""
    text: str
    """As the search takes it: folded."""
    articles: int
    near: tuple[tuple[str, int], ...]
    """For what no article has: writings near it, or a part of it, with the number of articles; the likeliest first."""


def suggestions(index: SearchIndex, query: str | Node) -> list[Suggestion]:
    """What each part of a query that found nothing finds by itself, in order; parts to leave out are passed over.

    Near a Chinese word is one with a character of the same sound in its place, one more or less, or two the other way
    round; near a word of letters one that differs little. Raises UsageError for a query that cannot be understood.
    """
    node = parse(query) if isinstance(query, str) else query
    searcher, schema = index.searcher()
    told: dict[tuple[str, str], Suggestion] = {}
    for place, text, part in _parts(node):
        found = count(searcher, engine_query(part, schema))
        near = () if found else tuple(_near(searcher, schema, place, text))
        told.setdefault((place, text), Suggestion(place, text, found, near))
    return list(told.values())


def _parts(node: Node) -> Iterator[tuple[str, str, Node]]:
    match node:
        case Text():
            yield "title" if node.where == "title" else "", node.folded, node
        case Exact():
            yield "", node.folded, Text(node.folded)
        case Value():
            yield node.field, node.text, node
        case State():
            yield "is", node.name, node
        case And() | Or():
            for child in node.nodes:
                if not isinstance(child, Not):
                    yield from _parts(child)


def _near(searcher: Searcher, schema: Schema, place: str, text: str) -> Iterable[tuple[str, int]]:
    if place in WHOLE:
        known = dict(searcher.terms_with_prefix(f"whole_{place}", "", limit=_LISTED))
        inside = [value for value in known if whole(text) in value]
        close = inside or get_close_matches(whole(text), known, NEAR, 0.5)
        return [(value, known[value]) for value in close[:NEAR]]
    if place == "is":
        return []
    if text.isascii() and text.isalnum():
        return _near_letters(searcher, text)
    where: Literal["anywhere", "title"] = "title" if place else "anywhere"
    counted: dict[str, int] = {}
    written = sorted(_writings(text), key=lambda other: -_rarest(searcher, other))
    for other in [other for other in written if _rarest(searcher, other)][:_TRIED]:
        counted[other] = count(searcher, engine_query(Text(other, where), schema))
    near = [(other, found) for other, found in counted.items() if found]
    near.sort(key=lambda pair: (len(pair[0]) != len(text), -pair[1], pair[0]))
    return near[:NEAR] or _longest_parts(searcher, schema, text)


def _near_letters(searcher: Searcher, text: str) -> list[tuple[str, int]]:
    known = dict(searcher.terms_with_prefix(BODY, text[:1], limit=_LISTED))
    words = [word for word in known if word.isascii()]
    return [(word, known[word]) for word in get_close_matches(text, words, NEAR, 0.75)]


def _longest_parts(searcher: Searcher, schema: Schema, text: str) -> list[tuple[str, int]]:
    for length in range(len(text) - 1, 1, -1):
        parts = {text[start : start + length] for start in range(len(text) - length + 1)}
        parts = {part for part in parts if part.strip() == part and part.isalnum()}
        counted = ((part, count(searcher, engine_query(Text(part), schema))) for part in sorted(parts))
        if found := sorted(((part, number) for part, number in counted if number), key=lambda pair: -pair[1]):
            return found[:NEAR]
    return []


def _writings(text: str) -> Iterator[str]:
    """The text with one slip taken back."""
    if len(text) < 2:
        return
    for place, character in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        for other in _same_sound(character):
            yield before + other + after
        if len(text) > 2:
            yield before + after
        if after and after[0] != character:
            yield before + after[0] + character + after[1:]


def _rarest(searcher: Searcher, text: str) -> int:
    """How many articles have the rarest pair of the text, at most: none has the text where this is 0."""
    pairs = map("".join, pairwise(text))
    return min((searcher.doc_freq(BODY, pair) + searcher.doc_freq("title", pair) for pair in pairs), default=0)


def _same_sound(character: str) -> list[str]:
    sounds, characters = _sounds()
    others = {other for sound in sounds.get(character, ()) for other in characters[sound]}
    return sorted(others - {character})


@cache
def _sounds() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """The readings without tone of each folded character, and the characters of each reading."""
    sounds: dict[str, set[str]] = defaultdict(set)
    characters: dict[str, set[str]] = defaultdict(set)
    for code, readings in pronunciations().items():
        character = chr(code)
        if not "\u4e00" <= character <= "\u9fff" or fold_character(character) != character:
            continue
        for reading in readings.split(","):
            plain = "".join(sign for sign in unicodedata.normalize("NFD", reading) if sign.isascii())
            sounds[character].add(plain)
            characters[plain].add(character)
    return sounds, characters
