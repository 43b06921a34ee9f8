"""From the tree of a query to what the engine runs."""

import tantivy
from tantivy import Occur, Query

from archiver.text.fold import fold
from archiver.text.tokens import BREAK, tokens
from storage.search.schema import whole
from storage.search.syntax import And, Exact, Node, Not, Numbers, Or, State, Text, Value

TITLE_WEIGHT = 5.0


def engine_query(node: Node, schema: tantivy.Schema) -> Query:
    """The engine's query for a tree: it matches exactly what the tree says and scores by its texts (BM25).

    Raises ValueError for an `exact:` that `storage.search.exact.settled` has not seen.
    """
    match node:
        case Text():
            title = phrase_query(schema, "title", node.folded)
            if node.where == "title":
                return title
            body = phrase_query(schema, "body", node.folded)
            return Query.boolean_query([(Occur.Should, Query.boost_query(title, TITLE_WEIGHT)), (Occur.Should, body)])
        case Exact():
            if node.ids is None:
                raise ValueError("exact: must be settled before the engine is asked")
            known = Query.term_set_query(schema, "id", list(node.ids))
            return _both(engine_query(Text(node.folded), schema), _unscored(known))
        case Value():
            if node.whole:
                return _unscored(Query.term_query(schema, f"whole_{node.field}", whole(node.text), "basic"))
            return _unscored(phrase_query(schema, node.field, fold(node.text)))
        case Numbers():
            return _unscored(Query.range_query(schema, node.field, tantivy.FieldType.Integer, node.least, node.most))
        case State():
            return _unscored(Query.term_query(schema, "facet_flags", node.name, "basic"))
        case Not():
            return _all_of([node], schema)
        case And():
            return _all_of(node.nodes, schema)
        case Or():
            return Query.boolean_query([(Occur.Should, engine_query(child, schema)) for child in node.nodes])


def ranks(node: Node) -> bool:
    """Whether the texts of a query tell a better hit from a worse one; a single character and a filter do not."""
    if isinstance(node, Text | Exact):
        return not (len(_terms(node.folded)) == 1 and _terms(node.folded)[0][2])
    return isinstance(node, And | Or) and any(ranks(child) for child in node.nodes)


def phrase_query(schema: tantivy.Schema, field: str, folded: str) -> Query:
    """Documents whose field has these folded words, side by side and with punctuation where they have it.

    A single last character is the beginning of a pair in the index. Not `phrase_prefix_query`: that one tries fifty
    pairs and silently drops the others.
    """
    terms = _terms(folded)
    if not terms:
        return Query.empty_query()
    if len(terms) == 1:
        _, word, begins = terms[0]
        return Query.regex_query(schema, field, f"{word}.*") if begins else Query.term_query(schema, field, word)
    words: list[str | tuple[int, str]] = [
        (position, f"{word}.*" if begins else word) for position, word, begins in terms
    ]
    if terms[-1][2]:
        return Query.regex_phrase_query(schema, field, words)
    return Query.phrase_query(schema, field, words)


def _terms(folded: str) -> list[tuple[int, str, bool]]:
    """Position, word, and whether the word is only the beginning of a token, for each token a match must have."""
    terms: list[tuple[int, str, bool]] = []
    found = list(tokens(folded))
    for position, token in enumerate(found):
        if token.word != BREAK:
            terms.append((position, token.word, False))
    if not terms:
        return []
    first, (position, word, _) = terms[0][0], terms.pop()
    # The end of the query's last run is no end in the text: its lone character goes, or may begin a pair.
    if not found[position].lone:
        terms.append((position, word, False))
    elif position == 0 or found[position - 1].end != found[position].end:
        terms.append((position, word, True))
    return [(position - first, word, begins) for position, word, begins in terms]


def _all_of(nodes: list[Node] | tuple[Node, ...], schema: tantivy.Schema) -> Query:
    clauses = [
        (Occur.MustNot, engine_query(node.node, schema))
        if isinstance(node, Not)
        else (Occur.Must, engine_query(node, schema))
        for node in nodes
    ]
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses.append((Occur.Must, _unscored(Query.all_query())))
    return Query.boolean_query(clauses)


def _both(one: Query, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
