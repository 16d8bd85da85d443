"""What makes a page type a look-up page; an agency mixes it into its own."""

from typing import Any

from django.db import models

from egov_tracking.models.lookup_form import LookupForm


class DossierLookupPageMixin(models.Model):
    """A page that holds the look-up's form; the form posts to the plain address."""

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "form": LookupForm()}

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return [self.template, "egov_tracking/pages/lookup_page.html"]
