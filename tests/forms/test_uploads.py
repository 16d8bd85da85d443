"""Uploads: every hostile file is refused or made harmless, in time and in little memory."""

import hashlib
import io
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from egov_forms import uploads
from egov_forms.uploads import Inspected, Limits, UploadRefused, display_name, inspect
from tests.forms import hostile
from tests.forms.hostile import packages, pdfs, pictures

ACCEPT = ("pdf", "jpg", "jpeg", "png", "docx", "xlsx", "dwg")
LIMITS = Limits(20 * uploads.MEGABYTE, 40_000_000, 500)
SECONDS = 5


def take(data: bytes, name: str, accept: tuple[str, ...] = ACCEPT, limits: Limits = LIMITS) -> Any:
    return inspect(ContentFile(data), name, accept, limits)


def refusal(data: bytes, name: str, **options: Any) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        take(data, name, **options)
    return caught.value


def ids(cases: list[hostile.Case]) -> list[str]:
    return [case[0] for case in cases]


@pytest.mark.parametrize("case", hostile.REFUSED, ids=ids(hostile.REFUSED))
def test_a_hostile_file_is_refused_for_its_reason_within_five_seconds(case: hostile.Case) -> None:
    _title, build, name, expected = case
    data = build()
    started = time.monotonic()
    refused = refusal(data, name)
    assert time.monotonic() - started < SECONDS
    assert ":".join([refused.code, *filter(None, [refused.params.get("reason")])]) == expected
    assert refused.message


@pytest.mark.parametrize("case", hostile.NEUTRALISED, ids=ids(hostile.NEUTRALISED))
def test_a_doubtful_file_is_made_harmless(case: hostile.Case) -> None:
    _title, build, name, expected = case
    with take(build(), name) as taken:
        content = taken.content.read()
        assert taken.name == expected
        assert unicodedata.is_normalized("NFC", taken.name)
        for trace in (b"script", b"<?php", b"PK\x03\x04", b"MZ", b"Nguy", b"GPS"):
            assert trace not in content


def test_there_are_enough_hostile_files() -> None:
    assert len(hostile.REFUSED) + len(hostile.NEUTRALISED) >= 40


MEASURE = """
import resource, sys
from tests.forms import hostile
from tests.forms.hostile import packages, pdfs, pictures
from tests.forms.test_uploads import MEASURED, take
from egov_forms.uploads import UploadRefused
data, name = MEASURED[int(sys.argv[1])]()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    take(data, name).content.close()
except UploadRefused:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
MEASURED = [
    lambda: (pictures.picture(size=(7000, 5700)), "a.jpg"),
    lambda: (pictures.picture("PNG", size=(7000, 5700)), "a.png"),
    lambda: (pdfs.pdf(pdfs.stream(bytes(19_000_000))), "a.pdf"),
]


@pytest.mark.parametrize("which", range(len(MEASURED)))
def test_the_server_itself_needs_little_memory_for_the_largest_files(which: int) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(which)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert int(done.stdout) < 8 * 1024  # kB


CONFINED = """
from egov_forms.sandbox.__main__ import confine
confine(1000)
for act in ({acts}):
    try:
        act()
    except {error}:
        print("held")
