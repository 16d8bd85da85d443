from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class EgovFormsConfig(AppConfig):
    name = "egov_forms"
    verbose_name = _("Online services")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from egov_forms import checks  # noqa: F401
        from egov_forms.rules.messages import translate_with

        translate_with(gettext)
        autodiscover_modules("egov_fields")
