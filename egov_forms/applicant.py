"""Who files: the name, telephone and e-mail that the office needs; and how the result goes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from egov_forms.rules.definition import Definition, Field

#: The question about the way of the result, by convention of the procedures, and its values.
RESULT_CHANNEL = "result_channel"
CENTER, POST, ELECTRONIC = "center", "post", "electronic"


def result_channel(answers: Mapping[str, Any]) -> str:
    """How the applicant wants the result: one of the three values, or "" where nobody asked."""
    wanted = answers.get(RESULT_CHANNEL)
    return str(wanted) if wanted in (CENTER, POST, ELECTRONIC) else ""


@dataclass(frozen=True)
class Applicant:
    name: str = ""
    phone: str = ""
    email: str = ""


def applicant(definition: Definition, answers: Mapping[str, Any]) -> Applicant:
    """Found by what the fields are for: their prefill from an account first, then their type.

    A field marked sensitive is passed over, because these three are stored in the open.
    """
    fields = [
        field
        for step in definition.steps
        for field in step.fields
        if not field.sensitive and isinstance(answers.get(field.key), str)
    ]

    def first(*tests: Iterable[Field]) -> str:
        for test in tests:
            for field in test:
                return str(answers[field.key])
        return ""

    texts = [field for field in fields if field.type == "text"]
    phones = [field for field in fields if field.type == "phone"]
    emails = [field for field in fields if field.type == "email"]
    return Applicant(
        name=first(
            (field for field in texts if field.prefill == "account.full_name"),
            (field for field in texts if field.key.endswith("_name") or field.key == "name"),
            (field for field in texts if field.options.get("format") == "person_name"),
        ),
        phone=first(
            (one for one in phones if one.prefill == "account.phone"),
            phones,
        ),
        email=first(
            (one for one in emails if one.prefill == "account.email"),
            emails,
        ),
    )
