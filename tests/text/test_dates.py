from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.text.dates import find_times, parse_time

NOW = datetime(2024, 3, 31, 9, 30, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-09-18 16:19:33", "2017-09-18T16:19:33"),
        ("2020-06-15 11:37", "2020-06-15T11:37"),
        ("2017年9月18日 星期一 16:19", "2017-09-18T16:19"),
        ("2017年9月18日（周一）16：19", "2017-09-18T16:19"),
        ("2026.01.27", "2026-01-27"),
        ("2022/6/9", "2022-06-09"),
        ("2021/6/11 9:19:59", "2021-06-11T09:19:59"),
        ("2018年06月29日10:54", "2018-06-29T10:54"),
        ("2017年09月18日16时19分33秒", "2017-09-18T16:19:33"),
        ("2017 年 9 月 18 日", "2017-09-18"),
        ("2016年11月", "2016-11"),
        ("2016-11", "2016-11"),
        ("[2018-05-12]", "2018-05-12"),
        ("(2026-05-22)", "2026-05-22"),
        ("２０１７－０９－１８", "2017-09-18"),
        ("2017-09-18\u300016：19", "2017-09-18T16:19"),
        ("二〇一七年九月十八日", "2017-09-18"),
        ("二○一○年十二月三十日", "2010-12-30"),
        ("二零一七年九月廿一日", "2017-09-21"),
        ("二〇一七年十月卅一日", "2017-10-31"),
        ("二○一一年十月", "2011-10"),
        ("民國106年9月18日", "2017-09-18"),
        ("中華民國一百零六年九月十八日", "2017-09-18"),
        ("26年02月02日", "2026-02-02"),
        ("98年6月1日", "1998-06-01"),
        ("20.10.2014  14:30", "2014-10-20T14:30"),
        ("2008:04:09 16:02:57", "2008-04-09T16:02:57"),
        ("2017年9月18日 下午4:19", "2017-09-18T16:19"),
        ("2017年9月18日上午12:05", "2017-09-18T00:05"),
        ("2017-9-18 4:05 PM", "2017-09-18T16:05"),
        ("2017-09-18T16:19:33+08:00", "2017-09-18T16:19:33"),
        ("2017-09-18T16:19:33Z", "2017-09-18T16:19:33"),
        ("2017-09-18 16:19:33.0", "2017-09-18T16:19:33"),
        ("Mon, 18 Sep 2017 16:19:33 GMT", "2017-09-18T16:19:33"),
        ("Sep 18, 2017", "2017-09-18"),
        ("发布时间：2017-09-18来源：本站", "2017-09-18"),
        ("2017年9月18日上午,", "2017-09-18"),
    ],
)
def test_printed_time(text: str, iso: str) -> None:
    time = parse_time(text)
    assert time is not None
    assert time.isoformat() == iso
    assert time.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "2017年2月30日",
        "2017-09-18 25:10",
        "2017年9月18日晚上12:10",
        "2017年13月",
        "1948-12-31",
        "2101-01-01",
        "0591-87833631",
        "1-201229123031315.jpg",
        "192.168.1.10",
        "2011—2015年度",
        "v2017.1.2",
        "2017.1.2.3",
        "http://127.0.0.1/2017/09/18/a.html",
        "12017年9月1日",
        "10:20",
        "09-18",
        "昨天 10:20",
        "刚刚",
        "",
    ],
)
def test_no_time(text: str) -> None:
    assert parse_time(text) is None


def test_times_in_order_with_their_precision() -> None:
    times = find_times("截至2017年9月18日，较2016年11月增加；2017-10-01 08:00公布，2017年2月30日除外。")
    assert [time.isoformat() for time in times] == ["2017-09-18", "2016-11", "2017-10-01T08:00"]
    assert [time.precision for time in times] == ["day", "month", "minute"]
    assert times[2].raw == "2017-10-01 08:00"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("09-18", "2017-09-18"),
        ("[ 02-02 ]", "2017-02-02"),
        ("12/19", "2017-12-19"),
        ("九月十八日", "2017-09-18"),
        ("9月18日 10:20", "2017-09-18T10:20"),
        ("02-30", None),
        ("第09-18号", None),
    ],
)
def test_without_a_year(text: str, iso: str | None) -> None:
    time = parse_time(text, year=2017)
    assert (time and time.isoformat()) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3天前", "2024-03-28"),
        ("前天", "2024-03-29"),
        ("昨天 10:20", "2024-03-30T10:20"),
        ("剛剛", "2024-03-31T09:30"),
        ("5分钟前", "2024-03-31T09:25"),
        ("半小时前", "2024-03-31T09:00"),
        ("1个月前", "2024-02"),
        ("3年前", None),
    ],
)
def test_told_from_now(text: str, iso: str | None) -> None:
    time = parse_time(text, now=NOW)
    assert (time and time.isoformat()) == iso


@given(st.datetimes(datetime(1949, 1, 1), datetime(2100, 12, 31)))  # noqa: DTZ001
def test_every_second_is_read_back(value: datetime) -> None:
    value = value.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y/%m/%dT%H:%M:%S"):
        time = parse_time(f"时间:{value.strftime(form)} 来源")
        assert time is not None
        assert time.value == value


@given(st.text(alphabet="0123456789-/.:年月日 二〇一十t", max_size=30))
def test_any_text_is_answered(text: str) -> None:
    for time in find_times(text):
        assert time.raw in text
        assert 1949 <= time.value.year <= 2100
