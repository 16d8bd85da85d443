"""What an import would do: compared with the site, before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from egov_forms import publication
from egov_forms.conf import settings
from egov_forms.models import Agency, ChoiceList, Draft, Service
from egov_forms.models.mixins import SAMPLE, service_page_model
from egov_forms.models.publishing import interchange, renamed_keys
from egov_forms.models.text import shortened

from . import drafts
from .agencies import AgencyData
from .problems import Problems
from .reading import Bundle, ProcedureData

Kind = Literal["created", "changed", "unchanged"]
CONFIRMED_BY = "egov_import --confirm-samples"


@dataclass(frozen=True)
class Wishes:
    """The options of an import. ``parent`` is a page, None for the first catalogue."""

    parent: Any = None
    publish: bool = False
    confirm_samples: bool = False
    agency: str = ""


@dataclass
class ServicePlan:
    """One procedure against the site; ``draft`` is the page's newest content, if there is one."""

    data: ProcedureData
    service: Service | None
    page: Any
    draft: Any
    wishes: Wishes
    agencies: list[str] = field(default_factory=list)
    # What stood on the site when the plan was made; applying it changes the draft.
    changes: list[str] = field(default_factory=list)
    digest_before: str = ""
    open_drafts: int = 0
    will_publish: bool = False

    @cached_property
    def target(self) -> Any:
        """An unsaved page with the imported streams; for comparison and for the rules."""
        model = service_page_model()
        return model(title=self.title, slug=self.data.id, service=self.service, **self.data.streams)

    @cached_property
    def procedure(self) -> dict[str, Any]:
        return {**interchange(self.target), "id": self.data.id}

    @property
    def title(self) -> str:
        definition = self.data.definition
        name = (definition.short_name or definition.name).get("vi")
        return shortened(name, 255)

    @cached_property
    def confirmations(self) -> dict[str, Any]:
        """Those of the draft, and as samples all that nobody has confirmed yet."""
        kept = dict(self.draft.confirmations) if self.draft else {}
        if self.wishes.confirm_samples:
            samples = publication.confirm(
                self.procedure, by=CONFIRMED_BY, at=timezone.now(), note=SAMPLE
            )
            missing = publication.unconfirmed(self.procedure, kept)
            kept |= {path: samples[path] for path in missing}
        return kept

    def compare(self) -> None:
        """Note what would be saved and published, and whom it affects."""
        self.digest_before = drafts.digest_of(self.draft) if self.draft else ""
        self.changes = self._changes()
        self.open_drafts = self._open_drafts()
        self.will_publish = self.wishes.publish and not (self.is_current and not self.changes)

    def _changes(self) -> list[str]:
        if self.draft is None:
            return []
        found = {
            _("form or facts"): interchange(self.draft) != self.procedure,
            _("confirmations"): self.draft.confirmations != self.confirmations,
            _("agencies"): self.codes_now != sorted(self.agencies),
        }
        return [label for label, is_changed in found.items() if is_changed]

    def _open_drafts(self) -> int:
        """Forms that citizens have begun; they finish on the version they were begun with."""
        if self.service is None or self.digest_before == self.digest_after:
            return 0
        return Draft.objects.filter(service=self.service).count()

    @property
    def codes_now(self) -> list[str]:
        return sorted(agency.code for agency in self.draft.agencies.all()) if self.draft else []

    @property
    def kind(self) -> Kind:
        if self.draft is None:
            return "created"
        return "changed" if self.changes else "unchanged"

    @property
    def is_current(self) -> bool:
        """Whether the page is live and nothing newer waits."""
        return bool(self.page and self.page.live and not self.page.has_unpublished_changes)

    @property
    def digest_after(self) -> str:
        return self.data.definition.digest


@dataclass
class Plan:
    services: list[ServicePlan]
    choice_lists: Mapping[str, Kind]
    agencies: Mapping[str, Kind]
    bundle: Bundle
    wishes: Wishes
    problems: Problems = field(default_factory=Problems)

    @property
    def is_empty(self) -> bool:
        kinds = [*self.choice_lists.values(), *self.agencies.values()]
        kinds += [service.kind for service in self.services]
        publishes = any(service.will_publish for service in self.services)
        return all(kind == "unchanged" for kind in kinds) and not publishes


