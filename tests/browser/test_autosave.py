"""Wagtail's autosave keeps what an editor did, and nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page
from wagtail.models import Page as CmsPage
from wagtail.models import Revision

from egov_forms.fields import registry
from egov_forms.pages.models import ServicePage
from egov_tracking.pages.models import DossierLookupPage
from tests import factories
from tests.browser.people import User

#: An old office machine: to draw the blocks takes it longer than the 2 s that Wagtail waits.
SLOW = """document.addEventListener("w-unsaved:ready", () => {
    const began = performance.now();
    while (performance.now() - began < 2200);
}, {once: true})"""
#: Wagtail looks every half second, and saves when a moment passes without another change.
LONG_ENOUGH = 9_000
SAVED = "[data-w-autosave-state-value=saved]"


def question(type_: Any) -> dict[str, Any]:
    label = {"vi": type_.name, "en": type_.name}
    choices = [{"value": "one", "label": label}, {"value": "two", "label": label}]
    columns = [{"key": "cell", "type": "text", "label": label}]
    return {
        "key": f"each_{type_.name}",
        "type": type_.name,
        "label": label,
        **({"choices": choices} if type_.has_choices else {}),
        **({"columns": columns} if type_.nests else {}),
    }


def service_page() -> CmsPage:
    """A long procedure with one more step that has a question of each type."""
    given = factories.procedure("dang-ky-bien-dong-dat-dai")
    step = {
        "key": "each",
        "label": {"vi": "Mỗi loại", "en": "Each type"},
        "fields": [question(type_) for type_ in registry.values()],
    }
    form = {**given["form"], "steps": [*given["form"]["steps"], step]}
    return factories.service_page(given={**given, "form": form})


def lookup_page() -> CmsPage:
    parent = factories.index_page().get_parent()
    return parent.add_child(instance=DossierLookupPage(title="Tra cứu", slug="tra-cuu"))


PAGES: dict[str, Callable[[], CmsPage]] = {
    "service": service_page,
    "catalogue": factories.index_page,
    "look-up": lookup_page,
}


@pytest.fixture
def editor(live: Page, settings: Any) -> Iterator[Page]:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    get_user_model().objects.create_superuser("editor", "e@example.org", "secret")
    User(live, "editor")
    live.add_init_script(SLOW)
    yield live
    live.on("dialog", lambda dialog: dialog.accept())
    live.goto("about:blank")


@pytest.mark.parametrize("make", PAGES.values(), ids=list(PAGES))
def test_looking_at_a_page_changes_nothing(editor: Page, make: Callable[[], CmsPage]) -> None:
    page = make()
    editor.goto(f"/admin/pages/{page.pk}/edit/")
    editor.wait_for_timeout(LONG_ENOUGH)
    assert Revision.page_revisions.filter(object_id=str(page.pk)).count() == 0
    page.refresh_from_db()
    assert not page.has_unpublished_changes


def test_a_new_page_that_nobody_fills_in_is_not_kept(editor: Page) -> None:
    parent = factories.index_page()
    editor.goto(f"/admin/pages/add/egov_forms_pages/servicepage/{parent.pk}/")
    editor.wait_for_timeout(LONG_ENOUGH)
    assert not ServicePage.objects.exists()


@pytest.mark.wagtail8
@pytest.mark.parametrize("make", PAGES.values(), ids=list(PAGES))
def test_an_edit_is_kept_as_a_draft(editor: Page, make: Callable[[], CmsPage]) -> None:
    page = make()
    editor.goto(f"/admin/pages/{page.pk}/edit/")
    editor.wait_for_timeout(LONG_ENOUGH)
    editor.locator("#id_title").fill("Tên mới")
    editor.wait_for_selector(SAVED, state="attached")
    saved = Revision.page_revisions.get(object_id=str(page.pk))
    assert saved.content["title"] == "Tên mới"
    page.refresh_from_db()
    assert page.has_unpublished_changes


@pytest.mark.wagtail8
def test_what_is_typed_while_the_page_is_drawn_is_kept(editor: Page) -> None:
    page = service_page()
    editor.goto(f"/admin/pages/{page.pk}/edit/", wait_until="domcontentloaded")
    editor.wait_for_timeout(2_500)
    editor.locator("#id_title").press_sequentially("!")
    editor.wait_for_selector(SAVED, state="attached")
    saved = Revision.page_revisions.filter(object_id=str(page.pk)).latest("pk")
    assert saved.content["title"].count("!") == 1
