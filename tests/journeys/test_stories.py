"""The main job from end to end, over HTTP: publish, file, decide, hand over, follow.

Every act of an officer is first tried by those who must not do it (`Office.does`); every page of
the citizen is opened from a fresh browser with the two codes (`Applicant.sees`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from tests import factories
from tests.journeys.citizen import LOOKUP, Applicant
from tests.journeys.office import Office
from tests.journeys.publishing import Editor, write_file
from tests.journeys.web import new_letters, words

pytestmark = pytest.mark.django_db

LAND, COPIES, BIRTH = "dang-ky-bien-dong-dat-dai", "chung-thuc-ban-sao", "khai-sinh"
WARD, OTHER_WARD = "H26.900", "H26.901"
NAME, PHONE = "Ủy ban nhân dân phường Hoàn Kiếm", "02400000001"
ANSWER, WITHDRAW = "Bổ sung ngay", "Rút hồ sơ này"


class Clock:
    """The day and hour of the story, in Viet Nam."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def __call__(self, text: str) -> None:
        self.traveller.move_to(f"{text}+07:00")


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel("2026-07-13T08:00:00+07:00") as traveller:
        yield Clock(traveller)


@pytest.fixture(autouse=True)
def _site(settings: Any, clock: Clock) -> None:
    settings.EGOV_TRACKING = {**settings.EGOV_TRACKING, "LOOKUP_URL": LOOKUP}
    call_command("egov_calendar", "2026", verbosity=0)


def scan(name: str) -> dict[str, Any]:
    return {"name": name, "size": 1, "content_type": "application/pdf"}


def test_a_change_of_land_from_the_file_to_the_hand_over(tmp_path: Path, clock: Clock) -> None:
    """The office asks before it accepts; the province sets the fee, so an officer does."""
    page = Editor().publish(write_file(tmp_path, LAND), [WARD])
    answers = factories.valid_answers(LAND) | {"holder_email": "vi.du@example.com"}

    clock("2026-07-15T09:00")
    citizen = Applicant("vi.du@example.com")
    receipt = words(citizen.file(page, answers))
    assert "Ngày được tính là ngày nộp 15/07/2026" in receipt
    assert "Bản gốc Giấy chứng nhận đã cấp" in receipt
    citizen.gets_a_letter("Đã nhận hồ sơ {}", citizen.secret, "09:30 ngày 16/07/2026")
    citizen.sees("Mới đăng ký", f"Bộ phận Một cửa của {NAME}", "trước 09:30 ngày 16/07/2026", PHONE)

    office = Office(WARD, OTHER_WARD)
    office.finds(citizen.reference)
    assert "Hạn trả lời tiếp nhận 09:30 ngày 16/07/2026" in office.reads()
    asked_before_acceptance(citizen, office, clock)
    accepted_and_decided(citizen, office, clock)

    clock("2026-07-21T08:00")
    office.finds(citizen.code)
    office.one_visit(original_don="matches", original_gcn="matches", receipt="BL-0001")
    assert "BL-0001" in office.reads()
    citizen.sees("Đã trả kết quả", "Kết quả được trả lúc 08:00 ngày 21/07/2026")
    assert new_letters() == []


def asked_before_acceptance(citizen: Applicant, office: Office, clock: Clock) -> None:
    """The dossier is complete, and the reply counted, only from the answer."""
    clock("2026-07-15T10:30")
    item, why = "Thẻ căn cước, hai mặt", "Chưa rõ số định danh"
    office.does("request_supplement", "reception", item_0=item, reason=why)
    citizen.gets_a_letter("Đề nghị bổ sung hồ sơ {}", f"- {item}", why, citizen.secret)
    citizen.sees("Yêu cầu bổ sung giấy tờ", "Hồ sơ đang chờ Ông/Bà bổ sung", item, why)

    clock("2026-07-16T08:30")
    citizen.answers_the_supplement("Gửi kèm", "can-cuoc.pdf")
    citizen.sees("Mới đăng ký", "trước 09:00 ngày 17/07/2026")
    assert not citizen.may(ANSWER)
    office.finds(citizen.reference)
    assert "can-cuoc.pdf" in office.reads()


