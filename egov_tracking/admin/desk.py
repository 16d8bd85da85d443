"""The desk: the list of dossiers, first what waits for the officer, and acts on several at once."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import BaseListingView

from egov_tracking.admin import duties, filters, finding, paging, rows
from egov_tracking.admin.bulk import BULK_ACTS
from egov_tracking.admin.scope import DeskPage, Scope, address
from egov_tracking.models import words
from egov_tracking.rules.workflow import BY_NAME, Role

SEALED = "s"


class DeskView(DeskPage, BaseListingView):
    """A search is posted, so that nothing personal comes into an address, and then redirected."""

    scope = Scope.OWN_AGENCIES
    page_title = _("Dossiers")
    template_name = "egov_tracking/desk/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items]

    def get_index_url(self) -> str:
        return address("index")

    @cached_property
    def text(self) -> str:
        """What is searched for."""
        return finding.unseal(self.request.user, self.request.GET.get(SEALED, ""))

    @property
    def is_hopeless(self) -> bool:
        """What was typed can match nothing."""
        return self.request.GET.get(SEALED) == finding.NOTHING

    @cached_property
    def form(self) -> filters.FilterForm:
        return filters.FilterForm({**self.request.GET.dict(), "q": self.text}, roles=self.roles)

    @cached_property
    def tab(self) -> str:
        """A search looks everywhere unless a tab is chosen."""
        names = [name for name, _label in filters.tabs(self.roles)]
        wanted = self.request.GET.get("tab", "")
        first = filters.ALL if self.text or self.is_hopeless else names[0]
        return wanted if wanted in names else first

    @property
    def by_deadline(self) -> bool:
        return self.tab != filters.ALL or "due" in self.form.chosen()

    def get_queryset(self) -> list[rows.Row]:
        related = ("service", "assignee", "agency", "deciding_agency")
        dossiers = self.dossiers().select_related(*related)
        dossiers = filters.on_tab(dossiers, self.tab, self.request.user, self.roles)
        dossiers = filters.limited(dossiers, self.form.chosen())
        if self.text:
            agencies = [agency.code for agency in self.form.agencies]
            readable = duties.readable(self.roles)
            dossiers = dossiers.filter(finding.matches(self.text, agencies, readable))
        elif self.is_hopeless:
            dossiers = dossiers.none()
        cursor = self.request.GET.get("from", "")
        self.page = paging.page(dossiers, by_deadline=self.by_deadline, cursor=cursor)
        now = timezone.now()
        return [rows.row(dossier, self.roles, now) for dossier in self.page.rows]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "form": self.form,
            "page": self.page,
            "tabs": self._tabs(),
            "tab": self.tab,
            "text": self.text,
            "is_narrowed": bool(self.text or self.is_hopeless or self.form.chosen()),
            "bulk_acts": self._bulk_acts(),
            "several_agencies": self.form.has_several_agencies,
            "may_open_paper": any(role & Role.RECEPTION for role in self.roles.values()),
            "first_url": self._here(),
            "before_url": self._here(self.page.before) if self.page.before else "",
            "after_url": self._here(self.page.after) if self.page.after else "",
        }

    def _tabs(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self._here(tab=name), "is_current": name == self.tab}
            for name, label in filters.tabs(self.roles)
        ]

    def _bulk_acts(self) -> list[tuple[str, str]]:
        held = [BY_NAME[act].role for act in BULK_ACTS]
        mine = zip(BULK_ACTS, held, strict=True)
        return [
            (act, words.act_label(act))
            for act, needed in mine
            if any(role & needed for role in self.roles.values())
        ]

    def _here(self, cursor: str = "", tab: str = "") -> str:
        """This list from another page on, or on another tab."""
        query = {"tab": tab or self.tab, **self.form.chosen()}
        if self.text or self.is_hopeless:
            query[SEALED] = self.request.GET[SEALED]
        return f"?{urlencode({**query, 'from': cursor} if cursor else query)}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn what was typed and chosen into an address that can be kept."""
        form = filters.FilterForm(request.POST, roles=self.roles)
        query = form.chosen()
        text = form.search()
        if text:
            query[SEALED] = finding.seal(request.user, text)
        elif text is None:
            query[SEALED] = finding.NOTHING
        elif request.POST.get("tab"):
            query["tab"] = request.POST["tab"]
        response: HttpResponse = redirect(f"{address('index')}?{urlencode(query)}")
        return response
