"""From the tree of a query to what the engine runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

import tantivy
from tantivy import Occur, Query

from archiver.text.fold import fold
from archiver.text.signs import COMMON
from archiver.text.tokens import BREAK, tokens
from storage.search.schema import BODY, days_between, whole
from storage.search.syntax import And, Exact, Node, Not, Numbers, Or, State, Text, Value

TITLE_WEIGHT = 5.0
_LAST_DAY = 9999_99_99
_LOWER, _UPPER = "[\\x00-\u6fff]", "[\u7000-\U0010ffff]"
"""Any character, in two halves."""


def engine_query(node: Node, schema: tantivy.Schema) -> Query:
    """The engine's query for a tree: it matches exactly what the tree says and scores by its texts (BM25).

    Raises ValueError for an `exact:` that `storage.search.exact.settled` has not seen.
    """
    match node:
        case Text():
            if node.where == "title":
                return phrase_query(schema, "title", node.folded)
            if sign := _common_sign(node):
                return _unscored(Query.term_query(schema, "signs", sign, "basic"))
            return _any_of(_alternatives(node, schema))
        case Exact():
            if node.ids is None:
                raise ValueError("exact: must be settled before the engine is asked")
            known = Query.term_set_query(schema, "id", list(node.ids))
            return _both(engine_query(Text(node.folded), schema), _unscored(known))
        case Value():
            if node.whole:
                return _unscored(Query.term_query(schema, f"whole_{node.field}", whole(node.text), "basic"))
            return _unscored(phrase_query(schema, node.field, fold(node.text)))
        case Numbers(field="day"):
            return _unscored(_days(node, schema))
        case Numbers():
            return _unscored(Query.range_query(schema, node.field, tantivy.FieldType.Integer, node.least, node.most))
        case State():
            return _unscored(Query.term_query(schema, "flags", node.name, "basic"))
        case Not():
            return _all_of([node], schema)
        case And():
            return _all_of(_one_span(node.nodes), schema)
        case Or():
            return _any_of(_alternatives(node, schema))


def ranks(node: Node) -> bool:
    """Whether the texts of a query tell a better hit from a worse one; a single character and a filter do not."""
    if isinstance(node, Text | Exact):
        return not _is_sign(_terms(node.folded))
    return isinstance(node, And | Or) and any(ranks(child) for child in node.nodes)


def expected(node: Node, searcher: tantivy.Searcher) -> int:
    """How many articles about match, for a single word of the index; 0 for whatever is not known without a look."""
    terms = _terms(node.folded) if isinstance(node, Text) and node.where != "title" else []
    if len(terms) != 1:
        return 0
    if terms[0].part:
        return searcher.doc_freq("signs", terms[0].word) if terms[0].word in COMMON else 0
    return searcher.doc_freq(BODY, terms[0].word)


def at_most(node: Node, searcher: tantivy.Searcher) -> int:
    """No more articles match than this, as far as the rarest words of the query say it without a look."""
    match node:
        case Text() if node.where != "title" and (terms := [term for term in _terms(node.folded) if not term.part]):
            return min(sum(searcher.doc_freq(field, term.word) for field in ("title", BODY)) for term in terms)
        case And():
            return min((at_most(child, searcher) for child in node.nodes), default=searcher.num_docs)
        case Or():
            return sum(at_most(child, searcher) for child in node.nodes)
        case _:
            return searcher.num_docs


def phrase_query(schema: tantivy.Schema, field: str, folded: str) -> Query:
    """Documents whose field has these folded words, side by side and with punctuation where they have it.

    A single last character is the beginning of a pair in the index, and a single first one may be the end of a pair.
    Not `phrase_prefix_query`: that one tries fifty pairs and silently drops the others.
    """
    terms = _terms(folded, ends=field != BODY)
    if not terms:
        return Query.empty_query()
    if len(terms) == 1:
        if terms[0].part:
            # Of a pair or alone; for `.*` the engine takes twice as long.
            return Query.regex_query(schema, field, f"{terms[0].word}.?")
        return Query.term_query(schema, field, terms[0].word)
    if any(term.part for term in terms):
        every = product(*(term.patterns for term in terms))
        return _any_of([Query.regex_phrase_query(schema, field, list(patterns)) for patterns in every])
    return Query.phrase_query(schema, field, [term.word for term in terms])


@dataclass(frozen=True, slots=True)
class _Term:
    """A token that a match must have."""

    word: str
    part: Literal["first", "last"] | None = None
    """Where the word is only the first or the last character of the token."""

    @property
    def patterns(self) -> tuple[str, ...]:
        """As expressions of the engine, any of them; no token has a sign that means something there.

        Two for a part: the engine refuses a phrase in which an expression stands for more than 16,384 tokens.
        """
        match self.part:
            case "first":
                return f"{self.word}{_LOWER}?", f"{self.word}{_UPPER}"
            case "last":
                return f"{_LOWER}?{self.word}", f"{_UPPER}{self.word}"
            case None:
                return (self.word,)


def _alternatives(node: Node, schema: tantivy.Schema) -> list[Query]:
    """Queries of which any may match, side by side: an OR of queries in queries takes the engine twice as long."""
    match node:
        case Or():
            return [query for child in node.nodes for query in _alternatives(child, schema)]
        case Text(where="anywhere") if not _common_sign(node):
            title, body = (phrase_query(schema, field, node.folded) for field in ("title", BODY))
            return [Query.boost_query(title, TITLE_WEIGHT), body]
        case _:
            return [engine_query(node, schema)]


def _common_sign(text: Text) -> str | None:
    """The character, if it is a single one of the commonest that is looked for."""
    terms = _terms(text.folded)
    return terms[0].word if _is_sign(terms) and terms[0].word in COMMON else None


def _is_sign(terms: Sequence[_Term]) -> bool:
    """Whether it is one single character that is looked for."""
    return len(terms) == 1 and terms[0].part is not None


@lru_cache(256)
def _terms(folded: str, ends: bool = False) -> tuple[_Term, ...]:
    """What must stand side by side in a field; `ends` as for `tokens`. Asked some six times for each question."""
    found = list(tokens(folded, ends))
    while found and found[-1].word == BREAK:
        found.pop()
    while found and found[0].word == BREAK:
        found.pop(0)
    terms = [_Term(token.term) for token in found if token.kind != "pause"]
    if not ends and len(found) > 1 and (found[0].kind, found[1].kind) == ("last", "pause"):
        first = found[0].word
        if first in COMMON and not found[2].word.startswith(first):
            # Where a longer run ends in the text it is left out.
            terms[0] = _Term(first, "last")
    if found and found[-1].kind == "last":
        # The end of the query's last run is no end in the text: its last character goes, or may begin a pair.
        terms.pop()
        if len(found) == 1 or found[-2].end != found[-1].end:
            terms.append(_Term(found[-1].word, "first"))
    return tuple(terms)


def _all_of(nodes: Sequence[Node], schema: tantivy.Schema) -> Query:
    clauses = [
        (Occur.MustNot, engine_query(node.node, schema))
        if isinstance(node, Not)
        else (Occur.Must, engine_query(node, schema))
        for node in nodes
    ]
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses.append((Occur.Must, _unscored(Query.all_query())))
    return Query.boolean_query(clauses)


def _one_span(nodes: Sequence[Node]) -> list[Node]:
    """The same with all bounds of the day in one: a span of days is found at once, two open ones by all they hold."""
    spans = [node for node in nodes if isinstance(node, Numbers) and node.field == "day"]
    if len(spans) < 2:
        return list(nodes)
    least = max((span.least for span in spans if span.least is not None), default=None)
    most = min((span.most for span in spans if span.most is not None), default=None)
    return [*(node for node in nodes if node not in spans), Numbers("day", least, most)]


def _days(span: Numbers, schema: tantivy.Schema) -> Query:
    first = 0 if span.least is None else span.least
    last = _LAST_DAY if span.most is None else span.most
    words = days_between(first, last)
    return Query.boolean_query([(Occur.Should, Query.term_query(schema, "days", word, "basic")) for word in words])


def _any_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _both(one: Query, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
