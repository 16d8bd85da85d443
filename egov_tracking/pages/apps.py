from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EgovTrackingPagesConfig(AppConfig):
    name = "egov_tracking.pages"
    label = "egov_tracking_pages"
    verbose_name = _("Dossier pages")
    default_auto_field = "django.db.models.BigAutoField"
