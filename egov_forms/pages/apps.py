from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EgovFormsPagesConfig(AppConfig):
    name = "egov_forms.pages"
    label = "egov_forms_pages"
    verbose_name = _("Service pages")
    default_auto_field = "django.db.models.BigAutoField"
