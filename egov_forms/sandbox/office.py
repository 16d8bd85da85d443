"""Word and Excel files of the Open XML kind (ISO/IEC 29500): a ZIP of XML parts.

Every member is unpacked and counted, every XML part is read; macros, embedded objects, links
that load by themselves and parts of other kinds are refused.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

# Entities can't expand: a document type declaration is refused where it begins.
from xml.parsers import expat

from egov_forms.sandbox.verdicts import Unreadable, Unsafe

MAX_MEMBERS = 5_000
MAX_EXPANDED = 200_000_000
MAX_RATIO = 150
SMALL = 4_000_000  # below this a high ratio is only a dull document
TYPES = "application/vnd.openxmlformats-officedocument."
MAIN = {
    TYPES + "wordprocessingml.document.main+xml": "docx",
    TYPES + "spreadsheetml.sheet.main+xml": "xlsx",
}
MACROS = re.compile(r"macroEnabled|vbaProject|vbaData|activeX", re.IGNORECASE)
MACRO_PARTS = re.compile(r"vbaProject|vbaData|activeX/|webextensions/|macrosheets/", re.IGNORECASE)
EMBEDDED_PARTS = re.compile(r"(^|/)embeddings/|oleObject", re.IGNORECASE)
KNOWN_PARTS = re.compile(
    r"\.(xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|wdp|odttf|fntdata)$"
    r"|^(xl|word)/printerSettings/[^/]+\.bin$",
    re.IGNORECASE,
)
XML_PARTS = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
HARMLESS_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
Attributes = dict[str, str]


def inspect(source: IO[bytes]) -> dict[str, str]:
    """Which of the two kinds it is, or a refusal."""
    try:
        with zipfile.ZipFile(source) as archive:
            _check_frame(archive, source)
            budget = MAX_EXPANDED
            kind = ""
            for member in archive.infolist():
                _check_member(member)
                reader = _Reader(member.filename)
                budget -= _read(archive, member, reader, budget)
                kind = reader.kind or kind
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, expat.ExpatError):
        raise Unreadable from None
    except (NotImplementedError, RuntimeError):  # a compression or an encryption of its own
        raise Unsafe("password") from None
    if not kind:
        raise Unreadable
    return {"kind": kind}


def _check_frame(archive: zipfile.ZipFile, source: IO[bytes]) -> None:
    """One archive from the first byte to the last, with nothing before, between or behind."""
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    if not members or len(members) > MAX_MEMBERS:
        raise Unsafe("bomb")
    if len(set(names)) < len(names):
        raise Unsafe("hidden")
    size = source.seek(0, 2)
    source.seek(size - 22)
    is_last = source.read(4) == b"PK\x05\x06"
    if archive.comment or not is_last or min(member.header_offset for member in members):
        raise Unsafe("hidden")
    if sum(member.compress_size for member in members) > size:
        raise Unsafe("bomb")  # members that share their bytes


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if member.flag_bits & 0x1:
        raise Unsafe("password")
    if member.is_dir() and not member.file_size:
        return
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise Unsafe("hidden")
    if MACRO_PARTS.search(name):
        raise Unsafe("macro")
    if EMBEDDED_PARTS.search(name):
        raise Unsafe("embedded")
    if not KNOWN_PARTS.search(name):
        raise Unsafe("hidden")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, reader: "_Reader", budget: int) -> int:
    """Unpack one member piece by piece; the sizes in its header are not believed."""
    total = 0
    limit = min(budget, max(SMALL, member.compress_size * MAX_RATIO))
    with archive.open(member) as part:
        while piece := part.read(1 << 16):
            total += len(piece)
            if total > limit:
                raise Unsafe("bomb")
            reader.feed(piece)
    reader.close()
    return total


class _Reader:
    """Reads one XML part as it is unpacked; other members pass through."""

    def __init__(self, name: str) -> None:
        self.kind = ""
        self.parser = expat.ParserCreate() if XML_PARTS.search(name) else None
        self.instructions: list[str] = []
        self.in_instruction = False
        if self.parser is not None:
            self.parser.StartDoctypeDeclHandler = self._refuse
            self.parser.StartElementHandler = self._handler(name)
            if name.startswith("word/"):
                self.parser.EndElementHandler = self._end
                self.parser.CharacterDataHandler = self._text

    def feed(self, piece: bytes) -> None:
        if self.parser is not None:
            self.parser.Parse(piece, False)

    def close(self) -> None:
        if self.parser is not None:
            self.parser.Parse(b"", True)
        if DDE.search("".join(self.instructions)):
            raise Unsafe("macro")

    def _handler(self, name: str) -> Callable[[str, Attributes], Any] | None:
        if name == "[Content_Types].xml":
            return self._content_type
        if name.endswith(".rels"):
            return self._relationship
        if name.startswith("word/"):
            return self._word
        return self._sheet if name.startswith("xl/externalLinks/") else None

    def _refuse(self, *_declaration: object) -> None:
        raise Unsafe("hidden")

    def _content_type(self, _tag: str, attributes: Attributes) -> None:
        content_type = attributes.get("ContentType", "")
        if MACROS.search(content_type):
            raise Unsafe("macro")
        self.kind = MAIN.get(content_type, self.kind)

    def _relationship(self, _tag: str, attributes: Attributes) -> None:
        """A link may stand in the text; anything else that lies outside loads by itself."""
        if attributes.get("TargetMode", "").casefold() != "external":
            return
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if not is_link or not HARMLESS_LINK.match(attributes.get("Target", "")):
            raise Unsafe("link")

    def _word(self, tag: str, attributes: Attributes) -> None:
        self.in_instruction = tag.rpartition(":")[2] == "instrText"
        for key, value in attributes.items():
            if key.rpartition(":")[2] == "instr" and DDE.search(value):
                raise Unsafe("macro")

    def _end(self, _tag: str) -> None:
        self.in_instruction = False

    def _text(self, text: str) -> None:
        if self.in_instruction:
            self.instructions.append(text)

    def _sheet(self, tag: str, _attributes: Attributes) -> None:
        if tag.rpartition(":")[2] in ("ddeLink", "oleLink"):
            raise Unsafe("macro")
