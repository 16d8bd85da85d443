"""Papers attached to a question; the files themselves are stored by the upload, not here."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .base import FieldError, FieldType, line, schema_of
from .formats import MEGABYTE, size_text
from .options import IntegerOption, NumberOption, Option, WordsOption
from .registry import register
from .rendering import FileList

MOST = 1000  # entries of one answer, whatever the form says
DEFAULT_ACCEPT = ("pdf", "jpg", "jpeg", "png")


def extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def file_ids(answers: Any) -> Iterator[str]:
    """The ids of all files that answers name, wherever they stand."""
    if isinstance(answers, Mapping):
        if "content_type" in answers and "id" in answers:
            yield str(answers["id"])
        else:
            yield from (found for value in answers.values() for found in file_ids(value))
    elif isinstance(answers, list):
        yield from (found for value in answers for found in file_ids(value))


def without_file(answers: Any, key: str) -> Any:
    """The same answers where the file with this id is named nowhere."""
    if isinstance(answers, Mapping):
        return {name: without_file(value, key) for name, value in answers.items()}
    if isinstance(answers, list):
        return [without_file(one, key) for one in answers if not _is_file(one, key)]
    return answers


def _is_file(value: Any, key: str) -> bool:
    return isinstance(value, Mapping) and "content_type" in value and value.get("id") == key


@register
class FileType(FieldType):
    name = "file"
    label = _("Attached files")
    icon = "doc-empty"
    group = _("Papers")
    options: ClassVar[Mapping[str, Option]] = {
        "accept": WordsOption(
            _("Kinds of file"), _("Endings with commas between them: pdf, jpg, jpeg, png")
        ),
        "max_files": IntegerOption(_("Most files"), min_value=1, max_value=50),
        "max_size_mb": NumberOption(_("Largest file, in MB"), min_value=0.1, max_value=100),
    }

    def accept(self, field: Field) -> list[str]:
        return [word.lower() for word in field.options.get("accept") or DEFAULT_ACCEPT]

    def parse(self, field: Field, raw: Any) -> list[dict[str, Any]]:
        if raw is None or raw == "":
            return []
        if not isinstance(raw, list) or len(raw) > MOST:
            raise FieldError("invalid_format")
        return [self._entry(item, f"[{index}]") for index, item in enumerate(raw)]

    def _entry(self, item: Any, path: str) -> dict[str, Any]:
        if not isinstance(item, Mapping):
            raise FieldError("invalid_format", path)
        try:
            name, kind = line(item.get("name")), line(item.get("content_type"))
            key = line(item.get("id"))
        except FieldError as error:
            raise error.under(path) from None
        size = item.get("size", 0)
        whole = isinstance(size, (int, float)) and not isinstance(size, bool)
        if not name or not whole or not 0 <= size < 2**53 or size != int(size):
            raise FieldError("invalid_format", path)
        entry = {"name": name, "size": int(size), "content_type": kind or ""}
        return entry | ({"id": key} if key else {})

    def is_empty(self, value: Any) -> bool:
        return not value

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        accept, options = self.accept(field), field.options
        largest = options.get("max_size_mb")
        for index, entry in enumerate(value):
            about = {"name": entry["name"]}
            if extension(entry["name"]) not in accept:
                yield FieldError("invalid_file_type", f"[{index}]", accept=accept, **about)
            elif largest and entry["size"] > largest * MEGABYTE:
                yield FieldError("file_too_large", f"[{index}]", max_mb=largest, **about)
        if (most := options.get("max_files")) and len(value) > most:
            yield FieldError("too_many_files", max=most, count=len(value))

    def to_cel(self, field: Field, value: Any) -> list[dict[str, Any]]:
        return [{**entry, "size": float(entry["size"])} for entry in value]

    def display(self, field: Field, value: Any, language: str) -> list[str]:
        return [f"{e['name']} ({size_text(e['size'], language)})" for e in value or []]

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        return {"": "; ".join(entry["name"] for entry in value or [])}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        properties = {
            "id": {"type": "string"},
            "name": {"type": "string", "minLength": 1},
            "size": {"type": "integer", "minimum": 0},
            "content_type": {"type": "string"},
        }
        entry = {"type": "object", "properties": properties, "required": ["name"]}
        limits = {"maxItems": most} if (most := field.options.get("max_files")) else {}
        return schema_of(field, language, type="array", items=entry, **limits)

    def from_form(self, field: Field, typed: Any, language: str) -> Any:
        return typed or []

    def to_form(self, field: Field, value: Any, language: str) -> list[dict[str, Any]]:
        return [dict(entry) for entry in value or []]

    def widget(self, field: Field, language: str) -> forms.Widget:
        return FileList(
            accept=self.accept(field),
            most=field.options.get("max_files"),
            largest=field.options.get("max_size_mb"),
            language=language,
        )
