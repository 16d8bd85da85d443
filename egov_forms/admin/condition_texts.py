"""Texts of the condition builder, handed to its script as data."""

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def condition_texts() -> SafeString:
    texts = {
        "build": _("Build a condition from lists"),
        "match": _("True when"),
        "all": _("all of these hold"),
        "any": _("any of these holds"),
        "question": _("Question"),
        "operator": _("Comparison"),
        "value": _("Value"),
        "add": _("Add a line"),
        "remove": _("Remove"),
        "write": _("Write the condition"),
        "rich": _("The condition above says more than these lists can; writing replaces it."),
        "none": _("No question has a key yet: save the page first."),
        "operators": {
            "is": _("is"),
            "isNot": _("is not"),
            "includes": _("includes"),
            "over": _("is more than"),
            "atLeast": _("is at least"),
            "under": _("is less than"),
            "atMost": _("is at most"),
            "ticked": _("is ticked"),
            "notTicked": _("is not ticked"),
            "filled": _("is answered"),
            "empty": _("is not answered"),
        },
    }
    return json_script(texts, "egov-condition-texts")
