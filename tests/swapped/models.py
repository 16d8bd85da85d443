from django.db import models
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    """Every page of this site names who answers for it."""

    responsible = models.CharField(max_length=100, blank=True)
