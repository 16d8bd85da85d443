"""PDF: read by qpdf and looked through object by object. Kept as it is: a digital signature
covers its bytes, so it can't be written anew as an image is."""

import mmap
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pikepdf

from egov_forms.sandbox.verdicts import Refused, Unreadable, Unsafe

MAX_EXPANDED = 256_000_000
WINDOW = 1 << 16
LONGEST = 64  # bytes of the longest name, each letter spelled in three
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


def _spelled(name: str) -> bytes:
    """Any letter of a name may be written as # and two hexadecimal digits."""
    return b"".join(b"(?:%c|(?i:#%02x))" % (letter, letter) for letter in name.encode())


# Only names too long to turn up by chance in compressed data.
_LONG = ("JavaScript", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia")
_RAW = re.compile(b"/(?:" + b"|".join(map(_spelled, _LONG)) + rb")(?![0-9A-Za-z])")
_PACKED = re.compile(b"/" + _spelled("ObjStm") + rb"(?![0-9A-Za-z])")
_HEX = re.compile(rb"#([0-9a-fA-F]{2})")
_STREAM = re.compile(rb"stream\r?\n")


def inspect(source: BinaryIO, max_pages: int, max_pixels: int) -> dict[str, int]:
    """Number of pages, or a refusal."""
    _check_ends(source)
    source.seek(0)
    try:
        # Not mapped into memory: the map would count against the limit.
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as document:
            if document.is_encrypted:
                raise Unsafe("password")
            _check_raw(source)
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
    """Readers repair broken files in different ways: another one may reach what qpdf does not,
    so the worst names may stand nowhere, nor in any stream of packed objects."""
    with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _refuse_names(data)
        budget = MAX_EXPANDED
        for packed in _PACKED.finditer(data):
            if start := _STREAM.search(data, packed.end(), packed.end() + WINDOW):
                budget -= _check_packed(data, start.end(), budget)


def _check_packed(data: mmap.mmap, start: int, budget: int) -> int:
    """Bytes that the objects packed at ``start`` unfold to. A plain list begins with digits."""
    pieces = (data[at : at + WINDOW] for at in range(start, len(data), WINDOW))
    total, tail = 0, b""
    try:
        for piece in _inflated(pieces):
            total += len(piece)
            if total > budget:
                raise Unsafe("bomb")
            _refuse_names(tail + piece)
            tail = piece[-LONGEST:]
    except zlib.error:
        if not total and not data[start : start + 8].strip()[:1].isdigit():
            raise Unsafe("hidden") from None
    return total


def _refuse_names(data: bytes | mmap.mmap) -> None:
    if found := _RAW.search(data):
        plain = _HEX.sub(lambda code: bytes([int(code[1], 16)]), found[0])
        raise Unsafe(REASONS[plain[1:].decode()])


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
    total = 0
    try:
        for piece in _inflated([stream.read_raw_bytes()]):
            total += len(piece)
            if total > budget:
                raise Unsafe("bomb")
    except zlib.error:
        pass  # readers show such a stream as far as it goes, and so far it was counted
    return total


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unfold what begins with the first piece, at most 1 MB at a time."""
    packer = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not packer.eof:
            yield packer.decompress(rest, 1 << 20)
            rest = packer.unconsumed_tail
        if packer.eof:
            return
