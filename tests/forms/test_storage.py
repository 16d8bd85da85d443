"""Stored files: private, complete or not at all, and handed out so that no browser runs them."""

import hashlib
import io
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from egov_forms import storage
from egov_forms.downloads import FileLocked, file_response
from egov_forms.models import Attachment
from egov_forms.storage import NotStored, private_storage, remove, store

CONTENT = b"%PDF-1.7 " * 50_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": str(tmp_path / "private")}
    return tmp_path / "private"


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_lies_under_a_random_key_that_says_nothing(root: Path) -> None:
    first = store(ContentFile(CONTENT, name="Giấy khai sinh.pdf"), SHA256)
    second = store(ContentFile(CONTENT, name="Giấy khai sinh.pdf"), SHA256)
    assert re.fullmatch(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", first)
    assert first != second
    assert (root / first).read_bytes() == CONTENT


def test_only_the_server_s_own_user_may_read(root: Path) -> None:
    key = store(ContentFile(CONTENT), SHA256)
    folders = [root, *(root / key).relative_to(root).parents]
    assert stat.S_IMODE((root / key).stat().st_mode) == 0o600
    assert {stat.S_IMODE((root / folder).stat().st_mode) for folder in folders} == {0o700}


def test_a_stored_file_has_no_address(root: Path) -> None:
    key = store(ContentFile(CONTENT), SHA256)
    with pytest.raises(ValueError, match="no URL"):
        private_storage().url(key)


def test_it_is_stored_from_its_beginning_wherever_it_was_read_to(root: Path) -> None:
    content = ContentFile(CONTENT)
    content.read(100)
    assert (root / store(content, SHA256)).read_bytes() == CONTENT


class Breaking(io.BytesIO):
    """A file on a disk that fills up, or breaks, after the first part."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 100_000:
            raise OSError(28, "No space left on device")
        return super().read(size)


def test_a_full_disk_leaves_no_part_of_a_file(root: Path) -> None:
    with pytest.raises(NotStored):
        store(File(Breaking(CONTENT)), SHA256)
    assert files(root) == []


def test_content_other_than_what_was_proved_is_not_kept(root: Path) -> None:
    with pytest.raises(NotStored):
        store(ContentFile(CONTENT + b"x"), SHA256)
    assert files(root) == []


def test_a_storage_that_keeps_less_than_it_was_given_is_found_out(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.FileSystemStorage, "size", lambda _self, _key: 7)
    with pytest.raises(NotStored):
        store(ContentFile(CONTENT), SHA256)
    assert files(root) == []


def test_removing_goes_on_when_one_file_can_not_be_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keys = [store(ContentFile(CONTENT), SHA256) for _ in range(2)]
    delete = storage.FileSystemStorage.delete

    def stubborn(self: Any, key: str) -> None:
        if key == keys[0]:
            raise PermissionError
        delete(self, key)

    monkeypatch.setattr(storage.FileSystemStorage, "delete", stubborn)
    remove([*keys, "aa/bb/gone"])
    assert [path.name for path in files(root)] == [keys[0].rpartition("/")[2]]
    assert keys[0] in caplog.text


def test_without_a_folder_the_site_s_storage_is_taken(settings: Any) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": None}
    assert [message.id for message in storage.check()] == ["egov_forms.E010"]
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "egov_private": memory}
    assert storage.check() == []
    assert private_storage() is storages["egov_private"]
    key = store(ContentFile(CONTENT), SHA256)
    assert private_storage().open(key).read() == CONTENT


@pytest.mark.parametrize("public", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_a_folder_that_the_web_server_hands_out_is_a_check_error(
    settings: Any, tmp_path: Path, public: str
) -> None:
    setattr(settings, public, str(tmp_path))
    inside = str(tmp_path / "a" / ".." / "private")
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": inside}
    assert [message.id for message in storage.check()] == ["egov_forms.E011"]
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": str(tmp_path) + "-private"}
    assert storage.check() == []


def test_the_site_s_own_storage_within_a_public_folder_is_a_check_error(
    settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": None}
    files_here = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "private")},
    }
    settings.STORAGES = {**settings.STORAGES, "egov_private": files_here}
    assert [message.id for message in storage.check()] == ["egov_forms.E011"]


def attachment(state: str = "clean", **values: Any) -> Attachment:
    given = {"name": "đơn.pdf", "content_type": "application/pdf", "state": state, **values}
    return Attachment(storage_key=store(ContentFile(CONTENT), SHA256), **given)


@pytest.mark.parametrize("state", ["pending", "infected", "error"])
def test_only_a_clean_file_is_handed_out(root: Path, state: str) -> None:
    with pytest.raises(FileLocked) as caught:
        file_response(attachment(state))
    assert caught.value.state == state


def test_a_file_is_a_download_that_nothing_runs_or_remembers(root: Path) -> None:
    response = file_response(attachment())
    assert b"".join(response) == CONTENT
    headers = dict(response.headers)
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''%C4%91%C6%A1n.pdf"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "name", ['a"; filename="evil.html', "a\r\nSet-Cookie: x=y.pdf", "../../a.pdf", "a\\b.pdf"]
)
def test_no_name_breaks_out_of_its_header(root: Path, name: str) -> None:
    value = file_response(attachment(name=name)).headers["Content-Disposition"]
    assert value.startswith("attachment; filename")
    assert "\n" not in value
    assert 'filename="evil.html"' not in value


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "", "text/xml"])
def test_no_type_that_a_browser_would_show_is_named(root: Path, content_type: str) -> None:
    response = file_response(attachment(content_type=content_type))
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_a_file_is_read_as_it_is_sent(root: Path) -> None:
    pieces: Iterator[bytes] = iter(file_response(attachment()))
    assert len(next(pieces)) < len(CONTENT) / 10


def test_a_file_that_is_gone_says_so(root: Path) -> None:
    gone = attachment()
    remove([gone.storage_key])
    with pytest.raises(FileNotFoundError):
        file_response(gone)


def test_a_storage_that_gives_its_files_an_address_is_a_check_error(
    settings: Any, tmp_path: Path
) -> None:
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": None}
    files_here = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path), "base_url": "/papers/"},
    }
    settings.STORAGES = {**settings.STORAGES, "egov_private": files_here}
    assert [message.id for message in storage.check()] == ["egov_forms.E015"]
