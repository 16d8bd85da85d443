"""What an officer types for each act; `FORMS` names the form of every move of the table."""

from egov_tracking.admin.act_forms import acceptance, counter, deciding, desks, money, supplements
from egov_tracking.admin.act_forms.base import ActForm

FORMS: dict[str, type[ActForm]] = {
    form.act: form
    for module in (acceptance, deciding, supplements, money, counter, desks)
    for form in module.FORMS
}

__all__ = ["FORMS", "ActForm"]
