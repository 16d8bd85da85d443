"""What the editor's page loads besides the scripts of its blocks."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static


def unsaved_script() -> SafeString:
    """Before the form in the page, so that it is there when Wagtail's own begins to watch."""
    return format_html('<script src="{}"></script>', versioned_static("egov_forms/unsaved.js"))
