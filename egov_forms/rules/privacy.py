"""Which answers are personal: those marked so, numbers of persons, and what is computed of them."""

from dataclasses import replace

from .cel_tokens import tokens
from .definition import Field, Step
from .expressions import dependencies


def is_personal(field: Field) -> bool:
    """Marked sensitive, or asking for a person's number, whatever the form's author marked."""
    if field.type == "tax_code":  # since July 2025 a person's is the identity number
        return field.sensitive or "personal_id" in (field.options.get("kinds") or ["personal_id"])
    return field.sensitive or field.type == "citizen_id"


def with_personal(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same steps with ``sensitive`` set on every personal field and column."""
    fields = [item for step in steps for item in step.fields]
    known = _Known(fields)
    return tuple(replace(step, fields=tuple(map(known.marked, step.fields))) for step in steps)


class _Known:
    """Keys of personal fields, and of personal columns by their group."""

    def __init__(self, fields: list[Field]) -> None:
        self.keys = {item.key for item in fields if is_personal(item)}
        self.columns = {
            item.key: {column.key for column in item.columns if is_personal(column)}
            for item in fields
        }
        while self._follow(fields):  # what is computed may be computed from again
            pass

    def _follow(self, fields: list[Field]) -> bool:
        before = len(self.keys) + sum(map(len, self.columns.values()))
        for item in fields:
            if self._derives(item.computed):
                self.keys.add(item.key)
            for column in item.columns:
                if self._derives(column.computed, item.key):
                    self.columns[item.key].add(column.key)
        return before != len(self.keys) + sum(map(len, self.columns.values()))

    def _derives(self, source: str | None, group: str = "") -> bool:
        """Whether a formula, of a column of ``group``, reads something personal."""
        if not source:
            return False
        reads = dependencies(source)
        names = {token.text for token in tokens(source) if token.kind == "name"}
        groups = (reads | {group}) & self.columns.keys()
        return bool(reads & self.keys) or any(names & self.columns[one] for one in groups)

    def marked(self, item: Field) -> Field:
        columns = tuple(
            replace(one, sensitive=one.key in self.columns[item.key]) for one in item.columns
        )
        return replace(item, sensitive=item.key in self.keys, columns=columns)
