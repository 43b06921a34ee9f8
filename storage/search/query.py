"""The query language: from what a person types to a tree, or to a sentence that points at the wrong place.

    words              all of them, each as it stands (计划生育 is one); -word without it; OR or | between two
    "…"                standing together, punctuation as printed; ( ) group
    exact:"…"          as printed: this script, this width, pinyin brackets and all
    title:  channel:  source:  author:      a part of it; in quotes, the whole of source, author or channel
    portal:  province:  kind:               the whole of it
    from:2017-01  to:2018                   the printed day, the whole month or year included
    views:>1000  is:gone|revised|reprinted

Either script, full-width signs and pinyin brackets (計(jì)生) make no difference.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from archiver.errors import UsageError
from archiver.text.dates import parse_time
from archiver.text.fold import fold
from archiver.text.numbers import parse_count
from archiver.text.pinyin import readings
from archiver.text.tokens import BREAK, tokens
from storage.search.schema import PARTLY, STATES, WHOLE
from storage.search.syntax import And, Exact, Node, Not, Numbers, Or, State, Text, Value

DEEPEST = 20
FIELDS = ("title", "exact", *WHOLE, "from", "to", "views", "is")

_ASCII = str.maketrans("：“”„‟＂「」『』（）　\u00a0｜－−＞＜＝", ':"""""""""()  |--><=')
_LEXEME = re.compile(
    r"(?P<space>[\s，、；。,;]+)|(?P<open>\()|(?P<close>\))|(?P<either>\||OR(?=[\s()|]|$))|(?P<minus>-(?![\s)|]|$))"
    r'|(?P<field>[A-Za-z]+):|"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s()"|，、；。,;]+)'
)
_FIELD_VALUE = re.compile(r'"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s()"|，、；。]+)')
_YEAR = re.compile(r"([12][0-9]{3})年?")
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.+)")


def parse(text: str) -> Node:
    """The tree of a query.

    Raises UsageError where it cannot be understood; the sentence names the character and says what to write.
    """
    return _Parser(text).query()


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    place: int
    printed: str = ""
    """The value of a field as it was typed."""


