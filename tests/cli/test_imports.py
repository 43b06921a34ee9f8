from io import BytesIO

import pytest
from sqlalchemy import select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.captures import read_capture
from storage.tables import Capture, Page, Portal, Revision

TEXT = (
    "<p>六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座，七十余名育龄群众到场听讲。</p>"
    "<p>讲座由县医院的医生主讲，会后还为到场的群众量了血压，并发放了宣传折页，现场气氛十分热烈。</p>"
)
PAGE = (
    "<html><head><meta charset='utf-8'><title>松溪县计生协开展健康知识讲座</title></head><body>"
    "<h1>松溪县计生协开展健康知识讲座</h1><div class='info'>发布时间：2018-06-29 10:54 来源：县计生协</div>"
    f"<div class='con'>{TEXT}</div></body></html>"
)


@pytest.fixture
def warc(tmp_path):
    """Writes a file as another crawler does: `warc(name, (url, type, body, headers) …)`."""

    def write(name, *pages, compressed=True):
        path = tmp_path / name
        with path.open("wb") as stream:
            writer = WARCWriter(stream, gzip=compressed)
            writer.write_record(writer.create_warcinfo_record(name, {"software": "another"}))
            for url, media_type, body, *more in pages:
                head = StatusAndHeaders("200 OK", [("Content-Type", media_type), *more], protocol="HTTP/1.0")
                dated = {"WARC-Date": "2018-07-01T03:00:00Z"}
                writer.write_record(
                    writer.create_warc_record(
                        url,
                        "response",
                        payload=BytesIO(body),
                        length=len(body),
                        http_headers=head,
                        warc_headers_dict=dated,
                    )
                )
        return path

    return write


@pytest.mark.parametrize("compressed", [True, False])
def test_a_page_is_kept_read_and_taken_in(warc, at_any, any_archive, compressed):
    file = warc(
        "old.warc.gz" if compressed else "old.warc",
        ("http://songxi.example.cn/a/1.html", "text/html", PAGE.encode()),
        ("http://songxi.example.cn/logo.png", "image/png", b"png"),
        compressed=compressed,
    )
    answer = at_any("import", file, "--json")
    assert answer.code == 0
    assert (answer.rows[-1]["pages"], answer.rows[-1]["articles_new"]) == (1, 1)
    with any_archive.reading() as session:
        [revision] = session.scalars(select(Revision)).all()
        [capture] = session.scalars(select(Capture)).all()
        [page] = session.scalars(select(Page)).all()
        assert session.scalars(select(Portal.name)).all() == ["songxi.example.cn"]
    assert revision.title == "松溪县计生协开展健康知识讲座"
    assert revision.seen_first.isoformat() == "2018-07-01T03:00:00+00:00"
    assert (capture.revision_id, page.read_capture_id) == (revision.id, capture.id)
    assert read_capture(any_archive, capture.id).answer.body == PAGE.encode(), "the bytes are in a file of our own"


def test_the_same_file_again_brings_nothing(warc, at, archive):
    file = warc("old.warc.gz", ("http://songxi.example.cn/a/1.html", "text/html", PAGE.encode()))
    at("import", file)
    answer = at("import", file, "--json").rows[-1]
    assert (answer["known"], answer["articles_new"], answer["unchanged"]) == (1, 0, 0)
    with archive.reading() as session:
        assert len(session.scalars(select(Capture)).all()) == 1


def test_a_chunked_body_is_read_whole(warc, at, archive):
    body = PAGE.encode()
    chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:300], body[300:], b""))
    file = warc(
        "wget.warc.gz",
        ("http://songxi.example.cn/a/1.html", "text/html", chunked, ("Transfer-Encoding", "chunked")),
    )
    assert at("import", file, "--json").rows[-1]["articles_new"] == 1


def test_a_file_that_is_no_warc_or_breaks_off_is_said_and_the_rest_goes_in(warc, at, tmp_path):
    other = tmp_path / "page.warc"
    other.write_bytes(b"<html>nothing</html>")
    whole = warc("whole.warc.gz", ("http://songxi.example.cn/a/1.html", "text/html", PAGE.encode()))
    answer = at("import", other, whole, "--json")
    assert answer.code == 1
    assert "page.warc" in answer.err
    assert answer.rows[-1]["articles_new"] == 1


def test_a_list_page_is_no_article(warc, at):
    links = "".join(f"<li><a href='/a/{n}.html'>第{n}条消息的标题文字</a> 2018-06-{n:02}</li>" for n in range(1, 20))
    page = f"<html><head><title>工作动态</title></head><body><div><ul>{links}</ul></div></body></html>".encode()
    file = warc("list.warc.gz", ("http://songxi.example.cn/a/", "text/html; charset=utf-8", page))
    row = at("import", file, "--json").rows[-1]
    assert (row["lists"], row["articles_new"]) == (1, 0)


@pytest.mark.parametrize("named", [True, False])
def test_a_revisit_is_the_page_seen_again(tmp_path, at_any, any_archive, named):
    url, other, digest = "http://songxi.example.cn/a/1.html", "http://songxi.example.cn/a/1.html?from=list", "sha1:AAAA"
    path = tmp_path / "deduplicated.warc.gz"
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        dated = {"WARC-Date": "2018-07-01T03:00:00Z", "WARC-Payload-Digest": digest}
        body = PAGE.encode()
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=dated
            )
        )
        for address, day in (
            (url, "2018-08-01"),
            (other, "2018-08-02"),
            ("http://songxi.example.cn/b.png", "2018-08-03"),
        ):
            refers = (
                (url, "2018-07-01T03:00:00Z") if named and address != "http://songxi.example.cn/b.png" else ("", "")
            )
            mine = digest if "png" not in address else "sha1:BBBB"
            record = writer.create_revisit_record(address, mine, *refers, http_headers=head)
            record.rec_headers.replace_header("WARC-Date", f"{day}T03:00:00Z")
            writer.write_record(record)
    row = at_any("import", path, "--json").rows[-1]
    assert (row["pages"], row["articles_new"], row["unchanged"], row["reprints"], row["failed"]) == (3, 2, 1, 1, 0)
    with any_archive.reading() as session:
        revisions = session.scalars(select(Revision).order_by(Revision.id)).all()
    assert [f"{revision.seen_last:%m-%d}" for revision in revisions] == ["08-01", "08-02"]
    again = at_any("import", path, "--json").rows[-1]
    assert (again["known"], again["pages"]) == (3, 3)
