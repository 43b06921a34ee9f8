from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from storage.search.document import Document
from storage.search.index import SearchIndex

Make = Callable[..., Document]


@pytest.fixture
def make() -> Make:
    """A document of which a test names only what it is about."""

    def document(id: int, title: str = "", body: str = "", **known: Any) -> Document:
        values: dict[str, Any] = {
            "work": id,
            "day": None,
            "views": None,
            "portal": "north",
            "portal_title": None,
            "province": None,
            "channel": None,
            "year": None,
            "source": None,
            "author": None,
            "kind": None,
            "url": f"http://127.0.0.1/{id}.html",
            "gone": False,
            "revised": False,
            "reprinted": False,
        }
        return Document(id=id, title=title, body=body, **{**values, **known})

    return document


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "search")


@pytest.fixture
def feed(index: SearchIndex) -> Callable[[Iterable[Document]], None]:
    def write(documents: Iterable[Document]) -> None:
        index.write(enumerate(documents, index.change + 1))

    return write
