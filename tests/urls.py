"""URLs of the test site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("egov/", include("egov_forms.urls")),
    path("egov/", include("egov_tracking.urls")),
    path("", include(wagtail_urls)),
]