"""


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ("lambda: bytearray(256 * 1024 * 1024),", "MemoryError"),
        ("lambda: open('/proc/self/fd/3', 'wb', 0).write(bytes(2000)) and 1 / 0,", "OSError"),
    ],
    ids=["memory", "written bytes"],
)
def test_the_child_can_not_take_more_than_its_share(acts: str, error: str) -> None:
    code = CONFINED.format(acts=acts, error=f"({error}, ZeroDivisionError)")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "held\n"


def test_the_child_is_ended_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "TIME_LIMIT", 0.001)
    assert refusal(pdfs.pdf(), "a.pdf").code == "unreadable_file"


def test_a_child_that_can_not_start_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python3")
    assert refusal(pdfs.pdf(), "a.pdf").code == "not_saved"


def test_under_another_programme_the_interpreter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/uwsgi")
    with take(pdfs.pdf(), "a.pdf") as taken:
        assert taken.pages == 1


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (pdfs.pdf(pages=3), "Đơn.PDF", "application/pdf"),
        (packages.drawing(), "bản vẽ.dwg", "image/vnd.dwg"),
        (packages.drawing(0), "bản vẽ.dwg", "image/vnd.dwg"),
        (packages.clean_office(), "đơn.docx", uploads.CONTENT_TYPES["docx"]),
        (packages.clean_office(packages.EXCEL), "bảng.xlsx", uploads.CONTENT_TYPES["xlsx"]),
    ],
)
def test_a_document_is_kept_byte_for_byte(data: bytes, name: str, content_type: str) -> None:
    with take(data, name) as taken:
        assert taken.content.read() == data
        assert taken.size == len(data)
        assert taken.sha256 == hashlib.sha256(data).hexdigest()
        assert taken.content_type == content_type


def opened(taken: Inspected) -> Image.Image:
    return Image.open(io.BytesIO(taken.content.read()))


def test_a_picture_is_written_anew_and_stays_the_right_way_up() -> None:
    sent = pictures.photograph()
    with take(sent, "a.jpg") as taken:
        image = opened(taken)
        assert dict(image.getexif()) == {0x0112: 6}
        assert taken.pixels == 64 * 48
        assert "comment" not in image.info
        assert image.tobytes() == Image.open(io.BytesIO(sent)).tobytes()
        taken.content.seek(0)
        assert hashlib.sha256(taken.content.read()).hexdigest() == taken.sha256


def test_a_png_keeps_its_transparency_and_loses_its_notes() -> None:
    written = io.BytesIO()
    glass = Image.new("P", (4, 4), 0)
    glass.save(written, "PNG", transparency=0)
    with take(written.getvalue(), "a.png") as taken:
        assert opened(taken).info["transparency"] == 0
    with take(pictures.noted_png(), "a.png") as taken:
        assert opened(taken).info == {}


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_photograph_of_twelve_megapixels_is_taken(options: dict[str, Any]) -> None:
    with take(pictures.picture(size=(4000, 3000), **options), "a.jpg") as taken:
        assert taken.pixels == 12_000_000


def test_a_progressive_jpeg_beyond_the_memory_is_told_its_own_limit() -> None:
    refused = refusal(pictures.picture(size=(7000, 5700), progressive=True), "a.jpg")
    assert (refused.code, refused.params) == ("too_many_pixels", {"max_megapixels": 20})


def test_words_that_only_look_dangerous_do_not_refuse_a_pdf() -> None:
    title = rb"<< /Title (Read \(/Launch\) and /Collection) /EF 11 0 R /Names <2F4A53> >>"
    with take(pdfs.pdf(title, b"<< /Type /Font >>"), "a.pdf") as taken:
        assert taken.pages == 1


def test_a_pdf_with_links_to_the_web_is_taken() -> None:
    link = b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.vn) >> >>"
    with take(pdfs.pdf(link), "a.pdf") as taken:
        assert taken.pages == 1


def test_a_pdf_of_just_the_limit_is_taken() -> None:
    with take(pdfs.pdf(pages=500), "a.pdf") as taken:
        assert taken.pages == 500


def test_the_field_decides_which_types_it_takes() -> None:
    refused = refusal(pdfs.pdf(), "a.pdf", accept=("jpg", "jpeg"))
    assert (refused.code, refused.params) == ("invalid_file_type", {"accept": "jpg, jpeg"})
    assert refusal(pdfs.pdf(), "a.jpg", accept=("jpg",)).code == "invalid_file_type"
    assert (
        refusal(packages.office(packages.EXCEL), "a", accept=("docx",)).code == "invalid_file_type"
    )
    with take(pictures.picture(), "a.jpg", accept=(".JPEG",)) as taken:
        assert taken.extension == "jpg"


def test_a_file_with_the_right_name_and_another_content_is_not_asked_for_its_own_type() -> None:
    def told(content: bytes, name: str) -> str:
        return str(refusal(content, name, accept=("docx",)).message)

    misnamed = told(b"hello", "a.docx")
    assert misnamed == told(packages.office(packages.EXCEL), "a.docx")
    assert misnamed != told(b"hello", "a.txt") == told(b"hello", "a")


class Endless(File):  # type: ignore[type-arg]
    """An upload that never stops; it counts what was asked of it."""

    given = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            self.given += 64 * 1024
            yield b"%PDF" * (16 * 1024)


def test_reading_stops_at_the_size_limit() -> None:
    endless = Endless(io.BytesIO())
    with pytest.raises(UploadRefused) as caught:
        inspect(endless, "a.pdf", ACCEPT, Limits(1_000_000, 1, 1))
    assert caught.value.code == "file_too_large"
    assert endless.given < 1_200_000


def test_a_file_of_just_the_size_limit_is_taken() -> None:
    data = pdfs.pdf()
    with take(data, "a.pdf", limits=Limits(len(data), 1, 1)) as taken:
        assert taken.size == len(data)
    refused = refusal(data, "a.pdf", limits=Limits(len(data) - 1, 1, 1))
    assert refused.code == "file_too_large"


def test_limits_come_from_the_field_and_the_settings(settings: Any) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "MAX_PIXELS": 7, "MAX_PDF_PAGES": 3}
    assert Limits.of(0.5) == Limits(524_288, 7, 3)
    assert refusal(bytes(600_000), "a.pdf", limits=Limits.of(0.5)).params == {"max_mb": "0.5"}


def test_a_full_disk_is_an_answer_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", full)
    assert refusal(pdfs.pdf(), "a.pdf").code == "not_saved"


def test_an_upload_of_django_is_read_wherever_it_stands() -> None:
    upload = SimpleUploadedFile("a.pdf", pdfs.pdf(), "text/html")
    upload.read(10)
    with inspect(upload, upload.name or "", ACCEPT, LIMITS) as taken:
        assert taken.content_type == "application/pdf"


@pytest.mark.parametrize("raw", ["\u200b\u200f.pdf", " . ", "/", "\ud800.pdf", "\ue000"])
def test_a_name_of_nothing_visible_becomes_file(raw: str) -> None:
    assert display_name(raw, "pdf") in ("file.pdf", "pdf.pdf")


@pytest.mark.parametrize("code", sorted(uploads.MESSAGES))
def test_every_refusal_has_a_message(code: str) -> None:
    numbers = {"max_mb": "5", "max_megapixels": 40, "max_pages": 500, "accept": "pdf"}
    with override("en"):
        assert "%" not in UploadRefused(code, **numbers).message


@pytest.mark.parametrize("reason", sorted(uploads.UNSAFE))
def test_every_reason_has_a_message(reason: str) -> None:
    with override("en"):
        assert UploadRefused("unsafe_file", reason=reason).message.startswith("The selected file")
