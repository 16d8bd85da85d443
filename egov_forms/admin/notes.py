"""What an editor should look at after publishing: lines that stop nothing."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages

from egov_forms.models.mixins import ServicePageMixin
from egov_forms.models.publishing import examine

#: Findings of the procedure's own logic; what the law leaves to a person is in `egov_audit`.
LOGIC = frozenset({"time_limits_decide", "compared_values_exist"})


def tell_what_is_doubtful(request: HttpRequest, page: Any) -> None:
    """Wagtail's hook ``after_publish_page``."""
    if not isinstance(page, ServicePageMixin) or not page.owns_form:
        return
    doubtful = (one for one in examine(page).for_a_person if one.code in LOGIC)
    for finding in doubtful:
        place = f"{finding.path}: " if finding.path else ""
        messages.warning(request, f"{place}{finding.message}")