def accepted_and_decided(citizen: Applicant, office: Office, clock: Clock) -> None:
    """The code, the due date and why; then the result."""
    clock("2026-07-16T10:00")
    # Four days, or fourteen in a remote commune: the file does not say, so the officer does.
    office.does("accept", "reception", limit="0")
    citizen.code = "H26.900-260716-0001"
    due = "17:00 ngày 22/07/2026"
    citizen.gets_a_letter("Đã tiếp nhận hồ sơ {}", f"Hẹn trả kết quả: {due}")
    citizen.sees(
        "Được tiếp nhận",
        f"Hẹn trả kết quả trước {due}",
        "Ngày tiếp nhận chính thức 16/07/2026",
        "Không tính Chủ nhật, ngày 19/07/2026",
        "Thứ 4, ngày 22/07/2026 là ngày thứ 4",
    )
    office.does("start_processing", "processing")
    citizen.sees("Đang xử lý", f"Cán bộ của {NAME} đang xử lý", due)
    assert office.opens_every_file() == 3

    clock("2026-07-20T15:00")
    office.does("add_fee", "processing", amount="28000")
    office.does("finish", "approval", document="118/QĐ")
    citizen.gets_a_letter("Đã có kết quả hồ sơ {}", "bản gốc các giấy tờ đã nộp")
    bring = ("Bản gốc Giấy chứng nhận đã cấp", "Phí, lệ phí 28.000 đồng")
    citizen.sees("Đã xử lý xong", f"Đã có kết quả tại {NAME}", *bring)
    assert not citizen.may(WITHDRAW)


def test_certified_copies_from_the_file_to_the_hand_over(tmp_path: Path, clock: Clock) -> None:
    """The specialist asks while processing, so the due date moves; an original differs at first."""
    page = Editor().publish(write_file(tmp_path, COPIES), [WARD])
    answers = factories.valid_answers(COPIES)
    answers |= {"scan_files": [scan("ban-chinh-1.pdf"), scan("ban-chinh-2.png")]}

    clock("2026-07-14T09:00")
    citizen, office = Applicant(answers["applicant_email"]), Office(WARD, OTHER_WARD)
    assert "2 ngày làm việc" in words(citizen.file(page, answers))
    citizen.gets_a_letter("Đã nhận hồ sơ {}", "09:30 ngày 15/07/2026")
    office.finds(citizen.reference)

    clock("2026-07-14T10:00")
    office.does("accept", "reception")
    citizen.code = "H26.900-260714-0001"
    citizen.gets_a_letter("Đã tiếp nhận hồ sơ {}", "17:00 ngày 16/07/2026")
    citizen.sees("Được tiếp nhận", "Hẹn trả kết quả trước 17:00 ngày 16/07/2026")
    office.finds(citizen.code, "processing")
    office.does("start_processing", "processing")
    asked_while_processing(citizen, office, clock)
    handed_over_at_the_second_try(citizen, office, clock)


def asked_while_processing(citizen: Applicant, office: Office, clock: Clock) -> None:
    """The days that the office waited do not count."""
    clock("2026-07-15T09:00")
    asked = {"item_0": "Trang 3 của bằng", "kind_0": "photocopy", "answer_by": "2026-07-20"}
    office.does("request_supplement", "processing", reason="Bản quét thiếu trang", **asked)
    citizen.gets_a_letter("Đề nghị bổ sung hồ sơ {}", "Trang 3 của bằng", "20/07/2026")
    citizen.sees("Yêu cầu bổ sung giấy tờ", "Thời hạn tạm dừng", "trước ngày: 20/07/2026")
    clock("2026-07-17T10:00")
    citizen.answers_the_supplement("", "trang-3.pdf")
    citizen.sees(
        "Đang xử lý",
        "Không tính từ Thứ 4, ngày 15/07/2026 đến Thứ 6, ngày 17/07/2026: chờ bổ sung hồ sơ",
        "Hẹn trả kết quả trước 17:00 ngày 21/07/2026",
    )
    assert office.opens_every_file() == 3


def handed_over_at_the_second_try(citizen: Applicant, office: Office, clock: Clock) -> None:
    """Where an original differs nothing is collected and nothing goes out."""
    office.does("finish", "approval", document="CT-118")
    citizen.gets_a_letter("Đã có kết quả hồ sơ {}")
    clock("2026-07-20T09:00")
    fee = {"amount": "218000", "receipt": "BL-0002"}
    office.one_visit(original_ban_chinh="differs", note_ban_chinh="Khác số hiệu", **fee)
    citizen.sees("Đã xử lý xong")
    assert "BL-0002" not in office.reads()
    office.does("send_back", "approval", reason="Bản chính khác bản quét")
    # The reason is the office's own: the citizen reads the status, not the note between desks.
    assert "Bản chính khác bản quét" not in citizen.sees("Đang xử lý")
    office.does("finish", "approval", document="CT-119")
    citizen.gets_a_letter("Đã có kết quả hồ sơ {}")
    office.one_visit(original_ban_chinh="matches", **fee)
    citizen.sees("Đã trả kết quả", "Kết quả được trả lúc 09:00 ngày 20/07/2026")
    assert "218.000 đồng" in office.reads()


