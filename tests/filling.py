"""A citizen who files over HTTP, typing what a person would type."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from egov_forms.fields import registry
from egov_forms.models import Draft
from egov_forms.rules.definition import Definition, Field

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf(name: str = "giấy tờ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def picture(name: str) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG" if name.endswith("png") else "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue())


def upload(name: str) -> SimpleUploadedFile:
    """A small real file of the kind that its name says."""
    return pdf(name) if name.endswith(".pdf") else picture(name)


def inputs(
    definition: Definition, step_key: str, answers: Mapping[str, Any], language: str = "vi"
) -> dict[str, Any]:
    """The form data of one step for these canonical answers, a file for each file answered."""
    data: dict[str, Any] = {}
    for field in definition.step(step_key).fields:
        if field.computed or not registry[field.type].has_answer:
            continue
        data.update(_typed(field, answers.get(field.key), field.key, language))
    return data


def _typed(field: Field, value: Any, name: str, language: str) -> Iterator[tuple[str, Any]]:
    typed = registry[field.type].to_form(field, value, language)
    if field.type == "file":
        yield name, [upload(one["name"]) for one in value or []]
    elif field.type == "group":
        yield f"{name}-rows", str(len(value or []))
        for index, row in enumerate(value or []):
            for column in field.columns:
                if not column.computed and registry[column.type].has_answer:
                    cell = f"{name}-{index}-{column.key}"
                    yield from _typed(column, row.get(column.key), cell, language)
    elif isinstance(typed, Mapping):
        for part, text in typed.items():
            if text not in ("", None):
                yield f"{name}-{part}", text
    elif typed not in ("", None, []):
        yield name, typed


class Citizen:
    """Drives the wizard with Django's test client."""

    def __init__(self, client: Any, slug: str, language: str = "vi") -> None:
        self.client = client
        self.slug = slug
        self.language = language
        #: (path, code) of the errors that the last page showed.
        self.errors: set[tuple[str, str]] = set()

    def start(self) -> Any:
        url = reverse("egov_forms:start", args=[self.slug])
        response = self.client.post(url, follow=True)
        self.draft_id = Draft.objects.latest("created_at").pk
        return response

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.draft_id)

    @property
    def definition(self) -> Definition:
        return self.draft.version.load()

    def url(self, step: str) -> str:
        return reverse("egov_forms:step", args=[self.draft_id, step])

    def get(self, step: str) -> Any:
        return self.client.get(self.url(step))

    def post(self, step: str, answers: Mapping[str, Any], **buttons: Any) -> Any:
        data = inputs(self.definition, step, answers, self.language)
        return self.client.post(self.url(step), {**data, **(buttons or {"egov-save": "1"})})

    def refused(self, step: str, answers: Mapping[str, Any], **buttons: Any) -> Any:
        """`post` of what has errors: the page that shows them."""
        response = self.post(step, answers, **buttons)
        assert response.url == self.url(step), response.url
        return self.get(step)

    def fill(self, answers: Mapping[str, Any]) -> str:
        """Fill every step on the way; the step where it ended, "check" when all is well."""
        response = self.client.get(reverse("egov_forms:draft", args=[self.draft_id]))
        for _attempt in range(20):
            step = response.url.rstrip("/").rsplit("/", 1)[-1]
            if step == "check":
                return step
            response = self.post(step, answers)
            if response.url == self.url(step):
                self.last = self.get(step)
                form = self.last.context["form"]
                self.errors = {
                    (question.definition.key + problem.path, problem.code)
                    for question in form.questions
                    for problem in question.problems
                } | {(error.path, error.code) for error in form.unplaced}
                return step
        raise AssertionError("The wizard does not come to an end")

    def submit(self) -> Any:
        return self.client.post(self.url("check"), {"egov-submit": "1"}, follow=True)
