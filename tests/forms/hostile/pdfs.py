"""PDF files written by hand, so that they may be wrong in just one way."""

import io
import struct
import zlib

import pikepdf

FIRST = 10  # qpdf leaves out objects whose numbers lie far above all others


def pdf(*extra: bytes, catalog: bytes = b"", pages: int = 1, version: bytes = b"1.7") -> bytes:
    """A whole PDF; ``extra`` are bodies of the objects from number 10 on."""
    first = FIRST + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + page) for page in range(pages))
    bodies = {1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>"}
    bodies[2] = b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages
    bodies |= {FIRST + index: body for index, body in enumerate(extra)}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    bodies |= {first + index: page for index in range(pages)}
    written = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
    table = b""
    for number, body in bodies.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n" + table
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (max(bodies) + 1)
    return written + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def stream(data: bytes, entries: bytes = b"") -> bytes:
    head = b"<< /Length %d " % len(data) + entries + b" >>\nstream\n"
    return head + data + b"\nendstream"


def deflated(data: bytes, times: int = 1) -> bytes:
    for _time in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [" + b"/FlateDecode " * times + b"]")


def hidden_in_object_stream() -> bytes:
    """The script stands only inside a compressed object stream (PDF 1.5)."""
    action = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    packed = zlib.compress(b"20 0 " + action)
    objects = stream(packed, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode")
    head = b"%PDF-1.5\n"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 20 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        objects,
    ]
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(head))
        head += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(struct.pack(">BIB", 1, place, 0) for place in [*places, len(head)])
    table += struct.pack(">BIB", 2, 4, 0)
    entries = b"/Type /XRef /Size 21 /Root 1 0 R /W [1 4 1] /Index [1 5 20 1]"
    cross = b"5 0 obj\n" + stream(table, entries) + b"\nendobj\n"
    return head + cross + b"startxref\n%d\n%%%%EOF\n" % len(head)


def unreached_object_stream() -> bytes:
    whole = hidden_in_object_stream()
    return whole[whole.index(b"4 0 obj") : whole.index(b"5 0 obj")]


def object_stream_bomb() -> bytes:
    """An object stream of 300 kB that unfolds to 300 MB while the file is opened."""
    packed = zlib.compress(b"20 0 " + b" " * 300_000_000, 9)
    whole = hidden_in_object_stream()
    start = whole.index(b"4 0 obj")
    end = whole.index(b"5 0 obj")
    entries = b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"
    bomb = b"4 0 obj\n" + stream(packed, entries) + b"\nendobj\n"
    moved = len(bomb) - (end - start)
    place = whole.index(b"5 0 obj")
    old, new = (struct.pack(">BIB", 1, at, 0) for at in (place, place + moved))
    cross = whole[end:].replace(old, new)
    cross = cross.replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + moved))
    return whole[:start] + bomb + cross


def encrypted_pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="chủ", user=""))
    return written.getvalue()