def test_a_birth_from_the_file_to_the_hand_over(tmp_path: Path, clock: Clock) -> None:
    """Two wards offer it and the address decides; same day; asked after the acceptance."""
    routing = {"by": "address", "field": "registration_office"}
    page = Editor().publish(write_file(tmp_path, BIRTH, routing=routing), [WARD, OTHER_WARD])
    answers = factories.valid_answers(BIRTH) | {"result_channel": "center"}
    answers |= {"other_files": [scan("giay-ket-hon.pdf")]}

    clock("2026-07-15T13:30")
    citizen, office = Applicant(answers["applicant_email"]), Office(WARD, OTHER_WARD)
    assert NAME in words(citizen.file(page, answers))
    citizen.gets_a_letter("Đã nhận hồ sơ {}", NAME)
    office.finds(citizen.reference)
    office.does("accept", "reception")
    citizen.code = "H26.900-260715-0001"
    citizen.gets_a_letter("Đã tiếp nhận hồ sơ {}", "17:00 ngày 15/07/2026")
    citizen.sees("Được tiếp nhận", "Hẹn trả kết quả trước 17:00 ngày 15/07/2026")
    asked_after_acceptance(citizen, office, clock)

    office.finds(citizen.code, "processing")
    clock("2026-07-16T10:00")
    office.does("finish", "approval", document="KS 118/2026")
    citizen.gets_a_letter("Đã có kết quả hồ sơ {}")
    citizen.sees("Đã xử lý xong", f"Đã có kết quả tại {NAME}")
    office.finds(citizen.code)
    brought = ("to_khai", "giay_chung_sinh", "giay_to_tuy_than")
    originals = {f"original_{paper}": "matches" for paper in brought}
    office.one_visit(**originals, amount="24000", receipt="BL-0003", collector_paper="Thẻ căn cước")
    assert "24.000 đồng" in office.reads()
    citizen.sees("Đã trả kết quả", "Ông/Bà không cần làm gì thêm")


def asked_after_acceptance(citizen: Applicant, office: Office, clock: Clock) -> None:
    """Once it is answered the office goes on processing, with a later due date."""
    clock("2026-07-15T14:00")
    office.does("request_supplement", "reception", item_0="Bản chính giấy chứng sinh", reason="Mờ")
    citizen.gets_a_letter("Đề nghị bổ sung hồ sơ {}", "Bản chính giấy chứng sinh")
    citizen.sees("Yêu cầu bổ sung giấy tờ", "Bản chính giấy chứng sinh")
    clock("2026-07-16T08:00")
    citizen.answers_the_supplement("Tôi gửi bản quét mới.", "giay-chung-sinh-2.pdf")
    citizen.sees("Đang xử lý", "Hẹn trả kết quả trước 17:00 ngày 17/07/2026")
    assert office.opens_every_file() == 3


def test_a_dossier_that_is_withdrawn(tmp_path: Path, clock: Clock) -> None:
    """First the office says no, then yes; the citizen reads English."""
    page = Editor().publish(write_file(tmp_path, COPIES), [WARD])
    answers = factories.valid_answers(COPIES)

    clock("2026-07-15T09:00")
    citizen = Applicant(answers["applicant_email"], language="en")
    office = Office(WARD, OTHER_WARD)
    citizen.file(page, answers)
    citizen.gets_a_letter("We have your dossier {}", citizen.secret)
    office.finds(citizen.reference)
    office.does("accept", "reception")
    citizen.code = "H26.900-260715-0001"
    citizen.gets_a_letter("Your dossier {} is accepted")
    citizen.asks_to_withdraw("I found the papers")
    citizen.sees("Withdrawal requested", "You asked to withdraw your dossier.")
    assert not citizen.may("Withdraw this dossier")

    office.finds(citizen.code)
    office.does("reject_withdrawal", "reception", reason="The copies are ready")
    citizen.gets_a_letter("Your dossier {} can't be withdrawn", "The copies are ready")
    citizen.sees("Accepted", "The result is due by")
    citizen.asks_to_withdraw("I want none")
    office.does("grant_withdrawal", "approval", reason="As asked", document="119/TB")
    citizen.gets_a_letter("Processing of your dossier {} has stopped", "As asked")
    citizen.sees("Processing stopped", "As asked", "No result will come from this dossier.")


def test_a_dossier_that_is_refused(tmp_path: Path, clock: Clock) -> None:
    page = Editor().publish(write_file(tmp_path, LAND), [WARD])
    answers = factories.valid_answers(LAND) | {"holder_email": "vi.du@example.com"}

    clock("2026-07-15T09:00")
    citizen, office = Applicant("vi.du@example.com"), Office(WARD, OTHER_WARD)
    citizen.file(page, answers)
    citizen.gets_a_letter("Đã nhận hồ sơ {}")
    office.finds(citizen.reference)
    why = "Thửa đất thuộc thẩm quyền của nơi khác"
    office.does("refuse", "reception", reason=why)
    citizen.gets_a_letter("Hồ sơ {} không được tiếp nhận", why)
    citizen.sees("Không được tiếp nhận", why, "nộp hồ sơ mới bất cứ lúc nào", PHONE)
    assert not citizen.may(WITHDRAW)
    assert "H26.900-" not in office.reads()
