"""Pictures, honest and not."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SCRIPT = b"<script>alert(document.cookie)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def photograph() -> bytes:
    """A JPEG as a telephone makes it: where it was taken, by whom, and which side is up."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Nguyễn Văn A"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    return picture(exif=exif.tobytes(), comment=SCRIPT)


def noted_png() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", "<?php system($_GET[0]); ?>")
    return picture("PNG", pnginfo=notes)


def pixel_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few kB that unfolds to a bit for each of 2.5 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        framed = name + data
        return struct.pack(">I", len(data)) + framed + struct.pack(">I", zlib.crc32(framed))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG whose header promises another size."""
    data = bytearray(picture())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)
