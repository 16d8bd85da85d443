from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EgovTrackingConfig(AppConfig):
    name = "egov_tracking"
    verbose_name = _("Dossiers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("checks", "receivers", "receipt"):
            import_module(f"{self.name}.{module}")
