"""The editor's side of a service: the streams of a page and their interchange form."""

from .facts import FactsField
from .rules import RulesField
from .steps import StepsField

__all__ = ["FactsField", "RulesField", "StepsField"]
