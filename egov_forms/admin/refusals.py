"""Publishing from elsewhere than a page's own form: what is refused is said, and nothing is done.

The form of a page shows the reasons at its blocks; lists of pages and copies have no blocks.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from egov_forms.blocks.naming import in_words
from egov_forms.models.mixins import ServicePageMixin
from egov_forms.models.publishing import examine, refusals

#: Reasons of one page that are told; its own form tells all.
MOST = 3


def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's hook ``before_bulk_action``."""
    if action_type != "publish":
        return None
    pages = [one.specific for one in objects if hasattr(one, "specific")]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for one in pages for below in one.get_descendants().not_live().specific()]
    drafts = (one.get_latest_revision_as_object() for one in pages if _holds_form(one))
    due = (one for one in drafts if not _is_for_later(one))
    return redirect(action.next_url) if _tell(request, due, was_live=None) else None


def refuse_copying(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Wagtail's hook ``before_copy_page``: a copy that goes live is a service of its own."""
    if request.method != "POST" or "publish_copies" not in request.POST or "alias" in request.POST:
        return None
    pages = [page.specific]
    if "copy_subpages" in request.POST:
        pages += page.get_descendants().live().specific()
    live = (one for one in pages if one.live and _holds_form(one))
    return redirect(request.get_full_path()) if _tell(request, live, was_live=False) else None


def _holds_form(page: Any) -> bool:
    return isinstance(page, ServicePageMixin) and page.owns_form


def _is_for_later(page: Any) -> bool:
    return bool(page.go_live_at and page.go_live_at > timezone.now())


def _tell(request: HttpRequest, pages: Iterable[Any], was_live: bool | None) -> bool:
    """Say what each page lacks; whether any lacks something. ``was_live`` None asks the page."""
    found = [(page, reasons) for page in pages if (reasons := list(_reasons(page, was_live)))]
    for page, reasons in found:
        more = ["…"] if len(reasons) > MOST else []
        text = _("Nothing was published, because “%(page)s” can't be: %(reasons)s")
        values = {"page": page.title, "reasons": " · ".join([*reasons[:MOST], *more])}
        messages.error(request, text % values)
    return bool(found)


def _reasons(page: Any, was_live: bool | None) -> Iterator[str]:
    compiled, agencies = examine(page), list(page.agencies.all())
    live = page.was_live if was_live is None else was_live
    for reason in refusals(page, compiled, agencies, live):
        place = in_words(compiled.procedure, reason.path)
        yield ": ".join(filter(None, (place, str(reason.message))))
