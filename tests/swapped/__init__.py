"""A site whose base page is its own (Wagtail 8.0): settings, model, and a filing to run there."""