class _Parser:
    def __init__(self, text: str) -> None:
        kept = list(range(len(text)))
        # Toneless readings too: a person who groups words puts no bracket right behind the character it spells.
        for span in reversed(readings(text)):
            del kept[span.start : span.end]
        self._printed = text
        self._places = [*kept, len(text)]
        self._text = "".join(text[place] for place in kept).translate(_ASCII)
        self._lexemes = self._split()
        self._next = 0
        self._depth = 0

    def query(self) -> Node:
        node = self._either()
        if self._peek("close"):
            self._fail(self._take().place, "This bracket closes nothing", "Take it out, or open one with ( before it.")
        if node is None:
            self._fail(0, "There is nothing to look for", "Write at least one word.")
        return node

    def _split(self) -> list[_Lexeme]:
        lexemes: list[_Lexeme] = []
        place = 0
        while place < len(self._text):
            match = _LEXEME.match(self._text, place)
            # A lone minus is all that no alternative takes.
            if match is None or (match.lastgroup == "word" and match[0] == "-"):
                self._fail(place, "A minus stands alone", "Write it right before the word to leave out: -word.")
            kind = "phrase" if match["phrase"] is not None else str(match.lastgroup)
            if kind == "phrase" and not match["end"]:
                self._fail(place, "This quotation mark is never closed", 'Write another " where the phrase ends.')
            if kind == "field":
                value = self._field_value(match["field"], match.end(), place)
                typed = self._printed[self._places[value.start()] : self._places[value.end()]].strip()
                lexemes.append(_Lexeme(match["field"].lower(), value[0], place, typed))
                place = value.end()
                continue
            if kind != "space":
                lexemes.append(_Lexeme(kind, match[kind], place))
            place = match.end()
        return lexemes

    def _field_value(self, name: str, start: int, place: int) -> re.Match[str]:
        if name.lower() not in FIELDS:
            known = ", ".join(f"{field}:" for field in FIELDS)
            self._fail(place, f"There is no {name}:", f"Write one of {known} or put a text with a colon in quotes.")
        value = _FIELD_VALUE.match(self._text, start)
        if value is None or (value["phrase"] is not None and not value["phrase"].strip()):
            self._fail(place, f"{name}: says nothing", f"Write the value right behind the colon: {_example(name)}.")
        if value["phrase"] is not None and not value["end"]:
            self._fail(start, "This quotation mark is never closed", 'Write another " where the value ends.')
        return value

    def _either(self) -> Node | None:
        nodes = [self._all()]
        while self._peek("either"):
            place = self._take().place
            nodes.append(self._all())
            if None in nodes:
                self._fail(place, "OR stands between two things to look for", "Write one on either side of it.")
        known = tuple(node for node in nodes if node is not None)
        return Or(known) if len(known) > 1 else nodes[0]

    def _all(self) -> Node | None:
        nodes: list[Node] = []
        while self._next < len(self._lexemes) and not self._peek("close") and not self._peek("either"):
            node = self._one()
            if node is not None:
                nodes.append(node)
        return And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None

    def _one(self) -> Node | None:
        lexeme = self._take()
        if lexeme.kind == "minus":
            with_it = self._deeper(lexeme, self._one)
            return None if with_it is None else Not(with_it)
        if lexeme.kind == "open":
            inside = self._deeper(lexeme, self._either)
            if not self._peek("close"):
                self._fail(lexeme.place, "This bracket is never closed", "Write ) where the group ends.")
            self._take()
            if inside is None:
                self._fail(lexeme.place, "There is nothing in these brackets", "Take them out or write words in them.")
            return inside
        if lexeme.kind == "word":
            folded = fold(lexeme.text)
            # A sign between words (& or ……) means nothing here.
            return Text(folded) if _has_words(folded) else None
        if lexeme.kind == "phrase":
            return self._words(lexeme, lexeme.text)
        return self._field(lexeme)

    def _field(self, lexeme: _Lexeme) -> Node:
        quoted = lexeme.text.startswith('"')
        value = lexeme.text.strip('"').strip()
        name = lexeme.kind
        if name == "title":
            return Text(self._words(lexeme, value).folded, "title")
        if name == "exact":
            return Exact(lexeme.printed[1:-1] if quoted else lexeme.printed, self._words(lexeme, value).folded)
        if name in WHOLE:
            self._words(lexeme, value)
            return Value(name, value, whole=quoted or name not in PARTLY)
        if name == "is":
            if value.lower() not in STATES:
                self._fail(lexeme.place, f"is: knows no {value}", f"Write is:{', is:'.join(STATES)}.")
            return State(value.lower())
        if name == "views":
            return self._views(lexeme, value)
        first, last = self._days(lexeme, value)
        return Numbers("day", first, None) if name == "from" else Numbers("day", None, last)

    def _words(self, lexeme: _Lexeme, text: str) -> Text:
        folded = fold(text)
        if not _has_words(folded):
            self._fail(lexeme.place, "Nothing here can be looked for", "Write letters, digits or characters.")
        return Text(folded)

    def _views(self, lexeme: _Lexeme, value: str) -> Node:
        match = _COMPARED.fullmatch(value)
        count = parse_count(match[2]) if match else None
        if match is None or count is None:
            self._fail(lexeme.place, f"views: needs a number, not {value}", f"Write {_example('views')}.")
        return {
            ">": Numbers("views", count + 1, None),
            ">=": Numbers("views", count, None),
            "<": Numbers("views", None, count - 1),
            "<=": Numbers("views", None, count),
        }.get(match[1], Numbers("views", count, count))

    def _days(self, lexeme: _Lexeme, value: str) -> tuple[int, int]:
        """The first and the last day (YYYYMMDD) that a printed year, month or day takes in."""
        if year := _YEAR.fullmatch(value):
            return int(year[1]) * 10_000, int(year[1]) * 10_000 + 9999
        time = parse_time(value)
        if time is None or time.raw != value:
            name = lexeme.kind
            self._fail(lexeme.place, f"{value} is no year, month or day", f"Write {_example(name)}.")
        month = time.value.year * 10_000 + time.value.month * 100
        return (month, month + 99) if time.precision == "month" else (month + time.value.day,) * 2

    def _deeper(self, lexeme: _Lexeme, rule: "Callable[[], Node | None]") -> Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(lexeme.place, f"More than {DEEPEST} groups stand in each other here", "Write a flatter query.")
        node = rule()
        self._depth -= 1
        return node

    def _peek(self, kind: str) -> bool:
        return self._next < len(self._lexemes) and self._lexemes[self._next].kind == kind

    def _take(self) -> _Lexeme:
        if self._next == len(self._lexemes):
            self._fail(len(self._text), "The query ends here", "Write what the sign before it is about.")
        self._next += 1
        return self._lexemes[self._next - 1]

    def _fail(self, place: int, problem: str, advice: str) -> NoReturn:
        column = self._places[place]
        shown = self._printed[column : column + 12]
        raise UsageError(f"{problem} (character {column + 1} of the query: {shown or 'its end'}). {advice}")


def _has_words(folded: str) -> bool:
    return any(token.word != BREAK for token in tokens(folded))


def _example(field: str) -> str:
    examples = {
        "from": "from:2017-01",
        "to": "to:2018",
        "views": "views:>1000",
        "is": "is:gone",
        "exact": 'exact:"后勤"',
    }
    return examples.get(field.lower(), f"{field.lower()}:计生协")
