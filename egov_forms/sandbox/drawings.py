"""AutoCAD drawings (DWG). No free reader exists for all versions, so only the frame is proved:
version, and the picture that the header points to. The rest is the virus scanner's."""

import struct
from typing import IO

from egov_forms.sandbox.verdicts import Unreadable

VERSIONS = frozenset({b"AC1014", b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032"})
PREVIEW_MARK = bytes.fromhex("1f256d07d43628289d57ca3f9d44102b")
SMALLEST = 0x100


def inspect(source: IO[bytes]) -> dict[str, int]:
    """An empty answer, or a refusal."""
    size = source.seek(0, 2)
    source.seek(0)
    header = source.read(0x20)
    if size < SMALLEST or header[:6] not in VERSIONS or header[6:11] != bytes(5):
        raise Unreadable
    (preview,) = struct.unpack_from("<I", header, 0x0D)
    source.seek(preview)
    if preview and source.read(len(PREVIEW_MARK)) != PREVIEW_MARK:
        raise Unreadable
    return {}
