from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from archiver.text.characters import fold_character, forms, standards
from archiver.text.fold import fingerprint, fold, fold_page, fold_with_offsets, key
from archiver.text.pinyin import is_obfuscated

SENTENCES = """县计划生育协会召开理事会,听取了关于基层群众自治工作的汇报。
干部职工为困难家庭捐款,发放面粉、大米、食用油等慰问品共计三百余件。
志愿者们冒着严寒走进社区,宣传优生优育知识,了解老人的生活状况。
复查结果公布后,各乡镇立即制定整改方案,准备在年底前全部完成。
这里的历史悠久,松树郁郁葱葱,台阶两旁摆着几盆菊花,彷佛画中一般。
他于上周签订了合同,只用了三天便征集到一百多幅摄影作品,并在系统内展出。
锻炼身体、熏陶情操,丰富了退休人员的业余生活,像一家人一样其乐融融。
法律顾问对账目作了说明,随后回答了代表们提出的几个问题,大家都很满意。""".splitlines()

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("計计划生育協协會会()（）jìgōnguo14 ㎡①Ａａ，。ǚ\u200b\ufe0f…✒里裏後乾"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
BRACKETLESS = MIXED.map(lambda text: "".join(sign for sign in text if not set("()") & set(fold_character(sign))))


@pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_both_scripts_fold_to_the_same(sentence: str, conversion: str) -> None:
    assert fold(OpenCC(conversion).convert(sentence)) == fold(sentence)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("为群众产启里", "爲羣衆産啓裏"),
        ("青清真值卫教即既", "靑淸眞値衞敎卽旣"),
        ("济发关钟", "済発関鐘"),
        ("二〇一七年", "二○一七年"),
        ("ABC１２３", "ａｂｃ123"),
        ("民政", "⺠政"),
        ("计生", "计\u200b生\u00ad"),
        ("m2", "㎡"),
    ],
)
def test_forms_of_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_characters_stay_different() -> None:
    assert len({fold(character) for character in "计生协会区县市乡镇日曰己已巳末未士土"}) == 18


def test_readings_with_a_tone_go_and_others_stay() -> None:
    assert fold("計(jì)生工（gōng）作,了(le)解") == "计生工作,了解"
    assert fold("國(guo)家,应用(app)") == "国(guo)家,应用(app)"
    assert fold("計(ji)生", obfuscated=True) == "计生"


def test_key_is_letters_and_digits() -> None:
    assert key("“計(jì)生協”，２０１６ 年·A-b！") == "计生协2016年ab"


def test_fingerprint_of_another_printing_is_the_same() -> None:
    one = fingerprint("县计生协召开会议,部署工作。")
    assert one == fingerprint("縣計(jì)生協召開會議，\n部署工(gōng)作")
    assert len(one) == 32
    assert one != fingerprint("县计生协召开会议,部署任务。")


def test_standards_stand_for_themselves() -> None:
    assert not set(standards().values()) & set(standards())
    for variant, standard in standards().items():
        assert fold_character(variant) == standard


def test_simplified_characters_keep_their_own_form() -> None:
    folded = {character for character in _gb2312() if fold_character(character) != character}
    assert folded <= {variant for variant in standards() if len(forms(variant)) > 1}
    assert len(folded) < 80


@given(MIXED)
@settings(max_examples=400, deadline=None)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(MIXED)
@settings(max_examples=400, deadline=None)
def test_offsets_lead_back_to_the_text(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[-1] == len(text)
    assert all(one <= other for one, other in pairwise(offsets))
    for character, offset in zip(folded, offsets, strict=False):
        assert character in fold_character(text[offset])


@given(BRACKETLESS, st.data())
@settings(deadline=None)
def test_a_piece_of_a_text_folds_to_a_piece_of_its_fold(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]) in fold(text)


def test_offsets_point_behind_brackets() -> None:
    folded, offsets = fold_with_offsets("計(jì)生")
    assert (folded, list(offsets)) == ("计生", [0, 5, 6])


def _gb2312() -> list[str]:
    rows = range(0xB0, 0xF8)
    pairs = (bytes((high, low)) for high in rows for low in range(0xA1, 0xFF))
    return [pair.decode("gb2312", "ignore") for pair in pairs if pair.decode("gb2312", "ignore")]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "計(jì)生協(xié)會(huì)換屆(一)",
            "本市計(jì)生協(xié)會(huì)昨日舉(jǔ)辦(bàn)培訓(xùn)班，全市共有三百人參加。",
        ),
        ("换届(ban)通知(一)", "本市计生协昨日举办培训班(一)，全市(km)共有三百人参加。"),
        ("换届通知", "本市計(jì)生協(xié)會(huì)昨日舉(jǔ)辦(bàn)培訓(xùn)班。"),
    ],
)
def test_a_page_is_judged_as_a_whole(title: str, body: str) -> None:
    assert fold_page(title, body) == (fold(title, is_obfuscated(body)), fold(body))
