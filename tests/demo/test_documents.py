import struct
import zlib

import pytest

from archiver.demo.documents import document


def test_a_picture_is_a_whole_png():
    data = document("pic.png")
    position, kinds, pixels = 8, [], b""
    while position < len(data):
        size, kind = struct.unpack(">I4s", data[position : position + 8])
        content = data[position + 8 : position + 8 + size]
        (check,) = struct.unpack(">I", data[position + 8 + size : position + 12 + size])
        assert check == zlib.crc32(kind + content)
        kinds.append(kind)
        pixels += content if kind == b"IDAT" else b""
        position += 12 + size
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
    assert len(zlib.decompress(pixels)) == 200 * (1 + 3 * 360)


def test_a_pdf_says_truly_where_its_objects_stand():
    data = document("决算.pdf")
    start = int(data.split(b"startxref\n")[1].split(b"\n")[0])
    assert data[start:].startswith(b"xref\n0 6\n")
    for number, line in enumerate(data[start:].split(b"\n")[3:8], 1):
        offset = int(line[:10])
        assert data[offset:].startswith(b"%d 0 obj" % number)


def test_a_word_document_keeps_its_chinese():
    data = document("申报表.doc")
    assert data.startswith(b"{\\rtf1")
    assert "".join(f"\\u{ord(character)}?" for character in "申报表").encode() in data


def test_an_unknown_type_is_refused():
    with pytest.raises(KeyError):
        document("film.mp4")
