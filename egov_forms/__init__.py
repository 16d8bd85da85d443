"""Publish administrative procedures as Wagtail pages and receive dossiers online."""
