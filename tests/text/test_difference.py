import pytest

from archiver.text.difference import Difference, differences


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("会议定于3月5日召开", "会议定于3月8日召开", ("date",)),
        ("共有25人参加", "共有31人参加", ("number",)),
        ("在松溪县举行。", "在政和县举行。", ("name",)),
        ("大家认真学习", "大家努力学习", ("text",)),
    ],
)
def test_facts_are_raised(first, second, kinds):
    [found] = differences(first, second)
    assert found.kinds == kinds


def test_the_places_are_given_to_the_character():
    assert differences("甲乙丙丁", "甲乙戊丙丁") == [Difference(2, "", "戊", ("text",))]
    assert differences("相同", "相同") == []


def test_changes_applied_give_the_second_text():
    first = "六月二十八日，县计生协举办讲座，七十余名群众到场。\n会后量了血压。"
    second = "六月二十九日，县计生协举办讲座，八十余名群众到场听讲。\n会后还量了血压。"
    text = first
    for found in reversed(differences(first, second)):
        assert first[found.start :].startswith(found.before)
        text = text[: found.start] + found.after + text[found.start + len(found.before) :]
    assert text == second


def test_a_very_long_text_is_compared_by_lines():
    lines = [f"第{number}行的文字说的是同一件事情。" for number in range(3000)]
    changed = [*lines[:1500], "这一行换了。", *lines[1501:]]
    [found] = differences("\n".join(lines), "\n".join(changed))
    assert (found.before, found.after) == (lines[1500] + "\n", "这一行换了。\n")
