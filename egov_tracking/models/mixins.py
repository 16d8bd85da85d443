"""What makes a page type a look-up page; an agency mixes it into its own."""

from typing import TYPE_CHECKING, Any

from django.db import models

from egov_tracking.models.lookup_form import LookupForm

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = models.Model  # the page type that mixes this in brings the page


class DossierLookupPageMixin(Base):
    """A page that holds the look-up's form; the form posts to the plain address."""

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "form": LookupForm()}

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().serve(request, *args, **kwargs)
        response["X-Frame-Options"] = "DENY"  # here a secret is typed (security rule 18)
        return response

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return [self.template, "egov_tracking/pages/lookup_page.html"]
