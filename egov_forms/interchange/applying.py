"""Carry out a plan: choice lists, agencies, then page drafts, in one transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egov_forms.exceptions import PublicationRefused
from egov_forms.models import Agency, ChoiceList, Service

from . import drafts
from .plan import Plan, ServicePlan
from .problems import FileRefused


def apply(plan: Plan) -> None:
    """Raises `FileRefused`; then nothing is written."""
    with transaction.atomic():
        for name, given in plan.bundle.choice_lists.items():
            ChoiceList.objects.update_or_create(
                name=name,
                defaults={"choices": given["choices"], "status": given.get("status") or ""},
            )
        # The default inbox comes last: only one row may have the mark at any moment.
        for agency in sorted(plan.bundle.agencies, key=lambda one: one.is_default):
            agency.save()
        for service in plan.services:
            _apply_service(service)


def _apply_service(plan: ServicePlan) -> None:
    if plan.kind == "created":
        page = _create(plan)
    else:
        page = plan.page
        if plan.changes:
            _revise(plan.draft, plan)
    if plan.will_publish:
        _publish(page, plan)


def _create(plan: ServicePlan) -> Any:
    parent = plan.wishes.parent or next(drafts.catalogues())
    page = plan.target
    page.locale = parent.locale
    page.live = False
    page.has_unpublished_changes = True
    page.confirmations = plan.confirmations
    page.agencies.set(_agencies(plan))
    page.service = _service(plan, page)
    page.translation_key = page.service.translation_key
    parent.add_child(instance=page)
    page.save_revision()
    return page


def _service(plan: ServicePlan, page: Any) -> Service:
    """The register's row: that of a page deleted earlier, or a new one named as in the file."""
    service = plan.service or Service(slug=plan.data.id, language=page.locale.language_code)
    if service.current_version_id is None:
        service.describe(plan.data.definition)
        service.save()
    return service


def _agencies(plan: ServicePlan) -> list[Agency]:
    return list(Agency.objects.filter(code__in=plan.agencies))


def _revise(draft: Any, plan: ServicePlan) -> None:
    for name, raw in plan.data.streams.items():
        setattr(draft, name, raw)
    draft.confirmations = plan.confirmations
    draft.agencies.set(_agencies(plan))
    draft.save_revision()
    if plan.service is not None and plan.service.current_version_id is None:
        plan.service.describe(plan.data.definition)
        plan.service.save()


def _publish(page: Any, plan: ServicePlan) -> None:
    page.refresh_from_db()
    revision = page.latest_revision or page.save_revision()
    try:
        revision.publish()
    except PublicationRefused as refusal:
        lines = [f"{plan.data.where} {reason}" for reason in refusal.reasons]
        raise FileRefused(lines) from refusal
    page.refresh_from_db()
    if not page.live:
        message = _("The page could not be published.")
        raise FileRefused([f"{plan.data.where}: {message}"])
