"""The list of a form's errors at the head of its page."""

from django import forms


class Summarised(forms.Form):
    """A plain form whose errors are listed, each linked to its input.

    ``anchor`` is where errors of the whole form lead: an address or the id of an input; "" for
    its first input, None for nowhere.
    """

    anchor: str | None = ""

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        """(id of the input or address, message), those of the whole form first."""
        whole = self._first if self.anchor == "" else self.anchor or ""
        found = [(whole, str(text)) for text in self.non_field_errors()]
        for bound in self.visible_fields():
            found += [(_id_of(bound), str(text)) for text in bound.errors]
        return found

    @property
    def _first(self) -> str:
        return next(map(_id_of, self.visible_fields()), "")


def _id_of(bound: forms.BoundField) -> str:
    """Of a group of choices, its first one."""
    return bound.id_for_label or f"{bound.auto_id}_0"
