"""A number with a fraction, rounded half up to the field's places."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from egov_forms.rules.definition import Field

from .integer import NumberType
from .options import IntegerOption, NumberOption, Option
from .registry import register

DEFAULT_PLACES = 2  # areas on land papers have one or two, percentages two


@register
class DecimalType(NumberType):
    name = "decimal"
    label = _("Decimal number")
    fractions = True
    options: ClassVar[Mapping[str, Option]] = {
        "min": NumberOption(_("Least")),
        "max": NumberOption(_("Most")),
        "decimal_places": IntegerOption(
            _("Decimal places"), min_value=0, max_value=6, default=DEFAULT_PLACES
        ),
    }

    def places(self, field: Field) -> int:
        places = field.options.get("decimal_places")
        return DEFAULT_PLACES if places is None else int(places)
