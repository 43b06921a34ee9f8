import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.text.fold import fold
from storage.search.snippet import _folded_snippet, highlight, snippet

LONG = "全县召开工作会议。" * 30 + "会上，计生协介绍了青春健康项目的做法。" + "与会人员参观了基地。" * 30


def marked(pieces: list[tuple[str, bool]]) -> list[str]:
    return [piece for piece, mark in pieces if mark]


def test_the_passage_around_the_words() -> None:
    pieces = snippet(LONG, ["青春健康", "计生协"])
    text = "".join(piece for piece, _ in pieces)
    assert marked(pieces) == ["计生协", "青春健康"]
    assert text.startswith("…会上，计生协")
    assert text.endswith("…")
    assert 70 < len(text) < 90


def test_most_of_the_words_beat_more_of_one() -> None:
    text = "基地基地基地" + "。" * 200 + "项目在基地落户" + "。" * 200
    assert "项目" in marked(snippet(text, ["基地", "项目"], width=40))


def test_without_a_mark_it_is_the_beginning() -> None:
    assert snippet("第一段\n  第二段", []) == [("第一段 第二段", False)]
    assert snippet(LONG, ["没有"], width=9) == [("全县召开工作会议。", False), ("…", False)]


@pytest.mark.parametrize(
    ("printed", "sought", "expected"),
    [
        ("縣計(jì)生協(xié)會", "计生协", ["計(jì)生協(xié)"]),
        ("共有100㎡,3m2", "100m2", ["100㎡"]),
        ("２０１６年", "2016年", ["２０１６年"]),
        ("2016 年底", "2016年", ["2016 年"]),
        ("12016年", "2016年", []),
        ("会议召开，部署", "会议召开,部署", ["会议召开，部署"]),
        ("会议召开部署", "会议召开,部署", []),
        ("GDP与GDPR", "gdp", ["GDP"]),
        ("计\u200b生", "计生", ["计\u200b生"]),
        ("生生不息", "生", ["生生"]),
    ],
)
def test_marks_stand_on_the_text_as_printed(printed: str, sought: str, expected: list[str]) -> None:
    assert marked(highlight(printed, [sought])) == expected


@given(st.text(alphabet="计生协(jì)2a ，。\n㎡\u200b", max_size=120), st.integers(1, 60))
@settings(deadline=None)
def test_a_snippet_is_a_piece_of_the_text(text: str, width: int) -> None:
    texts = ["计生", "协2", "a"]
    assert "".join(piece for piece, _ in highlight(text, texts)) == text
    plain = "".join(piece for piece, _ in snippet(text, texts, width)).strip("…")
    assert "".join(plain.split()) in "".join(text.split())


@given(st.text(alphabet="计計生協协２2aＡ ，。\n", max_size=120), st.integers(25, 60))
@settings(deadline=None)
def test_with_and_without_folding_it_is_the_same_passage(text: str, width: int) -> None:
    texts = ["计生", "协2", "a", "协"]
    assert snippet(text, texts, width) == _folded_snippet(text, texts, width, None)


@pytest.mark.parametrize(
    ("printed", "expected"), [("共有100㎡。", "100㎡"), ("县計\u200b生协", "計\u200b生"), ("⾦⼈", "⾦⼈")]
)
def test_what_only_the_fold_knows_is_marked_too(printed: str, expected: str) -> None:
    assert marked(snippet(printed, ["100m2", "计生", "金人"])) == [expected]


def test_a_passage_of_a_long_text_with_readings_has_its_width_without_them() -> None:
    text = (
        "全縣(xiàn)召開(kāi)工作會(huì)議。" * 60
        + "會(huì)上，計(jì)生協(xié)介紹了做法。"
        + "與(yǔ)會(huì)人員參(cān)觀。" * 60
    )
    pieces = snippet(text, ["计生协", "做法"], 40)
    assert marked(pieces) == ["計(jì)生協(xié)", "做法"]
    shown = "".join(piece for piece, _ in pieces)
    assert shown.startswith("…會(huì)上，計(jì)生協(xié)")
    assert shown.endswith("…")
    assert shown.strip("…") in text
    assert 35 <= len(fold(shown.strip("…"), True)) <= 40
