import base64
import os
from typing import Any

from django.core.management.base import BaseCommand

from egov_forms.conf import KEY_BYTES


class Command(BaseCommand):
    help = 'Print a new random key for EGOV_FORMS["KEYS"].'
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(base64.b64encode(os.urandom(KEY_BYTES)).decode())
