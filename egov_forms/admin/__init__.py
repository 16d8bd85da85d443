"""The registers that stay small, in Wagtail's admin."""
