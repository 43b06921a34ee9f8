from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archiver.text.citation import Cited, apa, bibtex, gbt7714, ris

SEEN = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
CITED = Cited(
    id=12,
    title="松溪县计生协开展\n健康知识讲座",
    author="张三",
    source="县计生协",
    portal="songxi",
    site="松溪县计生协",
    published="2018-06-29T10:54",
    url="http://songxi.example.cn/a/1.html?x=50%25&y=a_b",
    seen=SEEN,
    capture=34,
    sha256="ab" * 32,
)
BARE = replace(CITED, author=None, source=None, site=None, published=None, capture=None, sha256=None)


def test_the_chinese_standard():
    assert gbt7714(CITED) == (
        "张三. 松溪县计生协开展 健康知识讲座[EB/OL]. (2018-06-29)[2019-05-06]. "
        f"http://songxi.example.cn/a/1.html?x=50%25&y=a_b. 档案: 采集 2019-05-06T03:00:00Z, SHA-256 {'ab' * 32}."
    )
    assert gbt7714(BARE) == (
        "松溪县计生协开展 健康知识讲座[EB/OL]. [2019-05-06]. "
        "http://songxi.example.cn/a/1.html?x=50%25&y=a_b. 档案: 收录 2019-05-06T03:00:00Z."
    )
    assert gbt7714(replace(CITED, permalink="http://127.0.0.1/article/12")).endswith(", http://127.0.0.1/article/12.")


def test_the_style_of_the_apa():
    held = f"[Archive capture 34 of 2019-05-06T03:00:00Z, SHA-256 {'ab' * 32}]"
    assert apa(CITED) == (
        "张三. (2018, June 29). 松溪县计生协开展 健康知识讲座. 松溪县计生协. "
        f"Retrieved May 6, 2019, from {CITED.url} {held}"
    )
    assert apa(replace(CITED, author=None, source=None, published="2018-06")) == (
        f"松溪县计生协. (2018, June). 松溪县计生协开展 健康知识讲座. Retrieved May 6, 2019, from {CITED.url} {held}"
    )
    assert apa(BARE).startswith("松溪县计生协开展 健康知识讲座. (n.d.). Retrieved May 6, 2019, from")


def test_a_ris_record_has_a_line_a_field_and_an_end():
    lines = ris(CITED).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-3:] == ["ER  - ", "", ""]
    assert {"ID  - songxi-12", "AU  - 张三", "PY  - 2018", "DA  - 2018/06/29/", "Y2  - 2019/05/06"} <= set(lines)
    assert "DA  - 2018/06//" in ris(replace(CITED, published="2018-06"))
    assert "DA  - 2018///" in ris(replace(CITED, published="2018"))
    assert all(tag not in ris(BARE) for tag in ("AU  -", "PY  -", "DA  -", "PB  -"))


def test_what_is_special_to_bibtex_is_escaped():
    entry = bibtex(replace(CITED, title=r"50% {的} A&B_C #1 $2 ~ ^ \end"))
    assert (
        r"title = {{50\% \textbraceleft{}的\textbraceright{} A\&B\_C \#1 \$2 "
        r"\textasciitilde{} \textasciicircum{} \textbackslash{}end}}"
    ) in entry
    assert "url = {http://songxi.example.cn/a/1.html?x=50%25&y=a_b}" in entry, "an address stays as it is"
    assert entry.startswith("@misc{songxi-12,\n")
    assert "url = {http://a.cn/%7B1%7D}" in bibtex(replace(CITED, url="http://a.cn/{1}"))
    assert "author" not in bibtex(BARE)


@pytest.mark.parametrize("style", [gbt7714, apa, ris, bibtex])
def test_every_style_names_capture_and_digest(style):
    assert "2019-05-06T03:00:00Z" in style(CITED)
    assert "ab" * 32 in style(CITED)
