"""Controls for the citizen's browser. Their HTML stands in templates/egov_forms/widgets/."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from egov_forms.rules import units
from egov_forms.rules.definition import Field

from .bound import BoundAnswer
from .composite import CompositeWidget
from .formats import format_number, size_text

if TYPE_CHECKING:
    from .base import FieldType

AUTOCOMPLETE = {
    "account.full_name": "name",
    "account.birth_date": "bday",
    "account.gender": "sex",
    "account.phone": "tel",
    "account.email": "email",
    "account.address": "street-address",
}


def autocomplete(field: Field, default: str | None = None) -> str | None:
    """What the browser may fill in: only what is about the applicant."""
    return AUTOCOMPLETE.get(field.prefill or "") or default


class AnswerField(forms.Field):
    """The Django field of a question; it asks for nothing, the evaluation does."""

    def __init__(self, type_: "FieldType", definition: Field, language: str) -> None:
        self.type = type_
        self.definition = definition
        self.language = language
        help_text = definition.help.get(language) if definition.help else ""
        super().__init__(
            required=False,
            label=definition.label.get(language),
            help_text=help_text,
            widget=type_.widget(definition, language),
        )

    def clean(self, value: Any) -> Any:
        return value  # the form reads it through the type

    def get_bound_field(self, form: Any, field_name: str) -> "BoundAnswer":
        return BoundAnswer(form, self, field_name)


def _present(attrs: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (attrs or {}).items() if value is not None}


class Input(forms.TextInput):
    """`width`: characters of the class that sizes it, or "full"; `suffix`: the unit."""

    template_name = "egov_forms/widgets/input.html"

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        *,
        kind: str = "text",
        width: str = "full",
        suffix: str = "",
    ) -> None:
        super().__init__(_present(attrs))
        self.input_type = kind
        self.width = width
        self.suffix = suffix

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"width": self.width, "suffix": self.suffix}
        return context


class Textarea(forms.Textarea):
    template_name = "egov_forms/widgets/textarea.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(_present(attrs))


class Select(forms.Select):
    template_name = "egov_forms/widgets/select.html"
    option_template_name = "egov_forms/widgets/option.html"

    def __init__(
        self, attrs: Mapping[str, Any] | None = None, choices: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(_present(attrs), choices)

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class Radios(forms.RadioSelect):
    template_name = "egov_forms/widgets/radios.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "egov_forms/widgets/checkboxes.html"


class Checkbox(forms.Widget):
    template_name = "egov_forms/widgets/checkbox.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return "true" if data.get(name) in ("true", "on", "1") else ""


class DateWidget(CompositeWidget):
    template_name = "egov_forms/widgets/date.html"
    parts = ("day", "month", "year")

    def __init__(self, *, birth: bool = False) -> None:
        super().__init__()
        self.birth = birth

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id", name)
        inputs = [self.part_context(name, value, part, id_) for part in self.parts]
        context["widget"] |= {"inputs": inputs, "birth": self.birth}
        return context


class AddressWidget(CompositeWidget):
    """Province, then the wards of that province; a country first where it may be abroad."""

    template_name = "egov_forms/widgets/address.html"
    parts = ("country", "province", "ward", "detail")

    def __init__(
        self,
        *,
        language: str,
        countries: Sequence[tuple[str, str]] = (),
        own: bool = False,
        detail_required: bool = True,
    ) -> None:
        super().__init__()
        self.detail_required = detail_required
        self.spare = ("country",) if detail_required else ("country", "detail")
        self.language = language
        self.countries = countries
        self.own = own

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id", name)
        inputs = {part: self.part_context(name, value, part, id_) for part in self.parts}
        province = inputs["province"]["value"]
        context["widget"] |= {
            "inputs": inputs,
            "own": self.own,
            "detail_required": self.detail_required,
            "countries": self.countries,
            "provinces": _options(None, self.language),
            "wards": _options(province, self.language) if province else (),
            "wards_url": wards_url(self.language),
        }
        return context


def wards_url(language: str) -> str:
    """Where the browser's script asks for wards, with a word in the province's place.

    The language is part of it because answers are cached. Empty on a site without the
    address; then the page's own button must do.
    """
    try:
        return reverse("egov_forms:wards", args=["__province__"]) + f"?language={language}"
    except NoReverseMatch:
        return ""


def _options(province: str | None, language: str) -> Sequence[tuple[str, str]]:
    today = timezone.localdate()
    listed = units.provinces(today) if province is None else units.wards(province, today)
    return [(unit.code, unit.name(language)) for unit in listed]


class FileList(forms.Widget):
    """The files attached so far, each with a button that removes it, and room for more."""

    template_name = "egov_forms/widgets/file.html"
    needs_multipart_form = True

    def __init__(
        self, *, accept: Sequence[str], most: int | None, largest: float | None, language: str
    ) -> None:
        super().__init__()
        self.accept, self.most, self.largest = accept, most, largest
        self.language = language
        # In a row the page holds the ids of the row's files, which move with it.
        self.in_row = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The ids that the page held; the upload itself is stored by the time it is shown."""
        held = f"{name}-id"
        return data.getlist(held) if hasattr(data, "getlist") else list(data.get(held) or ())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        attached = [
            {
                **entry,
                "key": entry.get("id") or str(index),
                "shown_size": size_text(entry.get("size", 0), self.language),
            }
            for index, entry in enumerate(value or [])
        ]
        context["widget"] |= {
            "attached": attached,
            "in_row": self.in_row,
            "accept": ",".join(f".{word}" for word in self.accept),
            "kinds": ", ".join(word.upper() for word in self.accept),
            "most": self.most,
            "largest_text": format_number(self.largest, self.language) if self.largest else "",
        }
        limits = f"{context['widget']['attrs'].get('id', name)}-limits"
        own = context["widget"]["attrs"].get("aria-describedby", "")
        context["widget"]["attrs"]["aria-describedby"] = f"{own} {limits}".strip()
        return context
