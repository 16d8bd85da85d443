"""Question types: one file each in this folder, found by iterating it.

A site adds its own in `egov_fields.py` of any installed app, with the same decorator.
"""

from importlib import import_module
from pkgutil import iter_modules

from .base import FieldError, FieldType
from .registry import register, registry

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["FieldError", "FieldType", "register", "registry"]
