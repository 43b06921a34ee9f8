"""The index on disk: opened, written, thrown away and begun again; readers never wait for a writer.

A folder holds `state.json` (format, generation, last change), `lock` and the engine's files in `engine-N`. The state is
replaced in one step after the engine has committed, so a crash between the two only means that changes come once more.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy
from filelock import FileLock

from archiver.errors import ArchiveUnusable
from storage.search.document import Document
from storage.search.schema import FORMAT, engine_document, register_tokenizer, schema

_WRITER_MEMORY = 96 << 20
_SHORTEST_FILE = 16


@dataclass(frozen=True, slots=True)
class _State:
    format: int
    generation: int
    change: int


class SearchIndex:
    """The index in a folder. One that is missing, damaged or of another format is begun again, with `change` 0."""

    def __init__(self, folder: Path) -> None:
        """Raises ArchiveUnusable where the folder cannot be made or written."""
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveUnusable(f"The search index {folder} cannot be made: {error.strerror}.") from error
        self._state = self._read_state()
        self._engine = self._try_open(self._state) or self._open_locked()

    @property
    def change(self) -> int:
        """The number of the last change of the archive that the index holds; 0 asks to be fed from the beginning."""
        self.refresh()
        return self._state.change

    def refresh(self) -> None:
        """Takes in what other processes have written since the last look."""
        if not self._is_current():
            self._engine = self._open_locked()

    def searcher(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        """The newest committed state, which stays as it is while it is held."""
        self.refresh()
        return self._engine.searcher(), self._engine.schema

    def write(self, changes: Iterable[tuple[int, Document | int]]) -> int:
        """Takes in changes, each with a number of its own, the numbers rising; in one commit. Says how many.

        A change is a document, which replaces the one of its id, or the id of one to delete. Changes up to `change` are
        passed over, so that two processes that feed the same changes do no harm. Waits for another writer.
        """
        with self._locked():
            if not self._is_current():
                self._engine = self._open()
            last, taken = self._state.change, 0
            with self._told():
                writer = self._engine.writer(_WRITER_MEMORY, 1)
            try:
                for number, change in changes:
                    if number <= self._state.change:
                        continue
                    writer.delete_documents_by_term("id", change if isinstance(change, int) else change.id)
                    if isinstance(change, Document):
                        writer.add_document(engine_document(change))
                    last, taken = max(last, number), taken + 1
                if taken:
                    with self._told():
                        writer.commit()
            finally:
                # Also lets go of the engine's own lock; what is not committed is forgotten.
                writer.wait_merging_threads()
            if taken:
                self._engine.reload()
                self._put_state(_State(FORMAT, self._state.generation, last))
            return taken

    def clear(self) -> None:
        """Empties the index, so that it is fed from the beginning."""
        with self._locked():
            self._begin_again(self._read_state().generation)

    def _is_current(self) -> bool:
        """Whether the engine at hand now shows the state on disk; False where it must be opened afresh."""
        state = self._read_state()
        if state == self._state and state.format == FORMAT:
            return True
        if state.generation == self._state.generation and state.format == FORMAT:
            try:
                self._engine.reload()
            except ValueError:
                return False
            self._state = state
            return True
        return False

    def _open_locked(self) -> tantivy.Index:
        with self._locked():
            return self._open()

    def _open(self) -> tantivy.Index:
        """The engine of the state on disk, or a new and empty one. The lock is held."""
        self._state = self._read_state()
        engine = self._try_open(self._state)
        if engine is None:
            self._begin_again(self._state.generation)
            return self._engine
        return engine

    def _try_open(self, state: _State) -> tantivy.Index | None:
        if state.format != FORMAT:
            return None
        folder = self._engine_folder(state.generation)
        try:
            if _has_stumps(folder):
                return None
            engine = tantivy.Index.open(str(folder))
            engine.config_reader("manual")
            engine.searcher()
        except (ValueError, KeyError, OSError):
            return None
        register_tokenizer(engine)
        return engine

    def _begin_again(self, generation: int) -> None:
        fresh = self._engine_folder(generation + 1)
        try:
            for old in self._folder.glob("engine-*"):
                # Readers in other processes keep the files they have open.
                shutil.rmtree(old)
            fresh.mkdir()
            self._engine = tantivy.Index(schema(), str(fresh))
            self._put_state(_State(FORMAT, generation + 1, 0))
        except OSError as error:
            raise ArchiveUnusable(f"The search index {self._folder} cannot be written: {error}.") from error
        self._engine.config_reader("manual")
        register_tokenizer(self._engine)

    def _engine_folder(self, generation: int) -> Path:
        return self._folder / f"engine-{generation}"

    def _read_state(self) -> _State:
        try:
            stored = json.loads((self._folder / "state.json").read_bytes())
            return _State(int(stored["format"]), int(stored["generation"]), int(stored["change"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            # Generation 0 is never written: nothing can be opened as it.
            return _State(0, max(map(_generation, self._folder.glob("engine-*")), default=0), 0)

    def _put_state(self, state: _State) -> None:
        fresh = self._folder / "state.json.new"
        with fresh.open("w", encoding="ascii") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / "state.json")
        self._state = state

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The one writer of this folder, across processes; the system frees the lock when its holder dies."""
        try:
            with FileLock(self._folder / "lock"):
                yield
        except PermissionError as error:
            raise ArchiveUnusable(f"The search index {self._folder} cannot be written: {error.strerror}.") from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Says whose failure it is when the engine cannot write (a full disk)."""
        try:
            yield
        except ValueError as error:
            raise ArchiveUnusable(f"The search index {self._folder} cannot be written: {error}.") from error


def _has_stumps(folder: Path) -> bool:
    """Whether a committed file is too short to hold the engine's footer: the engine does not survive reading one."""
    meta = json.loads((folder / "meta.json").read_bytes())
    committed = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    return any(
        file.stat().st_size < _SHORTEST_FILE for file in folder.iterdir() if file.name.partition(".")[0] in committed
    )


def _generation(folder: Path) -> int:
    number = folder.name.removeprefix("engine-")
    return int(number) if number.isdecimal() else 0
