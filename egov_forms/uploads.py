"""One uploaded file: measured, proved and made harmless before anything is stored.

`inspect` reads the upload once, as a stream, into a nameless temporary file while it counts and
hashes; a child process then proves the type by decoding (`egov_forms.sandbox`). The name that
people see is cleaned and has nothing to do with where the file will lie (`storage`).
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from egov_forms.conf import settings
from egov_forms.exceptions import EgovFormsError

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
TIME_LIMIT = 4.5  # seconds, of five for the whole file
MAX_NAME = 120
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dwg": "image/vnd.dwg",
}
SAME_TYPE = {"jpeg": "jpg"}
SIGNATURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"AC10", "dwg"),
)
MESSAGES = {
    "invalid_file_type": _("The selected file must be one of: %(accept)s"),
    "file_too_large": _("The selected file must be smaller than %(max_mb)s MB"),
    "empty_file": _("The selected file is empty"),
    "unreadable_file": _("The selected file is damaged or cannot be read. Save it again and retry"),
    "too_many_pixels": _("The selected picture must have at most %(max_megapixels)s megapixels"),
    "too_many_pages": _("The selected file must have at most %(max_pages)s pages"),
    "not_saved": _("The file could not be saved. Try again later"),
}
MISNAMED = _(
    "The selected file is named like one of these types but holds something else: %(accept)s. "
    "Save it again as one of them"
)
UNSAFE = {
    "script": _("The selected file contains a script. Print it as a plain PDF"),
    "launch": _("The selected file opens other files or sends data. Print it as a plain PDF"),
    "embedded": _("The selected file contains other files. Upload each of them by itself"),
    "password": _("The selected file is protected. Upload a copy without a password"),
    "macro": _("The selected file contains macros. Save it as a PDF"),
    "link": _("The selected file loads content from elsewhere. Save it as a PDF"),
    "hidden": _("The selected file hides other data. Save it again as a PDF"),
    "bomb": _("The selected file unpacks to too much data. Save it again as a PDF"),
}


class UploadRefused(EgovFormsError):
    """The file is not taken; ``code`` is one of `MESSAGES` or ``unsafe_file`` with a reason."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    @property
    def message(self) -> str:
        """In the active language, without the file's name."""
        if self.code == "unsafe_file":
            return str(UNSAFE[self.params["reason"]])
        if self.params.get("is_misnamed"):
            return str(MISNAMED) % self.params
        return str(MESSAGES[self.code]) % self.params


@dataclass(frozen=True)
class Limits:
    max_size: int  # bytes
    max_pixels: int
    max_pages: int

    @classmethod
    def of(cls, max_size_mb: float) -> "Limits":
        """A field's own limit with the site's settings."""
        return cls(int(max_size_mb * MEGABYTE), settings.MAX_PIXELS, settings.MAX_PDF_PAGES)


@dataclass(frozen=True)
class Inspected:
    """What may be stored. ``size`` and ``sha256`` are those of ``content``, not of what came:
    a picture is written anew. Close it, or use it as a context manager."""

    name: str
    extension: str
    content_type: str
    size: int
    sha256: str
    content: "File[Any]"
    pages: int | None = None
    pixels: int | None = None

    def __enter__(self) -> "Inspected":
        return self

    def __exit__(self, *_error: object) -> None:
        self.content.close()


def inspect(file: "File[Any]", name: str, accept: Collection[str], limits: Limits) -> Inspected:
    """Prove one upload, or raise `UploadRefused`.

    ``accept`` is the field's list of extensions: both the name's and the content's must be in
    it. They may differ (telephones name JPEGs .png): then the name is corrected.
    """
    accepted = {_plain(extension) for extension in accept}
    if not {_extension(name)} <= accepted | {""}:
        raise _wrong_type(accept)
    with ExitStack() as kept:
        try:
            source = kept.enter_context(tempfile.TemporaryFile())
            digest = _receive(file, source, limits.max_size)
            kind = _sniff(source)
            if kind is None or not _possible(kind) & accepted:
                raise _wrong_type(accept, is_misnamed=bool(_extension(name)))
            output = kept.enter_context(tempfile.TemporaryFile())
            answer = _read_in_child(kind, source, output, limits)
            if kind in ("jpg", "png"):
                source, digest = output, _digest(output)
        except OSError as error:  # the disk is full; nothing is left behind
            raise UploadRefused("not_saved") from error
        result = _result(name, answer.get("kind", kind), accepted, source, digest, answer)
        if result.extension not in accepted:
            raise _wrong_type(accept, is_misnamed=bool(_extension(name)))
        if result.size > limits.max_size:
            raise _too_large(limits.max_size)
        kept.pop_all()
    return result