def make(bundle: Bundle, wishes: Wishes) -> Plan:
    """Raises `FileRefused` when the site cannot take the file or publishing would be refused."""
    services = [_service_plan(data, bundle, wishes) for data in bundle.procedures]
    plan = Plan(
        services=services,
        choice_lists={name: _list_kind(name, one) for name, one in bundle.choice_lists.items()},
        agencies={agency.code: _agency_kind(agency) for agency in bundle.agencies},
        bundle=bundle,
        wishes=wishes,
    )
    known = {**_agencies_of_site(), **{agency.code: agency for agency in bundle.agencies}}
    for service in services:
        _check(service, known, plan.problems)
    if any(service.draft is None for service in services) and _parent(wishes) is None:
        plan.problems.add("", _("The site has no catalogue page: create one, or name a parent."))
    plan.problems.raise_any()
    return plan


def _parent(wishes: Wishes) -> Any:
    return wishes.parent or next(drafts.catalogues(), None)


def _service_plan(data: ProcedureData, bundle: Bundle, wishes: Wishes) -> ServicePlan:
    service = Service.objects.filter(slug=data.id).select_related("current_version").first()
    page = drafts.page_of(service)
    draft = drafts.newest(page) if page else None
    plan = ServicePlan(data, service, page, draft, wishes)
    plan.agencies = _codes(plan, bundle, wishes)
    plan.compare()
    return plan


def _codes(plan: ServicePlan, bundle: Bundle, wishes: Wishes) -> list[str]:
    """A procedure's own list replaces; an agency's list and the option add."""
    codes = plan.codes_now if plan.data.agencies is None else plan.data.agencies
    codes = [*codes, *(one.code for one in bundle.agencies if plan.data.id in one.services)]
    codes += [wishes.agency] if wishes.agency else []
    if not codes and wishes.publish:
        codes = _only_agency(bundle)
    return list(dict.fromkeys(codes))


def _only_agency(bundle: Bundle) -> list[str]:
    """A site with a single agency need not name it."""
    codes = {*_agencies_of_site(), *(agency.code for agency in bundle.agencies)}
    return list(codes) if len(codes) == 1 else []


def _agencies_of_site() -> dict[str, Agency]:
    return {agency.code: agency for agency in Agency.objects.prefetch_related("areas")}


def _list_kind(name: str, given: Mapping[str, Any]) -> Kind:
    row = ChoiceList.objects.filter(name=name).first()
    if row is None:
        return "created"
    same = row.choices == given["choices"] and row.status == (given.get("status") or "")
    return "unchanged" if same else "changed"


def _agency_kind(given: AgencyData) -> Kind:
    agency = given.current
    if agency is None:
        return "created"
    return "changed" if given.differs(agency) else "unchanged"


def _check(plan: ServicePlan, known: Mapping[str, Any], problems: Problems) -> None:
    where = plan.data.where
    unknown = [code for code in plan.agencies if code not in known]
    for code in unknown:
        message = _("There is no agency with the code %(code)s.") % {"code": code}
        problems.add("agencies", message, where)
    if plan.draft is None and (parent := _parent(plan.wishes)):
        taken = parent.get_children().filter(slug=plan.data.id).exists()
        if taken:
            message = _("Another page under “%(parent)s” has this address.")
            problems.add("id", message % {"parent": parent}, where)
    if plan.will_publish and not unknown:
        for message, path in _refusals(plan, [known[code] for code in plan.agencies]):
            # An inbox that the same file brings is not on the site yet.
            inbox = (plan.procedure.get("routing") or {}).get("default")
            if path != "routing.default" or inbox not in known:
                problems.add(path, message, where)


def _refusals(plan: ServicePlan, agencies: Sequence[Any]) -> Iterator[tuple[str, str]]:
    findings = publication.check(
        plan.procedure, plan.data.definition, agencies, plan.confirmations, settings.PROFILE
    )
    for finding in (*findings, *renamed_keys(plan.service, plan.data.definition)):
        if finding.outcome == "not_met":
            yield f"{finding.rule}: {finding.message}", finding.path
