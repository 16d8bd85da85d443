"""The officers' side in Wagtail's admin: small registers, and the desk for dossiers."""
