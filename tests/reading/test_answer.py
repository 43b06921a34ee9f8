"""Answers of scripts as pages."""

import pytest

from spiders.reading.answer import page_of_answer


def made(text: str) -> str | None:
    page = page_of_answer(text.encode())
    return page.decode().removeprefix("<html><head></head><body>").removesuffix("</body></html>") if page else None


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ('"2016-04-12"', "2016-04-12"),
        ("1460446200", "2016-04-12 15:30:00"),
        ("1460446200000", "2016-04-12 15:30:00"),
        ('"1460446200"', "2016-04-12 15:30:00"),
        ('"2016年4月12日"', "2016年4月12日"),
        ("318", ""),
        ("true", ""),
        ("null", ""),
        ('"昨天"', ""),
    ],
)
def test_an_entry_with_its_date(date: str, printed: str) -> None:
    found = made(f'{{"rows": [{{"Title": "培训 <b>班</b>", "url": "/1.html?a=1&b=2", "pubDate": {date}}}]}}')
    assert found == f'<li><a href="/1.html?a=1&amp;b=2" title="培训 班">培训 班</a> <span>{printed}</span></li>'


def test_what_an_answer_says_cannot_become_markup() -> None:
    found = made('[{"title": "\\"><script>", "link": "javascript:\\"x"}]')
    assert found is not None
    assert "<script>" not in found
    assert '"x"' not in found


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>{}</body></html>",
        "{}",
        '{"code": 500, "msg": "没有数据"}',
        '{"title": "没有地址"}',
        "{ not json }",
        "[" * 100_000,
        'show("没有标签")',
        "function list() { return [1, 2] }",
        "",
    ],
)
def test_everything_else_is_no_answer(text: str) -> None:
    assert made(text) is None


def test_a_callback_is_taken_off_and_pieces_of_markup_stay() -> None:
    assert made(' jQuery1.list ("<ul><li>一</li></ul>") ;\n') == "<div><ul><li>一</li></ul></div>"
    assert made('{"data": {"html": "<a href=\\"/1.html\\">一<\\/a>"}}') == '<div><a href="/1.html">一</a></div>'


def test_no_more_entries_than_a_list_can_hold() -> None:
    rows = ",".join(f'{{"title": "第{n}期", "url": "/{n}.html"}}' for n in range(3_000))
    found = made(f"[{rows}]")
    assert found is not None
    assert found.count("<li>") == 1_000
