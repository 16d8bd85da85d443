"""A site whose pages have their language in the address and whose forms do not."""

from django.conf.urls.i18n import i18n_patterns

from tests.urls import urlpatterns as plain

urlpatterns = [*plain[:4], *i18n_patterns(*plain[4:])]
