"""The form in the editor: a stream of steps, each a stream of questions of the registered types."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import (
    BlockGroup,
    StreamBlockValidationError,
    StructBlockValidationError,
)
from wagtail.fields import StreamField

from egov_forms.fields import registry
from egov_forms.fields.editor import CelBlock, KeyBlock, TranslatedTextBlock

from .keys import fill, refuse_twins, twin_error, twins
from .parts import note


class QuestionsBlock(blocks.StreamBlock):
    """One block type for each field type; the registry is read when the block is built."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([(name, type_.block()) for name, type_ in registry.items()], **kwargs)


class StepBlock(blocks.StructBlock):
    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(
            [
                ("label", TranslatedTextBlock(label=_("Title of the step"))),
                ("fields", QuestionsBlock(label=_("Questions"), collapsed=True)),
                (
                    "show_when",
                    CelBlock(
                        label=_("Shown only when"),
                        help_text=_("A condition on earlier answers. Left empty, always."),
                    ),
                ),
                ("key", KeyBlock()),
                ("note", note()),
            ],
            **kwargs,
        )

    class Meta:
        icon = "list-ul"
        label = _("Step")
        label_format = "{label}"
        form_layout = BlockGroup(["label", "fields"], settings=["key", "show_when", "note"])


class StepsBlock(blocks.StreamBlock):
    """Keys are completed and compared over the whole form."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([("step", StepBlock())], **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.complete(cleaned)
        refuse_twins(cleaned, "key")
        _refuse_twin_questions([child.value for child in cleaned])
        return cleaned

    def complete(self, value: Any) -> None:
        """Give steps, questions and columns the keys that follow from their labels."""
        steps = [child.value for child in value]
        questions = [child.value for step in steps for child in step["fields"]]
        fill(steps, _label)
        fill(questions, _label)
        for question in questions:
            fill([child.value for child in question.get("columns") or ()], _label)


def _label(struct: Any) -> str:
    return next(iter(struct["label"].to_json().values()), "")


def _refuse_twin_questions(steps: list[Any]) -> None:
    places = [
        (number, place) for number, step in enumerate(steps) for place in range(len(step["fields"]))
    ]
    keys = [steps[number]["fields"][place].value["key"] for number, place in places]
    errors: dict[int, dict[int, Any]] = {}
    for index in twins(keys):
        number, place = places[index]
        errors.setdefault(number, {})[place] = twin_error("key", keys[index])
    for number, step in enumerate(steps):
        for place, child in enumerate(step["fields"]):
            error = _twin_columns(child.value)
            if error:
                errors.setdefault(number, {}).setdefault(place, error)
    if errors:
        raise StreamBlockValidationError(
            block_errors={
                number: StructBlockValidationError(
                    {"fields": StreamBlockValidationError(block_errors=found)}
                )
                for number, found in errors.items()
            }
        )


def _twin_columns(question: Any) -> StructBlockValidationError | None:
    try:
        refuse_twins(question.get("columns") or [], "key")
    except StreamBlockValidationError as error:
        return StructBlockValidationError({"columns": error})
    return None


class StepsField(StreamField):
    """The steps of a form. Migrations see no blocks, so a new field type changes none."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        super().__init__(StepsBlock, verbose_name=verbose_name, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = models.Field.deconstruct(self)
        return name, path, list(args), kwargs
