"""Finding a service in the catalogue: by words with or without diacritics, and by three filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet

from egov_forms.models.catalogue import Service
from egov_forms.models.text import in_language
from egov_forms.parts import LEVELS, SERVICE_LEVELS
from egov_forms.rules.text import fold

PER_PAGE = 20
MAX_WORDS = 10


@dataclass(frozen=True)
class CatalogueQuery:
    """What a visitor asks of the catalogue; values that mean nothing are empty."""

    q: str = ""
    field: str = ""
    level: str = ""
    service_level: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "CatalogueQuery":
        q = params.get("q", "").replace("\x00", "").strip()[:200]
        level, service_level = params.get("level", ""), params.get("service_level", "")
        return cls(
            q=q,
            field=params.get("field", "").replace("\x00", "")[:100],
            level=level if level in LEVELS else "",
            service_level=service_level if service_level in SERVICE_LEVELS else "",
            words=tuple(fold(q).split()[:MAX_WORDS]),
        )

    def urlencoded(self) -> str:
        """The query before a page's number: empty, or ending in ``&``."""
        asked = {
            "q": self.q,
            "field": self.field,
            "level": self.level,
            "service_level": self.service_level,
        }
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{given}&" if given else ""

    def filter(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        for word in self.words:
            pages = pages.filter(service__search_text__contains=word)
        if self.field:
            pages = pages.filter(service__field_slug=self.field)
        if self.level:
            pages = pages.filter(service__levels__contains=f",{self.level},")
        if self.service_level:
            pages = pages.filter(service__service_level=self.service_level)
        return pages


def fields(pages: QuerySet[Any]) -> list[tuple[str, str]]:
    """The fields (lĩnh vực) that these pages' services have: ``[(slug, name)]`` by name."""
    services = Service.objects.filter(pk__in=pages.values("service")).exclude(field_slug="")
    found = {row.field_slug: in_language(row.field) for row in services.only("field", "field_slug")}
    return sorted(found.items(), key=lambda pair: fold(pair[1]))


@dataclass(frozen=True)
class Result:
    """One line of the catalogue."""

    name: str
    url: str
    code: str
    field: str
    levels: str
    service_level: str

    @classmethod
    def of(cls, page: Any, request: Any) -> "Result":
        service = page.service
        levels = [str(LEVELS[one]) for one in service.levels.split(",") if one in LEVELS]
        return cls(
            name=page.title,
            url=page.get_url(request) or "",
            code=service.code,
            field=in_language(service.field),
            levels=", ".join(levels),
            service_level=str(SERVICE_LEVELS.get(service.service_level, "")),
        )


def catalogue_context(
    pages: QuerySet[Any], params: Mapping[str, str], request: Any
) -> dict[str, Any]:
    """What the catalogue's template shows: the query, its choices, one page of results."""
    query = CatalogueQuery.of(params)
    found = query.filter(pages).select_related("service").order_by("title", "pk")
    results = Paginator(found, PER_PAGE).get_page(params.get("p"))
    results.object_list = [Result.of(page, request) for page in results.object_list]
    return {
        "query": query,
        "results": results,
        "pages": results.paginator.get_elided_page_range(results.number),
        "page_query": query.urlencoded(),
        "options": {
            "field": fields(pages),
            "level": list(LEVELS.items()),
            "service_level": list(SERVICE_LEVELS.items()),
        },
    }
