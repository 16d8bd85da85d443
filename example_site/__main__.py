"""This site's manage.py: python -m example_site <command>."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
execute_from_command_line(["python -m example_site", *sys.argv[1:]])
