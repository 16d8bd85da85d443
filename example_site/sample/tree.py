"""The pages of the portal, in Vietnamese and English."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import override
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page, Site

from egov_forms.interchange import applying, plan, reading
from egov_forms.models.text import in_language
from egov_forms.pages.models import ServiceIndexPage, ServicePage
from egov_forms.rules.text import fold
from egov_tracking.pages.models import DossierLookupPage
from example_site.home.models import HomePage, MailboxPage
from example_site.sample.data import SERVICES

#: Streams of the form: the Vietnamese page holds them, its translation shows them.
OWN = ["facts", "steps", "rules", "confirmations"]
HOME = {
    "title": "Dịch vụ công phường Hoàn Kiếm và các cơ quan trên địa bàn",
    "lead": "Nộp hồ sơ tại nhà, không cần tài khoản; đến bộ phận một cửa một lần duy nhất.",
    "body": (
        "<h2>Nộp hồ sơ như thế nào?</h2><ol>"
        "<li>Chọn thủ tục và khai từng bước; có thể lưu lại để khai tiếp.</li>"
        "<li>Giữ mã tiếp nhận và mã tra cứu để theo dõi hồ sơ.</li>"
        "<li>Mang bản chính và nộp lệ phí khi đến nhận kết quả.</li></ol>"
    ),
}
ENGLISH = {
    "home": {
        "title": "Public services of Hoàn Kiếm ward and agencies nearby",
        "slug": "home-en",
        "lead": "Apply from home, without an account; come to the one-stop counter only once.",
        "body": (
            "<h2>How to apply</h2><ol>"
            "<li>Choose a service and answer step by step; you can save and come back.</li>"
            "<li>Keep your reference and secret code to follow your dossier.</li>"
            "<li>Bring the originals and pay the fee when you collect the result.</li></ol>"
        ),
    },
    "services": {
        "title": "Services",
        "slug": "services",
        "introduction": "<p>Administrative procedures that you can start here.</p>",
    },
    "lookup": {
        "title": "Follow a dossier",
        "slug": "follow",
        "introduction": "<p>Both codes stand on your receipt and in our letters.</p>",
    },
    "mail": {
        "title": "Test mailbox",
        "slug": "mailbox",
        "introduction": (
            "<p>The letters that citizens would have received by e-mail. The one that confirms "
            "the receipt contains both codes with which a dossier can be followed.</p>"
        ),
    },
}


def build(editor: Any) -> None:
    """All pages, live. The services are imported and published like any agency's."""
    home = _home()
    catalogue = home.add_child(
        instance=ServiceIndexPage(
            title="Thủ tục",
            slug="thu-tuc",
            show_in_menus=True,
            introduction="<p>Các thủ tục hành chính có thể nộp trực tuyến tại đây.</p>",
        )
    )
    lookup = home.add_child(
        instance=DossierLookupPage(
            title="Tra cứu hồ sơ",
            slug="tra-cuu-ho-so",
            show_in_menus=True,
            introduction="<p>Hai mã có trên biên nhận và trong thư của chúng tôi.</p>",
        )
    )
    mailbox = home.add_child(
        instance=MailboxPage(
            title="Hộp thư thử",
            slug="hop-thu-thu",
            show_in_menus=True,
            introduction=(
                "<p>Những thư mà người dân sẽ nhận được qua thư điện tử. Thư báo đã nhận hồ sơ "
                "có đủ hai mã để tra cứu.</p>"
            ),
        )
    )
    publish_services(editor)
    pages = {"home": home, "services": catalogue, "lookup": lookup, "mail": mailbox}
    for name, page in pages.items():
        _translate(page, **ENGLISH[name])
    for page in ServicePage.objects.child_of(catalogue):
        _translate_service(page)


def _home() -> Any:
    """Wagtail's own first page gives way to ours."""
    for language in ("vi", "en"):
        Locale.objects.get_or_create(language_code=language)
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    locale = Locale.objects.get(language_code="vi")
    home = root.add_child(instance=HomePage(slug="home", locale=locale, **HOME))
    Site.objects.create(
        hostname="127.0.0.1",
        root_page=home,
        is_default_site=True,
        site_name="Cổng dịch vụ công mẫu",
    )
    return home


def publish_services(editor: Any) -> None:
    """What `egov_import services.json --publish --confirm-samples` does, in an editor's name."""
    wishes = plan.Wishes(publish=True, confirm_samples=True)
    with override("vi"), LogContext(user=editor):
        applying.apply(plan.make(reading.read(SERVICES), wishes))


def _translate(page: Page, **texts: Any) -> Page:
    english = Locale.objects.get(language_code="en")
    copy = page.copy_for_translation(english, exclude_fields=OWN)
    for name, value in texts.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def _translate_service(page: Any) -> None:
    name = in_language(page.service.name, "en")
    title = name if len(name) <= 255 else f"{name[:254]}…"
    _translate(page, title=title, slug=slugify(fold(name))[:80])
