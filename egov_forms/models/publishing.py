"""From a page to a frozen version: check, compile, store."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from egov_forms import publication
from egov_forms.blocks.conversion import to_interchange
from egov_forms.conf import settings
from egov_forms.exceptions import PublicationRefused
from egov_forms.fields import registry
from egov_forms.fields.gone import type_of
from egov_forms.models.agencies import Agency
from egov_forms.models.catalogue import ChoiceList, Publication, Service, ServiceVersion
from egov_forms.models.submissions import Submission
from egov_forms.rules.definition import Definition, DefinitionError, Field, Text

if TYPE_CHECKING:
    from egov_forms.models.mixins import ServicePageMixin


@dataclass(frozen=True)
class Compiled:
    """A page's procedure as data, and what it lacks to go live."""

    procedure: dict[str, Any]
    definition: Definition | None
    reasons: tuple[Any, ...]
    for_a_person: tuple[publication.Finding, ...] = ()

    @property
    def about_receivers(self) -> tuple[Any, ...]:
        """Of the reasons, those that the page's agencies can cure."""
        return tuple(one for one in self.reasons if one.path.startswith(("agencies", "routing")))


def interchange(page: "ServicePageMixin") -> dict[str, Any]:
    """The page's procedure in the interchange format, without choice lists."""
    slug = page.service.slug if page.service_id else page.slug
    return to_interchange(page.facts, page.steps, page.rules, slug)


def compile_page(page: "ServicePageMixin") -> Definition:
    """The page's procedure compiled against the site's choice lists.

    Raises `DefinitionError` with every problem found.
    """
    procedure = interchange(page)
    lists = ChoiceList.as_interchange(set(lists_named(procedure)))
    return Definition.from_json(procedure, lists, registry)


def lists_named(value: Any) -> Iterator[str]:
    """The choice lists that a procedure refers to, wherever they stand."""
    if isinstance(value, Mapping):
        if isinstance(value.get("choices_ref"), str):
            yield value["choices_ref"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from lists_named(one)


def examine(page: "ServicePageMixin", agencies: Iterable[Agency] | None = None) -> Compiled:
    """Compile and apply the publication rules; nothing is raised or stored.

    ``agencies`` are those of a form that is not saved yet; None takes the page's.
    """
    procedure = interchange(page)
    definition: Definition | None = None
    problems: list[Any] = []
    try:
        definition = compile_page(page)
    except DefinitionError as error:
        problems = list(error.problems)
    agencies = list(page.agencies.all() if agencies is None else agencies)
    findings = publication.check(
        procedure, definition, agencies, page.confirmations, settings.PROFILE
    )
    problems += [finding for finding in findings if finding.outcome == "not_met"]
    problems += renamed_keys(page.service, definition)
    doubtful = tuple(one for one in findings if one.outcome == "for_a_person")
    return Compiled(procedure, definition, tuple(problems), doubtful)


def renamed_keys(
    service: Service | None, definition: Definition | None
) -> Iterator[publication.Finding]:
    """Questions, and columns of rows, of which only the key is another one, though answers are
    kept under the old.

    Which question it was its label tells, where no other question had or has the same.
    """
    current = service.current_version if service else None
    if current is None or definition is None:
        return
    places = {
        field.key: f"form.steps[{number}].fields[{place}]"
        for number, step in enumerate(definition.steps)
        for place, field in enumerate(step.fields)
    }
    renamed = list(_renamed(current.load().fields, definition.fields, places))
    if not renamed or not Submission.objects.filter(service=service).exists():
        return
    message = _("Answers are kept under the key “%(key)s”: this question keeps it.")
    for path, key in renamed:
        yield publication.Finding(
            code="keys_stay",
            rule="keys",
            outcome="not_met",
            confidence="design",
            message=message % {"key": key},
            path=f"{path}.key",
        )


def _renamed(
    known: Mapping[str, Field], asked: Mapping[str, Field], places: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Where each question that has another key than before stands, and what its key was."""
    before, now = _by_label(known), _by_label(asked)
    for label, key in before.items():
        if label in now and key not in asked and now[label] not in known:
            yield places[now[label]], key
    for key in [one for one in asked if one in known and asked[one].columns]:
        columns = asked[key].columns
        where = {one.key: f"{places[key]}.columns[{number}]" for number, one in enumerate(columns)}
        yield from _renamed(_keyed(known[key].columns), _keyed(columns), where)


def _keyed(fields: Iterable[Field]) -> dict[str, Field]:
    return {one.key: one for one in fields}


def _by_label(fields: Mapping[str, Field]) -> dict[tuple[str, Text], str]:
    """The keys of the questions that their type and label tell apart; a text to read is none."""
    questions = [one for one in fields.values() if type_of(one).has_answer]
    often = Counter((one.type, one.label) for one in questions)
    return {(one.type, one.label): one.key for one in questions if often[one.type, one.label] == 1}


def refusals(
    page: "ServicePageMixin", compiled: Compiled, agencies: Iterable[Agency], was_live: bool
) -> tuple[Any, ...]:
    """Why the page must not go live so; ``agencies`` are those that it is to have.

    A live page with the procedure in force is asked about its receivers only, and only where
    they change: a rule that came later must not block a title's correction.
    """
    if not (was_live and is_in_force(page, compiled)):
        return compiled.reasons
    receivers = {agency.pk for agency in agencies}
    if receivers and receivers == set(page.service.agencies.values_list("pk", flat=True)):
        return ()
    return compiled.about_receivers


def left_without_receiver(agency: Agency) -> list[Any]:
    """Live pages whose filings would have nobody to go to without this agency."""
    pages = (
        apps.get_model(settings.SERVICE_PAGE_MODEL).objects.live().filter(service__agencies=agency)
    )
    lost = []
    for page in pages.select_related("service"):
        if not page.owns_form:
            continue
        others = [one for one in page.service.agencies.all() if one.pk != agency.pk]
        now = set(map(str, examine(page, page.service.agencies.all()).about_receivers))
        if any(str(one) not in now for one in examine(page, others).about_receivers):
            lost.append(page)
    return lost


def is_in_force(page: "ServicePageMixin", compiled: Compiled) -> bool:
    """Whether citizens file under this very procedure already."""
    current = page.service.current_version if page.service_id else None
    return bool(current and compiled.definition and current.digest == compiled.definition.digest)


def freeze(service: Service, definition: Definition) -> ServiceVersion:
    """The version with this definition's digest; made once, whoever asks."""
    version, _created = ServiceVersion.objects.get_or_create(
        service=service,
        digest=definition.digest,
        defaults={"definition": definition.to_json()},
    )
    return version


def publish_version(
    page: "ServicePageMixin", *, was_live: bool, user: Any = None
) -> Publication | None:
    """Make the page's procedure the current version; runs inside the page's own transaction.

    Raises `PublicationRefused` (see `refusals`); then the service keeps its agencies, too.
    Saving a page that was live with the same procedure publishes nothing.
    """
    page.service = service = Service.objects.select_for_update().get(pk=page.service_id)
    compiled = examine(page)
    agencies = list(page.agencies.all())
    refused = refusals(page, compiled, agencies, was_live)
    if compiled.definition is None or refused:
        raise PublicationRefused(refused)
    service.agencies.set(agencies)
    if was_live and is_in_force(page, compiled):
        return None
    version = freeze(service, compiled.definition)
    service.describe(compiled.definition)
    service.current_version = version
    service.save()
    return Publication.objects.create(
        service=service, version=version, page_id=page.pk, published_by=user
    )