def _result(
    name: str, kind: str, accepted: set[str], content: IO[bytes], digest: str, answer: Any
) -> Inspected:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return Inspected(
        name=display_name(name, kind),
        extension=kind,
        content_type=CONTENT_TYPES[kind],
        size=size,
        sha256=digest,
        content=File(content),
        pages=answer.get("pages"),
        pixels=answer.get("pixels"),
    )


def _wrong_type(accept: Collection[str], **more: Any) -> UploadRefused:
    return UploadRefused("invalid_file_type", accept=", ".join(accept), **more)


def _too_large(max_size: int) -> UploadRefused:
    return UploadRefused("file_too_large", max_mb=f"{max_size / MEGABYTE:g}")


def _plain(extension: str) -> str:
    lowered = extension.lower().lstrip(".")
    return SAME_TYPE.get(lowered, lowered)


def _extension(name: str) -> str:
    return _plain(PurePosixPath(clean_name(name)).suffix)


def _possible(kind: str) -> set[str]:
    return {"docx", "xlsx"} if kind == "zip" else {kind}


def _receive(file: "File[Any]", target: IO[bytes], max_size: int) -> str:
    """Copy the stream, stop at the limit, return its SHA-256."""
    digest = hashlib.sha256()
    received = 0
    for chunk in file.chunks(CHUNK):
        received += len(chunk)
        if received > max_size:
            raise _too_large(max_size)
        digest.update(chunk)
        target.write(chunk)
    if not received:
        raise UploadRefused("empty_file")
    target.flush()
    return digest.hexdigest()


def _sniff(source: IO[bytes]) -> str | None:
    source.seek(0)
    head = source.read(16)
    source.seek(0)
    return next((kind for signature, kind in SIGNATURES if head.startswith(signature)), None)


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _read_in_child(
    kind: str, source: IO[bytes], output: IO[bytes], limits: Limits
) -> dict[str, Any]:
    """The child's answer; one that died, hung or ran out of memory could not read the file."""
    given = {
        "max_pixels": limits.max_pixels,
        "max_pages": limits.max_pages,
        "max_output": 2 * limits.max_size + MEGABYTE,
    }
    child = [_python(), "-m", "egov_forms.sandbox", kind, str(output.fileno()), json.dumps(given)]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and numbers, nothing of the upload
            child,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=[output.fileno()],
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONSAFEPATH": "1"},
            timeout=TIME_LIMIT,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise UploadRefused("unreadable_file") from None
    if "code" in answer:
        raise UploadRefused(answer["code"], **answer["params"])
    return answer


def _python() -> str:
    """An application server may put its own programme in the place of the interpreter."""
    if PurePosixPath(sys.executable).name.startswith("python"):
        return sys.executable
    return shutil.which("python3", path=os.path.join(sys.prefix, "bin")) or "python3"


def display_name(raw: str, extension: str) -> str:
    """The name that people see: cleaned, with the extension that the content proves."""
    stem, _dot, last = clean_name(raw).rpartition(".")
    if _plain(last) not in {*CONTENT_TYPES} or not stem:
        stem = clean_name(raw)
    stem = stem[: MAX_NAME - len(extension) - 1].strip(" .")
    return f"{stem or 'file'}.{extension}"


def clean_name(raw: str) -> str:
    """Without folders, control, direction and invisible characters, at most one line (NFC)."""
    normal = unicodedata.normalize("NFC", raw)
    last = re.split(r"[/\\]", normal)[-1]
    visible = "".join(_visible(last))
    return re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", visible)).strip(" .")


def _visible(text: str) -> Iterator[str]:
    """At most four marks on a letter; unassigned and private characters go too."""
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category[0] == "C" or marks > 4:
            continue
        yield " " if category[0] == "Z" else character
