import pytest
from opencc import OpenCC

from archiver.items import Article
from pipelines.deduplicate import identity, line_mark, says_the_same

BODY = (
    "六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座，七十余名育龄群众到场听讲。\n"
    "讲座由县医院的医生主讲，会后还为到场的群众量了血压，并发放了宣传折页。"
)


def article(title="松溪县计生协开展健康知识讲座", body=BODY):
    return Article(url="http://songxi.example.cn/1.html", title=title, body=body)


def test_script_width_punctuation_and_spaces_do_not_matter():
    plain = identity(article())
    other = article(OpenCC("s2tw").convert(article().title), OpenCC("s2tw").convert(BODY).replace("，", " , "))
    assert identity(other) == plain


def test_another_title_is_the_same_text_in_another_revision():
    plain, renamed = identity(article()), identity(article(title="健康知识讲座走进河东乡"))
    assert renamed.text_key == plain.text_key
    assert renamed.title_anchor != plain.title_anchor
    assert renamed.fingerprint != plain.fingerprint


def test_another_number_is_another_text():
    assert identity(article(body=BODY.replace("七十", "八十"))).text_key != identity(article()).text_key


def test_a_short_text_says_nothing_without_its_title():
    keys = {identity(article(title, "见附件。")).text_key for title in ("会议图片", "培训图片", "會議圖片")}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (["报道一", "报道二", "主办旧"], True),
        (["报道一", "报道二"], True),
        (["报道一", "报道二", "主办新"], True),
        (["报道一", "报道二", "点击次数12"], True),
        (["报道一", "报道二", "主办旧", "主办新"], False),
        (["报道一", "报道三", "主办旧"], False),
        (["报道一", "报道三", "主办新"], False),
        (["报道一", "报道二", "更正" * 40], False),
        (["报道一", "主办新"], False),
    ],
)
def test_furniture_may_be_replaced_by_a_line_never_seen_and_text_may_not(now, same):
    assert says_the_same(["报道一", "报道二", "主办旧"], now, frozenset({line_mark("主办旧")})) is same


def test_only_letters_and_digits_count_as_length():
    assert identity(article(body="见附件。")).length == 3
    assert identity(article(body=None)).length == 0


def test_where_the_title_ends_and_the_text_begins_matters_little_and_what_they_say_matters():
    assert identity(article("通知一", "二三")).text_key != identity(article("通知", "一二三")).text_key
