"""Rows of the same questions: papers, household members, floors."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from egov_forms.rules.definition import Field

from .base import FieldError, FieldErrors, FieldType, schema_of
from .options import IntegerOption, Option
from .registry import register, registry
from .rows import RowsWidget, entered

MOST_ROWS = 100  # what the limits of expressions rest on


@register
class GroupType(FieldType):
    name = "group"
    label = _("Group of rows")
    icon = "table"
    group = _("Layout")
    layout = "group"
    in_columns = False
    nests = True
    options: ClassVar[Mapping[str, Option]] = {
        "min_rows": IntegerOption(_("Fewest rows"), min_value=0, max_value=MOST_ROWS),
        "max_rows": IntegerOption(_("Most rows"), min_value=1, max_value=MOST_ROWS),
    }
    common = ("key", "label", "help", "required", "show_when", "sensitive", "status")

    def max_rows(self, field: Field) -> int:
        return min(field.options.get("max_rows") or MOST_ROWS, MOST_ROWS)

    def rows(self, field: Field, raw: Any) -> list[dict[str, Any]]:
        """The rows with their declared cells, the cells not yet parsed."""
        if raw is None or raw == "":
            return []
        if not isinstance(raw, list):
            raise FieldError("invalid_format")
        if len(raw) > MOST_ROWS:
            raise FieldError("max_rows", max=self.max_rows(field), count=len(raw))
        for index, row in enumerate(raw):
            if not isinstance(row, Mapping):
                raise FieldError("invalid_format", f"[{index}]")
        keys = [column.key for column in field.columns]
        return [{key: row[key] for key in keys if key in row} for row in raw]

    def parse(self, field: Field, raw: Any) -> list[dict[str, Any]]:
        """Raises FieldErrors with all that is wrong in the cells."""
        value, errors = self._cells(field, self.rows(field, raw), _parse)
        if errors:
            raise FieldErrors(errors)
        return value

    def read(
        self, field: Field, typed: Any, language: str
    ) -> tuple[list[dict[str, Any]], list[FieldError]]:
        def cell(column: Field, raw: Any) -> tuple[Any, list[FieldError]]:
            return registry[column.type].read(column, raw, language)

        try:
            return self._cells(field, self.rows(field, typed), cell)
        except FieldError as error:
            return typed, [error]

    def _cells(
        self,
        field: Field,
        rows: list[dict[str, Any]],
        read: Callable[[Field, Any], tuple[Any, list[FieldError]]],
    ) -> tuple[list[dict[str, Any]], list[FieldError]]:
        value: list[dict[str, Any]] = []
        errors: list[FieldError] = []
        for index, row in enumerate(rows):
            cells: dict[str, Any] = {}
            for column in field.columns:
                if column.key not in row:
                    continue
                cell, wrong = read(column, row[column.key])
                errors += [error.under(f"[{index}].{column.key}") for error in wrong]
                if wrong or not registry[column.type].is_empty(cell):
                    cells[column.key] = cell
            value.append(cells)
        return value, errors

    def is_empty(self, value: Any) -> bool:
        return not value

    def check(
        self, field: Field, value: Any, today: datetime.date, bound: Mapping[str, Any]
    ) -> Iterable[FieldError]:
        """Of the number of rows only; cells are checked where their conditions are known."""
        fewest, most = field.options.get("min_rows") or 0, self.max_rows(field)
        if len(value) < fewest:
            yield FieldError("min_rows", min=fewest, count=len(value))
        elif len(value) > most:
            yield FieldError("max_rows", max=most, count=len(value))

    def to_cel(self, field: Field, value: Any) -> list[dict[str, Any]]:
        return [
            {
                column.key: registry[column.type].to_cel(column, row.get(column.key))
                for column in field.columns
                if not registry[column.type].is_empty(row.get(column.key))
            }
            for row in value or []
        ]

    def display(self, field: Field, value: Any, language: str) -> list[list[tuple[str, Any]]]:
        """A row is its filled cells, as pairs of label and what the cell shows."""
        return [
            [
                (column.label.get(language), self._type(column).display(column, cell, language))
                for column in field.columns
                if column.key in row and not self._type(column).is_empty(cell := row[column.key])
            ]
            for row in value or []
        ]

    def _type(self, column: Field) -> FieldType:
        return registry[column.type]

    def export(self, field: Field, value: Any, language: str) -> dict[str, str]:
        rows = (
            "; ".join(f"{label}: {_flat(shown)}" for label, shown in row)
            for row in self.display(field, value, language)
        )
        return {"": "\n".join(rows), "rows": str(len(value or []))}

    def json_schema(self, field: Field, language: str) -> dict[str, Any]:
        asked = [column for column in field.columns if self._type(column).has_answer]
        cells = {one.key: self._type(one).json_schema(one, language) for one in asked}
        row = {"type": "object", "properties": cells, "additionalProperties": False}
        return schema_of(field, language, type="array", items=row, maxItems=self.max_rows(field))

    def to_form(self, field: Field, value: Any, language: str) -> list[dict[str, Any]]:
        """One blank row at least where the group must have rows."""
        rows = [
            {
                column.key: self._type(column).to_form(column, row.get(column.key), language)
                for column in entered(field)
            }
            for row in value or []
        ]
        fewest = field.options.get("min_rows") or (1 if field.required is True else 0)
        return rows + [{} for _row in range(fewest - len(rows))]

    def widget(self, field: Field, language: str) -> forms.Widget:
        return RowsWidget(field, language, most=self.max_rows(field))

    def child_blocks(self) -> list[tuple[str, blocks.Block]]:
        columns = blocks.StreamBlock(
            [(name, type_.block()) for name, type_ in registry.items() if type_.in_columns],
            label=_("Questions of a row"),
        )
        return [*super().child_blocks(), ("columns", columns)]


def _parse(column: Field, raw: Any) -> tuple[Any, list[FieldError]]:
    try:
        return registry[column.type].parse(column, raw), []
    except FieldError as error:
        return raw, list(error.all)


def _flat(shown: Any) -> str:
    return ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)
