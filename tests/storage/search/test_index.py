import json
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from archiver.errors import ArchiveUnusable
from storage import memory
from storage.search.document import Document
from storage.search.find import search
from storage.search.index import SearchIndex

Make = Callable[..., Document]


def total(index: SearchIndex, query: str = "计生协") -> int:
    return search(index, query).total


def test_a_new_index_asks_to_be_fed(index: SearchIndex) -> None:
    assert index.change == 0
    assert total(index) == 0


def test_write_delete_and_replace(index: SearchIndex, make: Make) -> None:
    assert index.write((number, make(number, "计生协")) for number in range(1, 11)) == 10
    assert (index.change, total(index)) == (10, 10)
    index.write([(11, 3), (12, 4)])
    assert (index.change, total(index)) == (12, 8)
    index.write([(13, make(5, "红十字会"))])
    assert (total(index), total(index, "红十字会")) == (7, 1)
    index.write([(14, 5), (15, make(5, "计生协")), (16, make(5, "计生协"))])
    assert total(index) == 8


def test_changes_it_holds_are_passed_over(index: SearchIndex, make: Make) -> None:
    index.write([(7, make(1, "计生协"))])
    assert index.write([(6, make(1, "旧的")), (7, make(1, "旧的"))]) == 0
    assert (index.change, total(index)) == (7, 1)


def test_an_error_among_the_changes_leaves_the_index_as_it_was(index: SearchIndex, make: Make) -> None:
    index.write([(1, make(1, "计生协"))])
    with pytest.raises(ValueError, match="does not fit"):
        index.write([(2, make(2, "计生协")), (3, make(2**32, "计生协"))])
    assert (index.change, total(index)) == (1, 1)
    index.write([(2, make(2, "计生协"))])
    assert total(index) == 2


def test_it_is_there_again_after_closing(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write([(4, make(1, "计生协"))])
    again = SearchIndex(tmp_path / "search")
    assert (again.change, total(again)) == (4, 1)


def test_another_process_sees_what_is_written(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    reader = SearchIndex(tmp_path / "search")
    index.write([(1, make(1, "计生协"))])
    assert (reader.change, total(reader)) == (1, 1)
    index.clear()
    assert (reader.change, total(reader)) == (0, 0)
    reader.write([(1, make(2, "计生协")), (2, make(3, "计生协"))])
    assert (index.change, total(index)) == (2, 2)


def test_feeding_again_after_a_crash_between_commit_and_state(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    state = (tmp_path / "search/state.json").read_bytes()
    index.write([(1, make(1, "计生协")), (2, make(2, "计生协"))])
    (tmp_path / "search/state.json").write_bytes(state)
    again = SearchIndex(tmp_path / "search")
    assert again.change == 0
    again.write([(1, make(1, "计生协")), (2, make(2, "计生协"))])
    assert (again.change, total(again)) == (2, 2)


def test_any_damaged_file_begins_the_index_again(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write([(1, make(1, "计生协")), (2, make(2, "计生协"))])
    index.write([(3, 2)])
    whole = tmp_path / "search"
    files = [file.relative_to(whole) for file in whole.rglob("*") if file.is_file() and file.stat().st_size > 0]
    assert len(files) > 5
    for number, (name, left) in enumerate(product(files, (5, 0.5))):
        damaged = tmp_path / f"damaged-{number}"
        shutil.copytree(whole, damaged)
        os.truncate(damaged / name, 5 if left == 5 else int((whole / name).stat().st_size * left))
        found = SearchIndex(damaged)
        assert found.change == 0, name
        found.write([(1, make(1, "计生协"))])
        assert total(found) == 1


@pytest.mark.parametrize("lost", ["state.json", "engine-1"])
def test_a_missing_part_begins_the_index_again(index: SearchIndex, make: Make, tmp_path: Path, lost: str) -> None:
    index.write([(1, make(1, "计生协"))])
    path = tmp_path / "search" / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    again = SearchIndex(tmp_path / "search")
    assert (again.change, total(again)) == (0, 0)
    assert len(list((tmp_path / "search").glob("engine-*"))) == 1


def test_what_is_lost_while_it_is_open_begins_it_again(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write([(1, make(1, "计生协"))])
    (tmp_path / "search/state.json").unlink()
    assert index.write([(1, make(1, "计生协")), (2, make(2, "计生协"))]) == 2
    assert (index.change, total(index)) == (2, 2)
    (tmp_path / "search/state.json").unlink()
    assert (index.change, total(index)) == (0, 0)


def test_another_format_begins_the_index_again(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write([(1, make(1, "计生协"))])
    path = tmp_path / "search/state.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "format": 0}))
    again = SearchIndex(tmp_path / "search")
    assert (again.change, total(again)) == (0, 0)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnusable, match="cannot be made"):
        SearchIndex(tmp_path / "file" / "search")


def test_writers_that_feed_the_same_changes_wait_for_each_other(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    documents = [make(id, "计生协") for id in range(1, 31)]
    started = [context.Process(target=_feed, args=(tmp_path / "search", documents)) for _ in range(3)]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
    assert [process.exitcode for process in started] == [0, 0, 0]
    assert (index.change, total(index)) == (30, 30)


def _feed(folder: Path, documents: list[Document]) -> None:
    index = SearchIndex(folder)
    for start in range(0, 30, 10):
        index.write(enumerate(documents[start : start + 10], start + 1))


def test_a_flipped_bit_begins_a_small_index_again(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write((number, make(number, "计生协")) for number in range(1, 30))
    whole = tmp_path / "search"
    for number, file in enumerate(sorted(whole.glob("engine-1/*.*"))):
        if file.suffix in (".json", ".lock"):
            continue
        damaged = tmp_path / f"flipped-{number}"
        shutil.copytree(whole, damaged)
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 4
        (damaged / "engine-1" / file.name).write_bytes(content)
        assert SearchIndex(damaged).change == 0, file.name


def test_a_rebuilding_that_fails_leaves_the_standing_index(index: SearchIndex, make: Make, tmp_path: Path) -> None:
    index.write([(1, make(1, "计生协"))])
    with pytest.raises(ValueError, match="does not fit"):
        index.rebuild([(1, make(1, "计生协")), (2, make(2**32, "计生协"))])
    assert (index.change, total(SearchIndex(tmp_path / "search"))) == (1, 1)
    assert index.rebuild([(5, make(1, "红十字会"))]) == 1
    assert (index.change, total(index), total(index, "红十字会")) == (5, 0, 1)
    assert [folder.name for folder in (tmp_path / "search").glob("engine-*")] == ["engine-2"]


@pytest.mark.skipif(sys.platform != "linux", reason="mapped files are let go on Linux only")
def test_what_must_stay_mapped_is_not_let_go_of_at_each_question(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in an archive of some millions: more is needed than may be mapped.
    monkeypatch.setattr("storage.search.index._MAPPED", 1 << 20)
    let_go, left = memory.let_go, list[int]()

    def noted(folder: Path, most: int, keep: tuple[str, ...]) -> int:
        left.append(let_go(folder, most, keep))
        return left[-1]

    monkeypatch.setattr(memory, "let_go", noted)
    index = SearchIndex(tmp_path / "search")
    index.write([(1, make(1, "计生协"))])
    assert [total(index), total(index)] == [1, 1]
    assert left[0] > 1 << 20
    assert not any(left[1:])
