import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.reading.charset import decode

TEXT = "县计划生育协会召开会员代表大会，听取和审议工作报告。"
TRADITIONAL = "區計劃生育協會舉辦健康講座，現場氣氛熱烈，居民們踴躍參加。"


def html(text: str, label: str | None) -> str:
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={label}'>" if label else ""
    return f"<html><head>{meta}</head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("text", "bytes_in", "label", "used"),
    [
        (TEXT, "utf-8", "utf-8", "utf-8"),
        (TEXT, "gb18030", "gb2312", "gb18030"),
        (TEXT, "gbk", None, "gb18030"),
        (TEXT, "utf-8", "gb2312", "utf-8"),
        (TEXT, "gbk", "utf-8", "gb18030"),
        (TEXT, "gbk", "iso-8859-1", "gb18030"),
        (TRADITIONAL, "big5", "big5", "big5hkscs"),
        (TRADITIONAL, "big5", None, "big5hkscs"),
        (TRADITIONAL, "utf-8", "big5", "utf-8"),
        (TRADITIONAL, "gbk", "gb2312", "gb18030"),
    ],
)
def test_the_bytes_decide_and_the_label_is_kept(text: str, bytes_in: str, label: str | None, used: str) -> None:
    decoded = decode(html(text, label).encode(bytes_in))
    assert text in decoded.text
    assert decoded.used == used
    assert decoded.declared == label


def test_the_header_names_a_set_and_gb2312_is_read_as_gb18030() -> None:
    decoded = decode(html("朱镕基、㙍、€", None).encode("gb18030"), "text/html; charset=GB2312")
    assert "朱镕基、㙍、€" in decoded.text
    assert decoded.declared == "GB2312"


@pytest.mark.parametrize(
    ("head", "header", "written"),
    [
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=GBK'>", None, "GBK"),
        ("<meta charset = utf8 >", None, "utf8"),
        ("<?xml version='1.0' encoding='gb2312'?>", None, "gb2312"),
        ("<meta charset='gbk'>", "text/html; Charset='UTF-8'", "UTF-8"),
        ("<meta charset='中文'>", "text/html", None),
        ("<script charset='gbk' src='/a.js'></script>", "text/html", None),
    ],
)
def test_a_label_is_recorded_as_it_is_written(head: str, header: str | None, written: str | None) -> None:
    assert decode(f"{head}<p>{TEXT}</p>".encode(), header).declared == written


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert TEXT in decode(html(TEXT, "gb2312").encode(encoding)).text


def test_a_page_cut_inside_a_character_keeps_its_set() -> None:
    whole = html(TEXT * 3, "utf-8").encode()
    assert TEXT * 2 in decode(whole[:-20]).text


def test_control_characters_are_dropped() -> None:
    assert decode("<p>甲\x00乙\x08丙\x85丁\ufeff</p>".encode()).text == "<p>甲乙丙丁</p>"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    assert "\x00" not in decode(body).text
