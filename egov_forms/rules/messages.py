"""Messages for editors, translated by whoever runs the rules.

The rules know no framework: the application hands in its `gettext` when it is ready.
"""

from collections.abc import Callable

_translate: Callable[[str], str] = str


def gettext(message: str) -> str:
    return _translate(message)


def translate_with(function: Callable[[str], str]) -> None:
    global _translate
    _translate = function
