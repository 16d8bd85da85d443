"""Vietnamese texts for Wagtail's admin. Optional: stands before Wagtail in INSTALLED_APPS."""

from django.apps import AppConfig
from django.views.i18n import JavaScriptCatalog


class WagtailVietnameseConfig(AppConfig):
    name = "egov_forms.wagtail_vi"
    label = "egov_wagtail_vi"

    def ready(self) -> None:
        from wagtail.admin.views import i18n

        # Wagtail serves its scripts the catalogue of wagtail.admin alone, whatever the order of
        # the apps; of several packages the last one named wins.
        i18n.js_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", self.name])
