"""The one query that a wizard step costs: draft, version, service, page and its restriction."""

from typing import Any

import swapper
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import PageViewRestriction

from egov_forms.models.catalogue import Service
from egov_forms.models.drafts import Draft
from egov_forms.models.mixins import service_page_model
from egov_forms.models.submissions import Submission


def find_draft(draft_id: Any) -> Draft | None:
    rows = Draft.objects.filter(pk=draft_id, expires_at__gt=timezone.now())
    rows = rows.select_related("service", "version")
    return _with_page(rows.defer("version__definition"), "service_id").first()


def find_submission_of(draft_id: Any) -> Submission | None:
    rows = Submission.objects.filter(draft_id=draft_id)
    rows = rows.select_related("service", "version", "agency").defer("version__definition")
    return _with_page(rows, "service_id").first()


def find_open_service(slug: str) -> Service | None:
    """The service with a live page of this identifier, whoever may see that page."""
    found = _with_page(Service.objects.filter(slug=slug), "pk", live=True)
    return found.filter(page_id__isnull=False).first()


def page_of(row: Any) -> Any:
    """The page of a row from the finders above; one more query, for restricted pages only."""
    page_model = swapper.load_model("wagtailcore", "Page")
    return page_model.objects.filter(pk=row.page_id).first() if row.page_id else None


def _with_page(rows: QuerySet[Any], service: str, **page_filter: Any) -> QuerySet[Any]:
    """Rows with ``page_id`` of the page that holds their service's form, and ``restricted``.

    That page is the one in the service's own language; a translation only shows the form.

    ``restricted`` only says that Wagtail's own check has to run: the page or an ancestor of it
    carries a view restriction.
    """
    language = "language" if service == "pk" else "service__language"
    pages = (
        service_page_model()
        .objects.filter(service=OuterRef(service), alias_of__isnull=True, **page_filter)
        .filter(locale__language_code=OuterRef(language))
        .order_by("pk")
    )
    restrictions = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("page_path"), output_field=CharField())
    ).filter(asked__startswith=F("page__path"))
    found: QuerySet[Any] = rows.annotate(
        page_id=Subquery(pages.values("pk")[:1]), page_path=Subquery(pages.values("path")[:1])
    ).annotate(restricted=Exists(restrictions))
    return found
