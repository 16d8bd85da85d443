"""A site that puts its language into every address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tests.urls import urlpatterns as plain

urlpatterns = [
    *plain[:2],
    *i18n_patterns(
        path("", include([path("egov/", include("egov_forms.urls"))])),
        path("", include([path("egov/", include("egov_tracking.urls"))])),
        *plain[4:],
    ),
]
