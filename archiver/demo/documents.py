"""The files that the demo's articles offer: a picture, a PDF and a Word document, made here byte by byte."""

import struct
import zlib

TYPES = {"png": "image/png", "pdf": "application/pdf", "doc": "application/msword"}


def document(name: str) -> bytes:
    """The bytes of a small valid file of the type that the name's extension says; KeyError for one not in `TYPES`."""
    return {"png": picture, "pdf": pdf, "doc": word}[name.rpartition(".")[2]](name)


def picture(name: str, width: int = 360, height: int = 200) -> bytes:
    """A PNG: hills under a pale sky, coloured after the name."""
    shade = zlib.crc32(name.encode()) % 60
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            hill = 90 + (x - 120) ** 2 // 260 if x < 220 else 128 - (x - 220) // 3 + (x - 220) ** 2 // 300
            rows += (
                bytes((205 - y // 4, 225 - y // 6, 240)) if y < hill else bytes((70 + shade, 130 + (y - hill) // 4, 80))
            )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    )


def pdf(name: str) -> bytes:
    """A PDF of one page that shows the CRC of the name (no Chinese font is embedded)."""
    drawing = f"BT /F1 18 Tf 72 760 Td (Demo attachment {zlib.crc32(name.encode()):08x}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return bytes(
        out
    ) + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(out),
    )


def word(name: str) -> bytes:
    """A document that Word opens: RTF, as many a `.doc` on a portal is."""
    text = "".join(character if character.isascii() else f"\\u{ord(character)}?" for character in name)
    return rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0\fs32 %s\par}" % text.encode("ascii")
