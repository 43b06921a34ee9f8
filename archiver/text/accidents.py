"""Accidents of a mirror's annotator that worked on GBK bytes: 當(dāng)?shù)貧埣踩 for 當地殘疾人.

It put the reading behind every byte pair that looked like a listed character, also where the pair was the second byte
of one character and the first of the next. From there on the text is shifted by a byte, until a byte below 0x80 sets it
right; the byte cut off by the bracket is printed as one `?`. The missing byte follows from the reading. What comes out
is believed only where running the annotator over it again prints exactly what the page shows.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, permutations

from archiver.text.characters import HAN
from archiver.text.pinyin import bare_reading, known_readings, readings

_READING = r"[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹɑɡ]{1,6}"
_SIGN = re.compile(rf"(?<=[{HAN})])\?({_READING})\)")
_GAP = re.compile(rf"\?({_READING})\)")
_BRACKET = re.compile(rf"\(({_READING})\)")
_START = re.compile(rf"(?:[{HAN}](?:\({_READING}\))*)$")
_ASCII_END = re.compile(r"[\x00-\x27\x2a-\x3e\x40-\x60\x7b-\x7f\s]|[，。、；：！？“”（）《》]")
_SEEN = frozenset(
    "數戰優產經業協衛現關務學導應領術態環強項聯統構網絡結創設調認農護實點機標準質驅礎區鎮鄉隊費發進遠嚴權執規獻轉"
    "內團財據風當備負責譽揚習驗國會長個時問過來對計動開頁書門見場報議無萬紀營濟勢節預簡競爭測試幾運復級號覺說單寫還"
    "戶請該評細勵臺貿識醫際訓從論詩陣達獎價贈獨則臨續冊側謹"
)
"""Characters that such annotators list (observed on a few dozen pages)."""
_MOST_TRIES = 200


@dataclass(frozen=True, slots=True)
class Accident:
    """A stretch of text that an accident made unreadable."""

    start: int
    end: int
    original: str | None
    """What stood there, readings left out; None where it cannot be proved."""


def accidents(text: str) -> list[Accident]:
    """The accidents of a text in order, each repaired where the repair is proved and otherwise only marked.

    A gap is filled with a character that the page annotates elsewhere or that such annotators are known to list: any
    other of the same reading would be a guess.
    """
    if "?" not in text:
        return []
    found: list[Accident] = []
    listed = _SEEN | {text[span.start - 1] for span in readings(text)}
    for sign in _SIGN.finditer(text):
        if found and sign.start() < found[-1].end:
            continue
        before = _START.search(text, 0, sign.start())
        start = before.start() if before else sign.start()
        found.append(_mend(text, start, sign.end(), listed))
    return found


def annotate(original: bytes, listed: Mapping[bytes, bytes]) -> bytes:
    """What the annotator makes of GBK bytes: behind each listed pair its reading, one pair after the other."""
    for pair, reading in listed.items():
        original = original.replace(pair, pair + b"(" + reading + b")")
    return original


def printed(annotated: bytes) -> str:
    """How the bytes are shown: a lead byte and what it swallows without being a character are one `?`."""
    shown, at = [], 0
    while at < len(annotated):
        if annotated[at] < 0x80:
            shown.append(chr(annotated[at]))
            at += 1
            continue
        pair = annotated[at : at + 2]
        shown.append(_character(pair) or "?")
        at += 2
    return "".join(shown)


def _mend(text: str, start: int, sign_end: int, seen: AbstractSet[str]) -> Accident:
    """Try ends further and further behind the sign: the shift ends where the bytes are in step again."""
    ends = [match.start() for match in islice(_ASCII_END.finditer(text, sign_end), 3)]
    last = next((end for end in ends if end > sign_end), len(text))
    for end in sorted({*range(sign_end, min(last, sign_end + 60) + 2), last}):
        if end > len(text):
            break
        for original in _originals(text[start:end], seen):
            while (bracket := _BRACKET.match(text, end)) and _is_reading(original[-1], bracket[1]):
                end = bracket.end()
            return Accident(start, end, original)
    return Accident(start, last, None)


def _originals(shown: str, seen: AbstractSet[str]) -> Iterator[str]:
    """Texts whose annotation is printed as `shown`."""
    for original, listed in islice(_fillings(shown, 0, b"", {}, seen), _MOST_TRIES):
        try:
            plain = original.decode("gbk")
        except UnicodeDecodeError:
            continue
        if "?" not in plain and _proved(original, listed, shown):
            yield plain


def _proved(original: bytes, listed: dict[bytes, bytes], shown: str) -> bool:
    orders = permutations(listed.items()) if len(listed) <= 4 else [tuple(listed.items()), tuple(listed.items())[::-1]]
    return any(printed(annotate(original, dict(order))) == shown for order in orders)


def _fillings(
    shown: str, at: int, original: bytes, listed: dict[bytes, bytes], seen: AbstractSet[str]
) -> Iterator[tuple[bytes, dict[bytes, bytes]]]:
    """Walk over what is printed and collect the bytes before the annotator came, trying every byte that fits a gap."""
    while at < len(shown):
        gap = _GAP.match(shown, at)
        if gap:
            if not original:
                return
            for byte in _missing(original[-1], gap[1], seen):
                pair = bytes((original[-1], byte))
                yield from _fillings(shown, gap.end(), original + bytes((byte,)), listed | {pair: _gbk(gap[1])}, seen)
            return
        bracket = _BRACKET.match(shown, at)
        if bracket and len(original) >= 2 and _reads(original[-2:], bracket[1]):
            listed = listed | {original[-2:]: _gbk(bracket[1])}
            at = bracket.end()
            continue
        try:
            original += shown[at].encode("gbk")
        except UnicodeEncodeError:
            return
        at += 1
    yield original, listed


def _missing(first: int, reading: str, seen: AbstractSet[str]) -> list[int]:
    """Second bytes with which `first` is a listed character of this reading."""
    pairs = (bytes((first, byte)) for byte in (*range(0x40, 0x7F), *range(0x80, 0xFF)))
    return [pair[1] for pair in pairs if _character(pair) in seen and _reads(pair, reading)]


def _reads(pair: bytes, reading: str) -> bool:
    character = _character(pair)
    return character is not None and _is_reading(character, reading)


def _is_reading(character: str, reading: str) -> bool:
    return bare_reading(reading) in known_readings(character)


def _character(pair: bytes) -> str | None:
    if len(pair) < 2 or pair[1] < 0x40:
        return None
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return None


def _gbk(reading: str) -> bytes:
    return reading.encode("gbk", "replace")
