import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.text.pinyin import is_obfuscated, readable, readings

COPY = (
    "本市計(jì)生協(xié)會(huì )昨日舉(jǔ)辦(bàn)培訓(xùn)班(一),全(quan)(quan)市(km)共有三百人參加,"
    "會員們學習了新的政策文件(2016—2020年度)。"
)
PLAIN = "本市計生協會昨日舉辦培訓班(一),全市(km)共有三百人參加,會員們學習了新的政策文件(2016—2020年度)。"


def test_copy_is_cleaned_and_ordinary_brackets_stay() -> None:
    assert is_obfuscated(COPY)
    assert readable(COPY) == PLAIN


@pytest.mark.parametrize(
    "printed",
    ["計(jì)", "計（jì）", "計( jì )", "計(ji4)", "广(ɡuǎnɡ)", "女(nǚ)", "女(nv3)", "女(nü)", "計(ｊì)", "國(guo)"],
)
def test_every_way_to_print_a_reading(printed: str) -> None:
    assert [(span.start, span.end) for span in readings(printed)] == [(1, len(printed))]


def test_any_reading_of_the_character_in_either_script() -> None:
    assert len(readings("長(zhǎng)征,长(cháng)大,長(chang)期,了(liǎo)解")) == 4


@pytest.mark.parametrize("printed", ["里(km)", "克(kg)", "用(app)", "(一)", "计(jiao)", "a(ji)", "(jì)", "计 (jì)"])
def test_not_a_reading(printed: str) -> None:
    assert readings(printed) == []


def test_a_gloss_does_not_make_an_article_a_copy() -> None:
    text = "龚(gōng)某与仉(zhǎng)某、逄(páng)某一同走访了全县十二个乡镇的困难家庭,送去慰问品。"
    assert not is_obfuscated(text)
    assert readable(text) == text


def test_a_few_readings_in_a_long_text_are_no_disguise() -> None:
    text = "龚(gōng)仉(zhǎng)的家乡在逄(páng)村。缑(gōu)老师与亓(qí)老师同去。" + "协会组织志愿者走访慰问老人。" * 40
    assert not is_obfuscated(text)


def test_a_teaching_text_keeps_its_readings() -> None:
    text = "春(chūn)眠(mián)不(bù)觉(jué)晓(xiǎo),\n处(chù)处(chù)闻(wén)啼(tí)鸟(niǎo)。"
    assert not is_obfuscated(text)
    assert readable(text) == text


def test_a_copy_also_loses_cut_readings_and_symbols() -> None:
    assert readable(COPY + "工作(✒)很好(👍🏻),加強計(jì…", None) == PLAIN + "工作很好,加強計…"
    assert readable("夯實計(jì...", obfuscated=True) == "夯實計..."
    assert readable("夯實計jì)生", obfuscated=True) == "夯實計生"
    assert readable("夯實計(jì...") == "夯實計(jì..."


def test_title_takes_the_verdict_of_its_page() -> None:
    assert readable("計(jì)生工(gōng)作", obfuscated=True) == "計生工作"
    assert readable(COPY, obfuscated=False) == COPY


@given(st.text(alphabet="计生协会工作的,。(一)", max_size=80))
@settings(deadline=None)
def test_text_without_readings_is_untouched(text: str) -> None:
    assert readable(text) == text
