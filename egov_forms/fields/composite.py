"""Several inputs for one answer: the parts of a date, of an address."""

from collections.abc import Mapping
from typing import Any

from django import forms


class CompositeWidget(forms.Widget):
    """Several inputs of one answer; each has its own name, id and perhaps error."""

    use_fieldset = True
    parts: tuple[str, ...] = ()
    # Parts that are not what is missing when the whole answer is.
    spare: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        # Set by the bound field: a wrong part and the message at it, which may be "".
        self.part_errors: dict[str, str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {part: data.get(f"{name}-{part}", "") for part in self.parts}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        return ""

    def part_context(self, name: str, value: Any, part: str, id_: str) -> dict[str, Any]:
        typed = value if isinstance(value, Mapping) else {}
        return {
            "part": part,
            "name": f"{name}-{part}",
            "id": f"{id_}-{part}",
            "value": typed.get(part) or "",
            "error": self.part_errors.get(part, ""),
            "invalid": part in self.part_errors,
        }
