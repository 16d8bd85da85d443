"""The page of a service and its newest content, published or not."""

from collections.abc import Iterator
from typing import Any

from egov_forms.models import Service
from egov_forms.models.mixins import ServiceIndexPageMixin, service_page_model
from egov_forms.models.publishing import compile_page
from egov_forms.rules.definition import Definition, DefinitionError


def page_of(service: Service | None) -> Any:
    """The page that holds the service's form; translations and aliases only show it."""
    if service is None:
        return None
    pages = service_page_model().objects.filter(service=service).order_by("pk")
    return next((page for page in pages if page.owns_form), None)


def newest(page: Any) -> Any:
    """The page as its latest revision has it."""
    return page.get_latest_revision_as_object() if page.latest_revision_id else page


def digest_of(draft: Any) -> str:
    """The digest of a page's form, empty while it does not compile."""
    try:
        return compile_page(draft).digest
    except DefinitionError:
        return ""


def definition_of(service: Service, *, published: bool) -> Definition:
    """The form in force, or that of the newest draft.

    Raises LookupError when there is none and `DefinitionError` for a draft that does not compile.
    """
    if published:
        if service.current_version is None:
            raise LookupError(service.slug)
        return service.current_version.load()
    page = page_of(service)
    if page is None:
        raise LookupError(service.slug)
    return compile_page(newest(page))


def catalogues() -> Iterator[Any]:
    """Pages of every catalogue type of the site, in the order of the tree."""
    from wagtail.models import get_page_models

    found = [
        page
        for model in get_page_models()
        if issubclass(model, ServiceIndexPageMixin)
        for page in model.objects.all()
    ]
    yield from sorted(found, key=lambda page: page.path)
