"""The control of a group: rows of controls, with buttons that add and remove rows."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from django import forms

from egov_forms.rules.definition import Field

MOST_ROWS = 100


class RowsWidget(forms.Widget):
    """Its typed value is a list of rows, each a mapping of column keys to typed cells.

    The names of the inputs are `key-0-column`; `key-rows` says how many rows the page showed,
    so that a row whose boxes are all unticked is not lost. A cell with files is the list of the
    ids that the page held in `key-0-column-id`; what they stand for, the form knows.
    """

    use_fieldset = True

    def __init__(self, field: Field, language: str, *, most: int) -> None:
        super().__init__()
        self.definition = field
        self.language = language
        self.most = most
        self._cells: Mapping[str, forms.Widget] | None = None

    @property
    def cells(self) -> Mapping[str, forms.Widget]:
        """One widget a column that is entered; built when first needed, since the registry is
        not complete while types register."""
        if self._cells is None:
            from .registry import registry

            self._cells = {
                column.key: registry[column.type].widget(column, self.language)
                for column in entered(self.definition)
            }
        return self._cells

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        return [
            {
                key: widget.value_from_datadict(data, files, f"{name}-{index}-{key}")
                for key, widget in self.cells.items()
            }
            for index in range(row_count(data, files, name))
        ]

    def id_for_label(self, id_: str) -> str:
        return ""


def entered(group: Field) -> Iterator[Field]:
    """The columns that a person fills in: not computed ones, not texts to read."""
    from .registry import registry

    for column in group.columns:
        if not column.computed and registry[column.type].has_answer:
            yield column


def row_count(data: Any, files: Any, name: str) -> int:
    """How many rows were sent; one more than a group may have when there were too many, so that
    they are refused and not cut off, and no request makes work without end."""
    told = data.get(f"{name}-rows", "")
    count = int(told) if re.fullmatch(r"[0-9]{1,4}", str(told)) else 0
    shape = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-")
    for key in chain(data, files or ()):
        if match := shape.match(key):
            count = max(count, int(match[1]) + 1)
    return min(count, MOST_ROWS + 1)


def with_own_files(
    group: Field, rows: Any, attached: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> Any:
    """The rows with the files that their cells name and that were attached to that column.

    `attached` holds the files of each column by their ids, under `group.column`. Whatever else
    a cell names is left out, and a file stands in one row only: the first that names it.
    """
    columns = [column.key for column in group.columns if column.type == "file"]
    if not columns or not isinstance(rows, list):
        return rows
    left = {key: dict(attached.get(file_path(group, key)) or {}) for key in columns}
    return [_own(row, left) if isinstance(row, Mapping) else row for row in rows]


def _own(row: Mapping[str, Any], left: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    own = {
        key: [dict(files.pop(name)) for name in _named(row[key]) if name in files]
        for key, files in left.items()
        if key in row
    }
    return {**row, **own}


def _named(cell: Any) -> Iterator[str]:
    """Ids as they come from a page, or as an answer holds them."""
    for one in cell if isinstance(cell, list) else ():
        key = one.get("id") if isinstance(one, Mapping) else one
        if isinstance(key, str):
            yield key


def file_path(group: Field, column: str) -> str:
    """Where the files of a column are attached: rows come and go, the column stays."""
    return f"{group.key}.{column}"
