"""PDF: read by qpdf and looked through object by object. Kept as it is: a digital signature
covers its bytes, so it can't be written anew as an image is."""

import re
import zlib
from collections.abc import Iterable
from typing import Any, BinaryIO

import pikepdf

from egov_forms.sandbox.verdicts import Refused, Unreadable, Unsafe

MAX_EXPANDED = 256_000_000
WINDOW = 1 << 16
# Names that start something, or carry a file. Scripts need one of the first two (ISO 32000-2
# 12.6.4.17 and 12.6.4.14), so the key /JS alone, which may be a font's name, is let through.
REASONS = {
    "JavaScript": "script",
    "Rendition": "script",
    "XFA": "script",
    "RichMedia": "script",
    "Launch": "launch",
    "GoToE": "launch",
    "GoToR": "launch",
    "ImportData": "launch",
    "SubmitForm": "launch",
    "Movie": "launch",
    "Sound": "launch",
    "EmbeddedFile": "embedded",
    "EmbeddedFiles": "embedded",
    "FileAttachment": "embedded",
    "Collection": "embedded",
}
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9a-fA-F\s]*>", re.DOTALL)
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_FILE = re.compile(rb"/EF (?:<<|\d+ \d+ R)")
_FILE_OWNER = re.compile(rb"/(?:Filespec|UF|F \(\))")
# In the raw bytes only names too long to turn up by chance; #xx writes any letter otherwise.
_RAW = re.compile(rb"/(JavaScript|EmbeddedFiles?|FileAttachment|RichMedia|ImportData)\b")
_HEX = re.compile(rb"#([0-9a-fA-F]{2})")


def inspect(source: BinaryIO, max_pages: int, max_pixels: int) -> dict[str, int]:
    """Number of pages, or a refusal."""
    _check_ends(source)
    _check_raw(source)
    source.seek(0)
    try:
        # Not mapped into memory: the map would count against the limit.
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as document:
            if document.is_encrypted:
                raise Unsafe("password")
            pages = len(document.pages)
            if not pages:
                raise Unreadable
            if pages > max_pages:
                raise Refused("too_many_pages", max_pages=max_pages)
            _check_objects(document.objects, max_pixels)
    except pikepdf.PasswordError:
        raise Unsafe("password") from None
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, RuntimeError, OSError):
        raise Unreadable from None
    return {"pages": pages}


def _check_ends(source: BinaryIO) -> None:
    """The last marker ends the file: what stands behind it belongs to another format."""
    size = source.seek(0, 2)
    source.seek(max(0, size - WINDOW))
    _, marker, tail = source.read().rpartition(b"%%EOF")
    if not marker:
        raise Unreadable
    if tail.strip(b"\0\t\n\f\r \x1a"):
        raise Unsafe("hidden")


def _check_raw(source: BinaryIO) -> None:
    """Readers repair broken files in different ways: these names may stand nowhere."""
    source.seek(0)
    rest = b""
    while chunk := source.read(WINDOW):
        text = _HEX.sub(lambda code: bytes([int(code[1], 16)]), rest + chunk)
        if found := _RAW.search(text):
            raise Unsafe(REASONS[found[1].decode()])
        rest = (rest + chunk)[-64:]


def _check_objects(objects: Iterable[Any], max_pixels: int) -> None:
    budget = MAX_EXPANDED
    for item in objects:
        is_stream = isinstance(item, pikepdf.Stream)
        # qpdf writes every name in its plain form and escapes brackets within strings.
        text = _STRING.sub(b"()", (item.stream_dict if is_stream else item).unparse(resolved=True))
        for name in _NAME.findall(text):
            if reason := REASONS.get(name.decode("latin-1")):
                raise Unsafe(reason)
        if _FILE.search(text) and _FILE_OWNER.search(text):
            raise Unsafe("embedded")
        if is_stream:
            budget -= _expanded(item, max_pixels, budget)


def _expanded(stream: pikepdf.Stream, max_pixels: int, budget: int) -> int:
    """Bytes that the stream unfolds to; its declared sizes are not believed."""
    given: Any = stream.get("/Filter", [])
    filters = [str(given)] if isinstance(given, pikepdf.Name) else [str(name) for name in given]
    packed = [name for name in filters if name in ("/FlateDecode", "/Fl", "/LZWDecode", "/LZW")]
    if len(packed) > 1:
        raise Unsafe("bomb")
    if stream.get("/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > max_pixels:
            raise Refused("too_many_pixels", max_megapixels=max_pixels // 1_000_000)
        return 0
    if not filters or filters[0] not in ("/FlateDecode", "/Fl"):
        return 0
    return _inflate(stream.read_raw_bytes(), budget)


def _inflate(data: bytes, budget: int) -> int:
    total = 0
    packer = zlib.decompressobj()
    try:
        while data and not packer.eof:
            total += len(packer.decompress(data, 1 << 20))
            if total > budget:
                raise Unsafe("bomb")
            data = packer.unconsumed_tail
    except zlib.error:
        return total  # readers show such a stream as far as it goes, and so far it was counted
    return total
