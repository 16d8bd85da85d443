"""A change of land from the editor to the hand-over in Chromium, with JavaScript and without.

Only the editor needs JavaScript: Wagtail draws a page's streams with it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from playwright.sync_api import Page, expect

from egov_forms.models import Agency
from egov_forms.pages.models import ServicePage
from tests import factories
from tests.browser.people import Citizen, User
from tests.journeys.office import sign_in
from tests.journeys.publishing import write_file
from tests.journeys.web import new_letters

LAND = "dang-ky-bien-dong-dat-dai"
NAME = "Ủy ban nhân dân phường Hoàn Kiếm"
Open = Callable[..., Page]


def published(editor: User, file: Path) -> ServicePage:
    """The editor imports, confirms every fact, chooses the agency, and publishes."""
    factories.index_page()
    call_command("egov_import", str(file), verbosity=0)
    page = ServicePage.objects.get()
    browser = editor.page
    browser.goto(f"/admin/pages/{page.pk}/edit/")
    for box in browser.locator("input[name=confirmed_facts]").all():
        box.evaluate("(one) => one.click()")
    agency = Agency.objects.get(code="H26.900")
    browser.locator(f"input[name=agencies][value='{agency.pk}']").evaluate("(one) => one.click()")
    browser.locator("footer [data-w-dropdown-target=toggle]").click()
    browser.locator("[name=action-publish]").click()
    browser.wait_for_url(f"**/admin/pages/{page.get_parent().pk}/")
    page.refresh_from_db()
    assert page.live
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_change_of_land(live_context: Open, tmp_path: Path, script: bool) -> None:
    get_user_model().objects.create_superuser("bientap", "b@example.org", "secret")
    editor = User(live_context(), "bientap")
    page = published(editor, write_file(tmp_path, LAND))

    def browser() -> Page:
        return live_context(java_script_enabled=script)

    ward = Agency.objects.get(code="H26.900")
    officers: dict[str, Any] = {}
    for role in ("reception", "processing", "approval"):
        sign_in(role, ward, role)
        officers[role] = User(browser(), role)

    citizen = Citizen(browser())
    citizen.starts(page.url)
    answers = factories.valid_answers(LAND) | {"holder_email": "vi.du@example.com"}
    citizen.fills(page.service.current_version.load(), answers)
    expect(citizen.page.locator("main")).to_contain_text("so-do-2.pdf")
    citizen.submits()
    citizen.sees("Mới đăng ký", f"Bộ phận Một cửa của {NAME}")
    the_office_asks(officers["reception"], citizen)
    the_office_decides(officers, citizen)
    the_one_visit(officers["reception"], citizen)


def the_office_asks(reception: User, citizen: Citizen) -> None:
    reception.opens(citizen.reference)
    reception.does("request_supplement", item_0="Thẻ căn cước, hai mặt", reason="Chưa rõ số")
    citizen.sees("Yêu cầu bổ sung giấy tờ", "Thẻ căn cước, hai mặt", "Chưa rõ số")
    citizen.answers_the_supplement("Gửi kèm", "can-cuoc.pdf")
    citizen.sees("Mới đăng ký")
    reception.opens(citizen.reference)
    reception.sees("can-cuoc.pdf", "Gửi kèm")


def the_office_decides(officers: dict[str, User], citizen: Citizen) -> None:
    officers["reception"].does("accept", limit="0")
    citizen.sees("Được tiếp nhận", "Hẹn trả kết quả trước", "là ngày thứ 4")
    code = citizen.page.get_by_text("Mã hồ sơ H26.900-").inner_text().split()[-1]
    officers["processing"].opens(code)
    officers["processing"].does("start_processing")
    leader = get_user_model().objects.get(username="approval")
    officers["processing"].does("hand_on", to=str(leader.pk))
    citizen.sees("Đang xử lý")
    officers["approval"].opens(code)
    officers["approval"].does("finish", document="118/QĐ")
    citizen.sees("Đã xử lý xong", f"Đã có kết quả tại {NAME}")
    citizen.reference = code
    assert len(new_letters()) == 4


def the_one_visit(reception: User, citizen: Citizen) -> None:
    reception.opens(citizen.reference)
    originals = {"original_don": "matches", "original_gcn": "matches"}
    reception.does("hand_over", **originals, amount="28000", receipt="BL-0001")
    reception.sees("28.000 đồng", "Đã trả kết quả")
    citizen.sees("Đã trả kết quả", "Ông/Bà không cần làm gì thêm")
