"""The control of a group: rows of controls, with buttons that add and remove rows."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from egov_forms.rules.definition import Field

MOST_ROWS = 100


class RowsWidget(forms.Widget):
    """Its typed value is a list of rows, each a mapping of column keys to typed cells.

    The names of the inputs are `key-0-column`; `key-rows` says how many rows the page showed,
    so that a row whose boxes are all unticked is not lost.
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
                for column in self.definition.columns
                if not column.computed
            }
        return self._cells

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        return [
            {
                key: widget.value_from_datadict(data, files, f"{name}-{index}-{key}")
                for key, widget in self.cells.items()
            }
            for index in range(row_count(data, name))
        ]

    def id_for_label(self, id_: str) -> str:
        return ""


def row_count(data: Any, name: str) -> int:
    """How many rows were sent, never more than a group may have."""
    told = data.get(f"{name}-rows", "")
    count = int(told) if re.fullmatch(r"[0-9]{1,4}", str(told)) else 0
    shape = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-")
    for key in data:
        if match := shape.match(key):
            count = max(count, int(match[1]) + 1)
    return min(count, MOST_ROWS)
