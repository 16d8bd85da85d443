"""Small real files: what a citizen would have scanned."""

import io
from functools import cache
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from egov_forms.rules.text import fold

A4 = (620, 877)
INK, PAPER, STAMP = "#14181d", "#fdfcf7", "#b3141d"
TYPES = {".pdf": "application/pdf", ".png": "image/png"}


def paper(name: str) -> SimpleUploadedFile:
    """A page that looks like a form and says that it is a sample, as PDF or picture."""
    suffix = PurePosixPath(name).suffix
    content = _page(PurePosixPath(name).stem, suffix)
    return SimpleUploadedFile(name, content, content_type=TYPES[suffix])


@cache
def _page(title: str, suffix: str) -> bytes:
    image = Image.new("RGB", A4, PAPER)
    draw = ImageDraw.Draw(image)
    # The built-in font knows no Vietnamese letters.
    draw.text((60, 60), fold(title).upper(), INK, ImageFont.load_default(26))
    draw.text((60, 100), "SAMPLE / BAN MAU", STAMP, ImageFont.load_default(20))
    for line in range(18):
        top = 160 + line * 36
        width = 500 - (line * 97) % 220
        draw.line((60, top, 60 + width, top), "#9aa5b1", 2)
    draw.ellipse((400, 690, 540, 830), outline=STAMP, width=4)
    draw.text((424, 748), "BAN MAU", STAMP, ImageFont.load_default(20))
    buffer = io.BytesIO()
    image.save(buffer, "PDF" if suffix == ".pdf" else "PNG", resolution=75)
    return buffer.getvalue()
