"""A made-up procedure whose rows hold files, texts to read, boxes and conditional questions."""

import copy
from typing import Any

from egov_forms.fields import registry
from egov_forms.rules.definition import Definition
from tests.factories import procedure


def asked(key: str, type_: str, **settings: Any) -> dict[str, Any]:
    label = {"vi": f"Mục {key}", "en": f"Item {key}"}
    return {"key": key, "type": type_, "label": label, "required": False, **settings}


COLUMNS = [
    asked("name", "text", required=True),
    asked("translated", "checkbox"),
    asked("advice", "static", label={"vi": "Kèm bản dịch", "en": "Add the translation"},
          show_when="row.translated", note={"vi": "chỉ để đọc"}),
    asked("scan", "file", required=True, accept=["pdf", "png"], max_files=3, max_size_mb=1),
    asked("translation", "file", accept=["pdf"], max_files=1, required="row.translated",
          show_when="row.translated", note={"en": "by a sworn translator"}),
]  # fmt: skip


def made_up(**group: Any) -> dict[str, Any]:
    """The procedure in the interchange format; ``group`` are more settings of its rows."""
    facts = copy.deepcopy(procedure("chung-thuc-ban-sao"))
    papers = asked("papers", "group", required=True, columns=copy.deepcopy(COLUMNS), **group)
    fields = [
        asked("full_name", "text", required=True, prefill="account.full_name"),
        asked("tax_code", "text", prefill="organisation.tax_code", note="không bắt buộc"),
        papers,
    ]
    last = [asked("remark", "text")]
    label = {"vi": "Bước", "en": "Step"}
    rule = {
        "id": "two_pages",
        "each": "papers",
        "when": "row.translated",
        "assert": "size(row.scan) >= 2",
        "error": {"path": "papers[].scan", "code": "two_pages",
                  "message": {"vi": "Cần hai trang", "en": "Two pages are needed"}},
    }  # fmt: skip
    paper = {"key": "scans", "name": label, "required": "always", "form_field": "papers.scan"}
    return {
        **facts,
        "id": "thu-tuc-thu",
        "dossier_components": [paper],
        "fees": [],
        "time_limits": [{"amount": 5, "unit": "working_day", "note": {"en": "from acceptance"}}],
        "target_users": {**facts["target_users"], "en": ["Citizens", "Organisations", "Others"]},
        "form": {
            "title": label,
            "steps": [
                {"key": "papers_step", "label": label, "fields": fields},
                {"key": "last_step", "label": label, "fields": last},
            ],
            "rules": [rule],
        },
    }


def made_up_definition(**group: Any) -> Definition:
    return Definition.from_json(made_up(**group), {}, registry)
