"""What the editor's page loads besides the scripts of its blocks."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static


def form_scripts() -> SafeString:
    """Before the form in the page, so that they are there when Wagtail's own begin."""
    names = ["egov_forms/unsaved.js", "egov_forms/page-form.js"]
    tags = ((versioned_static(name),) for name in names)
    return format_html_join("\n", '<script src="{}"></script>', tags)
