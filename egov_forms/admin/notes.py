"""What an editor should look at after publishing: lines that stop nothing."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages

from egov_forms.blocks.naming import in_words
from egov_forms.models.mixins import ServicePageMixin
from egov_forms.models.publishing import examine

#: Findings of the procedure's own logic; what the law leaves to a person is in `egov_audit`.
LOGIC = frozenset({"time_limits_decide", "compared_values_exist", "columns_are_shown"})


def tell_what_is_doubtful(request: HttpRequest, page: Any) -> None:
    """Wagtail's hook ``after_publish_page``."""
    if not isinstance(page, ServicePageMixin) or not page.owns_form:
        return
    compiled = examine(page)
    for finding in compiled.for_a_person:
        if finding.code in LOGIC:
            place = in_words(compiled.procedure, finding.path)
            messages.warning(request, ": ".join(filter(None, (place, finding.message))))
