"""From a page to a frozen version: check, compile, store."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egov_forms import publication
from egov_forms.blocks.conversion import to_interchange
from egov_forms.conf import settings
from egov_forms.exceptions import PublicationRefused
from egov_forms.fields import registry
from egov_forms.models.agencies import Agency
from egov_forms.models.catalogue import ChoiceList, Publication, Service, ServiceVersion
from egov_forms.rules.definition import Definition, DefinitionError

if TYPE_CHECKING:
    from egov_forms.models.mixins import ServicePageMixin


@dataclass(frozen=True)
class Compiled:
    """A page's procedure as data, and what it lacks to go live."""

    procedure: dict[str, Any]
    definition: Definition | None
    reasons: tuple[Any, ...]


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
    return Compiled(procedure, definition, tuple(problems))


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

    Raises `PublicationRefused`. Saving a page that was live with the same procedure publishes
    nothing and is not checked again: a rule that came later must not block a title's correction.
    """
    page.service = service = Service.objects.select_for_update().get(pk=page.service_id)
    compiled = examine(page)
    if compiled.definition is None:
        raise PublicationRefused(compiled.reasons)
    service.agencies.set(page.agencies.all())
    if is_in_force(page, compiled) and was_live:
        return None
    if compiled.reasons:
        raise PublicationRefused(compiled.reasons)
    version = freeze(service, compiled.definition)
    service.describe(compiled.definition)
    service.current_version = version
    service.save()
    return Publication.objects.create(
        service=service, version=version, page_id=page.pk, published_by=user
    )
