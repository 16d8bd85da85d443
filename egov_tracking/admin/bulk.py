"""One act on several dossiers: each by itself, through the same function as on its own page."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov_tracking import actions
from egov_tracking.admin import duties
from egov_tracking.admin.explaining import explain
from egov_tracking.admin.scope import DeskPage, Scope, address
from egov_tracking.exceptions import EgovTrackingError
from egov_tracking.models import Dossier, words

#: Acts that need nothing to be typed.
BULK_ACTS = ("accept", "start_processing")
MOST = 100
PICKED = re.compile(r"(\d{1,18}):(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Result:
    """What became of one dossier."""

    dossier: Dossier | None
    text: str
    is_done: bool
    url: str = ""
    may_read: bool = False


class BulkView(DeskPage):
    """Tells what happened row by row; what one dossier refuses stops no other."""

    scope = Scope.OWN_AGENCIES
    template_name = "egov_tracking/desk/bulk.html"
    page_title = gettext_lazy("Acts on several dossiers")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        act = request.POST.get("act", "")
        if act not in BULK_ACTS:
            raise Http404
        results = [self._do(act, pk, version) for pk, version in self._picked()]
        done = sum(result.is_done for result in results)
        context = self.get_context_data(
            act=words.act_label(act), results=results, done=done, back_url=address("index")
        )
        return self.render_to_response(context)

    def _picked(self) -> list[tuple[int, int]]:
        """(dossier, version) of every row that was picked, in the list's order."""
        pairs = []
        for one in self.request.POST.getlist("picked")[:MOST]:
            if match := PICKED.fullmatch(one):
                pairs.append((int(match[1]), int(match[2])))
        return pairs

    def _do(self, act: str, pk: int, version: int) -> Result:
        dossier = self.dossiers().filter(pk=pk).first()
        if dossier is None:
            return Result(None, _("There is no such dossier."), False)
        url = address("dossier", dossier.pk)
        may_read = duties.may_read(dossier, self.roles)
        try:
            done = getattr(actions, act)(dossier, self.request.user, version=version)
        except EgovTrackingError as error:
            return Result(dossier, explain(error), False, url, may_read)
        return Result(done, words.status_label(done.status), True, url, may_read)
