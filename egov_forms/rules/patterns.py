"""Regular expressions of editors, matched in linear time (RE2)."""

from functools import lru_cache
from typing import Any

import re2

from .messages import gettext as _

MAX_LENGTH = 500
_options = re2.Options()
_options.log_errors = False
_options.max_mem = 1 << 20


class PatternError(ValueError):
    pass


@lru_cache(maxsize=1024)
def compile_pattern(source: str) -> Any:
    """An object with `search(text)`; raises PatternError with a message for the editor."""
    if len(source) > MAX_LENGTH:
        limit = {"limit": MAX_LENGTH}
        raise PatternError(_("The pattern is longer than %(limit)s characters.") % limit)
    try:
        return re2.compile(source, _options)
    except (re2.error, UnicodeError):
        pass
    raise PatternError(
        _("This pattern cannot be used: it is wrong, or it needs look-around or back-references.")
    )
