"""How a document stands in the engine: fields, tokens, sort keys."""

import tantivy

from archiver.text.fold import fold
from archiver.text.pinyin import is_obfuscated
from archiver.text.tokens import BREAK, index_text
from storage.search.document import Document, digest

FORMAT = 2
"""Raised with every change here or in the fold and the tokens: an index of another format is made again."""

FACETS = ("portal", "province", "channel", "year", "source", "flags")
WHOLE = ("portal", "province", "channel", "source", "author", "kind")
"""Fields that are matched as one value, folded."""
PARTLY = ("channel", "source", "author")
"""Those of them that are also found by a part of the value."""
STATES = ("gone", "revised", "reprinted")
"""What may have happened to an article: the values of the facet `flags`."""

_PIECES = "pieces"
_MOST_ID = 2**32 - 1
_MOST_VIEWS = 2**31 - 2


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Identifiers are signed: deleting by an unsigned field deletes nothing and says nothing.
    for name in ("id", "work"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("day", "views", "by_day", "by_views", "digest"):
        builder.add_integer_field(name, fast=True)
    for name in ("title", "body", *PARTLY):
        builder.add_text_field(name, tokenizer_name=_PIECES, index_option="position")
    for name in WHOLE:
        builder.add_text_field(f"whole_{name}", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Teaches an opened index to split our tokens; a `BREAK` leaves its place empty, so no phrase reaches across."""
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_PIECES, splitter.filter(tantivy.Filter.custom_stopword([BREAK])).build())


def engine_document(document: Document) -> tantivy.Document:
    """The document as the engine takes it in. Raises ValueError for an id that the sort keys cannot hold."""
    if not 0 <= document.id <= _MOST_ID:
        raise ValueError(f"The id {document.id} does not fit into the index; it must lie in 0..{_MOST_ID}.")
    entry = tantivy.Document()
    entry.add_integer("id", document.id)
    entry.add_integer("work", document.work)
    entry.add_integer("by_day", sort_key(document.day, document.id))
    entry.add_integer("by_views", sort_key(None if document.views is None else document.views + 1, document.id))
    if document.day is not None:
        entry.add_integer("day", document.day)
    if document.views is not None:
        entry.add_integer("views", document.views)
    # A title without a bracket needs no verdict on its page, which takes long.
    judged = "(" in document.title or "（" in document.title
    entry.add_text("title", index_text(fold(document.title, is_obfuscated(document.body) if judged else False)))
    entry.add_text("body", index_text(fold(document.body)))
    entry.add_integer("digest", digest(document))
    values = {name: getattr(document, name) for name in {*WHOLE, *FACETS} - {"flags"}}
    for name in PARTLY:
        if values[name]:
            entry.add_text(name, index_text(fold(values[name])))
    for name in WHOLE:
        if values[name]:
            entry.add_text(f"whole_{name}", whole(values[name]))
    if document.portal_title:
        entry.add_text("whole_portal", whole(document.portal_title))
    for name in FACETS:
        if values.get(name):
            entry.add_text(f"facet_{name}", str(values[name]))
    for name in STATES:
        if getattr(document, name):
            entry.add_text("facet_flags", name)
    return entry


def sort_key(value: int | None, id: int) -> int:
    """One number that sorts by value, then by id, an unknown value below all others: the engine sorts by one field."""
    return min(value or 0, _MOST_VIEWS + 1) << 32 | id


def whole(value: str) -> str:
    """A value as it is compared when it is compared as a whole."""
    return fold(" ".join(value.split()))
