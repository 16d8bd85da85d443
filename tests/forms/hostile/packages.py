"""Word and Excel files and drawings."""

import io
import struct
import zipfile
from collections.abc import Mapping

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(
    main: str = WORD,
    parts: Mapping[str, str | bytes] | None = None,
    types: str = "",
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A minimal Word or Excel file with further parts."""
    body = "word/document.xml" if "word" in main else "xl/workbook.xml"
    override = f'<Override PartName="/{body}" ContentType="{main}"/>{types}'
    link = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{body}"/>'
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{override}</Types>',
        "_rels/.rels": relationships(link),
        body: '<w:document xmlns:w="urn:w"><w:body>Đơn đề nghị</w:body></w:document>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in (whole | dict(parts or {})).items():
            archive.writestr(name, content)
    return written.getvalue()


def relationships(inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def outside(kind: str, target: str) -> dict[str, str | bytes]:
    """A relationship of the document that points out of the file."""
    link = f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": relationships(link)}


def word_with_instruction(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    document = f'<w:document xmlns:w="urn:w">{runs}</w:document>'
    return office(parts={"word/document.xml": document})


def overlapping_zip() -> bytes:
    """Two directory entries that unpack the same bytes."""
    data = bytearray(office(parts={"word/a.xml": b"<a>" + b" " * 60_000 + b"</a>"}))
    entry = data.rindex(b"PK\x01\x02")
    copy = bytearray(data[entry : data.rindex(b"PK\x05\x06")])
    copy[-5:-4] = b"b"
    end = bytearray(data[data.rindex(b"PK\x05\x06") :])
    count, size = struct.unpack_from("<H", end, 10)[0], struct.unpack_from("<I", end, 12)[0]
    struct.pack_into("<HHI", end, 8, count + 1, count + 1, size + len(copy))
    return bytes(data[: data.rindex(b"PK\x05\x06")] + copy + end)


def encrypted_zip() -> bytes:
    data = bytearray(office())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + flags] |= 1
    return bytes(data)


def drawing(preview: int = 0x100) -> bytes:
    """The frame of an AutoCAD 2018 drawing."""
    head = b"AC1032" + bytes(5) + b"\x00\x03" + struct.pack("<I", preview)
    mark = bytes.fromhex("1f256d07d43628289d57ca3f9d44102b")
    return head.ljust(0x100, b"\0") + mark + bytes(64)


def clean_office(main: str = WORD) -> bytes:
    return office(main, outside("hyperlink", "https://example.vn/") if main == WORD else None)
