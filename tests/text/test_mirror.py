import pytest
from opencc import OpenCC
from pypinyin import Style, pinyin

from archiver.text.fold import fold
from archiver.text.mirror import restore

PLAIN = (
    "全县计划生育协会工作会议昨天在城关召开，各乡镇会长、秘书长参加会议。\n"
    "会议总结了去年的工作（含会员小组建设），并就今年的健康讲座、困难家庭走访作了安排。\n"
    "会议要求，各级协会要继续办好会员之家，为群众做实事。"
)
TRADITIONAL = OpenCC("s2t").convert(PLAIN)


def annotated(text, characters, style=Style.TONE):
    return "".join(f"{c}({pinyin(c, style=style)[0][0]})" if c in characters else c for c in text)


def applied(text, changes):
    for change in reversed(changes):
        text = text[: change.start] + change.replacement + text[change.end :]
    return text


@pytest.mark.parametrize("style", [Style.TONE, Style.NORMAL, Style.TONE3])
def test_readings_go_and_every_change_is_explained(style):
    shown = annotated(TRADITIONAL, "會工作的議健康", style)
    restored = restore(shown)
    assert restored.text == TRADITIONAL
    assert fold(restored.text) == fold(PLAIN)
    assert {change.why for change in restored.changes} == {"reading"}
    assert applied(shown, restored.changes) == restored.text


def test_an_honest_text_with_glosses_is_untouched():
    text = "龚(gōng)某在会上发言。" + PLAIN
    assert restore(text).text == text
    assert restore(text).changes == ()


def test_a_doubled_comma_and_a_bracketed_sign_go():
    shown = annotated(TRADITIONAL, "會工作議").replace("，", ",，").replace("家庭", "家(✒)庭")
    restored = restore(shown)
    assert restored.text == TRADITIONAL
    assert {change.why for change in restored.changes} == {"reading", "comma", "symbol"}


def test_a_line_of_keywords_in_the_other_script_goes():
    spam = "成人游戏,在线观看,免费下载,高清电影,棋牌娱乐,注册送钱"
    shown = f"{spam}\n{annotated(TRADITIONAL, '會工作議')}\n{spam}"
    restored = restore(shown)
    assert restored.text == TRADITIONAL
    assert [change.why for change in restored.changes].count("spam") == 2


def test_a_damaged_stretch_is_kept_and_said():
    restored = restore(annotated(TRADITIONAL, "會工作議") + "\n總?cè)丝诘?")
    assert restored.damaged
    assert restored.text.endswith("總?cè)丝诘?")


def test_a_repaired_stretch_is_explained():
    restored = restore(annotated(TRADITIONAL, "會工作議") + "\n加?jì)D女")
    assert restored.text == TRADITIONAL + "\n加婦女"
    assert restored.changes[-1].why == "byte-accident"
