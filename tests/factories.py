"""Rows for tests. A service is a real procedure of the domain data, published as a page."""

from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from egov_forms import actions
from egov_forms.blocks.conversion import from_interchange
from egov_forms.models import Agency, ChoiceList, Draft, Service
from egov_forms.pages.models import ServiceIndexPage, ServicePage
from egov_forms.publication import confirm
from tests.domain import answer_sets, load, procedures

HOAN_KIEM = "00070"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("code",)

    code = "H26.900"
    name = {"vi": "Ủy ban nhân dân phường Hoàn Kiếm", "en": "Hoàn Kiếm ward"}
    address = "126 phố Hàng Trống"
    telephone = "02400000001"
    email = "hoankiem@example.gov.example"
    office_hours = {"vi": "7:30 đến 17:00, thứ Hai đến thứ Sáu", "en": "7:30 to 17:00, Mon to Fri"}


def procedure(slug: str) -> dict[str, Any]:
    """The procedure of this id as the domain data has it."""
    return next(one for one in procedures() if one["id"] == slug)


def load_choice_lists() -> None:
    for name, given in load("procedures.json")["choice_lists"].items():
        ChoiceList.objects.get_or_create(
            name=name, defaults={"choices": given["choices"], "status": given["status"]}
        )


def index_page() -> ServiceIndexPage:
    """The catalogue below the default site's root page, made when it is not there."""
    found = ServiceIndexPage.objects.first()
    if found:
        return found
    Locale.objects.get_or_create(language_code="vi")
    root = Site.objects.get(is_default_site=True).root_page if Site.objects.exists() else None
    root = root or Page.objects.filter(depth=1).first()
    return root.add_child(instance=ServiceIndexPage(title="Thủ tục hành chính", slug="thu-tuc"))


def confirmations(given: dict[str, Any]) -> dict[str, Any]:
    """Every approximate fact of a procedure, confirmed."""

    return confirm(given, by="test", at=timezone.now(), note="sample")


def service_page(
    slug: str = "dang-ky-bien-dong-dat-dai",
    *,
    live: bool = True,
    agencies: list[Agency] | None = None,
    given: dict[str, Any] | None = None,
    **attributes: Any,
) -> ServicePage:
    """A page of the procedure, published when ``live``; its agency is the default one."""
    load_choice_lists()
    given = given or procedure(slug)
    page = ServicePage(
        title=(given.get("short_name") or given["name"])["vi"][:200],
        slug=given["id"],
        live=live,
        **{
            "confirmations": confirmations(given),
            **from_interchange(given),
            **attributes,
        },
    )
    page.agencies = [AgencyFactory()] if agencies is None else agencies
    return index_page().add_child(instance=page)


def service(slug: str = "dang-ky-bien-dong-dat-dai", **attributes: Any) -> Service:
    """A published service."""
    return service_page(slug, **attributes).service


def valid_answers(slug: str) -> dict[str, Any]:
    """The valid answers of the domain data for this procedure."""
    return next(one for one in answer_sets() if one["procedure"] == slug)["valid"]["answers"]


def draft(of: Service | None = None, language: str = "vi") -> Draft:
    return actions.start_draft(of or service(), language).row
