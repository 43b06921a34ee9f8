"""Articles that are about the same: by the words that set an article apart from the rest of the archive."""

import math
from collections import Counter

from tantivy import Occur, Query

from archiver.text.fold import fold
from archiver.text.pinyin import is_obfuscated
from archiver.text.tokens import tokens
from storage.search.find import Hit, ordered
from storage.search.index import SearchIndex
from storage.search.schema import BODY
from storage.search.tally import count

WORDS = 40
"""So many words stand for an article."""
SHARED = 0.2
"""A similar article has at least this share of them."""
_COMMON, _FEW = 0.1, 50


def similar(index: SearchIndex, title: str, body: str, work: int, limit: int = 10) -> tuple[Hit, ...]:
    """The articles most like one of this text, the likest first, one a work; printings of its own `work` left out."""
    searcher, schema = index.searcher()
    obfuscated = is_obfuscated(body)
    folded = f"{fold(title, obfuscated)}\n{fold(body, obfuscated)}"
    used = Counter(token.word for token in tokens(folded) if token.kind in ("pair", "word"))
    most = max(_FEW, searcher.num_docs * _COMMON)
    weights: dict[str, float] = {}
    for word, times in used.items():
        articles = searcher.doc_freq(BODY, word)
        # A word that stands in this article alone finds no other.
        if 2 <= articles <= most:
            weights[word] = (1 + math.log(times)) * math.log(searcher.num_docs / articles + 1)
    words = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
    if not words:
        return ()
    alike = Query.boolean_query(
        [(Occur.Should, Query.term_query(schema, BODY, word)) for word in words],
        minimum_number_should_match=max(1, math.ceil(len(words) * SHARED)),
    )
    own = Query.term_query(schema, "work", work, "basic")
    others = Query.boolean_query([(Occur.Must, alike), (Occur.MustNot, own)])
    rows, _ = ordered(searcher, others, field=None, limit=limit, counted=False)
    return tuple(
        Hit(id, found, score, count(searcher, Query.term_query(schema, "work", found, "basic")))
        for id, found, score in rows
    )
