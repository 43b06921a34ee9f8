"""Precision and recall of the works, on labelled pairs by seed: `python benchmarks/dedup.py [--seed N] [--each N]`.

The pairs go in through `archiver add` in random order among other pages of the same portals, and the works are read
back with `archiver reprints --json`. datasketch and rensa judge the same pairs, on the text as printed and on our fold.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archiver.text.fold import key
from benchmarks.pairs import SIBLINGS, Maker, Page, Pair

BACKGROUND = 400
_THRESHOLD, _GRAM, _PERMUTATIONS = 0.5, 5, 128
Judge = Callable[[Pair], bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=60, help="pairs of each kind")
    given = parser.parse_args()
    maker = Maker(given.seed)
    pairs = list(maker.pairs(given.each))
    pages = [*(page for pair in pairs for page in (pair.first, pair.second)), *maker.background(BACKGROUND)]
    random.Random(given.seed).shuffle(pages)
    with tempfile.TemporaryDirectory() as folder:
        judges: dict[str, Judge] = {"archiver": taken_in(Path(folder), pages)}
    judges |= peers()
    for name, judge in judges.items():
        print(f"\n{name}")
        report(pairs, judge)


def taken_in(folder: Path, pages: Iterable[Page]) -> Judge:
    """Take the pages in; two are the same where they are in one work, or one is a digest that holds the other."""
    file, archive = folder / "pages.jsonl", folder / "archive"
    file.write_text("".join(json.dumps(vars(page), ensure_ascii=False) + "\n" for page in pages), encoding="utf-8")
    print(run("add", file, "--json", "--archive", archive)[-1])
    work_of: dict[str, int] = {}
    held: set[tuple[int, str]] = set()
    urls = {row["id"]: row["url"] for row in map(json.loads, run("export", "--format", "jsonl", "--archive", archive))}
    for line in run("reprints", "--json", "--archive", archive):
        work = json.loads(line)
        work_of |= {member["url"]: work["work"] for member in work["members"]}
        held |= {(work["work"], urls[digest]) for digest in work["digests"]}

    def judge(pair: Pair) -> bool:
        first, second = work_of.get(pair.first.url), work_of.get(pair.second.url)
        together = first is not None and first == second
        return together or (pair.truth == "contained" and first is not None and (first, pair.second.url) in held)

    return judge


def run(*arguments: object) -> list[str]:
    """The lines that an `archiver` command prints."""
    command = [sys.executable, "-m", "archiver", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def report(pairs: Sequence[Pair], judge: Judge) -> None:
    """By kind and in total: how many pairs are said to be the same."""
    said: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair in pairs:
        same = judge(pair)
        for name in (f"{pair.truth:>9}  {pair.kind}", pair.truth, *(("siblings",) if pair.kind in SIBLINGS else ())):
            total[name] += 1
            said[name] += same
    for name in total:
        if name.strip() not in ("same", "contained", "different", "siblings"):
            print(f"  {name:<28}{said[name]:>5} of {total[name]}")
    precision = said["same"] / max(said["same"] + said["different"], 1)
    print(
        f"  precision {precision:.4f}  recall {said['same'] / total['same']:.4f}"
        f"  contained {said['contained'] / total['contained']:.4f}"
        f"  siblings merged {said['siblings'] / total['siblings']:.4f}"
    )


def peers() -> dict[str, Judge]:
    """MinHash of the peers that are installed, at the threshold that serves them best."""
    found: dict[str, Judge] = {}
    for name, sketch in (("datasketch", _datasketch), ("rensa", _rensa)):
        try:
            similar = sketch()
        except ImportError:
            print(f"{name} is not installed and is left out: pip install {name}")
            continue
        found[f"{name} (text as printed)"] = _judge(similar, lambda text: text)
        found[f"{name} (our fold)"] = _judge(similar, key)
    return found


def _judge(similar: Callable[[list[str], list[str]], float], form: Callable[[str], str]) -> Judge:
    def judge(pair: Pair) -> bool:
        return similar(_grams(form(pair.first.body)), _grams(form(pair.second.body))) >= _THRESHOLD

    return judge


def _grams(text: str) -> list[str]:
    return sorted({text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 1))})


def _datasketch() -> Callable[[list[str], list[str]], float]:
    sketches: Any = import_module("datasketch")

    def similar(first: list[str], second: list[str]) -> float:
        one, other = sketches.MinHash(_PERMUTATIONS), sketches.MinHash(_PERMUTATIONS)
        one.update_batch([gram.encode() for gram in first])
        other.update_batch([gram.encode() for gram in second])
        return float(one.jaccard(other))

    return similar


def _rensa() -> Callable[[list[str], list[str]], float]:
    sketches: Any = import_module("rensa")

    def similar(first: list[str], second: list[str]) -> float:
        one, other = (sketches.RMinHash(num_perm=_PERMUTATIONS, seed=1) for _ in "12")
        one.update(first)
        other.update(second)
        return float(one.jaccard(other))

    return similar


if __name__ == "__main__":
    main()
