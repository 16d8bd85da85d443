"""An editor: brings a procedure in from a file, completes its page in the admin, publishes it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from egov_forms.models import Agency
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.domain import load
from tests.editing import form_data

HOAN_KIEM = {
    "code": "H26.900",
    "name": {"vi": "Ủy ban nhân dân phường Hoàn Kiếm", "en": "Hoàn Kiếm ward"},
    "address": "126 phố Hàng Trống",
    "telephone": "02400000001",
    "email": "hoankiem@example.gov.example",
    "office_hours": {
        "vi": "7:30 đến 17:00, thứ Hai đến thứ Sáu",
        "en": "7:30 to 17:00, Mon to Fri",
    },
    "area": ["00070"],
}
CUA_NAM = {
    **HOAN_KIEM,
    "code": "H26.901",
    "name": {"vi": "Ủy ban nhân dân phường Cửa Nam", "en": "Cửa Nam ward"},
    "telephone": "02400000099",
    "email": "cuanam@example.gov.example",
    "area": ["00082"],
}


def write_file(folder: Path, slug: str, **facts: Any) -> Path:
    """A file with this procedure, the choice lists and two wards; ``facts`` replace its own."""
    data = load("procedures.json")
    bundle = {
        **{key: value for key, value in data.items() if key != "procedures"},
        "agencies": [HOAN_KIEM, CUA_NAM],
        "procedures": [{**factories.procedure(slug), **facts}],
    }
    file = folder / f"{slug}.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return file


class Editor:
    """Signed in to the admin; has no right to anybody's answers."""

    def __init__(self) -> None:
        user = get_user_model().objects.create_superuser("bientap", "b@example.org", "secret")
        self.client = Client()
        self.client.force_login(user)

    def publish(self, file: Path, agencies: list[str]) -> ServicePage:
        """From the file to the live page."""
        factories.index_page()
        call_command("egov_import", str(file), verbosity=0)
        page = ServicePage.objects.get(slug=file.stem)
        assert not page.live, "An import alone publishes nothing"
        self._refused_until_complete(page)
        shown = self._edit(page)
        chosen = Agency.objects.filter(code__in=agencies)
        saved = self._press_publish(
            page,
            form_data(shown),
            confirmed_facts=to_confirm(shown),
            agencies=[str(one.pk) for one in chosen],
        )
        assert saved.status_code == 302, saved.context["form"].errors
        page.refresh_from_db()
        assert page.live
        return page

    def _edit(self, page: ServicePage) -> Any:
        return self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    def _refused_until_complete(self, page: ServicePage) -> None:
        """Nothing that is approximate goes live unseen, nor a page that nobody receives for."""
        refused = self._press_publish(page, form_data(self._edit(page)))
        assert refused.status_code == 200
        assert {"confirmed_facts", "agencies"} <= set(refused.context["form"].errors)

    def _press_publish(self, page: ServicePage, data: Mapping[str, Any], **typed: Any) -> Any:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.client.post(url, {**data, **typed, "action-publish": "1"})


def to_confirm(response: Any) -> list[str]:
    """The facts marked approximate, which the page's form lists one by one."""
    found = re.findall(r'name="confirmed_facts" value="([^"]+)"', response.content.decode())
    assert found
    return found
