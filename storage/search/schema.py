"""How a document stands in the engine: fields, tokens, sort keys."""

from functools import lru_cache

import tantivy

from archiver.text.fold import fold, fold_page
from archiver.text.signs import common_signs
from archiver.text.tokens import index_text
from storage.search.document import Document, digest

FORMAT = 7
"""Raised with every change here or in the fold and the tokens: an index of another format is made again."""

FACETS = ("portal", "province", "channel", "year", "source", "flags")
WHOLE = ("portal", "province", "channel", "source", "author", "kind")
"""Fields that are matched as one value, folded."""
PARTLY = ("channel", "source", "author")
"""Those of them that are also found by a part of the value."""
BODY = "written"
"""The body's field, the last by its name: the engine lays the values of a document behind each other in this order, and
doubles their place when it is full, so that the longest had better come last."""
GROUPS = (("portal", "province"), ("year", "flags"), ("channel",), ("source",))
"""The facets as they are counted: those that say much of one another together, which is two passes less."""
STATES = ("gone", "revised", "reprinted")
"""What may have happened to an article: the values of the facet `flags`."""

_WORDS = "words"
_BESIDE, _AND = "\x1f", "+"
_MOST_ID = 2**32 - 1
_MOST_VIEWS = 2**31 - 2


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Identifiers are signed: deleting by an unsigned field deletes nothing and says nothing.
    for name in ("id", "work"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("day", "views", "by_day", "by_views", "digest"):
        builder.add_integer_field(name, fast=True)
    for name in ("title", BODY, *PARTLY):
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option="position")
    for name in ("signs", "days", "flags"):
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option="basic")
    for name in WHOLE:
        builder.add_text_field(f"whole_{name}", tokenizer_name="raw", index_option="basic")
    for group in GROUPS:
        builder.add_text_field(group_field(group), tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Teaches an opened index to split our tokens."""
    index.register_tokenizer(_WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


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
        entry.add_text("days", _days(document.day))
    if document.views is not None:
        entry.add_integer("views", document.views)
    title, body = fold_page(document.title, document.body)
    entry.add_text("title", index_text(title, ends=True))
    entry.add_text(BODY, index_text(body))
    entry.add_text("signs", common_signs(title + body))
    entry.add_integer("digest", digest(document))
    for name in PARTLY:
        if value := getattr(document, name):
            entry.add_text(name, _parts(value))
    for name, field in _WHOLE_FIELDS:
        if value := getattr(document, name):
            entry.add_text(field, whole(value))
    if document.portal_title:
        entry.add_text("whole_portal", whole(document.portal_title))
    flags = [name for name in STATES if getattr(document, name)]
    if flags:
        entry.add_text("flags", " ".join(flags))
    values = {name: str(getattr(document, name) or "") for name in FACETS if name != "flags"}
    values["flags"] = _AND.join(flags)
    for field, group in _GROUP_FIELDS:
        # An empty value too: a column that no article lacks is counted in a third of the time.
        entry.add_text(field, _BESIDE.join([values[name] for name in group]))
    return entry


def sort_key(value: int | None, id: int) -> int:
    """One number that sorts by value, then by id, an unknown value below all others: the engine sorts by one field."""
    return min(value or 0, _MOST_VIEWS + 1) << 32 | id


def id_of(key: int) -> int:
    """The id that a sort key ends in."""
    return key & _MOST_ID


@lru_cache(4096)
def _days(day: int) -> str:
    return " ".join(day_words(day))


@lru_cache(4096)
def _parts(value: str) -> str:
    """The tokens of a value; the same portals, channels and sources come again and again."""
    return index_text(fold(value), ends=True)


@lru_cache(4096)
def whole(value: str) -> str:
    """A value as it is compared when it is compared as a whole."""
    return fold(" ".join(value.split()))


def day_words(day: int) -> list[str]:
    """A day (YYYYMMDD) as the index knows it: by millennium, century, decade, year, month and day."""
    digits = f"{day:08}"
    return [digits[:length] for length in _DAY_LENGTHS]


def days_between(first: int, last: int) -> list[str]:
    """The fewest words that together are all days from `first` to `last`, both included."""
    words: list[str] = []
    _cover("", f"{first:08}", f"{last:08}", words)
    return words


_DAY_LENGTHS = (1, 2, 3, 4, 6, 8)


def _cover(word: str, first: str, last: str, words: list[str]) -> None:
    """Add what covers those days from `first` to `last` that begin with `word`."""
    lowest, highest = word.ljust(8, "0"), word.ljust(8, "9")
    if highest < first or lowest > last:
        return
    if word and first <= lowest and highest <= last:
        words.append(word)
        return
    length = next(length for length in _DAY_LENGTHS if length > len(word))
    for number in range(int(max(first, lowest)[:length]), int(min(last, highest)[:length]) + 1):
        _cover(f"{number:0{length}}", first, last, words)


def group_field(group: tuple[str, ...]) -> str:
    """The field in which facets are counted together."""
    return f"facets_{'_'.join(group)}"


_WHOLE_FIELDS = tuple((name, f"whole_{name}") for name in WHOLE)
_GROUP_FIELDS = tuple((group_field(group), group) for group in GROUPS)


@lru_cache(4096)
def group_values(group: tuple[str, ...], value: str) -> tuple[tuple[str, str], ...]:
    """Facets with their values, from the value of their field; the same come with every question."""
    parts = zip(group, value.split(_BESIDE, len(group) - 1), strict=True)
    split = [(name, part.split(_AND) if name == "flags" else [part]) for name, part in parts]
    return tuple((name, one) for name, ones in split for one in ones if one)
