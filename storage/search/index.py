"""The index on disk: opened, written, thrown away and begun again; readers never wait for a writer.

A folder holds `state.json` (format, generation, last change), `lock` and the engine's files in `engine-N`. The state is
replaced in one step after the engine has committed, so a crash between the two only means that changes come once more.
An index that is made again grows in an engine folder of its own beside the standing one, which answers meanwhile.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy
from filelock import FileLock

from archiver.errors import ArchiveUnusable
from storage import memory
from storage.search.document import Document
from storage.search.files import damaged
from storage.search.schema import FORMAT, engine_document, register_tokenizer, schema

BATCH = 10_000
"""So many changes go into one commit: what a kill loses."""

_MEMORY, _REBUILDING_MEMORY = 96 << 20, 290 << 20
"""Bytes that the engine gathers before it writes a segment: fewer and larger ones are smaller, and sooner searched."""
_MAPPED, _NEEDED = 190 << 20, (".fast", ".term")
"""Bytes of mapped files that a process which searches keeps in its memory, and the engine's files that every question
reads: its columns and its words."""
_ROOM = 64 << 20
"""So many bytes it keeps at least beside those, and beside what else it has mapped: letting go takes milliseconds, and
is not worth doing at each question of an archive of some millions."""
_MAPPED_REBUILDING = 48 << 20
"""The same while an index is made: what is merged is read once."""
_LOOKS = 5
_Changes = Iterable[tuple[int, Document | int]]


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
        self._looked: tuple[tuple[int, ...], _State] = ((), _State(0, 0, 0))
        """The file of the state when it was last read: every question asks for the state."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveUnusable(f"The search index {folder} cannot be made: {error.strerror}.") from error
        self._state = self._read_state()
        self._engine = self._try_open(self._state) or self._open_locked()
        self._most_mapped = _MAPPED
        self._shown: tuple[tantivy.Index, _State, tantivy.Searcher] | None = None

    @property
    def change(self) -> int:
        """The number of the last change of the archive that the index holds; 0 asks to be fed from the beginning."""
        self.refresh()
        return self._state.change

    def refresh(self) -> None:
        """Takes in what other processes have written since the last look."""
        if not self._is_current():
            # Without the lock first: no reader waits for whoever is writing.
            state = self._read_state()
            engine = self._try_open(state)
            if engine is None:
                engine = self._open_locked()
            else:
                self._state = state
            self._engine = engine

    def searcher(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        """The newest committed state, which stays as it is while it is held; the same object while it is the newest."""
        self.refresh()
        if left := memory.let_go(self._folder, self._most_mapped, _NEEDED):
            self._most_mapped = max(self._most_mapped, left + _ROOM)
        shown = self._shown
        if shown is None or shown[0] is not self._engine or shown[1] != self._state:
            shown = self._shown = (self._engine, self._state, self._engine.searcher())
        return shown[2], self._engine.schema

    def write(self, changes: _Changes, batch: int = BATCH) -> int:
        """Takes in changes, each with a number of its own, the numbers rising; commits each `batch`. Says how many.

        A change is a document, which replaces the one of its id, or the id of one to delete. Changes up to `change` are
        passed over, so that two processes that feed the same changes do no harm. Waits for another writer.
        """
        memory.give_back()
        with self._locked():
            if not self._is_current():
                self._engine = self._open()
            generation = self._state.generation
            # What a rebuilding that was killed left behind.
            self._remove_others(generation)

            def committed(last: int) -> None:
                self._engine.reload()
                self._put_state(_State(FORMAT, generation, last))

            return self._fill(self._engine, changes, self._state.change, batch, committed)

    def rebuild(self, changes: _Changes) -> int:
        """Makes the index again of these changes, all there are and one an article, beside the standing one, and puts
        it in its place.

        Searches are answered by the standing one until the new one is whole. Says how many documents went in.
        """
        memory.give_back()
        with self._locked():
            generation = self._read_state().generation + 1
            fresh = self._engine_folder(generation)
            try:
                shutil.rmtree(fresh, ignore_errors=True)
                fresh.mkdir()
                engine = self._made(fresh)
                with memory.letting_go(fresh, _MAPPED_REBUILDING):
                    taken, last = self._fill_anew(engine, changes)
                engine.reload()
                self._engine = engine
                self._put_state(_State(FORMAT, generation, last))
            except OSError as error:
                raise ArchiveUnusable(f"The search index {self._folder} cannot be written: {error}.") from error
            self._remove_others(generation)
            return taken

    def damaged(self) -> list[Path]:
        """The files of the index that are not as they were written, every byte read."""
        self.refresh()
        return list(damaged(self._engine_folder(self._state.generation), thorough=True))

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
        for _ in range(_LOOKS):
            try:
                if any(damaged(folder, thorough=False)):
                    return None
                engine = tantivy.Index.open(str(folder))
                engine.config_reader("manual")
                engine.searcher()
            except FileNotFoundError:
                # A writer that merges takes away files while they are looked at.
                continue
            except (ValueError, KeyError, TypeError, OSError):
                return None
            register_tokenizer(engine)
            return engine
        return None

    def _begin_again(self, generation: int) -> None:
        fresh = self._engine_folder(generation + 1)
        try:
            self._remove_others(generation + 1)
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            self._engine = self._made(fresh)
            self._put_state(_State(FORMAT, generation + 1, 0))
        except OSError as error:
            raise ArchiveUnusable(f"The search index {self._folder} cannot be written: {error}.") from error

    def _fill(
        self, engine: tantivy.Index, changes: _Changes, held: int, batch: int, committed: Callable[[int], None]
    ) -> int:
        """Write the changes after `held` into an engine, telling the last number of each commit; how many it were."""
        taken, last, waiting = 0, held, 0
        with self._told():
            writer = engine.writer(_MEMORY, 1)
        try:
            for number, change in changes:
                if number <= held:
                    continue
                writer.delete_documents_by_term("id", change if isinstance(change, int) else change.id)
                if isinstance(change, Document):
                    writer.add_document(engine_document(change))
                last, taken, waiting = max(last, number), taken + 1, waiting + 1
                if waiting == batch:
                    with self._told():
                        writer.commit()
                    committed(last)
                    waiting = 0
            if waiting:
                with self._told():
                    writer.commit()
                committed(last)
        finally:
            # Also lets go of the engine's own lock; what is not committed is forgotten.
            writer.wait_merging_threads()
        return taken

    def _fill_anew(self, engine: tantivy.Index, changes: _Changes) -> tuple[int, int]:
        """Write documents into an empty engine, in one commit; how many they were, and the last number.

        A rebuilding that is killed begins from the start, so that nothing is won by commits on the way.
        """
        taken = last = 0
        with self._told():
            writer = engine.writer(_REBUILDING_MEMORY, 1)
        try:
            for number, change in changes:
                last = max(last, number)
                if isinstance(change, Document):
                    writer.add_document(engine_document(change))
                    taken += 1
            with self._told():
                writer.commit()
        finally:
            writer.wait_merging_threads()
        return taken, last

    def _made(self, folder: Path) -> tantivy.Index:
        engine = tantivy.Index(schema(), str(folder))
        engine.config_reader("manual")
        register_tokenizer(engine)
        return engine

    def _remove_others(self, generation: int) -> None:
        """Readers in other processes keep the files they have open."""
        for folder in self._folder.glob("engine-*"):
            if _generation(folder) != generation:
                shutil.rmtree(folder)

    def _engine_folder(self, generation: int) -> Path:
        return self._folder / f"engine-{generation}"

    def _read_state(self) -> _State:
        file = self._folder / "state.json"
        try:
            known = file.stat()
            if (looked := (known.st_ino, known.st_mtime_ns, known.st_size)) == self._looked[0]:
                return self._looked[1]
            stored = json.loads(file.read_bytes())
            state = _State(int(stored["format"]), int(stored["generation"]), int(stored["change"]))
            # One that was put in place between the two looks is read again at the next.
            self._looked = (looked, state)
            return state
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


def _generation(folder: Path) -> int:
    number = folder.name.removeprefix("engine-")
    return int(number) if number.isdecimal() else 0
