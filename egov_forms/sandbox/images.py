"""JPEG and PNG: decoded, then written anew, so that only the picture is kept."""

from typing import IO

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from egov_forms.sandbox.verdicts import Refused, Unreadable

ORIENTATION = 0x0112
# The usual level 6 takes 12 megapixels 3 s and 40 beyond the time limit; 4 costs 4 % of bytes.
PNG_LEVEL, PNG_LEVEL_LARGE, LARGE = 4, 3, 16_000_000
# A progressive JPEG is held in memory twice, as coefficients and as pixels.
MAX_PROGRESSIVE = 20_000_000


def rewrite(source: IO[bytes], kind: str, max_pixels: int, output: IO[bytes]) -> dict[str, int]:
    """Write the bare picture to ``output``: no position, owner, comment, profile or tail."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked on the header, below
    limit = pixels = 0
    try:
        # The classes themselves, not `Image.open`: that may turn a JPEG into another format.
        image = JpegImageFile(source) if kind == "jpg" else PngImageFile(source)
        pixels = image.width * image.height
        limit = min(max_pixels, MAX_PROGRESSIVE if "progression" in image.info else max_pixels)
        if pixels > max_pixels:
            raise _too_many(max_pixels)
        image.load()
        _save(image, kind, output)
    except MemoryError:
        raise _too_many(limit) from None
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError):
        if pixels > limit:  # libjpeg tells the lack of memory as a "broken data stream"
            raise _too_many(limit) from None
        raise Unreadable from None
    return {"pixels": pixels}


def _too_many(allowed: int) -> Refused:
    return Refused("too_many_pixels", max_megapixels=allowed // 1_000_000)


def _save(image: JpegImageFile | PngImageFile, kind: str, output: IO[bytes]) -> None:
    turned = _orientation(image)
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    if kind == "jpg":
        # "keep": the same quantisation, so that a stamp stays as legible as it was sent.
        image.save(output, "JPEG", quality="keep", exif=turned, comment=b"")
    else:
        level = PNG_LEVEL if image.width * image.height < LARGE else PNG_LEVEL_LARGE
        image.save(output, "PNG", compress_level=level, exif=turned, icc_profile=None)


def _orientation(image: Image.Image) -> bytes:
    """EXIF with one tag, which side is up: turning the pixels needs their memory twice."""
    value = image.getexif().get(ORIENTATION)
    if value not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = value
    return exif.tobytes()
